"""Orders are found by whatever staff have at hand, and filters narrow the list together."""

import re

import pytest
from django.utils import timezone

from orders.models import Alert
from orders.refunds import request_refund
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def wanted():
    order = factories.order(email="ana.x@example.com", name="Zoila Vaca")
    return factories.payment(order, status="succeeded", reference_id="77001122").order


@pytest.fixture
def other():
    return factories.payment(factories.order(), status="failed").order


def found(staff, wanted, other, **query):
    page = staff.get("/admin/orders/order/", query).content.decode()
    return [each for each in (wanted, other) if f">{each.number}</a>" in page]


@pytest.mark.parametrize(
    "text",
    [
        lambda order: order.number,
        lambda order: order.number.lower(),
        lambda order: order.number[3:],
        lambda order: order.number[:10],
        lambda order: "ana.x@example.com",
        lambda order: "ANA.X@",
        lambda order: "zoila",
        lambda order: "77001122",
        lambda order: order.payments.get().intent_id,
    ],
    ids=["number", "lower", "short", "prefix", "mail", "part", "name", "operation", "intent"],
)
def test_an_order_is_found_by(text, staff, wanted, other):
    assert found(staff, wanted, other, q=text(wanted)) == [wanted]


@pytest.mark.parametrize("text", ["Jean-Marc", "jean-mar", "JEAN-MARC C"])
def test_a_name_with_a_hyphen_is_no_number(text, staff, other):
    hyphenated = factories.order(name="Jean-Marc Corp")
    assert found(staff, hyphenated, other, q=text) == [hyphenated]


def test_an_order_is_found_by_its_refunds_id(staff, wanted, other):
    payment = wanted.payments.get()
    refund = request_refund(
        payment_id=payment.pk, amount=1, reference=payment.reference, cause="x", now=timezone.now()
    )
    refund.refund_id = "re_1"
    refund.save()
    assert found(staff, wanted, other, q="re_1") == [wanted]


def test_an_order_is_found_by_an_event_that_told_of_it(staff, wanted, other, client):
    event = factories.paid_event(wanted.payments.get())
    factories.signed_post(client, event)
    assert found(staff, wanted, other, q=event["id"]) == [wanted]


def test_an_order_is_found_by_its_checkout_session(staff, wanted, other):
    hosted = factories.hosted_payment(factories.order())
    assert found(staff, wanted, hosted.order, q=hosted.session_id) == [hosted.order]


@pytest.mark.parametrize(
    "text", ["evt_x", "zz", "'; --", "%", "_", "\\", "nadie@", "CL-0000", "99999999"]
)
def test_what_is_not_there_finds_nothing(text, staff, wanted, other):
    assert found(staff, wanted, other, q=text) == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"status": "succeeded"}, True),
        ({"status": "pending"}, False),
        ({"fulfillment": "unfulfilled", "status": "succeeded"}, True),
        ({"fulfillment": "prepare"}, False),  # the alert blocks it
        ({"alert": "any"}, True),
        ({"alert": "none"}, False),
        ({"least": "$12.990", "status": "succeeded"}, True),
        ({"least": "12.991"}, False),
        ({"most": "12.989"}, False),
        ({"since": "2020-01-01", "alert": "any"}, True),
        ({"until": "2020-01-01"}, False),
    ],
)
def test_filters_narrow_the_list(query, is_found, staff, wanted, other):
    Alert.raise_once(kind="mismatch", subject="x", order=wanted, now=timezone.now())
    assert (wanted in found(staff, wanted, other, **query)) is is_found


def test_the_pages_go_there_and_back(staff, monkeypatch):
    mug = factories.product(stock=100)
    numbers = [factories.order(products=[mug]).number for _ in range(30)]
    first = staff.get("/admin/orders/order/")
    older = staff.get("/admin/orders/order/" + first.context["orders"].older)
    assert [order.number for order in older.context["orders"].rows] == numbers[4::-1]
    back = staff.get("/admin/orders/order/" + older.context["orders"].newer)
    assert [order.number for order in back.context["orders"].rows] == numbers[:4:-1]
    assert (first.context["orders"].newer, older.context["orders"].older) == ("", "")


def test_many_are_prepared_at_once_and_the_filters_stay(staff, wanted, other):
    form = {"order": [wanted.pk, other.pk, "x"], "query": "status=succeeded"}
    response = staff.post("/admin/orders/prepare/", form, follow=True)
    wanted.refresh_from_db()
    assert wanted.fulfillment == "preparing"
    assert response.redirect_chain[-1][0] == "/admin/orders/order/?status=succeeded"
    assert f"{other.number}: no está pagado" in response.content.decode()


def test_an_order_that_is_not_there_keeps_the_others_from_nothing(staff, wanted):
    form = {"order": [wanted.pk, 999_999]}
    response = staff.post("/admin/orders/prepare/", form, follow=True)
    wanted.refresh_from_db()
    assert wanted.fulfillment == "preparing"
    assert "1 pedido en preparación." in response.content.decode()


def test_a_filter_that_makes_no_sense_says_so_and_the_others_narrow_all_the_same(
    staff, wanted, other
):
    query = {"status": "succeeded", "least": "cinco", "since": "ayer"}
    assert found(staff, wanted, other, **query) == [wanted]
    page = staff.get("/admin/orders/order/", query).content.decode()
    advice = "Escribe pesos sin decimales, con punto en los miles: $12.500."
    assert advice in page and page.count('class="error"') == 2
    assert '<details class="card fold" open>' in page


def test_a_filter_that_makes_no_sense_is_described_by_what_is_wrong_with_it(staff):
    page = staff.get("/admin/orders/order/", {"least": "cinco"}).content.decode()
    (described,) = re.findall(r'name="least"[^>]* aria-describedby="([^"]+)"', page)
    assert f'<p class="error" id="{described}">Escribe pesos' in page


@pytest.mark.parametrize(("place", "word"), [("before=1", "newer"), ("after=999999", "older")])
def test_a_page_past_the_end_leads_back_to_the_first_one(place, word, staff, wanted):
    response = staff.get(f"/admin/orders/order/?status=succeeded&{place}")
    assert getattr(response.context["orders"], word) == "?status=succeeded"
    assert 'href="?status=succeeded"' in response.content.decode()


def test_a_list_without_rows_leads_nowhere(staff, wanted):
    orders = staff.get("/admin/orders/order/?q=nadie@example.com").context["orders"]
    assert (orders.newer, orders.older) == ("", "")
