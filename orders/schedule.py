"""When to ask Fintoc about a payment next. Pure Python; the worker and the models read it."""

from datetime import datetime, timedelta

from orders import status

SOON = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=5),
    timedelta(minutes=15),
)
CREATED_UNTIL = timedelta(days=1)  # nobody pays an untouched intent a day later
HOURLY_UNTIL = timedelta(days=10)  # Fintoc settles a pending payment within ten days
DAILY_UNTIL = timedelta(days=14)


def listed_since(moment: datetime) -> str:
    """Return the date, for Fintoc's lists, from which one surely has what was made at a moment.

    A date has no time zone, so it is the day before.
    """
    return (moment - timedelta(days=1)).date().isoformat()


def next_ask(
    *, payment_status: str, created_at: datetime, usable_until: datetime, now: datetime
) -> datetime | None:
    """Return when to ask about a payment again, or None when there is nothing more to learn."""
    if payment_status not in status.UNFINISHED:
        return None
    moments = [created_at + delay for delay in SOON] + [usable_until]
    upcoming = [moment for moment in moments if moment > now]
    age = now - created_at
    if upcoming:  # a session may be usable for a day, and is not left alone until then
        return min(*upcoming, now + timedelta(hours=1))
    if age < (CREATED_UNTIL if payment_status == status.CREATED else HOURLY_UNTIL):
        return now + timedelta(hours=1)
    if payment_status != status.CREATED and age < DAILY_UNTIL:
        return now + timedelta(days=1)
    return None
