"""Who may do what: every role at every address, and nobody more than their role."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLResolver, resolve
from django.utils import timezone

from catalog.models import DeliveryRate
from orders.choices import GIVES_MONEY_BACK, OFFERED
from orders.models import Alert, Refund
from orders.refunds import request_refund
from tests import factories
from tests.backoffice.conftest import logged_in
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db

YES, NO = {200, 302, 422}, {403}
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
    "GET /admin/catalog/product/{product}/history/": "who changed a product",
    "GET /admin/catalog/deliveryrate/": "what delivery costs",
    "GET /admin/catalog/deliveryrate/{rate}/change/": "what it costs to one place",
    "GET /admin/catalog/deliveryrate/{rate}/history/": "who changed what it costs",
    "POST /admin/orders/prepare/": "office_prepare",
    "POST /admin/orders/order/{order}/move/": "office_move",
    "POST /admin/orders/order/{order}/cancel/": "office_cancel",
    "POST /admin/orders/order/{order}/correct/": "office_correct",
    "POST /admin/orders/order/{order}/address/": "office_address",
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
    "GET /admin/go-live/": "office_go_live",
    "POST /admin/go-live/": "have Fintoc and the shop's address asked",
    "GET /admin/auth/user/": "people",
    "GET /admin/auth/user/add/": "add a person",
    "GET /admin/auth/user/{user}/change/": "a person",
    "GET /admin/auth/user/{user}/history/": "who changed a person",
    "GET /admin/auth/user/{user}/password/": "another one's password",
    "GET /admin/catalog/product/add/": "add a product",
    "GET /admin/catalog/deliveryrate/add/": "add a rate",
    "GET /admin/catalog/deliveryrate/{rate}/delete/": "deliver there as elsewhere",
}
# Nobody may: what happened is not edited, and nothing is deleted.
NEVER = [
    "GET /admin/orders/order/add/",
    "GET /admin/orders/order/{order}/delete/",
    "GET /admin/orders/alert/{alert}/delete/",
    "GET /admin/orders/alert/add/",
    "GET /admin/orders/refund/add/",
    "GET /admin/orders/refund/{refund}/change/",
    "GET /admin/orders/refund/{refund}/delete/",
    "GET /admin/webhooks/webhookevent/add/",
    # What happened to these is in their timeline, and they are never edited.
    "GET /admin/orders/order/{order}/history/",
    "GET /admin/orders/alert/{alert}/history/",
    "GET /admin/orders/refund/{refund}/history/",
    "GET /admin/webhooks/webhookevent/{event}/history/",
    "GET /admin/webhooks/webhookevent/{event}/delete/",
    "GET /admin/catalog/product/{product}/delete/",
    "GET /admin/auth/user/{user}/delete/",
]

# Whoever is logged in may do these to themselves, and anybody may log in.
FOR_EVERYBODY = {"login", "logout", "password_change", "password_change_done", "jsi18n"}
# Django's own that answer nothing here: nothing is looked up while typing, nothing links out of
# the site, no app has a page, and an address without its last word leads to the row's page.
NO_PAGES = {
    "autocomplete",
    "view_on_site",
    "app_list",
    "<path:object_id>/",
    "(?P<url>.*)$",
}


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
        "rate": DeliveryRate.objects.create(country="cl", destination="13").pk,
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
    assert visit(role, address, things) in ({"login"} if role == "anonymous" else {403, 404})


def names_of(patterns):
    """The name of every address there is below these patterns; its route, if it has none."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def test_every_address_of_the_site_is_in_the_matrix(things):
    tried = [address.format(**things).split(" ")[1] for address in (*WORK, *OWN, *NEVER)]
    in_matrix = {resolve(path).url_name for path in tried}
    missing = set(names_of(admin.site.get_urls())) - in_matrix
    assert missing == FOR_EVERYBODY | NO_PAGES


def test_no_list_has_actions_beside_ours(owner, rf):
    request = rf.get("/admin/")
    request.user = User.objects.get(username="owner")
    for model_admin in admin.site._registry.values():
        assert model_admin.get_actions(request) == {}


@pytest.mark.parametrize("role", ["staff", "owner"])
@pytest.mark.parametrize(
    ("kind", "word"), [(kind, word) for kind, words in OFFERED.items() for word in words]
)
def test_whoever_decides_an_alert_may_give_money_back_only_as_owner(role, kind, word, things):
    order = factories.order()
    payment = factories.payment(order)
    Alert.raise_once(kind=kind, subject="y", order=order, payment=payment, now=timezone.now())
    alert = Alert.objects.get(kind=kind, subject="y")
    browser = logged_in(role)
    answer = browser.post(f"/admin/orders/alert/{alert.pk}/decide/", {"word": word})
    is_money = word in GIVES_MONEY_BACK
    assert answer.status_code == (403 if is_money and role == "staff" else 422)  # without a reason
    page = browser.get(f"/admin/orders/alert/{alert.pk}/change/").content.decode()
    assert (f'name="word" value="{word}"' in page) is (role == "owner" or not is_money)


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
