"""Fintoc delivers an event up to eighteen times in days. The shop is away for any number of them.

Fintoc names the first pause, 3 s, and the number of retries, 17; that each pause is twice the last
is how exponential is read here.
"""

from datetime import timedelta

import pytest
import responses
import time_machine
from django.utils import timezone

from operations.worker import turn
from tests import factories
from tests.figures.counting import confirmations, transitions

pytestmark = pytest.mark.django_db

FIRST_PAUSE = timedelta(seconds=3)
RETRIES = 17
MOMENTS = [FIRST_PAUSE * (2**number - 1) for number in range(RETRIES + 1)]


@pytest.fixture
def payment():
    return factories.payment(factories.order())


def deliveries(client, event, *, missed):
    """The moments at which the shop heard it; it is away for the first `missed` of them."""
    began_at, heard = timezone.now(), []
    for moment in MOMENTS[missed:]:
        with time_machine.travel(began_at + moment, tick=False):
            if factories.signed_post(client, event).status_code == 200:
                heard.append(moment)
                break
    return heard


@pytest.mark.parametrize("missed", range(RETRIES + 1))
def test_the_next_delivery_is_enough(client, payment, missed):
    assert deliveries(client, factories.paid_event(payment), missed=missed) == [MOMENTS[missed]]
    assert transitions() == confirmations() == 1


def test_if_all_of_them_are_missed_the_shop_asks_when_it_is_back(client, payment):
    assert not deliveries(client, factories.paid_event(payment), missed=RETRIES + 1)
    back_at = timezone.now() + MOMENTS[-1] + timedelta(hours=1)
    with responses.RequestsMock() as wire, time_machine.travel(back_at):
        paid = factories.intent(payment, status="succeeded", widget_token=None)
        wire.add("GET", f"{factories.INTENTS}/{paid['id']}", json=paid)
        turn()

    assert transitions() == confirmations() == 1


def test_the_last_retry_is_days_later():
    assert timedelta(days=4) < MOMENTS[-1] < timedelta(days=5)
