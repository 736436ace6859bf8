"""Fintoc's API down, hanging, dripping or refusing, while shoppers pay and webhooks arrive."""

import threading
import time
from collections import Counter

import pytest

from tests.faults import books, events
from tests.faults.deliverer import Deliverer
from tests.faults.proxy import CUTS, DRIPS, HANGS, PASSES
from tests.faults.scale import scaled
from tests.faults.shoppers import Shoppers

pytestmark = pytest.mark.unhurried

SECONDS = scaled(40, 10)
CHECKOUTS, WEBHOOKS = 5, 20  # a second
PAGE, WEBHOOK = 10.0, 1.0  # seconds at most


@pytest.fixture
def busy_shop(postgresql_shop, line):
    """Orders to be paid, one that was and is told of, and the API behind our line."""
    shop = postgresql_shop
    shop.env["FINTOC_API_URL"] = line.url
    shop.unpaid = shop.place(SECONDS * CHECKOUTS, pay=False)
    shop.told = events.of_payments(shop, shop.place(10), ends=["succeed"])
    return shop


def warm_up(shop):
    """What a thread needs once, its connection to the database say, it has then."""
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"], threads=40)
    deliverer.deliver(events.again(shop.told, 200))


def under_load(shop, orders, *, seconds=SECONDS):
    """Both at once; return the shoppers and the deliverer."""
    shoppers = Shoppers(shop, orders, rate=CHECKOUTS)
    deliverer = Deliverer(
        [shop.port], shop.fintoc.keys["webhook_secret"], threads=40, rate=WEBHOOKS
    )
    clicking = threading.Thread(target=shoppers.click_for, args=[seconds])
    clicking.start()
    deliverer.deliver(events.again(shop.told, seconds * WEBHOOKS), seconds=300)
    clicking.join()
    return shoppers, deliverer


def doubled_intents(shop):
    """How many payments have more than one intent at Fintoc."""
    marks = Counter(intent["metadata"].get("payment") for intent in shop.fintoc.intents())
    return sum(times - 1 for mark, times in marks.items() if mark)


def spoil(shop, line, fault):
    if fault == "429":
        shop.fintoc.switch(rate_limited_next=1_000_000)
    line.manner = {"down": CUTS, "hanging": HANGS, "dripping": DRIPS}.get(fault, PASSES)


def mend(shop, line):
    shop.fintoc.switch(rate_limited_next=0)
    line.manner = PASSES


@pytest.mark.timed
@pytest.mark.parametrize("fault", ["down", "hanging", "dripping", "429"])
def test_pages_answer_and_webhooks_are_heard_while_fintoc_is(fault, busy_shop, line, record):
    shop = busy_shop
    shop.start_web()
    warm_up(shop)
    spoil(shop, line, fault)
    shoppers, deliverer = under_load(shop, shop.unpaid)
    mend(shop, line)
    time.sleep(31)  # whoever stopped asking looks again by then
    again = Shoppers(shop, shop.unpaid, rate=CHECKOUTS)
    statuses = [again.click(order) for order in shop.unpaid[:10]]

    page, webhook = max(shoppers.seconds), deliverer.percentile(0.99)
    doubled = doubled_intents(shop)
    assert set(statuses) == {303}, statuses
    assert books.check(shop).doubled == 0
    record(
        f"Fintoc's API {'refusing with 429' if fault == '429' else fault}",
        injected=f"{SECONDS} s at {CHECKOUTS} checkouts/s and {WEBHOOKS} webhooks/s",
        survived=f"{sum(shoppers.answers.values())} pages answered {dict(shoppers.answers)}, "
        f"{deliverer.answers[200]} webhooks heard",
        figure=f"page within {page:.1f} s, webhooks p99 {webhook:.2f} s, {doubled} double intents",
        asked=f"page within {PAGE:.0f} s, p99 {WEBHOOK:.0f} s, 0 double intents",
        is_met=page <= PAGE
        and webhook <= WEBHOOK
        and not doubled
        and set(shoppers.answers) == {503}
        and set(deliverer.answers) == {200},
        letters="D1 D2 D6 D7",
    )


def test_a_shop_where_any_number_waits_for_fintoc_is_found_out(busy_shop, line):
    """The negative control: whoever waits holds a thread, and webhooks find none."""
    shop = busy_shop
    shop.start_web(application="tests.faults.careless:waits_for_everybody")
    spoil(shop, line, "hanging")
    shoppers, deliverer = under_load(shop, shop.unpaid, seconds=10)

    assert deliverer.percentile(0.99) > WEBHOOK and max(shoppers.seconds) > PAGE
