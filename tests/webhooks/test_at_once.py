"""Events of one order that arrive at once, on whichever database the tests run on.

The same event many times at once is a figure: tests/figures/test_same_event_at_once.py.
"""

import pytest
from django.test import Client

from orders.models import OrderEvent, Outbox
from tests import factories
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_different_events_of_one_order_at_once_end_in_the_truth():
    payment = factories.payment(factories.order())
    words = ["pending", "failed", "succeeded"] * 8
    jobs = []
    for word in words:
        data = factories.intent(payment, status=word, widget_token=None)
        event = factories.event(data, type=f"payment_intent.{word}")
        jobs.append(lambda event=event: factories.signed_post(Client(), event).status_code)
    assert set(at_once(jobs)) == {200}
    payment.order.refresh_from_db()
    assert payment.order.is_paid
    assert payment.order.events.filter(kind=OrderEvent.STATUS).last().value == "succeeded"
    assert Outbox.objects.filter(kind="E1").count() == 1
