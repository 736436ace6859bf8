"""Money that is not what was asked for is told as what it is, wherever staff read of it."""

import uuid

import pytest
from django.utils import timezone

from orders.models import Alert, Refund
from orders.sales import Day, sales_by_day
from orders.shopper_says import ask_for_money_back
from tests import factories
from tests.orders.deciding import choose

pytestmark = pytest.mark.django_db


def order_page(browser, order):
    return browser.get(f"/admin/orders/order/{order.pk}/change/").content.decode()


def received(**money):
    """A payment of an order of $12.990, which brought other money."""
    return factories.payment(factories.order(), status="succeeded", **money)


def today():
    return sales_by_day(days=1, now=timezone.now())


def test_the_orders_page_says_how_much_came_in(owner):
    payment = received(amount=50_050)
    page = order_page(owner, payment.order)
    assert 'Recibido</span> <b class="num">$50.050</b>' in page
    assert "Devolver hasta $50.050" in page
    choose("accept")
    page = order_page(owner, payment.order)
    assert 'Recibido</span> <b class="num">$50.050</b>' in page and "Paga el pedido" in page


def test_the_home_page_says_how_much_a_bank_holds(staff):
    factories.payment(factories.order(), status="pending", amount=50_050)
    page = staff.get("/admin/").content.decode()
    assert "Nombre Apellido · $50.050 · hace" in page


def test_sales_are_what_came_in(owner):
    received(amount=50_050)
    choose("accept")
    assert today() == [Day(timezone.localdate(), 1, 50_050)]
    assert "$50.050" in owner.get("/admin/").content.decode()


def test_sales_are_added_up_in_one_statement(django_assert_num_queries):
    received()
    with django_assert_num_queries(1):
        assert today() == [Day(timezone.localdate(), 1, 12_990)]


def test_the_alert_says_both_amounts(staff):
    received(amount=50_050)
    page = staff.get(f"/admin/orders/alert/{Alert.objects.get().pk}/change/").content.decode()
    assert "Fintoc dice $50.050; pedimos $12.990." in page


def test_the_timeline_says_how_much_a_webhook_told_of(staff, client):
    payment = factories.payment(factories.order())
    factories.signed_post(client, factories.paid_event(payment, amount=50_050))
    page = order_page(staff, payment.order)
    assert "Habla de $50.050: le preguntamos a Fintoc." in page and "Fintoc will" not in page


class TestAnotherCurrency:
    """12.990 MXN in cents came in for an order of 12.990 CLP."""

    @pytest.fixture
    def payment(self):
        return received(currency="MXN")

    def test_is_named_where_it_is_shown_and_asked_back(self, payment, owner):
        page = order_page(owner, payment.order)
        assert 'Recibido</span> <b class="num">$129.90 MXN</b>' in page
        assert "Devolver hasta $129.90 MXN" in page and 'value="$129.90 MXN"' in page

    def test_goes_back_as_the_form_has_it(self, payment, owner):
        form = {"amount": "$129.90 MXN", "reference": uuid.uuid4()}
        response = owner.post(f"/admin/orders/payment/{payment.pk}/refund/", form, follow=True)
        refund = Refund.objects.get()
        assert (refund.amount, refund.currency) == (12_990, "MXN")
        assert "Devolución de $129.90 MXN pedida." in response.content.decode()

    def test_says_in_itself_how_much_is_left(self, payment, owner):
        form = {"amount": "200", "reference": uuid.uuid4()}
        response = owner.post(f"/admin/orders/payment/{payment.pk}/refund/", form, follow=True)
        assert "hasta $129.90 MXN." in response.content.decode()

    def test_is_what_a_decision_to_refund_means(self, payment, owner):
        choose("accept")
        ask_for_money_back(order_id=payment.order_id, message="No", now=timezone.now())
        alert = Alert.objects.get(kind=Alert.REQUEST)
        form = {"word": "refund", "reason": "sí", "amount": "100.50"}
        owner.post(f"/admin/orders/alert/{alert.pk}/decide/", form)
        refund = Refund.objects.get()
        assert (refund.amount, refund.currency) == (10_050, "MXN")

    def test_is_no_sale_in_the_shops_currency(self, payment, django_assert_num_queries):
        choose("accept")
        received()
        with django_assert_num_queries(1):
            assert today() == [Day(timezone.localdate(), 2, 12_990)]

    def test_alone_adds_up_to_nothing(self, payment):
        choose("accept")
        assert today() == [Day(timezone.localdate(), 1, 0)]
