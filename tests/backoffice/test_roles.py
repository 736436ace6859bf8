"""Who may do what: every role at every address, and nobody more than their role."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from backoffice.urls import office
from orders.models import Alert, Refund
from orders.refunds import request_refund
from tests import factories
from tests.backoffice.conftest import logged_in
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db

YES, NO, LOGIN = {200, 302, 404, 422}, {403}, {302}
ROLES = ["anonymous", "nobody", "staff", "owner"]

# Whoever works may see and do these.
WORK = {
    "GET /admin/": "home",
    "GET /admin/orders/order/": "list",
    "GET /admin/orders/order/{order}/change/": "order",
    "GET /admin/orders/packing/": "office_packing",
    "GET /admin/orders/alert/": "alerts",
    "GET /admin/orders/alert/{alert}/change/": "alert",
    "GET /admin/orders/refund/": "refunds",
    "GET /admin/webhooks/webhookevent/": "log",
    "GET /admin/webhooks/webhookevent/{event}/change/": "event",
    "GET /admin/catalog/product/": "products",
    "GET /admin/catalog/product/{product}/change/": "product",
    "POST /admin/orders/prepare/": "office_prepare",
    "POST /admin/orders/order/{order}/move/": "office_move",
    "POST /admin/orders/order/{order}/cancel/": "office_cancel",
    "POST /admin/orders/order/{order}/correct/": "office_correct",
    "POST /admin/orders/order/{order}/note/": "office_note",
    "POST /admin/orders/order/{order}/ask/": "office_ask",
    "POST /admin/orders/outbox/{mail}/send/": "office_send",
    "POST /admin/orders/alert/{alert}/decide/": "office_decide",
    "POST /admin/webhooks/{event}/again/": "office_again",
}
# The owner alone may see and do these.
OWN = {
    "POST /admin/orders/payment/{payment}/refund/": "office_refund",
    "POST /admin/orders/refund/{refund}/cancel/": "office_take_back",
    "POST /admin/orders/alert/{alert}/decide/ word=refund": "refund by decision",
    "GET /admin/settings/": "office_settings",
    "GET /admin/auth/user/": "people",
    "GET /admin/auth/user/add/": "add a person",
    "GET /admin/auth/user/{user}/change/": "a person",
    "GET /admin/catalog/product/add/": "add a product",
}
# Nobody may: what happened is not edited, and nothing is deleted.
NEVER = [
    "GET /admin/orders/order/add/",
    "GET /admin/orders/order/{order}/delete/",
    "GET /admin/orders/alert/{alert}/delete/",
    "GET /admin/orders/refund/add/",
    "GET /admin/webhooks/webhookevent/{event}/delete/",
    "GET /admin/catalog/product/{product}/delete/",
    "GET /admin/auth/user/{user}/delete/",
]


@pytest.fixture
def things(client, settings):
    """One of each, by the names used above."""
    payment = factories.payment(factories.order())
    factories.signed_post(client, factories.event({}, type="a.new_type"))
    factories.reported(payment, status="failed")
    paid = factories.payment(factories.order(), status="succeeded")
    now = timezone.now()
    Alert.raise_once(kind="request", subject="x", order=paid.order, now=now)
    refund = request_refund(
        payment_id=paid.pk, amount=1, reference=paid.reference, cause="x", now=now
    )
    settings.FINTOC_API_URL = "http://127.0.0.1:9"  # nobody is there
    return {
        "order": payment.order_id,
        "payment": paid.pk,
        "refund": refund.pk,
        "alert": Alert.objects.get(kind="request").pk,
        "event": WebhookEvent.objects.get().pk,
        "mail": paid.order.outbox.get(kind="E1").pk,
        "product": paid.order.lines.get().product_id,
        "user": User.objects.create(username="other").pk,
    }


def visit(role, address, things):
    browser = Client() if role == "anonymous" else logged_in("" if role == "nobody" else role)
    method, path, *fields = address.format(**things).split(" ")
    data = dict(field.split("=") for field in fields)
    response = browser.get(path) if method == "GET" else browser.post(path, data)
    if response.status_code == 302 and "/login/" in response.headers["Location"]:
        return "login"
    return response.status_code


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", WORK)
def test_the_work_is_for_staff_and_owner(role, address, things):
    answer = visit(role, address, things)
    expected = {"anonymous": {"login"}, "nobody": NO}.get(role, YES)
    assert answer in expected


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", OWN)
def test_money_back_settings_and_people_are_for_the_owner(role, address, things):
    answer = visit(role, address, things)
    assert answer in {"anonymous": {"login"}, "owner": YES}.get(role, NO)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", NEVER)
def test_nobody_edits_or_deletes_what_happened(role, address, things):
    assert visit(role, address, things) in ({"login"} if role == "anonymous" else NO)


def test_every_address_and_every_page_of_ours_is_in_the_matrix():
    named = {*WORK.values(), *OWN.values()}
    assert {each.name for each in office} <= named
    pages = {model._meta.model_name for model in admin.site._registry}
    ours = {"order", "alert", "refund", "webhookevent", "product", "deliveryrate", "user"}
    assert pages == ours


def test_a_refused_refund_leaves_nothing_behind(things, staff):
    before = Refund.objects.count()
    address = f"/admin/orders/payment/{things['payment']}/refund/"
    staff.post(address, {"amount": "1", "reference": "5f3c0b0e-0000-4000-8000-000000000000"})
    staff.post(f"/admin/orders/alert/{things['alert']}/decide/", {"word": "refund", "reason": "x"})
    assert Refund.objects.count() == before
    assert Alert.objects.get(pk=things["alert"]).resolved_at is None


class TestPeople:
    def test_an_owner_lets_somebody_in_who_can_work_then(self, owner):
        group = Group.objects.get(name="staff")
        fields = {"password1": "una clave larga", "password2": "una clave larga"}
        form = {"username": "new", "groups": [group.pk], "usable_password": "true", **fields}
        owner.post("/admin/auth/user/add/", form)
        new = User.objects.get(username="new")
        assert new.is_staff and not new.is_superuser and list(new.groups.all()) == [group]

    def test_an_owner_neither_sees_nor_changes_a_superuser(self, owner):
        root = User.objects.create_superuser("root")
        assert "root" not in owner.get("/admin/auth/user/").content.decode()
        for page in ("change", "password"):
            assert owner.get(f"/admin/auth/user/{root.pk}/{page}/").status_code in (302, 404)

    def test_an_owner_cannot_make_a_superuser(self, owner):
        other = User.objects.create(username="other", is_staff=True)
        form = {"username": "other", "is_active": "on", "is_superuser": "on"}
        owner.post(f"/admin/auth/user/{other.pk}/change/", form)
        other.refresh_from_db()
        assert not other.is_superuser
