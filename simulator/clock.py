"""Time: simulated waits shrink with `--speed`, and how Fintoc writes a moment down."""

from datetime import UTC, datetime, timedelta

from django.conf import settings


def sped_up(seconds: float) -> timedelta:
    """A simulated wait, divided by `--speed`."""
    return timedelta(seconds=seconds / settings.SPEED)


def as_text(moment: datetime | None) -> str | None:
    """ISO-8601, UTC, milliseconds, ending in Z. Fintoc docs: /docs/quickstart-1 (`created_at`)."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_text_to_the_second(moment: datetime) -> str:
    """Fintoc writes some moments with milliseconds and some without, in one and the same object."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
