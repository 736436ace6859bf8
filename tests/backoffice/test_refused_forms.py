"""A refused form of the order's page comes again: what was typed, what is wrong, what to write."""

import re
import uuid

import pytest
from django.utils import timezone

from catalog.delivery_rate import ELSEWHERE, DeliveryRate
from orders.models import Payment, Refund
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent_home(db):
    return factories.payment(factories.order(is_sent_home=True), status="succeeded").order


def refused(browser, address, **fields):
    """The page that comes back, in the same answer."""
    answer = browser.post(address, fields)
    assert answer.status_code == 422
    return answer.content.decode()


def deed(order, name):
    return f"/admin/orders/order/{order.pk}/{name}/"


def field(page, name):
    """The control of that name, as it is written."""
    return re.search(rf'<input id="[^"]*" name="{name}"[^>]*>', page)[0]


def assert_is_wrong(page, name, error):
    """The error stands beside its field, belongs to it, and the field is where the browser is."""
    assert_has_error(page, name, error)
    assert "autofocus" in field(page, name) and page.count("autofocus") == 1


def assert_has_error(page, name, error):
    control = field(page, name)
    ours = re.search(r'id="([^"]*)"', control)[1]
    assert f'<p class="error" id="{ours}-error">{error}</p>' in page
    for part in ('aria-invalid="true"', f'aria-describedby="{ours}-error"'):
        assert part in control


class TestAnAddress:
    TYPED = {"street": "Otra calle 9", "unit": "B", "district": "Viña del Mar", "phone": ""}

    @pytest.mark.parametrize(
        ("part", "value", "error"),
        [
            ("street", " ", "Escribe la calle y el número"),
            ("district", "Macondo", "Elige una comuna de la lista, como Providencia."),
            ("phone", "55 1234", "Escribe el teléfono con números, como +56 9 1234 5678"),
        ],
    )
    def test_keeps_the_rest_and_says_what_to_write(self, staff, sent_home, part, value, error):
        page = refused(staff, deed(sent_home, "address"), **{**self.TYPED, part: value})

        assert_is_wrong(page, part, error)
        for name, typed in {**self.TYPED, part: value}.items():
            assert f'value="{typed}"' in field(page, name)

    def test_where_nothing_is_sent_to_is_told_at_its_comuna(self, staff, sent_home):
        DeliveryRate.set_up(country="cl", destination="05", is_offered=False)
        page = refused(staff, deed(sent_home, "address"), **self.TYPED)

        assert_is_wrong(page, "district", "Aún no despachamos a Valparaíso.")

    def test_names_the_parts_in_their_order(self, staff, sent_home):
        DeliveryRate.set_up(country="cl", destination="05", is_offered=False)
        typed = {**self.TYPED, "phone": "55 1234"}
        page = refused(staff, deed(sent_home, "address"), **typed)

        assert "La dirección no se guardó. Revisa: Comuna, Teléfono." in page

    def test_tells_all_that_is_wrong_at_once(self, staff, sent_home):
        typed = {"street": "", "district": "Macondo", "phone": "55 1234"}
        page = refused(staff, deed(sent_home, "address"), **typed)

        assert_is_wrong(page, "street", "Escribe la calle y el número")
        assert_has_error(page, "district", "Elige una comuna de la lista, como Providencia.")
        example = "Escribe el teléfono con números, como +56 9 1234 5678"
        assert_has_error(page, "phone", example)
        summary = "La dirección no se guardó. Revisa: Calle y número, Comuna, Teléfono."
        assert summary in page

    def test_with_no_such_postal_code_is_told_in_mexico(self, staff, sent_home, settings):
        settings.STORE_COUNTRY = "mx"
        DeliveryRate.set_up(country="mx", destination=ELSEWHERE)
        parts = {"street": "Otra calle 9", "district": "León", "neighborhood": "Centro"}
        page = refused(staff, deed(sent_home, "address"), postal_code="00000", **parts)

        advice = "Ese código postal no existe. Escribe sus 5 números, como 06000."
        assert_is_wrong(page, "postal_code", advice)
        assert 'value="Otra calle 9"' in field(page, "street")


class TestARefund:
    def ask(self, owner, order, amount):
        address = f"/admin/orders/payment/{order.payments.get().pk}/refund/"
        return refused(owner, address, amount=amount, reference=str(uuid.uuid4()))

    @pytest.mark.parametrize(
        ("amount", "error"),
        [
            ("abc", "Escribe pesos sin decimales, con punto en los miles: $12.500."),
            ("10,000", "Escribe pesos sin decimales, con punto en los miles: $12.500."),
            ("99.999", r"De este pago se pueden devolver hasta $12.990."),
        ],
    )
    def test_stays_open_with_its_amount(self, owner, order, amount, error):
        page = self.ask(owner, order, amount)

        assert_is_wrong(page, "amount", error)
        assert f'value="{amount}"' in field(page, "amount")
        assert '<details class="fold" open>' in page

    def test_of_mexican_money_is_shown_with_its_centavos(self, owner, order):
        Payment.objects.update(reported_currency="MXN")
        page = self.ask(owner, order, "100,50")

        advice = "Escribe los centavos con punto y los miles con coma: $1,250.50."
        assert_is_wrong(page, "amount", advice)
        assert not Refund.objects.exists()

    def test_leaves_that_of_another_payment_as_it_was(self, owner):
        first = factories.payment(factories.order())
        first.retire(now=timezone.now())
        second = factories.payment(first.order, status="succeeded")
        factories.reported(first, status="succeeded")
        address = f"/admin/orders/payment/{second.pk}/refund/"
        page = refused(owner, address, amount="abc", reference=str(uuid.uuid4()))

        assert f'id="amount-{first.pk}" name="amount" inputmode="decimal" value="$12.990"' in page
        assert f'id="amount-{second.pk}" name="amount" inputmode="decimal" value="abc"' in page
        assert page.count('<details class="fold" open>') == 1


def test_a_contact_keeps_its_name(staff, order):
    page = refused(staff, deed(order, "correct"), email="x", name="Otro Nombre")

    assert_is_wrong(page, "email", "Ese no es un correo.")
    assert 'value="x"' in field(page, "email") and 'value="Otro Nombre"' in field(page, "name")


def test_a_parcel_keeps_its_carrier(staff, sent_home):
    said = {"carrier": "Correo", "tracking": "123", "tracking_url": "javascript:alert(1)"}
    page = refused(staff, deed(sent_home, "move"), word="shipped", **said)

    error = "Ese no es un enlace: tiene que empezar con https://."
    assert_is_wrong(page, "tracking_url", error)
    assert 'value="Correo"' in field(page, "carrier") and 'value="123"' in field(page, "tracking")


def test_its_address_leads_back_to_the_order(owner, sent_home):
    payment = sent_home.payments.get()
    for address in (deed(sent_home, "address"), f"/admin/orders/payment/{payment.pk}/refund/"):
        answer = owner.get(address)
        assert answer.url == f"/admin/orders/order/{sent_home.pk}/change/"


def test_the_page_itself_has_nothing_wrong(owner, order):
    page = owner.get(f"/admin/orders/order/{order.pk}/change/").content.decode()

    assert "autofocus" not in page and 'class="error"' not in page
