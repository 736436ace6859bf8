"""Each screen of the order's page with its words, reached through the shop's own doors."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from orders.fulfillment import move_order
from orders.models import Alert, Order
from orders.refunds import request_refund
from tests import factories
from tests.orders.deciding import choose

NOW = timezone.now


def review():
    return factories.order()


def preparing():
    order = factories.order()
    order.claim_opening(now=NOW())
    return order


def confirming():
    return factories.payment(factories.order(), status="in_progress").order


def paid():
    return factories.payment(factories.order(), status="succeeded").order


def twice():
    first = factories.payment(factories.order(), status="created")
    first.retire(now=NOW())
    factories.payment(first.order, status="succeeded")
    return factories.reported(first, status="succeeded").order


def pending():
    return factories.payment(factories.order(), status="pending").order


def requires_action():
    return factories.payment(factories.order(), status="requires_action").order


def rejected():
    return factories.payment(factories.order(), status="rejected").order


def expired():
    return factories.payment(factories.order(), status="expired").order


def reviewing():
    return factories.payment(factories.order(), status="succeeded", amount=1).order


def canceled():
    order = factories.order()
    order.canceled_at = NOW()
    order.settle(payments=[], cause="test", now=NOW())
    order.save()
    return order


def another_account():
    order = factories.order()
    Order.objects.filter(pk=order.pk).update(account="test@localhost:8001")
    return order


SCREENS = [
    (review, ["Revisa y paga", "Pagar $12.990 con tu banco", "nunca ve tu clave"]),
    (preparing, ["Preparando tu pago…", "No se te ha cobrado nada."]),
    (confirming, ["Estamos confirmando tu pago", "menos de 30 segundos", "No vuelvas a pagar."]),
    (paid, ["Pago recibido. ¡Gracias,", "está confirmado", "Imprimir comprobante", "····9212"]),
    (twice, ["Pagaste dos veces", "Te devolveremos $12.990 del segundo pago"]),
    (pending, ["El banco aún confirma el pago.", "No vuelvas a pagar.", "hasta 10 días"]),
    (requires_action, ["El banco aún confirma el pago.", "No vuelvas a pagar."]),
    (rejected, ["El pago fue rechazado", "No se te cobró.", "Intentar de nuevo"]),
    (expired, ["La ventana de pago venció", "Por seguridad dura 10 minutos. No se te cobró."]),
    (reviewing, ["Estamos revisando tu pago", "no coincide con tu pedido", "Contactar"]),
    (canceled, ["Pedido anulado", "No recibimos el pago a tiempo. No se te cobró."]),
    (another_account, ["Este pedido ya no se puede pagar aquí", "no lo repitas"]),
]
SCREENS_IN_ENGLISH = [
    (review, ["Review and pay", "Pay $12.990 from your bank", "never sees your password"]),
    (preparing, ["Preparing your payment…", "You have not been charged."]),
    (
        confirming,
        ["We&#x27;re confirming your payment", "under 30 seconds", "Don&#x27;t pay again."],
    ),
    (paid, ["Payment received. Thank you,", "is confirmed", "Print receipt", "····9212"]),
    (twice, ["You paid twice", "We&#x27;ll refund $12.990 of the second payment"]),
    (pending, ["Your bank is still confirming the payment.", "it can take up to 10 days"]),
    (rejected, ["The payment was declined", "You have not been charged.", "Try again"]),
    (expired, ["The payment window timed out", "For safety it stays open 10 minutes."]),
    (reviewing, ["We&#x27;re reviewing your payment", "doesn&#x27;t match your order"]),
    (canceled, ["Order canceled", "We didn&#x27;t receive payment in time."]),
    (another_account, ["This order can no longer be paid here"]),
]


def named(case):
    return getattr(case, "__name__", "")


def shown(client, order, language="es", query=""):
    response = client.get(f"/orders/{order.token}/{query}", headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("given", "words"), SCREENS, ids=named)
def test_every_screen_says_what_happened_in_spanish(client, given, words):
    html = shown(client, given())

    for expected in words:
        assert expected in html


@pytest.mark.parametrize(("given", "words"), SCREENS_IN_ENGLISH, ids=named)
def test_every_screen_says_what_happened_in_english(client, given, words):
    html = shown(client, given(), language="en").replace("’", "'").replace("'", "&#x27;")

    for expected in words:
        assert expected in html


@pytest.mark.parametrize(
    "given", [confirming, preparing, pending, paid, twice, reviewing, canceled]
)
def test_where_paying_would_be_wrong_there_is_no_button_to_pay(client, given):
    order = given()

    assert f'action="/orders/{order.token}/payments/"' not in shown(client, order)


def test_back_from_the_bank_is_confirming_until_fintoc_says_more(client):
    payment = factories.payment(factories.order(), status="created")

    html = shown(client, payment.order, query=f"?paid={payment.reference}")

    assert "Estamos confirmando tu pago" in html
    assert "data-is-waiting" in html


def test_what_the_browser_says_of_one_payment_is_not_believed_of_the_next(client):
    first = factories.payment(factories.order(), status="rejected")
    first.retire(now=NOW())
    factories.payment(first.order, status="created")

    html = shown(client, first.order, query=f"?paid={first.reference}")

    assert "Revisa y paga" in html


def test_no_address_makes_an_order_paid(client):
    order = factories.order()

    html = shown(client, order, query="?paid=1&closed=1&status=succeeded&from=bank")

    assert "Revisa y paga" in html
    assert "Pago recibido" not in html


def test_a_closed_window_says_that_nothing_was_charged(client):
    payment = factories.payment(factories.order(), status="created")
    query = f"?closed={payment.reference}"

    html = shown(client, payment.order, query=query)

    assert "Cerraste la ventana antes de pagar" in html
    assert "No se te cobró. Tu pedido sigue guardado hasta el" in html
    assert "You closed the window before paying" in shown(client, payment.order, "en", query)


def test_a_closed_window_promises_nothing_when_fintoc_was_not_just_asked(client):
    then = timezone.now() - timedelta(seconds=30)
    payment = factories.payment(factories.order(), now=then)

    html = shown(client, payment.order, query=f"?closed={payment.reference}")

    assert "Si ya autorizaste el pago, no lo repitas" in html
    assert "No se te cobró" not in html
    assert "data-is-waiting" in html


def test_a_window_closed_after_paying_began_is_confirming(client):
    payment = factories.payment(factories.order(), status="in_progress")

    html = shown(client, payment.order, query=f"?closed={payment.reference}")

    assert "Estamos confirmando tu pago" in html
    assert "Cerraste la ventana" not in html


def test_a_quarter_of_an_hour_after_it_began_it_may_be_paid_again(client):
    long_ago = NOW() - timedelta(minutes=16)
    order = factories.payment(factories.order(), status="in_progress", now=long_ago).order

    assert "Revisa y paga" in shown(client, order)


def test_a_decided_duplicate_is_a_paid_order_again(client):
    order = twice()
    Alert.objects.update(resolved_at=NOW())

    assert "Pago recibido." in shown(client, order)


class TestMoneyThatGoesBack:
    """Whoever gets all of it back is not told that the parcel is being packed."""

    def late(self):
        payment = factories.payment(factories.order())
        payment.order.cancel(payments=[payment], cause="shopper", now=NOW())
        return factories.reported(payment, status="succeeded").order

    def given_back(self, order, amount):
        request_refund(
            payment_id=order.payments.get().pk,
            amount=amount,
            reference=uuid.uuid4(),
            cause="owner",
            now=NOW(),
        )
        return order

    def test_after_a_late_payment_is_said(self, client):
        order = self.late()
        assert "Recibimos tu pago después de anular el pedido" in shown(client, order)
        choose("refund")
        page = shown(client, order)
        assert "Devolvemos el dinero de este pedido" in page and "Devolución solicitada" in page
        assert "preparamos tu pedido" not in page and "está confirmado" not in page

    def test_after_a_late_payment_stays_said_when_the_bank_refuses_it(self, client):
        order = self.late()
        choose("refund")
        refund = order.payments.get().refunds.get()
        refund.end_unsent(status="failed", failure_code="x", cause="worker", now=NOW())
        page = shown(client, order)
        assert "No pudimos devolver tu dinero todavía" in page
        assert "preparamos tu pedido" not in page

    def test_whole_is_said(self, client):
        page = shown(client, self.given_back(paid(), 12_990))
        assert "Devolvemos el dinero de este pedido" in page and "Lo preparamos" not in page

    def test_in_part_leaves_the_order_confirmed(self, client):
        page = shown(client, self.given_back(paid(), 12_989))
        assert "está confirmado" in page and "Devolución solicitada" in page

    def test_of_what_has_left_the_shop_leaves_it_on_its_way(self, client):
        order = factories.payment(factories.order(is_sent_home=True), status="succeeded").order
        move_order(order_id=order.pk, word="shipped", cause="staff", now=NOW())
        assert "Tu pedido va en camino" in shown(client, self.given_back(order, 12_990))
