"""Each page shows what staff need of it, in a number of statements that does not grow."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone, translation

from backoffice import paging
from operations.tallies import tallies
from orders.correcting import add_note
from orders.emails import deliver
from orders.fulfillment import move_order
from orders.models import Alert, Refund
from orders.refunds import request_refund
from tests import factories
from webhooks.models import Refusal, WebhookEvent

pytestmark = pytest.mark.django_db

NOW = timezone.now
IN_ENGLISH = {"Accept-Language": "en"}
ESTIMATE = 1  # is asked first, and a small table counted all the same


def words(response):
    assert response.status_code == 200
    return response.content.decode()


def busy_order(number):
    """An order after so many of everything."""
    mugs = [factories.product(stock=100) for _ in range(number)]
    payment = factories.payment(factories.order(products=mugs), status="succeeded")
    order, now = payment.order, timezone.now()
    for count in range(number):
        duplicate = payment.watch(order=order, now=now)
        duplicate.intent_id = f"pi_{order.pk}_{count}"
        duplicate.save()
        request_refund(
            payment_id=payment.pk, amount=1, reference=duplicate.reference, cause="x", now=now
        )
        add_note(order_id=order.pk, text="llamó", cause="staff", now=now)
        Alert.raise_once(kind="request", subject=f"{order.pk} {count}", order=order, now=now)
    return order


@pytest.mark.parametrize("rows", [1, 7], ids=["one row", "many rows"])
class TestStatements:
    """The figures are at most 15, 15 and 20; these are exact."""

    def test_of_the_order_list(self, rows, owner, django_assert_num_queries):
        for _ in range(rows):
            busy_order(1)
        # session, user, 2 of permissions, alerts, rows, what went back, count
        with django_assert_num_queries(8 + ESTIMATE):
            owner.get("/admin/orders/order/")

    @pytest.mark.parametrize("text", ["cliente@", "Nombre", "CL-", "pi_1", "90123712", "Jean-Marc"])
    def test_of_a_search(self, rows, text, owner, django_assert_max_num_queries):
        for _ in range(rows):
            busy_order(1)
        with django_assert_max_num_queries(11):
            owner.get("/admin/orders/order/", {"q": text, "status": "succeeded", "alert": "any"})

    def test_of_the_order_page(self, rows, owner, django_assert_num_queries):
        order = busy_order(rows)
        with django_assert_num_queries(16):
            owner.get(f"/admin/orders/order/{order.pk}/change/")

    def test_of_the_webhook_log(self, rows, owner, client, django_assert_num_queries):
        for _ in range(rows):
            payment = factories.payment(factories.order())
            factories.signed_post(client, factories.paid_event(payment))
        with django_assert_num_queries(9 + ESTIMATE):
            owner.get("/admin/webhooks/webhookevent/")


class TestTheOrderPage:
    def test_shows_what_happened_who_did_it_and_the_webhook_it_came_from(self, staff, client):
        payment = factories.payment(factories.order())
        factories.signed_post(client, factories.paid_event(payment))
        move_order(order_id=payment.order_id, word="preparing", cause="staff", now=timezone.now())
        event = WebhookEvent.objects.get()
        page = words(staff.get(f"/admin/orders/order/{payment.order_id}/change/"))
        assert f"/admin/webhooks/webhookevent/{event.pk}/change/" in page
        assert "Entrega: En preparación" in page and "· staff" in page
        assert "Banco de Chile ····9212" in page and "90123712" in page

    def test_says_whose_account_it_is_of(self, staff, order, settings):
        settings.FINTOC_ACCOUNT = "live@api.fintoc.com"
        page = words(staff.get(f"/admin/orders/order/{order.pk}/change/"))
        assert "Otra cuenta: test@api.fintoc.example.com" in page

    def test_offers_refunds_to_the_owner_alone(self, staff, owner, order):
        address = f"/admin/orders/order/{order.pk}/change/"
        assert "Devolver hasta $12.990" in words(owner.get(address))
        assert "Devolver hasta" not in words(staff.get(address))

    def test_never_shows_the_token_that_opens_the_shoppers_page(self, owner, order):
        assert order.token not in words(owner.get(f"/admin/orders/order/{order.pk}/change/"))


class TestTheWebhookLog:
    def test_breaks_the_name_of_an_event_between_its_words(self, staff, client):
        payment = factories.payment(factories.order())
        factories.signed_post(client, factories.paid_event(payment))
        event = WebhookEvent.objects.get()
        name = "payment_<wbr>intent.<wbr>succeeded"
        assert f">{name}</a>" in words(staff.get("/admin/webhooks/webhookevent/"))
        page = words(staff.get(f"/admin/webhooks/webhookevent/{event.pk}/change/"))
        assert f"<h1>{name}</h1>" in page and "<title>payment_intent.succeeded |" in page

    def test_believes_no_markup_in_the_name_of_an_event(self, staff, client):
        payment = factories.payment(factories.order())
        factories.signed_post(client, factories.event(factories.intent(payment), type="<b>a_b"))
        assert "&lt;b&gt;a_<wbr>b</a>" in words(staff.get("/admin/webhooks/webhookevent/"))

    def test_shows_the_masked_payload_the_order_and_the_time_taken(self, staff, client):
        payment = factories.payment(factories.order())
        factories.signed_post(client, factories.paid_event(payment))
        event = WebhookEvent.objects.get()
        page = words(staff.get(f"/admin/webhooks/webhookevent/{event.pk}/change/"))
        assert payment.order.number in page and "422159212" not in page and "…9212" in page
        assert f"{event.took_ms} ms" in page and event.took_ms is not None

    def test_shows_the_order_of_a_session_and_of_a_refund_too(self, staff, client):
        hosted = factories.hosted_payment(factories.order())
        session = factories.session(hosted, status="finished")
        paid = factories.payment(factories.order(), status="succeeded")
        refund = {
            "id": "re_1",
            "object": "refund",
            "amount": 1_000,
            "currency": "CLP",
            "status": "succeeded",
            "resource_id": paid.intent_id,
            "metadata": {},
        }
        for payment, data, type in (
            (hosted, session, "checkout_session.finished"),
            (paid, refund, "refund.succeeded"),
        ):
            factories.signed_post(client, factories.event(data, type=type))
            event = WebhookEvent.objects.latest("pk")
            number = payment.order.number
            page = words(staff.get(f"/admin/webhooks/webhookevent/{event.pk}/change/"))
            assert number in page and number in words(staff.get("/admin/webhooks/webhookevent/"))

    def test_says_how_many_were_refused_and_why(self, staff, client):
        for _ in range(2):
            factories.signed_post(client, factories.event({}), secret="whsec_test_other")
        client.post("/webhooks/fintoc/", b"{}", content_type="application/json")
        tallies.tell()
        page = words(staff.get("/admin/webhooks/webhookevent/"))
        assert "Firmados con otro secreto" in page and "Sin firma" in page
        assert '<b class="num">2</b>' in page and "Demasiado grandes" not in page

    def test_forgets_refusals_of_long_ago(self, staff):
        Refusal.add(Refusal.TOO_LARGE, number=1, now=timezone.now() - timedelta(days=40))
        assert "Demasiado grandes" not in words(staff.get("/admin/webhooks/webhookevent/"))

    def test_finds_by_type(self, staff, client):
        payment = factories.payment(factories.order())
        factories.signed_post(client, factories.paid_event(payment))
        address = "/admin/webhooks/webhookevent/"
        number = payment.order.number
        assert number in words(staff.get(address, {"type": "payment_intent.succeeded"}))
        assert number not in words(staff.get(address, {"type": "payment_intent.failed"}))

    def test_finds_by_outcome(self, staff, client):
        payment = factories.payment(factories.order())
        factories.signed_post(client, factories.paid_event(payment))
        address = "/admin/webhooks/webhookevent/"
        assert payment.order.number in words(staff.get(address, {"outcome": "applied"}))
        assert payment.order.number not in words(staff.get(address, {"outcome": "failed"}))

    def test_keeps_a_filter_beside_one_that_makes_no_sense(self, staff, client):
        payment = factories.payment(factories.order())
        factories.signed_post(client, factories.paid_event(payment))
        query = {"outcome": "failed", "type": "x"}
        page = words(staff.get("/admin/webhooks/webhookevent/", query))
        assert payment.order.number not in page and 'class="error"' in page

    def test_processes_again_what_came_too_early(self, staff, client):
        payment = factories.payment(factories.order())
        mark = payment.reference
        data = factories.intent(payment, status="succeeded", widget_token=None, id="pi_early")
        type(payment).objects.filter(pk=payment.pk).update(
            reference="5f3c0b0e-0000-4000-8000-000000000000", intent_id=None
        )
        factories.signed_post(client, factories.event(data))
        event = WebhookEvent.objects.get()
        assert event.outcome == "parked"
        type(payment).objects.filter(pk=payment.pk).update(reference=mark)
        staff.post(f"/admin/webhooks/{event.pk}/again/")
        event.refresh_from_db()
        payment.order.refresh_from_db()
        assert event.outcome == "applied" and payment.order.is_paid
        note = payment.order.events.get(value="processed again")
        assert (note.cause, note.detail) == ("staff", f"{event.type} {event.event_id}")
        staff.post(f"/admin/webhooks/{event.pk}/again/")  # it is done
        assert payment.order.events.filter(value="processed again").count() == 1


def test_the_list_of_refunds_shows_those_of_fintocs_dashboard(staff, order, client):
    payment = order.payments.get()
    report = {
        "id": "re_1",
        "object": "refund",
        "amount": 1_000,
        "currency": "CLP",
        "status": "succeeded",
        "resource_id": payment.intent_id,
        "metadata": {},
    }
    factories.signed_post(client, factories.event(report, type="refund.succeeded"))
    assert Refund.objects.exists()
    page = words(staff.get("/admin/orders/refund/"))
    assert "$1.000" in page and "panel de Fintoc" in page


def test_a_refund_in_a_currency_that_the_shop_does_not_know_is_shown_as_it_is(owner, order):
    payment = order.payments.get()
    request_refund(
        payment_id=payment.pk, amount=500, reference=payment.reference, cause="x", now=NOW()
    )
    Refund.objects.update(currency="USD")
    for address in ("/admin/orders/refund/", f"/admin/orders/order/{order.pk}/change/"):
        assert "500 USD, en la unidad más chica" in words(owner.get(address))


def test_packing_slips_have_what_goes_into_each_parcel(staff, order):
    page = words(staff.get("/admin/orders/packing/", {"order": [order.pk, "x", "9" * 30]}))
    assert order.number in page and "Taza de gres" in page and "Sin hoja" not in page


class TestAnOrderInEnglish:
    """Staff read what the shop calls a product, whatever its shopper read."""

    @pytest.fixture
    def order(self):
        with translation.override("en"):
            placed = factories.order(language="en")
        return factories.payment(placed, status="succeeded").order

    def test_is_packed_in_the_language_of_the_shop(self, staff, order):
        page = words(staff.get("/admin/orders/packing/", {"order": order.pk}))
        assert "Taza de gres" in page and "Stoneware mug" not in page

    def test_is_shown_in_the_language_of_the_shop(self, staff, order):
        page = words(staff.get(f"/admin/orders/order/{order.pk}/change/"))
        assert "Taza de gres" in page and "Stoneware mug" not in page


def test_what_may_not_leave_the_shop_gets_no_slip_and_is_named(staff, order):
    unpaid = factories.order()
    blocked = factories.payment(factories.order(), status="succeeded").order
    Alert.raise_once(kind="mismatch", subject="x", order=blocked, now=NOW())
    ticked = [order.pk, unpaid.pk, blocked.pk]
    page = words(staff.get("/admin/orders/packing/", {"order": ticked}))
    assert page.count('class="slip card"') == 1 and f"<h2>{order.number}</h2>" in page
    assert f"no están por preparar: {unpaid.number}, {blocked.number}." in page


class TestManyAtOnce:
    def test_all_that_is_to_be_packed_is_ticked_and_nothing_else(self, staff, order):
        tick = f'name="order" value="{order.pk}" form="many" aria-label="{order.number}"'
        assert f"{tick} checked>" in words(staff.get("/admin/orders/order/?fulfillment=prepare"))
        assert f"{tick}>" in words(staff.get("/admin/orders/order/"))

    def test_the_address_of_the_slips_goes_without_the_forms_token(self, staff, order):
        for address in ("/admin/", "/admin/orders/order/"):
            page = words(staff.get(address))
            form = page[page.index('<form id="many"') : page.index("</form>", page.index("many"))]
            assert 'type="hidden" name="csrfmiddlewaretoken"' not in form
            assert 'formmethod="post"' in page and "Hojas de despacho" in page

    def test_the_buttons_own_token_is_believed(self, order):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(User.objects.create_superuser("root"))
        page = words(browser.get("/admin/"))
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)">Marcar', page)[1]
        form = {"order": order.pk, "csrfmiddlewaretoken": token}
        assert browser.post("/admin/orders/prepare/", form).status_code == 302
        order.refresh_from_db()
        assert order.fulfillment == "preparing"


def test_few_orders_are_counted_and_many_are_estimated(staff, order, monkeypatch):
    assert "Unos" not in words(staff.get("/admin/orders/order/"))
    monkeypatch.setattr(paging, "COUNTED", -2)
    assert "Unos" in words(staff.get("/admin/orders/order/"))


def test_a_refund_of_a_second_payment_says_so(owner, order):
    for payment in (order.payments.get(), order.payments.get().watch(order=order, now=NOW())):
        payment.status = "succeeded"
        payment.save()
        request_refund(
            payment_id=payment.pk, amount=1, reference=uuid.uuid4(), cause="x", now=NOW()
        )
    page = words(owner.get(f"/admin/orders/order/{order.pk}/change/"))
    assert page.count("De otro pago") == 1


def test_who_did_it_and_why_a_mail_did_not_go_out_are_told_in_the_readers_words(staff, order):
    failed = factories.payment(factories.order(), status="failed", error_reason="mfa_failed").order
    failed.cancel(payments=failed.payment_list(), cause="shopper", now=NOW())
    deliver(failed.outbox.get(kind="E3"), now=NOW())
    page = words(staff.get(f"/admin/orders/order/{failed.pk}/change/"))
    assert "El pedido ya no espera otro pago." in page and "no longer" not in page
    assert "· cliente</span>" in page and "· shopper" not in page
    english = words(staff.get(f"/admin/orders/order/{failed.pk}/change/", headers=IN_ENGLISH))
    assert "no longer waits for another payment" in english and "· shopper</span>" in english
