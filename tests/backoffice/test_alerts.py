"""The page of an alert asks for what its choices need, and says why one cannot be carried out."""

import pytest
from django.utils import timezone

from orders.models import Alert
from tests import factories
from tests.orders import test_alerts as raised

pytestmark = pytest.mark.django_db


def shown(browser):
    return browser.get(f"/admin/orders/alert/{Alert.objects.get().pk}/change/").content.decode()


def decide(browser, word, **typed):
    form = {"word": word, "reason": "porque sí", **typed}
    response = browser.post(f"/admin/orders/alert/{Alert.objects.get().pk}/decide/", form)
    assert response.status_code == 422
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(("kind", "asks"), [("E1", True), ("M1", False), ("hook:a.b", False)])
def test_the_shoppers_address_is_asked_for_only_where_the_mail_is_to_them(kind, asks, staff):
    order = raised.mail_parked()
    order.outbox.filter(kind="E9").update(kind=kind)
    assert ('value="cliente@example.com"' in shown(staff)) is asks


def test_money_that_is_gone_confirms_no_order_and_says_what_is_left_to_choose(staff, owner):
    order = raised.paid_after_cancel()
    factories.refund_all(order, now=order.changed_at)
    assert decide(staff, "fulfill") == [
        "Ese dinero ya se devolvió, o va de vuelta: elige devolver."
    ]


def test_money_that_the_shop_does_not_know_is_given_back_at_fintoc(owner):
    order = raised.request()
    order.payments.update(reported_currency="USD")
    assert decide(owner, "refund", amount="1") == [
        "La tienda no sabe escribir esa moneda. Devuelve el dinero desde el panel de Fintoc."
    ]


@pytest.mark.parametrize(
    ("currency", "amount", "advice"),
    [
        ("CLP", "12.99", "Escribe pesos sin decimales, con punto en los miles: $12.500."),
        ("MXN", "100,50", "Escribe los centavos con punto y los miles con coma: $1,250.50."),
    ],
)
def test_what_is_no_amount_is_told_how_its_money_is_written(owner, currency, amount, advice):
    order = raised.request()
    order.payments.update(reported_currency=currency)
    assert decide(owner, "refund", amount=amount) == [advice]


def test_an_amount_that_nobody_knows_is_asked_for(owner):
    payment = factories.payment(factories.order(), status="succeeded")
    facts = {"subject": "re_1", "order": payment.order, "payment": payment}
    Alert.raise_once(kind=Alert.REFUND_CONFLICT, now=timezone.now(), **facts)
    assert decide(owner, "try again") == ["Escribe el monto a devolver."]
