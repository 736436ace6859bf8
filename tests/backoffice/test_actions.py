"""What is done to an order from its page, by whom, and what is said when it cannot be."""

import uuid
from dataclasses import asdict

import pytest
import responses
from django.core import mail
from django.utils import timezone

from catalog.delivery_rate import ELSEWHERE, DeliveryRate
from operations.worker import turn
from orders.models import OrderEvent, Refund
from tests import factories

pytestmark = pytest.mark.django_db


def act(browser, order, deed, **fields):
    """What is said of it; a refused form comes again at once, and is not led away from."""
    response = browser.post(f"/admin/orders/order/{order.pk}/{deed}/", fields, follow=True)
    order.refresh_from_db()
    page = f"/admin/orders/order/{order.pk}/change/"
    assert response.status_code == 422 or response.redirect_chain[-1][0] == page
    return [str(message) for message in response.context["messages"]]


PARCEL = {"carrier": "Correo", "tracking": "123", "tracking_url": "https://correo.example.com/"}


@pytest.fixture
def sent_home(db):
    return factories.payment(factories.order(is_sent_home=True), status="succeeded").order


def shown(browser, order):
    return browser.get(f"/admin/orders/order/{order.pk}/change/").content.decode()


def test_it_is_shipped_with_carrier_tracking_and_a_link(staff, sent_home):
    act(staff, sent_home, "move", word="shipped", **PARCEL)
    assert sent_home.fulfillment == "shipped"
    assert asdict(sent_home.parcel) == PARCEL
    assert sent_home.events.get(kind=OrderEvent.FULFILLMENT).cause == "staff"
    assert f'<a href="{PARCEL["tracking_url"]}"' in shown(staff, sent_home)


def test_a_link_that_is_none_ships_nothing_and_says_why(staff, sent_home):
    (said,) = act(staff, sent_home, "move", word="shipped", tracking_url="javascript:alert(1)")
    assert "Ese no es un enlace" in said and sent_home.fulfillment == "unfulfilled"


def test_only_the_steps_of_its_way_are_offered(staff, order, sent_home):
    sent, picked_up = shown(staff, sent_home), shown(staff, order)
    assert 'value="shipped"' in sent and 'value="ready"' not in sent
    assert 'value="ready"' in picked_up and 'value="shipped"' not in picked_up
    assert 'name="tracking"' not in picked_up
    assert act(staff, order, "move", word="shipped") == ["No se entrega de esa forma"]


class TestTheAddress:
    MENDED = {
        "street": "Calle  nueva 9",
        "unit": "",
        "district": "vina del mar",
        "phone": "+56 32 212 3456",
    }

    def test_is_corrected_by_its_author_with_what_it_was_before(self, staff, sent_home):
        assert act(staff, sent_home, "address", **self.MENDED) == ["Dirección guardada."]
        assert sent_home.one_line_address == "Calle nueva 9, Viña del Mar, Valparaíso"
        note = sent_home.events.get(value="corrected")
        assert note.cause == "staff"
        for words in (
            "Calle de ejemplo 123 → Calle nueva 9",
            "Providencia → Viña del Mar",
            "Metropolitana de Santiago → Valparaíso",
            "— → +56 32 212 3456",
        ):
            assert words in note.detail

    def test_in_another_region_has_its_days_told_in_the_timeline(self, staff, sent_home):
        days = {"days_from": 6, "days_to": 11}
        DeliveryRate.objects.create(country="cl", destination="05", amount=1, **days)
        act(staff, sent_home, "address", **self.MENDED)
        page = shown(staff, sent_home)
        assert "Días hábiles de entrega" in page and " → 6–11" in page

    def test_is_offered_as_it_is_and_costs_no_other_amount(self, staff, sent_home):
        page, before = shown(staff, sent_home), sent_home.amount
        assert 'name="street" maxlength="200" value="Calle de ejemplo 123" required' in page
        assert page.count("<option>Providencia</option>") == 1
        act(staff, sent_home, "address", **self.MENDED)
        assert sent_home.amount == before

    @pytest.mark.parametrize(
        ("part", "value", "label"),
        [
            ("street", " ", "Calle y número"),
            ("district", "", "Comuna"),
            ("district", "X", "Comuna"),
        ],
    )
    def test_of_no_such_place_is_refused_by_the_name_of_its_field(
        self, staff, sent_home, part, value, label
    ):
        said = act(staff, sent_home, "address", **{**self.MENDED, part: value})
        assert said == [f"La dirección no se guardó. Revisa: {label}."]
        assert sent_home.street == "Calle de ejemplo 123"

    @pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u202e", "\u2066"])
    def test_is_kept_without_what_nobody_sees(self, staff, sent_home, unseen):
        written = {part: f"{unseen}{value}{unseen}" for part, value in self.MENDED.items()}
        act(staff, sent_home, "address", **written)
        assert sent_home.one_line_address == "Calle nueva 9, Viña del Mar, Valparaíso"
        assert sent_home.phone == "+56 32 212 3456"

    @pytest.mark.parametrize("unseen", ["\u200b", "\u202e\u202c", "\u200d", "\ufe0f", "\x07"])
    def test_of_what_nobody_can_see_is_none(self, staff, sent_home, unseen):
        said = act(staff, sent_home, "address", **{**self.MENDED, "street": unseen})
        assert said == ["La dirección no se guardó. Revisa: Calle y número."]

    def test_with_a_number_that_nobody_could_call_is_refused(self, staff, sent_home):
        said = act(staff, sent_home, "address", **{**self.MENDED, "phone": "55 1234"})
        assert said == ["La dirección no se guardó. Revisa: Teléfono."]
        assert sent_home.street == "Calle de ejemplo 123"

    def test_where_nothing_is_sent_to_is_refused(self, staff, sent_home):
        DeliveryRate.set_up(country="cl", destination="05", is_offered=False)
        said = act(staff, sent_home, "address", **self.MENDED)
        assert said == ["La dirección no se guardó. Revisa: Comuna."]
        assert sent_home.street == "Calle de ejemplo 123"

    def test_is_mexicos_in_mexico(self, staff, settings):
        order = factories.payment(factories.order(is_sent_home=True), status="succeeded").order
        settings.STORE_COUNTRY = "mx"
        DeliveryRate.set_up(country="mx", destination=ELSEWHERE)
        parts = {"street": "Calle 1", "district": "Guadalajara", "neighborhood": "Centro"}
        (said,) = act(staff, order, "address", postal_code="1234", **parts)
        assert said == "La dirección no se guardó. Revisa: Código postal."
        act(staff, order, "address", postal_code="44100", directions="Puerta azul", **parts)
        assert order.address_lines[2] == "44100 Guadalajara, Jalisco"

    def test_stays_once_it_was_shipped(self, staff, sent_home):
        act(staff, sent_home, "move", word="shipped")
        assert 'name="street"' not in shown(staff, sent_home)
        said = act(staff, sent_home, "address", **self.MENDED)
        assert said == ["Ya salió de la tienda, o no se despacha."]
        assert sent_home.street == "Calle de ejemplo 123"

    def test_is_none_of_what_is_picked_up_or_canceled(self, staff, order):
        canceled = factories.order(is_sent_home=True)
        canceled.cancel(payments=[], cause="x", now=timezone.now())
        for each in (order, canceled):
            assert 'name="street"' not in shown(staff, each)
            act(staff, each, "address", **self.MENDED)
            assert each.street != "Calle nueva 9"

    def test_the_same_again_is_no_correction(self, staff, sent_home):
        same = {"street": sent_home.street, "district": sent_home.district}
        act(staff, sent_home, "address", **same)
        assert not sent_home.events.filter(value="corrected").exists()

    def test_in_a_mail_sent_again_is_the_corrected_one(self, staff, sent_home):
        while turn():
            pass
        act(staff, sent_home, "address", **self.MENDED)
        staff.post(f"/admin/orders/outbox/{sent_home.outbox.get(kind='E1').pk}/send/")
        while turn():
            pass
        confirmations = [each.body for each in mail.outbox if "Pago recibido" in each.subject]
        assert ["Calle nueva 9" in body for body in confirmations] == [False, True]


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

    @pytest.mark.parametrize("amount", ["", "5000.50", "10,000", "cinco"])
    def test_of_no_amount_is_refused_with_one_as_it_is_written(self, owner, order, amount):
        said = "Escribe pesos sin decimales, con punto en los miles: $12.500."
        assert self.ask(owner, order, amount) == [said]
        assert not Refund.objects.exists()

    def test_of_money_that_the_shop_does_not_know_is_made_at_fintoc(self, owner, order):
        order.payments.update(reported_currency="USD")
        assert self.ask(owner, order, "1") == [
            "La tienda no sabe escribir esa moneda. Devuelve el dinero desde el panel de Fintoc."
        ]
        assert not Refund.objects.exists()

    def test_without_the_forms_own_mark_is_refused(self, owner, order):
        assert self.ask(owner, order, "1.000", reference="x") == [
            "Abre de nuevo el pedido y repite."
        ]

    def test_is_taken_back_while_nothing_was_sent(self, owner, order):
        self.ask(owner, order, "1.000")
        owner.post(f"/admin/orders/refund/{Refund.objects.get().pk}/cancel/")
        assert Refund.objects.get().status == "canceled"

    def test_of_another_account_is_not_taken_back(self, owner, order, settings):
        self.ask(owner, order, "1.000")
        settings.FINTOC_ACCOUNT = "live@api.fintoc.com"
        address = f"/admin/orders/refund/{Refund.objects.get().pk}/cancel/"
        said = owner.post(address, follow=True).context["messages"]
        assert [str(each) for each in said] == ["Es de otra cuenta de Fintoc."]
        assert Refund.objects.get().status == "requested"


def test_a_mail_of_another_account_is_not_sent_again(staff, order, settings):
    turn()
    settings.FINTOC_ACCOUNT = "live@api.fintoc.com"
    row = order.outbox.get(kind="E1")
    said = staff.post(f"/admin/orders/outbox/{row.pk}/send/", follow=True).context["messages"]
    row.refresh_from_db()
    assert [str(each) for each in said] == ["Es de otra cuenta de Fintoc."]
    assert row.sent_at is not None and row.due_at is None
