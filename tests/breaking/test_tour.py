"""The ten ways, each to its end: the order, the alerts, the shopper's page, the timeline."""

import pytest
from django.core.management import call_command

from catalog.models import Product
from operations.tour.stories import STORIES, WORDS
from operations.tour.ways import WAYS, counts_out
from orders.models import Order
from tests import factories

PAID = {"status": "succeeded", "screen": "paid", "timeline": ["created", "succeeded"]}


def test_twice(demo, go):
    go("twice")
    demo.answers(200, 200)

    assert demo.has(**PAID) and demo.confirmations == 1


def test_never(demo, go):
    page = demo.client.get(go("never")).content.decode()
    assert demo.status == "created" and demo.heard == []
    assert f"/orders/{demo.order.token}/?paid={demo.payment.reference}" in page

    demo.client.post(f"/orders/{demo.order.token}/refresh/")  # as the shopper's page does
    assert demo.has(**PAID)


def test_early(demo, go):
    go("early")

    assert demo.has(**PAID) and len(demo.payments) == 1


def test_out_of_order(demo, go):
    go("out_of_order")
    demo.answers(200, 200)

    assert demo.has(**PAID)


def test_forged(demo, go):
    go("forged")
    demo.answers(400)

    assert demo.has(status="created", screen="review", timeline=["created"])
    assert demo.heard == []


def test_other_amount(demo, go):
    page = go("other_amount")
    demo.answers(200)
    demo.ask()  # the worker, at once

    assert demo.has(status="created", screen="reviewing", alerts=["mismatch"])
    assert "mismatch: Fintoc dice $" in demo.client.get(page).content.decode()


def test_lost_answer(demo, go):
    go("lost_answer")
    demo.becomes("succeeded")

    assert demo.has(**PAID) and len(demo.payments) == len(demo.intents()) == 1


def test_unresolved(demo, go):
    go("unresolved")
    demo.answers(200, 200)

    assert demo.has(status="failed", screen="unresolved", alerts=["unresolved"])


def test_after_cancel(demo, go):
    go("after_cancel")
    demo.becomes("succeeded")

    assert demo.has(screen="late", alerts=["paid_after_cancel"])
    assert demo.timeline == ["created", "canceled", "succeeded"]


def test_paid_twice(demo, go):
    go("paid_twice")
    demo.becomes("succeeded")
    demo.answers(200, 200, 200)

    assert demo.has(status="succeeded", screen="twice", alerts=["duplicate_payment"])
    assert demo.confirmations == 1


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_way_has_a_story_and_a_page_in_both_languages(demo, go, language):
    assert list(STORIES[language]) == list(WAYS) and len(WAYS) == 10
    demo.client.cookies["django_language"] = language
    ways = demo.client.get("/demo/tour/").content.decode()
    order = demo.client.get(go("forged")).content.decode()

    for name, story in STORIES[language].items():
        assert f'action="/demo/tour/{name}/"' in ways and story.title in ways
    assert STORIES[language]["forged"].here in order
    assert WORDS[language]["timeline"] in order
    assert f"/admin/orders/order/{demo.order.pk}/change/" in order


def test_both_languages_have_the_same_words():
    assert WORDS["es"].keys() == WORDS["en"].keys()


def test_it_says_which_product_reaches_each_thing_a_bank_asks(demo):
    call_command("seed_demo", verbosity=0)
    product = counts_out()
    page = demo.client.get("/demo/tour/").content.decode()

    endings = {count * product.price % 100 for count in range(1, product.stock + 1)}
    assert set(range(1, 10)) <= endings
    assert f'href="/products/{product.slug}/">{product.name}' in page


def test_in_mexico_no_amount_makes_a_bank_ask(demo, settings):
    settings.STORE_COUNTRY = "mx"
    factories.product(currency="MXN", price=5401)

    assert counts_out() is None


def test_an_order_of_ones_own_leads_to_the_panel(demo):
    answer = demo.client.post("/demo/tour/own/", follow=True)
    page = answer.content.decode()

    (payment,) = Order.objects.order_by("-pk").first().payment_list()
    assert f'href="{demo.simulator.url}/panel/payment_intents/{payment.intent_id}"' in page


def test_with_keys_of_fintocs_own_nothing_is_broken_and_the_page_says_why(demo, settings):
    settings.FINTOC_API_URL = "https://api.fintoc.example.com"
    orders = Order.objects.count()
    answer = demo.client.post("/demo/tour/forged/")

    assert answer.status_code == 503
    assert "without keys in .env" in answer.content.decode()
    assert Order.objects.count() == orders


def test_with_nothing_left_to_sell_the_page_says_so(demo):
    Product.objects.update(stock=0)
    answer = demo.client.post("/demo/tour/forged/")

    assert answer.status_code == 503
    assert WORDS["es"]["not_placed"] in answer.content.decode()
    assert WORDS["es"]["no_simulator"] not in answer.content.decode()


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", [*WAYS, "own"])
def test_while_fintoc_is_down_the_page_says_so_and_no_trap_is_left(demo, name, language):
    demo.press("faults/down")
    demo.client.cookies["django_language"] = language
    answer = demo.client.post(f"/demo/tour/{name}/")
    page = answer.content.decode()

    assert answer.status_code == 503
    assert WORDS[language]["no_answer"] in page and WORDS[language]["no_answer_text"] in page
    assert WORDS[language]["no_simulator"] not in page
    changed = {name: position for name, position in demo.switches.items() if position}
    assert not {"lost_answers_next", "paid_before_answer_next", "only_creates_fail"} & {*changed}


@pytest.mark.parametrize("name", ["early", "lost_answer"])
def test_a_way_leaves_the_panels_faults_as_it_found_them(demo, go, name):
    before = demo.switches
    go(name)

    assert demo.switches == before


def test_unknown_ways_and_orders_are_404(demo):
    assert demo.client.post("/demo/tour/sideways/").status_code == 404
    assert demo.client.get("/demo/orders/CL-0000-0000/").status_code == 404
    assert demo.client.get("/demo/tour/forged/").status_code == 405


@pytest.mark.parametrize("path", ["/demo/tour/", "/demo/tour/twice/", "/demo/orders/CL-1/"])
def test_outside_the_demo_there_is_no_tour(client, db, path):
    assert client.get(path).status_code == client.post(path).status_code == 404
