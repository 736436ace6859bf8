"""Killed at each step of hearing a webhook, of opening a payment and of asking, one by one.

The steps are those that write, and what is on either side of them; a point that nobody comes by
fails, so the list follows the code.
"""

import pytest
import requests

from tests.faults import books, events
from tests.faults.deliverer import Deliverer
from tests.faults.points import Points, words
from tests.faults.processes import until
from tests.faults.scale import scaled
from tests.faults.shoppers import Shoppers

DATABASE = "django/db/backends/base/base.py"
EXCHANGE = ("fintoc_client/transport.py", "exchange")
COMMIT = (DATABASE, "BaseDatabaseWrapper._commit")
HEARING = [
    ("before", "webhooks/views.py", "receive"),
    ("after", "fintoc_client/signature.py", "verify"),
    ("before", "orders/results.py", "record_result"),
    ("after", "orders/results.py", "_locked_order"),
    ("before", "orders/models/payment.py", "Payment.record"),
    ("after", "orders/models/payment.py", "Payment.record"),
    ("before", "orders/models/outbox.py", "Outbox.enqueue"),
    ("after", "orders/models/outbox.py", "Outbox.enqueue"),
    ("after", "orders/results.py", "record_result"),
    ("after", "webhooks/models.py", "WebhookEvent.mark_processed"),
    ("before", *COMMIT),
    ("after", *COMMIT),
    ("before", "gunicorn/http/wsgi.py", "Response.write"),
    ("after", "gunicorn/http/wsgi.py", "Response.close"),
]
OPENING = [
    ("before", "orders/opening.py", "open_payment"),
    ("after", "orders/opening.py", "_claim"),
    ("after", "orders/models/payment.py", "Payment.open"),
    ("after", "orders/opening.py", "_decide"),
    ("before", *EXCHANGE),
    ("after", *EXCHANGE),
    ("before", "orders/results.py", "record_result"),
    ("after", "orders/models/payment.py", "Payment.record"),
    ("after", "orders/opening.py", "_create"),
    ("before", "gunicorn/http/wsgi.py", "Response.write"),
]
ASKING = [
    ("before", "operations/worker.py", "_ask"),
    ("before", *EXCHANGE),
    ("after", *EXCHANGE),
    ("after", "orders/models/payment.py", "Payment.record"),
    ("after", "orders/models/outbox.py", "Outbox.enqueue"),
    ("after", "orders/results.py", "record_result"),
]
BETWEEN_ANSWER_AND_COMMIT = ("before", "orders/results.py", "record_result")
CLICKS = scaled(200, 4)
PATIENCE = 30.0
CLAIMS_END = "UPDATE orders_order SET opening_until = NULL"
LEASES_END = "UPDATE orders_payment SET due_at = created_at WHERE status = 'created'"


def test_a_webhook_is_heard_once_wherever_its_worker_is_killed(shop, record):
    points = Points(HEARING, shop.folder)
    told = events.of_payments(shop, shop.place(len(HEARING)), ends=["succeed"])
    paid = [event for event in told if event["type"].endswith("succeeded")]
    shop.start_web(**points.env)
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"], threads=1)
    for point, event in zip(HEARING, paid, strict=True):
        points.arm(point)
        deliverer.deliver([event], seconds=60)
        until(lambda: not points.is_armed, seconds=5, what=words(point))
    deliverer.deliver(told, seconds=120)

    found = books.check(shop, deliverer.acknowledged)
    shop.ledger()
    record(
        f"killed at each step of a webhook, {shop.database.name}",
        injected=f"{len(HEARING)} points, a payment's event at each",
        survived=f"{len(paid)} payments the same as without",
        figure=f"{found.lost} lost, {found.doubled} doubled",
        asked="the same final state at every point",
        is_met=found.are_right,
        letters="C5",
    )


def test_one_intent_comes_of_a_click_wherever_its_worker_is_killed(shop, record):
    points = Points(OPENING, shop.folder)
    orders = shop.place(len(OPENING), pay=False)
    shop.start_web(**points.env)
    shoppers = Shoppers(shop, orders, rate=1)
    for point, order in zip(OPENING, orders, strict=True):
        click_and_die(points, point, shoppers, order)
    shop.database.rows(CLAIMS_END)
    recovered = sum(shows_the_way_to_the_bank(shop, shoppers, order) for order in orders)

    record(
        f"killed at each step of paying, {shop.database.name}",
        injected=f"{len(OPENING)} points, a click at each",
        survived=f"{recovered} of {len(orders)} recover with the next click",
        figure=f"{intents_too_many(shop, orders)} intents too many",
        asked="one intent each, the page recovers",
        is_met=recovered == len(orders) and not intents_too_many(shop, orders),
        letters="C5 C9",
    )


@pytest.mark.unhurried
def test_an_answer_is_recorded_once_wherever_the_asking_worker_is_killed(shop, record):
    points = Points(ASKING, shop.folder)
    placed = shop.place(1)
    shop.fintoc.decide(placed[0]["intent_id"], "succeed")
    for point in ASKING:
        shop.database.rows(LEASES_END)
        points.arm(point)
        worker = shop.start_worker(**points.env)
        until(lambda worker=worker: not worker.is_running, seconds=60, what=words(point))
    shop.database.rows(LEASES_END)
    worker = shop.start_worker()
    until(lambda: books.check(shop).are_right, seconds=60, what="asked about in the end")
    worker.end()

    found = books.check(shop)
    shop.ledger()
    record(
        f"killed at each step of asking, {shop.database.name}",
        injected=f"{len(ASKING)} points, the worker at each",
        survived="the same final state as without",
        figure=f"{found.lost} lost, {found.doubled} doubled",
        asked="the same final state at every point",
        is_met=found.are_right,
        letters="C5",
    )


@pytest.mark.unhurried
def test_a_web_worker_killed_between_answer_and_commit_makes_no_second_intent(
    postgresql_shop, record
):
    shop = postgresql_shop
    points = Points([BETWEEN_ANSWER_AND_COMMIT], shop.folder)
    orders = shop.place(CLICKS, pay=False)
    shop.start_web(**points.env)
    shoppers = Shoppers(shop, orders, rate=1)
    for order in orders:
        click_and_die(points, BETWEEN_ANSWER_AND_COMMIT, shoppers, order)
    made = len(shop.fintoc.intents())
    shop.database.rows(CLAIMS_END)
    recovered = sum(shows_the_way_to_the_bank(shop, shoppers, order) for order in orders)

    record(
        "web killed between Fintoc's answer and the commit",
        injected=f"{CLICKS} clicks, {made} intents made at Fintoc and not noted here",
        survived=f"{recovered} of {CLICKS} pages recover with the next click",
        figure=f"{intents_too_many(shop, orders)} intents too many",
        asked="exactly 1 intent per payment, the page recovers",
        is_met=made == recovered == CLICKS and not intents_too_many(shop, orders),
        letters="C9",
    )


@pytest.mark.unhurried
def test_a_shop_that_sends_under_a_new_key_each_time_is_found_out(postgresql_shop):
    """The negative control: the click after a killed one makes a second intent."""
    shop = postgresql_shop
    points = Points([BETWEEN_ANSWER_AND_COMMIT], shop.folder)
    orders = shop.place(2, pay=False)
    shop.start_web(application="tests.faults.careless:sends_under_a_new_key", **points.env)
    shoppers = Shoppers(shop, orders, rate=1)
    for order in orders:
        click_and_die(points, BETWEEN_ANSWER_AND_COMMIT, shoppers, order)
    shop.database.rows(CLAIMS_END)
    for order in orders:
        shows_the_way_to_the_bank(shop, shoppers, order)

    assert intents_too_many(shop, orders) > 0


def click_and_die(points, point, shoppers, order):
    """A click whose worker dies at the point: its shopper gets no answer, or half of one."""
    points.arm(point)
    status = shoppers.click(order)
    assert not points.is_armed, f"nobody came by: {words(point)}"
    assert status == 0, status


def shows_the_way_to_the_bank(shop, shoppers, order):
    """Whether another click leads to a page from which can be paid."""
    answer = until(lambda: clicked(shop, shoppers, order), seconds=PATIENCE, what="an answer")
    page = requests.get(f"{shop.url}{answer.headers['Location']}", timeout=PATIENCE)
    return answer.status_code == 303 and page.status_code == 200 and "_sec_" in page.text


def clicked(shop, shoppers, order):
    """The answer to a click; None while there is no worker for it."""
    try:
        return shoppers.post(order)
    except requests.RequestException:
        return None


def intents_too_many(shop, orders):
    """At Fintoc: each order was to have one."""
    return len(shop.fintoc.intents()) - len(orders)
