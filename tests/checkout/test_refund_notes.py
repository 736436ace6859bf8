"""What an order's page says of money that goes back: where to, how much, and when it went."""

from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from orders.fulfillment import move_order
from orders.models import Alert, Refund
from orders.refund_status import CANCELED, FAILED, SUCCEEDED
from tests import factories
from tests.orders.deciding import choose

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment():
    return factories.payment(factories.order(), status="succeeded")


def ended(payment, word, amount=5_000, **facts):
    """A refund of some of it, ended so."""
    refund = Refund.request(
        payment=payment, amount=amount, reference=uuid4(), cause="owner", now=timezone.now()
    )
    refund.end_unsent(status=word, failure_code="", cause="test", now=timezone.now())
    Refund.objects.filter(pk=refund.pk).update(**facts)
    return refund


def test_one_that_went_is_dated(payment, page):
    ended(payment, SUCCEEDED)

    day = date_format(timezone.localdate(), "DATE_FORMAT")
    html = page(f"/orders/{payment.order.token}/")
    assert f"Transferimos $5.000 a tu cuenta terminada en 9212 el {day}." in html


def test_one_of_before_dates_were_kept_is_told_without(payment, page):
    ended(payment, SUCCEEDED, ended_at=None)

    html = page(f"/orders/{payment.order.token}/")
    assert "Transferimos $5.000 a tu cuenta terminada en 9212." in html


def test_of_a_payment_without_a_known_account_it_says_which(page):
    payment = factories.payment(factories.order(), status="succeeded", sender_account=None)
    ended(payment, SUCCEEDED)

    assert "Transferimos $5.000 a la cuenta con que pagaste el" in page(
        f"/orders/{payment.order.token}/"
    )


def test_the_second_payments_money_goes_to_the_second_payments_account(page):
    first = factories.payment(factories.order(), sender_account=None)
    first.retire(now=timezone.now())
    factories.payment(first.order, status="succeeded")
    other = {"number": "111110001", "type": "checking_account", "institution_id": "cl_banco_estado"}
    second = factories.reported(first, status="succeeded", sender_account=other)
    ended(second, SUCCEEDED)

    html = page(f"/orders/{first.order.token}/")

    assert "Pagaste dos veces" in html
    assert '<a class="btn second" href="#refunds">Ver devolución</a>' in html
    assert "terminada en 0001 el" in html


def test_one_that_failed_asks_for_another_account_and_one_taken_back_says_nothing(payment, page):
    ended(payment, FAILED)
    html = page(f"/orders/{payment.order.token}/")
    assert "No pudimos devolver tu dinero todavía" in html
    assert "Devolución enviada" not in html

    Refund.objects.update(status=CANCELED)
    assert "devolver tu dinero" not in page(f"/orders/{payment.order.token}/")


@pytest.mark.parametrize(
    ("amount", "word", "goes_out"),
    [(12_990, SUCCEEDED, False), (12_990, FAILED, True), (5_000, SUCCEEDED, True)],
)
def test_what_was_given_back_whole_is_not_prepared(payment, page, amount, word, goes_out):
    ended(payment, word, amount=amount)

    html = page(f"/orders/{payment.order.token}/")

    assert ("preparamos tu pedido." in html) is goes_out
    assert ("Lo preparamos" in html) is goes_out


@pytest.mark.parametrize(
    ("came_in", "went_back", "goes_out"),
    [(50_050, 12_990, True), (50_050, 50_050, False), (5_000, 5_000, False)],
)
def test_what_went_back_is_held_against_what_came_in(came_in, went_back, goes_out, page):
    payment = factories.payment(factories.order(), status="succeeded", amount=came_in)
    choose("accept")
    ended(payment, SUCCEEDED, amount=went_back)

    html = page(f"/orders/{payment.order.token}/")

    assert ("preparamos tu pedido." in html) is goes_out
    assert ("Lo preparamos" in html) is goes_out


def test_money_that_came_twice_is_promised_back_as_it_came(page):
    odd = factories.payment(factories.order(), status="succeeded", amount=50_050)
    odd.retire(now=timezone.now())
    factories.payment(odd.order, status="succeeded")
    choose("accept")

    assert "Te devolveremos $50.050 del segundo pago" in page(f"/orders/{odd.order.token}/")


def test_money_that_came_too_late_is_promised_back_as_it_came(page):
    payment = factories.payment(factories.order())
    payment.order.cancel(payments=[payment], cause="shopper", now=timezone.now())
    factories.reported(payment, status="succeeded", amount=50_050)
    choose("accept")

    assert "te los enviamos o te devolvemos $50.050." in page(f"/orders/{payment.order.token}/")


def test_money_that_paid_nothing_and_went_back_is_told_beside_the_button_to_pay(page):
    payment = factories.payment(factories.order(), status="succeeded", amount=50_050)
    choose("refund")
    address = f"/orders/{payment.order.token}/"

    html = page(address)
    assert "Revisa y paga" in html
    assert "$50.050 volverá a la cuenta con que pagaste." in html

    Refund.objects.update(status=SUCCEEDED)
    assert "Transferimos $50.050 a tu cuenta terminada en 9212" in page(address)


class TestGivenBackWhole:
    WILL_WRITE = "Te escribiremos cuando puedas pasar a retirarlo"
    ASKS = "Devolver o arrepentirme"

    @pytest.fixture
    def shown(self, page):
        def shown(order):
            return page(f"/orders/{order.token}/")

        return shown

    def test_what_was_to_be_picked_up_is_promised_no_more(self, payment, shown):
        assert self.WILL_WRITE in shown(payment.order)
        ended(payment, SUCCEEDED, amount=12_990)

        html = shown(payment.order)

        assert "Ya no podrás retirarlo. Más abajo ves cómo va la devolución." in html
        assert self.WILL_WRITE not in html and "No te lo enviaremos" not in html

    def test_what_was_ready_is_not_ready_any_more(self, payment, shown):
        move(payment.order, "ready")
        ended(payment, SUCCEEDED, amount=12_990)

        html = shown(payment.order)

        assert "Ya no podrás retirarlo." in html and "está listo para retirar" not in html

    def test_what_was_to_be_sent_is_promised_no_more(self, shown):
        payment = factories.payment(factories.order(is_sent_home=True), status="succeeded")
        assert "días hábiles después de pagar" in shown(payment.order)
        ended(payment, SUCCEEDED, amount=12_990)

        html = shown(payment.order)

        assert "No te lo enviaremos." in html and "después de pagar" not in html

    def test_no_return_is_offered_nor_taken(self, payment, shown, client):
        assert self.ASKS in shown(payment.order)
        ended(payment, SUCCEEDED, amount=12_990)

        assert self.ASKS not in shown(payment.order)
        address = f"/orders/{payment.order.token}/"
        assert client.post(f"{address}request/", {"message": "Lo devuelvo"}).url == address
        assert not Alert.objects.filter(kind=Alert.REQUEST).exists()

    def test_a_message_that_waits_is_still_confirmed_and_goes_on(self, payment, shown, client):
        address = f"/orders/{payment.order.token}/request/"
        client.post(address, {"message": "Lo devuelvo"})
        ended(payment, SUCCEEDED, amount=12_990)

        assert "Recibimos tu mensaje" in shown(payment.order)
        client.post(address, {"message": "Llegó roto"})
        assert "Llegó roto" in Alert.objects.get(kind=Alert.REQUEST).detail

    def test_one_whose_refund_failed_may_be_asked_for_again(self, payment, shown):
        ended(payment, FAILED, amount=12_990)

        assert self.ASKS in shown(payment.order) and self.WILL_WRITE in shown(payment.order)


@pytest.mark.parametrize("word", ["ready", "delivered"])
def test_what_is_there_is_not_promised_for_later(payment, page, word):
    move(payment.order, "ready")
    if word != "ready":
        move(payment.order, word)

    assert "Te escribiremos cuando puedas" not in page(f"/orders/{payment.order.token}/")


def move(order, word):
    move_order(order_id=order.pk, word=word, cause="staff", now=timezone.now())
