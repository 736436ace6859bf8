"""What has to hold of the shop's books whatever happened. Each has a number to be found by.

I1 paid is paid · I2 confirmed once · I4 a success stays · I5 what Fintoc has, we have, and what is
too much is told · I6 the timeline read again is the present · I7 one payment to be paid, no mug
twice · I8 one row per event · I9 no secret kept or logged · I10 no question asked twice.
"""

from collections import Counter
from itertools import pairwise

from orders.models import Alert, OrderEvent, Outbox
from orders.status import RANK, order_status
from tests.figures.fintoc_in_memory import ACCOUNT_NUMBER
from webhooks.models import WebhookEvent

SUCCEEDED = "succeeded"
CONFIRMING = ["E1", "E8"]


def check(shop):
    """Everything that holds after each step."""
    orders = shop.reread()
    for order, payments in orders:
        check_order(order, payments)
        check_timeline(order, payments)
    check_payments(shop, orders)
    check_mails(orders)
    check_stock(shop, orders)
    check_inbox(shop)


def check_order(order, payments):
    paid = [payment for payment in payments if payment.status == SUCCEEDED and payment.counts]
    assert order.is_paid == bool(paid), "I1: paid, if and only if money that counts is there"
    derived = order_status(payments, is_canceled=order.canceled_at is not None)
    assert order.status == derived, "I1: the stored status is the derived one"
    current = [payment for payment in payments if payment.is_current]
    assert len(current) <= 1, "I7: one payment is the one to be paid"


def check_timeline(order, payments):
    """I6: the log, read again, ends where things stand."""
    rows = sorted(order.events.all(), key=lambda row: row.pk)
    said = [row.value for row in rows if row.kind == OrderEvent.STATUS]
    assert said[-1] == order.status, "I6: the last line says how it stands"
    assert all(before != after for before, after in pairwise(said)), "I6: a line is a change"
    last_said = {row.payment_id: row.value for row in rows if row.kind == OrderEvent.PAYMENT}
    for payment in payments:
        assert last_said.get(payment.pk, "created") == payment.status, "I6: of each payment too"


def check_payments(shop, orders):
    for _order, payments in orders:
        for payment in payments:
            if payment.intent_id is not None:
                true = shop.fintoc.intents[payment.intent_id]["status"]
                assert RANK[payment.status] <= RANK[true], "I5: nothing is known that is not so"
            if payment.status == SUCCEEDED:
                shop.was_paid.add(payment.pk)
            assert (payment.pk in shop.was_paid) == (payment.status == SUCCEEDED), "I4: for good"


def check_mails(orders):
    """A paid order gets one mail that says so: the confirmation, or the one for late money."""
    queued = Counter(Outbox.objects.filter(kind__in=CONFIRMING).values_list("order_id", flat=True))
    sent = OrderEvent.objects.filter(kind=OrderEvent.MAIL, value__in=CONFIRMING)
    went_out = Counter(sent.values_list("order_id", flat=True))
    assert set(queued.values()) | set(went_out.values()) <= {1}, "I2: confirmed once"
    for order, _payments in orders:
        assert (order.pk in queued) == order.is_paid, "I2: confirmed if and only if paid"


def check_stock(shop, orders):
    """Every mug is on the shelf or kept for an order."""
    shop.mug.refresh_from_db()
    kept = [order for order, _payments in orders if order.held_until is not None]
    assert shop.mug.stock + len(kept) == shop.mugs, "I7: no mug is lost or sold twice"


def check_inbox(shop):
    rows = WebhookEvent.objects.values_list("event_id", "payload")
    assert sorted(event_id for event_id, _payload in rows) == sorted(shop.heard), "I8: once each"
    assert ACCOUNT_NUMBER not in str([payload for _id, payload in rows]), "I9: kept by nobody"


def check_that_we_know_what_fintoc_knows(shop):
    """I5 and the end of every story: what succeeded there is matched here, and told."""
    known = {}
    for order, payments in shop.reread():
        known |= {payment.intent_id: payment.status for payment in payments}
        paid = [payment for payment in payments if payment.status == SUCCEEDED]
        told = Alert.objects.filter(kind=Alert.DUPLICATE_PAYMENT, order=order).count()
        assert told == max(len(paid) - 1, 0), "I5: each further success is told to staff"
    for intent_id, intent in shop.fintoc.intents.items():
        assert known.get(intent_id) == intent["status"], "I5: what Fintoc knows, we know"
