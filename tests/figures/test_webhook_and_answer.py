"""The webhook of a success comes before the answer to the create, before its commit, or after."""

import time
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from fintoc_client.client import FintocClient
from orders import results
from orders.account import fintoc
from orders.models import Order
from orders.opening import open_payment
from tests import factories
from tests.figures.counting import confirmations, transitions

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = 200
AT_MOST = timedelta(seconds=10)


def pay_at_once(intent):
    """Somebody pays the intent, and Fintoc posts it: this returns when the shop has answered."""
    paid = {**intent, "status": "succeeded"}
    del paid["widget_token"]
    assert factories.signed_post(Client(), factories.event(paid)).status_code == 200


class PaidMeanwhile(FintocClient):
    """A client whose answer is there, and not yet committed, when the webhook arrives."""

    def create_payment_intent(self, **facts):
        intent = super().create_payment_intent(**facts)
        answered = self.retrieve_payment_intent(intent.id)
        document = {
            "id": answered.id,
            "amount": answered.amount,
            "currency": answered.currency,
            "mode": "test",
            "widget_token": answered.widget_token,
            "metadata": dict(answered.metadata),
        }
        pay_at_once(document)
        return intent


def before_the_answer(server, order):
    def paid_in_the_servers_thread(intent):
        pay_at_once(intent)
        connections.close_all()

    server.before_answering = paid_in_the_servers_thread
    open_payment(order_id=order.pk, client=fintoc(), now=timezone.now())


def before_our_commit(server, order):
    client = PaidMeanwhile(secret_key="sk_test_tests", api_url=f"http://{server.host}")
    open_payment(order_id=order.pk, client=client, now=timezone.now())


def after(server, order):
    open_payment(order_id=order.pk, client=fintoc(), now=timezone.now())
    pay_at_once(server.intents[order.payments.get().intent_id])


def orders_paid(server, moment, *, orders):
    """Open a payment for so many orders, each paid at that moment; return what became of them."""
    mug = factories.product(stock=orders)
    ended = []
    for _ in range(orders):
        order = factories.order(products=[mug])
        began = time.monotonic()
        moment(server, order)
        took = timedelta(seconds=time.monotonic() - began)
        ended.append((Order.objects.get(pk=order.pk).status, took < AT_MOST))
    return ended


@pytest.mark.parametrize("moment", [before_the_answer, before_our_commit, after])
def test_every_order_is_paid_within_ten_seconds(fintoc_server, moment):
    assert set(orders_paid(fintoc_server, moment, orders=ORDERS)) == {("succeeded", True)}

    assert transitions() == confirmations() == len(fintoc_server.intents) == ORDERS


def test_without_our_mark_on_the_intent_the_early_webhook_is_not_matched(
    fintoc_server, monkeypatch
):
    """The negative control: what finds the payment before its intent's id is known."""
    monkeypatch.setattr(results, "marked_reference", lambda _metadata: None)

    paid = orders_paid(fintoc_server, before_the_answer, orders=3)

    assert set(paid) == {("created", True)}
