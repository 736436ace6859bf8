"""Webhooks follow the version an account is pinned to, which may change any day.

The same history told in the shape of either version, or first in one and then in the other, has
to end in the same rows.
"""

import pytest

from orders.models import Order
from simulator.versions import RENAMED_IN
from tests import factories
from tests.unknowns.conftest import Shop
from webhooks.models import WebhookEvent

OLD, NEW = "2023-11-15", RENAMED_IN
HISTORIES = {
    "paid": ["hold", "succeed"],
    "failed": ["hold", "fail"],
    "rejected": ["reject"],
    "paid after all": ["fail", "succeed"],
}
MIXES = {"old": [OLD, OLD], "old, then new": [OLD, NEW], "new, then old": [NEW, OLD]}
PAYMENT = ["status", "raw_status", "amount", "currency", "error_reason", "institution_id"]
PAYMENT += ["account_last4", "reported_amount", "reported_currency", "account", "refusal"]


@pytest.fixture
def tell(shop, simulator, receiver, client):
    """Tell a new order's shop a history, each event in the shape of the version that is on then.
    Return its rows."""

    def tell_of(history, versions):
        one = Shop(simulator=simulator, order=factories.order())
        payment = one.open().payment
        receiver.forget()
        for number, (outcome, version) in enumerate(zip(history, versions, strict=False)):
            simulator.switch(api_version=version)
            simulator.decide({"id": payment.intent_id}, outcome)
            delivery = receiver.wait_for(number + 1)[number]
            assert ("next_action" in delivery.event["data"]) is (version == NEW)
            assert one.hear(client, delivery).status_code == 200
        return rows(one.order)

    return tell_of


def rows(order):
    """What a history decides of an order, without ids and moments."""
    (payment,) = order.payments.all()
    events = [row for row in WebhookEvent.objects.all() if row.subject_id == payment.intent_id]
    return {
        "order": Order.objects.values_list("status", "amount", "fulfillment").get(pk=order.pk),
        "payment": order.payments.values_list(*PAYMENT).get(),
        "timeline": list(order.events.order_by("pk").values_list("kind", "value")),
        "mails": sorted(order.outbox.values_list("kind", "error")),
        "events": sorted((row.type, row.outcome, row.error) for row in events),
    }


@pytest.mark.parametrize("versions", MIXES.values(), ids=MIXES)
@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_a_history_in_either_shape_or_in_both_ends_in_the_same_rows(tell, history, versions):
    in_new = tell(history, [NEW, NEW])

    assert tell(history, versions) == in_new
    assert len(in_new["events"]) == len(history)
