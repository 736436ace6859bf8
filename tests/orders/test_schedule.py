"""When Fintoc is asked about a payment."""

from datetime import UTC, datetime, timedelta

import pytest

from orders.schedule import next_ask
from orders.status import PAYMENT_STATUSES, UNFINISHED

START = datetime(2026, 1, 1, tzinfo=UTC)


def asks(payment_status, *, until):
    """Every moment we ask about a payment that never changes, as ages."""
    now, ages = START, []
    while True:
        moment = next_ask(
            payment_status=payment_status,
            created_at=START,
            usable_until=START + timedelta(minutes=10),
            now=now,
        )
        if moment is None or moment - START > until:
            return ages
        assert moment > now
        ages.append(moment - START)
        now = moment


def test_the_first_quarter_of_an_hour_is_dense_and_knows_when_the_window_closes():
    minutes = [age.total_seconds() / 60 for age in asks("created", until=timedelta(minutes=20))]
    assert minutes == [0.5, 2, 5, 10, 15]


def test_an_untouched_payment_is_asked_about_for_a_day():
    ages = asks("created", until=timedelta(days=30))
    assert timedelta(hours=23) < ages[-1] <= timedelta(hours=25)


@pytest.mark.parametrize("word", ["in_progress", "pending", "requires_action"])
def test_one_at_the_bank_is_asked_about_hourly_to_day_ten_and_daily_to_day_fourteen(word):
    ages = asks(word, until=timedelta(days=30))
    hourly = [age for age in ages if timedelta(days=1) < age < timedelta(days=10)]
    assert len(hourly) >= 9 * 24 - 1
    assert timedelta(days=13) < ages[-1] <= timedelta(days=15)
    assert len([age for age in ages if age > timedelta(days=10)]) <= 6


@pytest.mark.parametrize("word", sorted(set(PAYMENT_STATUSES) - UNFINISHED))
def test_a_finished_payment_is_not_asked_about(word):
    assert asks(word, until=timedelta(days=30)) == []
