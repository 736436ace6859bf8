"""The ways of the tour with PAYMENT_FLOW=redirect: who pays begins to on a page of Fintoc's."""

import pytest

from operations.tour.stories import WORDS
from operations.tour.ways import IN_THE_WINDOW, WAYS
from orders.models import Order

PAID = {"status": "succeeded", "screen": "paid", "alerts": []}
ENDS = {
    "twice": PAID,
    "never": PAID,
    "out_of_order": PAID,
    "forged": {"status": "created", "screen": "review", "alerts": []},
    "other_amount": {"status": "created", "screen": "reviewing", "alerts": ["mismatch"]},
    "lost_answer": PAID,
    "unresolved": {"status": "failed", "screen": "unresolved", "alerts": ["unresolved"]},
    "paid_twice": {"status": "succeeded", "screen": "twice", "alerts": ["duplicate_payment"]},
}


@pytest.fixture(autouse=True)
def on_fintocs_page(settings):
    settings.PAYMENT_FLOW = "redirect"


@pytest.mark.parametrize(("name", "end"), ENDS.items(), ids=ENDS)
def test_each_way_has_its_end_there_too(name, end, demo, go):
    go(name)
    demo.is_told()
    if name in ("never", "other_amount"):
        demo.ask()  # as the shopper's page does, or the worker

    assert demo.has(**end) and demo.payment.has_session
    assert demo.confirmations == (end["status"] == "succeeded")


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", IN_THE_WINDOW)
def test_a_way_that_is_none_there_says_so_and_places_no_order(name, language, demo):
    demo.client.cookies["django_language"] = language
    orders = Order.objects.count()
    answer = demo.client.post(f"/demo/tour/{name}/")

    assert answer.status_code == 503
    assert WORDS[language]["hosted_text"] in answer.content.decode()
    assert Order.objects.count() == orders


def test_each_way_is_of_one_kind_or_the_other():
    assert {*ENDS, *IN_THE_WINDOW} == {*WAYS}


def test_an_order_of_ones_own_leads_to_its_session_on_the_panel(demo):
    page = demo.client.post("/demo/tour/own/", follow=True).content.decode()

    (payment,) = Order.objects.order_by("-pk").first().payment_list()
    assert f'href="{demo.simulator.url}/panel/checkout_sessions/{payment.session_id}"' in page
