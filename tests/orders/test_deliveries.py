"""All 506 ways to hear of one payment, through the real webhook and the real database."""

import pytest

from orders.models import OrderEvent, Outbox
from tests import factories
from tests.orders.histories import HISTORIES, deliveries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("history", HISTORIES, ids="-".join)
def test_every_delivery_of_a_history_ends_in_its_truth(history, client):
    mug = factories.product(stock=1000)
    for sent in deliveries(history):
        order = factories.order(products=[mug])
        payment = factories.payment(order)
        for word in sent:
            hear(client, payment, word)
        order.refresh_from_db()
        assert order.status == history[-1], sent
        last = order.events.filter(kind=OrderEvent.STATUS).last()
        assert last.value == order.status, sent
        assert confirmations(order) == (1 if history[-1] == "succeeded" else 0), sent


def hear(client, payment, word):
    data = factories.intent(payment, status=word, widget_token=None)
    # In progress has no event of its own: its news comes from asking.
    if word == "in_progress":
        factories.reported(payment, status=word)
        return
    event = factories.event(data, type=f"payment_intent.{word}", id=f"evt_{payment.pk}_{word}")
    assert factories.signed_post(client, event).status_code == 200


def confirmations(order):
    return Outbox.objects.filter(order=order, kind="E1").count()
