"""What anybody can try at any address: forms from elsewhere, guesses, redirects, odd methods."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from orders.models import Order, Payment
from tests import factories

ROOT = Path(__file__).parents[2]
PACKAGES = ["config", "fintoc_client", "catalog", "orders", "checkout", "webhooks"]
PACKAGES += ["backoffice", "operations"]
ANYTHING = {
    "token": "a" * 22,
    "slug": "taza",
    "reference": "6f1f7c1e-6a52-4d8b-9b52-0d5d8f2f2b11",
}
OFF_SITE = [
    *("https://evil.example.com", "//evil.example.com", "///evil.example.com"),
    *("\\\\evil.example.com", "/\\evil.example.com", "http:evil.example.com"),
    *("javascript:alert(1)", "data:text/html,x", "https:/evil.example.com", " //evil.example.com"),
    *("//evil.example.com@localhost", "https://localhost@evil.example.com", "\t//evil.example.com"),
]

pytestmark = pytest.mark.django_db


def addresses(patterns=None, prefix=""):
    """Every address of the URLconf but those of Django's admin, with values for its parts."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            if each.namespace != "admin":
                yield from addresses(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: ANYTHING[part[1]], route)


ADDRESSES = sorted(addresses())
WEBHOOK = {"/webhooks/fintoc/", "/webhooks/fintoc"}


def test_the_addresses_are_all_there():
    assert len(ADDRESSES) > 20 and set(ADDRESSES) > WEBHOOK


class TestFormsFromElsewhere:
    @pytest.mark.parametrize("path", sorted(set(ADDRESSES) - WEBHOOK))
    @pytest.mark.parametrize("origin", [None, "https://evil.example.com"])
    def test_are_refused_everywhere(self, path, origin):
        headers = {"Origin": origin} if origin else {}
        answer = Client(enforce_csrf_checks=True).post(path, headers=headers)
        assert answer.status_code in (403, 405)

    @pytest.mark.parametrize("path", sorted(WEBHOOK))
    def test_are_read_at_the_webhook_which_believes_only_signatures(self, path):
        assert Client(enforce_csrf_checks=True).post(path).status_code == 400


class TestLooking:
    @pytest.mark.parametrize("path", ADDRESSES)
    def test_changes_no_money_and_asks_nobody(self, path, client):
        payment = factories.payment(factories.order())
        before = list(Order.objects.values()), list(Payment.objects.values())
        token, reference = payment.order.token, str(payment.reference)
        mine = path.replace(ANYTHING["token"], token).replace(ANYTHING["reference"], reference)
        assert client.get(mine).status_code in (200, 301, 302, 303, 404, 405)
        assert (list(Order.objects.values()), list(Payment.objects.values())) == before


class TestAnOrdersAddress:
    def test_is_of_128_random_bits(self):
        tokens = [factories.order().token for _ in range(50)]
        assert all(re.fullmatch(r"[\w-]{22,}", token) for token in tokens)
        assert len({token[:8] for token in tokens}) == len(tokens)

    def test_is_the_same_404_for_every_guess(self, client):
        token = factories.order().token
        neighbors = [token[:-1] + other for other in "AQgw0_-" if other != token[-1]]
        answers = [client.get(f"/orders/{guess}/") for guess in [*neighbors, "a" * 22, "x"]]
        bodies = {re.sub(r'value="[^"]+"', "", answer.content.decode()) for answer in answers}
        assert {answer.status_code for answer in answers} == {404} and len(bodies) == 1

    def test_does_not_open_another_orders_payment(self, client):
        one, other = (factories.payment(factories.order()) for _ in range(2))
        path = f"/orders/{one.order.token}/payments/{other.reference}/"
        assert client.get(path).status_code == 404


class TestRedirects:
    @pytest.mark.parametrize("target", OFF_SITE)
    def test_of_the_language_stay_here(self, target, client):
        answer = client.post("/language/", {"language": "en", "next": target})
        assert answer.headers["Location"].startswith("/") and "evil" not in answer.url

    @pytest.mark.parametrize("target", OFF_SITE)
    def test_of_the_login_stay_here(self, target, client):
        User.objects.create_superuser("duena", password="a long password")
        data = {"username": "duena", "password": "a long password", "next": target}
        answer = client.post("/admin/login/", data)
        assert answer.status_code == 302
        assert answer.url == "/admin/" or "evil" not in answer.url


class TestSessions:
    def test_have_a_new_id_after_a_login_and_the_old_one_is_dead(self, client):
        client.post("/cart/add/", {"product": factories.product().slug, "quantity": 1})
        before = client.session.session_key
        User.objects.create_superuser("duena", password="a long password")
        client.post("/admin/login/", {"username": "duena", "password": "a long password"})
        assert client.session.session_key != before
        stale = Client()
        stale.cookies["sessionid"] = before
        assert stale.get("/admin/").status_code == 302

    def test_end_with_the_logout(self, client):
        client.force_login(User.objects.create_superuser("duena"))
        key = client.session.session_key
        client.post("/admin/logout/")
        stale = Client()
        stale.cookies["sessionid"] = key
        assert stale.get("/admin/").status_code == 302


class TestTheWebhooksAddress:
    @pytest.mark.parametrize("path", sorted(WEBHOOK))
    @pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
    @pytest.mark.parametrize("is_https", [True, False])
    def test_never_redirects_and_never_fails(self, path, method, is_https, settings):
        settings.SECURE_SSL_REDIRECT = is_https
        assert getattr(Client(), method)(path).status_code == 405

    @pytest.mark.parametrize("language", ["en", "es", "xx", "a" * 500])
    def test_has_no_language(self, language):
        answer = Client().post("/webhooks/fintoc/", headers={"Accept-Language": language})
        assert answer.status_code == 400


def test_only_fintocs_client_and_the_doctor_call_anybody():
    """Whoever adds another caller has to say here whom it may call."""
    callers = re.compile(r"^\s*(?:import|from) (requests|urllib\.request|http\.client|smtplib)\b")
    found = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if any(callers.match(line) for line in path.read_text().splitlines()):
                found.add(str(path.relative_to(ROOT)))
    assert found == {
        "fintoc_client/client.py",
        "fintoc_client/deadline.py",
        "fintoc_client/transport.py",
        "operations/processes.py",  # the demo asks its own shop whether it is ready
        "operations/reaching.py",  # the doctor asks this shop's own address
        "operations/tour/simulator.py",  # the demo's tour drives the simulator
    }
