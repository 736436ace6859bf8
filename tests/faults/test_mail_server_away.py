"""The mail server is away for hours: webhooks do not notice, and then every mail leaves, once."""

import statistics
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults import books, events
from tests.faults.clock import clock_off
from tests.faults.deliverer import Deliverer
from tests.faults.mail_server import SILENT
from tests.faults.processes import until
from tests.faults.scale import scaled

pytestmark = pytest.mark.unhurried

ORDERS, FEW, BLOCK = scaled(500, 20), 20, scaled(80, 10)
HOURS = (0, 3, 6)  # since the server went away, when somebody looks
DRAINED = 600.0  # seconds at most
PAUSE = 300  # seconds that a mail waits at most once the server is back; they pass by the clock
RATE_LOSS = 0.05
MAILS = "SELECT id FROM orders_outbox WHERE kind IN ('E1', 'M1')"
UNSENT = "SELECT 1 FROM orders_outbox WHERE kind IN ('E1', 'M1') AND sent_at IS NULL"
DUE = "SELECT 1 FROM orders_outbox WHERE due_at IS NOT NULL"
UNTRIED = "SELECT 1 FROM orders_outbox WHERE kind IN ('E1', 'M1') AND due_at < %s"


@pytest.fixture
def told_shop(postgresql_shop, mail_server):
    return with_payments(postgresql_shop, mail_server, ORDERS)


@pytest.fixture
def small_shop(postgresql_shop, mail_server):
    return with_payments(postgresql_shop, mail_server, FEW)


def with_payments(shop, mail_server, orders):
    """A web server, no worker yet, and what Fintoc has to tell it."""
    shop.env["EMAIL_URL"] = mail_server.url
    shop.told = events.of_payments(shop, shop.place(orders), ends=["succeed"])
    shop.start_web()
    return shop


def hours_pass(shop):
    """A worker tries now, until no mail is due, and hours later again."""
    for hours in HOURS:
        worker = shop.start_worker(**clock_off(hours * 3600))
        moment = datetime.now(UTC) + timedelta(hours=hours)
        until(lambda now=moment: not shop.database.rows(UNTRIED, now), seconds=300, what="tried")
        worker.kill()


@pytest.mark.timed
def test_webhooks_keep_their_rate_while_mails_cannot_leave(told_shop, mail_server, record):
    """Blocks of webhooks with the server there and away by turns, the worker trying all along. Each
    is compared with its neighbor, so a machine that slows down slows both."""
    shop = told_shop
    shop.start_worker()
    rates = []
    for number, block in enumerate(blocks(shop.told)):
        if is_away := number % 4 in (1, 2):  # there, away, away, there
            mail_server.stop()
        rates.append(rate_of(shop, block))
        if is_away:
            mail_server.start()
    pairs = zip(rates[::2], rates[1::2], strict=False)
    kept = statistics.median(
        second / first if number % 2 == 0 else first / second
        for number, (first, second) in enumerate(pairs)
    )

    record(
        "webhooks while the mail server is down",
        injected=f"{len(shop.told):,} webhooks, in blocks with the server there and away by turns",
        survived="every one answered 200",
        figure=f"webhook rate {kept:.0%} of that with mail",
        asked=f"webhook rate within {RATE_LOSS:.0%}",
        is_met=kept >= 1 - RATE_LOSS,
        letters="E1",
    )


def blocks(told):
    return [told[at : at + BLOCK] for at in range(0, len(told), BLOCK)]


def rate_of(shop, block):
    """Webhooks in a second."""
    began_at = time.monotonic()
    answered = tell(shop, block)
    assert len(answered) == len(block)
    return len(block) / (time.monotonic() - began_at)


def tell(shop, events):
    """Deliver these events until they are acknowledged, and return which were."""
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"])
    deliverer.deliver(events)
    return deliverer.acknowledged


def test_no_mail_is_lost_in_hours_without_a_server(told_shop, mail_server, record):
    shop = told_shop
    mail_server.stop()
    acknowledged = tell(shop, shop.told)
    hours_pass(shop)
    mail_server.start()
    began_at = time.monotonic()
    for _number in range(2):
        shop.start_worker(**clock_off(HOURS[-1] * 3600 + PAUSE))
    until(lambda: not shop.database.rows(UNSENT), seconds=DRAINED, what="all mails left", pause=1)
    drained = PAUSE + time.monotonic() - began_at

    found = books.check(shop, acknowledged)
    queued = {str(row_id) for (row_id,) in shop.database.rows(MAILS)}
    came = [mail["Message-ID"].split("-")[1] for _at, mail in mail_server.taken]
    copies = Counter(row_id for row_id in came if row_id in queued)  # staff are told of the clock
    mails = len(queued)
    record(
        "mail server down for hours",
        injected=f"{mails:,} mails, connections refused for {HOURS[-1]} h (by the worker's clock)",
        survived=f"{len(copies):,} of {mails:,} mails sent, drained in {drained:.0f} s",
        figure=f"{mails - len(copies)} lost, {copies.total() - len(copies)} repeated",
        asked=f"0 lost, drained in {DRAINED:.0f} s",
        is_met=found.are_right and mails == len(copies) == copies.total() and drained <= DRAINED,
        letters="E1",
    )


def test_a_mail_server_that_hangs_keeps_nobody_else_waiting(small_shop, mail_server, record):
    """Ten seconds a mail, and a payment that has to be asked about meanwhile."""
    shop = small_shop
    mail_server.manner = SILENT
    tell(shop, shop.told)
    (untold,) = shop.place(1)
    shop.fintoc.decide(untold["intent_id"], "succeed")
    shop.database.rows("UPDATE orders_payment SET due_at = created_at WHERE status = 'created'")
    began_at = time.monotonic()
    shop.start_worker()
    sql = "SELECT 1 FROM orders_payment WHERE intent_id = %s AND status = 'succeeded'"
    until(lambda: shop.database.rows(sql, untold["intent_id"]), seconds=60, what="asked")
    took = time.monotonic() - began_at

    record(
        "mail server hangs",
        injected="every connection silent, 10 s each, with mails queued",
        survived="a payment that was due was asked about meanwhile",
        figure=f"{took:.0f} s after the worker's start",
        asked="the queue keeps moving",
        is_met=took < 35,
        letters="E3",
    )


def test_a_worker_that_gives_mails_up_is_found_out(small_shop, mail_server):
    """The negative control: when the server is back there is nothing to send."""
    shop = small_shop
    mail_server.stop()
    tell(shop, shop.told[:10])
    worker = shop.start_careless_worker("gives_mails_up")
    until(lambda: not shop.database.rows(DUE), seconds=60, what="nothing to send")
    worker.kill()
    mail_server.start()

    assert shop.database.rows(UNSENT)
