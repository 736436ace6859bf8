"""What is done to an order from its page, by whom, and what is said when it cannot be."""

import uuid

import pytest
import responses

from orders.models import OrderEvent, Refund
from tests import factories

pytestmark = pytest.mark.django_db


def act(browser, order, deed, **fields):
    response = browser.post(f"/admin/orders/order/{order.pk}/{deed}/", fields, follow=True)
    order.refresh_from_db()
    assert response.redirect_chain[-1][0] == f"/admin/orders/order/{order.pk}/change/"
    return [str(message) for message in response.context["messages"]]


def test_it_is_shipped_with_carrier_and_tracking(staff, order):
    act(staff, order, "move", word="shipped", carrier="Correo", tracking="123")
    assert (order.fulfillment, order.carrier, order.tracking) == ("shipped", "Correo", "123")
    assert order.events.get(kind=OrderEvent.FULFILLMENT).cause == "staff"


def test_what_may_not_leave_says_why(staff):
    order = factories.payment(factories.order(), status="pending").order
    assert act(staff, order, "move", word="shipped") == ["No está pagado"]
    assert act(staff, order, "move", word="away") == []


def test_its_address_is_corrected(staff, order):
    act(staff, order, "correct", email="otra@example.com", name="Otro Nombre")
    assert (order.email, order.name) == ("otra@example.com", "Otro Nombre")
    assert act(staff, order, "correct", email="x", name="") == ["Ese no es un correo."]


def test_a_note_is_kept(staff, order):
    act(staff, order, "note", text="Llamó hoy")
    assert order.events.get(value="note").cause == "staff"
    assert act(staff, order, "note", text=" ") == ["Escribe algo primero."]


def test_an_unpaid_one_is_canceled_after_fintoc_was_asked(staff):
    order = factories.payment(factories.order()).order
    payment = order.payments.get()
    with responses.RequestsMock() as api:
        api.get(f"{factories.INTENTS}/{payment.intent_id}", json=factories.intent(payment))
        assert act(staff, order, "cancel") == ["Pedido anulado."]
    assert order.is_canceled and order.events.filter(value="canceled", cause="staff").exists()


def test_a_paid_one_is_not_canceled(staff, order):
    (said,) = act(staff, order, "cancel")
    assert order.is_paid and "Ya no se puede anular" in said


def test_fintoc_is_asked_now_and_its_answer_is_staffs(staff):
    order = factories.payment(factories.order()).order
    payment = order.payments.get()
    with responses.RequestsMock() as api:
        answer = factories.intent(payment, status="succeeded")
        api.get(f"{factories.INTENTS}/{payment.intent_id}", json=answer)
        act(staff, order, "ask")
    assert order.is_paid
    assert order.events.filter(kind=OrderEvent.STATUS).last().cause == "staff"


def test_who_asked_fintoc_is_recorded_though_there_was_nothing_new(staff, order):
    payment = order.payments.get()
    with responses.RequestsMock() as api:
        answer = factories.intent(payment, status="succeeded")
        api.get(f"{factories.INTENTS}/{payment.intent_id}", json=answer)
        act(staff, order, "ask")
    assert order.events.last().value == "asked" and order.events.last().cause == "staff"
    page = staff.get(f"/admin/orders/order/{order.pk}/change/").content.decode()
    assert "Nota: Se preguntó a Fintoc" in page


def test_fintoc_away_is_said_and_nothing_changes(staff):
    order = factories.payment(factories.order()).order
    with responses.RequestsMock() as api:
        api.get(f"{factories.INTENTS}/{order.payments.get().intent_id}", status=503)
        assert act(staff, order, "ask") == ["Fintoc no responde ahora."]


class TestARefund:
    def ask(self, owner, order, amount, reference=None):
        form = {"amount": amount, "reference": str(reference or uuid.uuid4())}
        address = f"/admin/orders/payment/{order.payments.get().pk}/refund/"
        response = owner.post(address, form, follow=True)
        return [str(message) for message in response.context["messages"]]

    def test_is_asked_for_in_the_shops_own_money(self, owner, order):
        assert self.ask(owner, order, "$5.000") == ["Devolución de $5.000 pedida."]
        assert (Refund.objects.get().amount, Refund.objects.get().requested_by) == (5_000, "owner")
        asked = order.events.get(kind=OrderEvent.REFUND)
        assert (asked.value, asked.cause) == ("requested", "owner")

    @pytest.mark.parametrize("amount", ["12.991", "0"])
    def test_of_what_is_not_there_says_how_much_is(self, owner, order, amount):
        assert self.ask(owner, order, amount) == ["De este pago se pueden devolver hasta $12.990."]
        assert not Refund.objects.exists()

    @pytest.mark.parametrize("amount", ["", "5000.50", "cinco"])
    def test_of_no_amount_is_refused(self, owner, order, amount):
        assert self.ask(owner, order, amount) == ["Escribe un monto como los de la tienda."]

    def test_without_the_forms_own_mark_is_refused(self, owner, order):
        assert self.ask(owner, order, "1.000", reference="x") == [
            "Abre de nuevo el pedido y repite."
        ]

    def test_is_taken_back_while_nothing_was_sent(self, owner, order):
        self.ask(owner, order, "1.000")
        owner.post(f"/admin/orders/refund/{Refund.objects.get().pk}/cancel/")
        assert Refund.objects.get().status == "canceled"
