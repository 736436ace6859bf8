"""How often a page may be asked to do something, by whom, and what is said when it is too much."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from operations.limits import LIMITS, by_address
from operations.models import Window
from tests import factories

MINUTE = timedelta(minutes=1)
FAR = {"X-Forwarded-For": "203.0.113.7"}
ELSEWHERE = {"X-Forwarded-For": "203.0.113.8"}


def most(name):
    return LIMITS[name][0].most


@pytest.mark.django_db
class TestAnOrdersPages:
    PAGES = {"cancel": {}, "request": {"message": "x"}, "link": {}}

    @pytest.mark.parametrize("page", PAGES)
    def test_are_limited_by_its_token_and_not_by_the_address(self, page, client):
        one, other = factories.order(), factories.order()
        for _time in range(most(f"checkout:{page}")):
            assert client.post(f"/orders/{one.token}/{page}/", headers=FAR).status_code != 429
        refused = client.post(f"/orders/{one.token}/{page}/", headers=ELSEWHERE)
        assert refused.status_code == 429
        assert client.post(f"/orders/{other.token}/{page}/", headers=FAR).status_code != 429

    @pytest.mark.parametrize("page", ["payments", "refresh"])
    def test_that_ask_fintoc_stop_asking_it(self, page, client, fintoc_server):
        order = factories.order()
        name = f"checkout:{page}"
        now = timezone.now()
        key = window_key(name, "by_order", order.token)
        Window.objects.create(key=key, ends_at=now + MINUTE, count=most(name))
        assert client.post(f"/orders/{order.token}/{page}/").status_code == 429
        assert fintoc_server.creates == 0

    def test_are_never_limited_for_looking(self, client):
        order = factories.order()
        for _time in range(most("checkout:cancel") + 5):
            assert client.get(f"/orders/{order.token}/").status_code == 200


def window_key(name, kind, value):
    from operations.limits import _digest

    return _digest(f"{name}|{kind}|{value}")


@pytest.mark.django_db
class TestPagesWithoutAnOrder:
    def test_find_my_order_is_limited_by_browser_and_by_address(self, client):
        for _time in range(LIMITS["checkout:find"][1].most):
            Client().post("/orders/find/", {"email": "a@example.com"}, headers=FAR)
        answer = Client().post("/orders/find/", {"email": "a@example.com"}, headers=FAR)
        assert answer.status_code == 429
        answer = Client().post("/orders/find/", {"email": "a@example.com"}, headers=ELSEWHERE)
        assert answer.status_code == 303

    def test_placing_is_limited_by_browser(self, client):
        client.post("/cart/add/", {"product": factories.product().slug, "quantity": 1})
        codes = [client.post("/checkout/", {}).status_code for _time in range(11)]
        assert codes == [422] * 10 + [429]

    @pytest.mark.parametrize("path", ["/language/", "/admin/login/"])
    def test_the_rest_is_limited_by_address(self, path):
        name = {"/language/": "set_language", "/admin/login/": "admin:login"}[path]
        for _time in range(most(name)):
            assert Client().post(path, headers=FAR).status_code != 429
        assert Client().post(path, headers=FAR).status_code == 429
        assert Client().post(path, headers=ELSEWHERE).status_code != 429

    @pytest.mark.parametrize(
        ("address", "key"),
        [
            ("2001:db8:1:2::1", "2001:db8:1:2::"),
            ("2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:10.0.0.7", ""),
            ("fd00::7", ""),
            ("::1", ""),
        ],
    )
    def test_an_address_is_counted_with_all_that_its_visitor_can_choose(self, address, key, rf):
        request = rf.post("/", headers={"X-Forwarded-For": address})
        assert by_address(request, {}) == key

    def test_another_address_of_the_same_network_does_not_help(self):
        for number in range(most("set_language")):
            Client().post("/language/", headers={"X-Forwarded-For": f"2001:db8::{number + 1:x}"})
        answer = Client().post("/language/", headers={"X-Forwarded-For": "2001:db8::beef:1:2"})
        assert answer.status_code == 429

    def test_an_address_of_our_own_network_says_nothing_about_the_visitor(self):
        for _time in range(most("set_language") + 1):
            assert Client().post("/language/").status_code == 302

    def test_a_webhook_is_never_limited(self, client):
        assert not [name for name in LIMITS if name.startswith("webhooks")]


@pytest.mark.django_db
class TestTheAnswer:
    @pytest.fixture
    def order(self):
        order = factories.order()
        Window.objects.create(
            key=window_key("checkout:cancel", "by_order", order.token),
            ends_at=timezone.now() + timedelta(seconds=100),
            count=1000,
        )
        return order

    def test_says_when_to_try_again(self, order, client):
        answer = client.post(f"/orders/{order.token}/cancel/")
        page = answer.content.decode()
        assert answer.status_code == 429
        assert 95 <= int(answer.headers["Retry-After"]) <= 100
        assert "otra vez en 2 minutos" in page and "no lo repitas" in page
        assert "no-store" in answer.headers["Cache-Control"]

    def test_is_json_for_a_script(self, order, client):
        answer = client.post(
            f"/orders/{order.token}/cancel/", headers={"Accept": "application/json"}
        )
        assert answer.json()["retry_after"] <= 100

    def test_ends_with_the_window(self, order, client):
        Window.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
        assert client.post(f"/orders/{order.token}/cancel/").status_code == 303
        assert Window.objects.get().count == 1


@pytest.mark.django_db
def test_neither_addresses_nor_tokens_are_kept(client):
    order = factories.order()
    client.post(f"/orders/{order.token}/cancel/")
    client.post("/language/", headers=FAR)

    kept = " ".join(Window.objects.values_list("key", flat=True))

    assert len(kept) == 129 and order.token not in kept and "203.0.113.7" not in kept


@pytest.mark.django_db
def test_what_is_long_over_is_thrown_away():
    now = timezone.now()
    Window.hit("old", period=MINUTE, now=now - timedelta(days=3))
    Window.hit("0 a digest", period=MINUTE, now=now)

    assert list(Window.objects.values_list("key", flat=True)) == ["0 a digest"]


@pytest.mark.django_db(transaction=True)
def test_hits_at_once_are_all_counted():
    def hit(_number):
        try:
            return Window.hit("x", period=MINUTE, now=timezone.now()).count
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(hit, range(80)))

    assert Window.objects.get().count == max(counts) == 80
