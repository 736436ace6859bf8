"""The home page: what sold, what to pack, what waits, what is low, and whether all is well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backoffice.chart import HEIGHT, chart
from operations.health import BAD, OK, WARNING, examine
from operations.worker import turn
from orders.fulfillment import move_order, to_prepare
from orders.models import Alert
from orders.refunds import request_refund
from orders.sales import Day, sales_by_day, summed
from tests import factories

pytestmark = pytest.mark.django_db


def paid(*, now=None, **facts):
    return factories.payment(factories.order(now=now, **facts), status="succeeded", now=now).order


def sold(days=30):
    return summed(sales_by_day(days=days, now=timezone.now()))


class TestSales:
    def test_are_the_orders_that_were_paid_by_day(self):
        now = timezone.now()
        paid()
        paid(now=now - timedelta(days=3))
        paid(now=now - timedelta(days=40))
        assert (sold(1), sold(7), sold(30)) == ((1, 12_990), (2, 25_980), (2, 25_980))

    def test_leave_out_what_is_not_this_accounts(self, settings):
        paid()
        settings.FINTOC_ACCOUNT = "live@api.fintoc.com"
        assert sold() == (0, 0)

    def test_leave_out_a_second_payment_and_what_is_only_pending(self):
        first = factories.payment(factories.order())
        first.retire(now=timezone.now())
        factories.payment(first.order, status="succeeded")
        factories.reported(first, status="succeeded")
        factories.payment(factories.order(), status="pending")
        assert sold() == (1, 12_990)

    def test_are_drawn_as_bars_of_which_the_best_is_the_highest(self):
        today = timezone.localdate()
        bars = chart([Day(today), Day(today, 1, 1), Day(today, 2, 1_000_000)])
        assert [bar.height for bar in bars] == [0, 2, HEIGHT]
        assert all(bar.y + bar.height == HEIGHT for bar in bars)


class TestWhatToPrepare:
    def numbers(self):
        return list(to_prepare().values_list("number", flat=True))

    def test_is_what_was_paid_and_is_still_in_the_shop(self):
        first, second, third = paid(), paid(), paid()
        factories.order()
        move_order(order_id=second.pk, word="preparing", cause="x", now=timezone.now())
        move_order(order_id=third.pk, word="ready", cause="x", now=timezone.now())
        assert self.numbers() == [first.number, second.number]

    def test_leaves_out_what_staff_must_decide_first(self):
        order = paid()
        Alert.raise_once(kind="mismatch", subject="x", order=order, now=timezone.now())
        assert self.numbers() == []

    @pytest.mark.parametrize(("amount", "is_left"), [(12_990, False), (12_989, True)])
    def test_leaves_out_what_was_given_back_whole(self, amount, is_left):
        order = paid()
        payment = order.payments.get()
        request_refund(
            payment_id=payment.pk,
            amount=amount,
            reference=payment.reference,
            cause="x",
            now=timezone.now(),
        )
        assert bool(self.numbers()) is is_left


class TestHealth:
    def levels(self):
        return {name: finding.level for name, finding in examine(timezone.now())}

    def test_is_good_while_nothing_lies_about(self, client):
        factories.signed_post(client, factories.event({}, type="a.new_type"))
        turn()
        assert set(self.levels().values()) == {OK}

    def test_says_that_no_worker_ever_ran(self):
        assert self.levels()["Trabajador"] == BAD

    def test_says_that_no_worker_runs(self):
        turn()
        paid(now=timezone.now() - timedelta(minutes=10))
        assert self.levels()["Trabajador"] == BAD

    def test_says_that_fintoc_refuses_the_shop(self):
        Alert.raise_once(kind="shop_side", subject="fintoc", now=timezone.now())
        assert self.levels()["Fintoc"] == BAD

    def test_says_that_webhooks_cannot_come(self, settings):
        settings.FINTOC_WEBHOOK_SECRETS = []
        assert self.levels()["Avisos de Fintoc"] == WARNING

    def test_says_that_mails_do_not_leave(self):
        row = paid().outbox.get(kind="E1")
        row.try_later(error="451", now=timezone.now())
        assert self.levels()["Correos"] == WARNING


def test_the_page_shows_it_all(staff):
    order = paid()
    waiting = factories.payment(factories.order(), status="pending").order
    low = factories.product(stock=1, name_es="Manta")
    Alert.raise_once(kind="request", subject="x", order=order, now=timezone.now())
    page = staff.get("/admin/").content.decode()
    for part in (order.number, waiting.number, low.name_es, "$12.990", "Un cliente pide"):
        assert part in page
    assert "Prueba" in page and "<svg" in page and "Queda 1" in page


def test_live_money_is_said_in_large_letters(staff, settings):
    settings.FINTOC_MODE = "live"
    assert "En vivo" in staff.get("/admin/").content.decode()
