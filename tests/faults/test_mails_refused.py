"""The mail server refuses one address for good and another one for now: nobody else waits."""

import time

import pytest

from tests.faults import events
from tests.faults.clock import clock_off
from tests.faults.deliverer import Deliverer
from tests.faults.processes import until
from tests.faults.scale import scaled

pytestmark = pytest.mark.unhurried

ORDERS = scaled(60, 10)
POISONOUS, BUSY = "cliente-0@example.com", "cliente-1@example.com"
OTHERS_WITHIN = 30.0  # seconds; a mail that failed is tried again a minute later
A_DAY_AND_MORE = 25 * 3600
SENT = "SELECT count(*) FROM orders_outbox WHERE sent_at IS NOT NULL AND kind IN ('E1', 'M1')"
PARKED = "SELECT count(*) FROM orders_alert WHERE kind = 'mail_parked' AND resolved_at IS NULL"


@pytest.fixture
def told_shop(postgresql_shop, mail_server):
    """Mails to each shopper and to the merchant, two addresses refused, and no worker yet."""
    shop = postgresql_shop
    shop.env["EMAIL_URL"] = mail_server.url
    mail_server.refused = {POISONOUS: "550 no such mailbox", BUSY: "451 try again later"}
    told = events.of_payments(shop, shop.place(ORDERS), ends=["succeed"])
    shop.start_web()
    Deliverer([shop.port], shop.fintoc.keys["webhook_secret"]).deliver(told)
    return shop


def sent(shop):
    return shop.database.rows(SENT)[0][0]


def test_one_refused_address_keeps_no_other_mail_waiting(told_shop, mail_server, record):
    shop = told_shop
    worker = shop.start_worker()
    began_at = time.monotonic()
    until(lambda: sent(shop) == 2 * ORDERS - 2, seconds=120, what="the others left")
    took = time.monotonic() - began_at
    worker.end()
    del mail_server.refused[BUSY]
    worker = shop.start_worker(**clock_off(600))
    until(lambda: sent(shop) == 2 * ORDERS - 1, seconds=60, what="the busy one left")
    worker.end()
    shop.start_worker(**clock_off(A_DAY_AND_MORE))
    until(lambda: shop.database.rows(PARKED) == [(1,)], seconds=60, what="staff are told")

    record(
        "mails refused",
        injected=f"{2 * ORDERS} mails, one address 550, one 451",
        survived=f"{2 * ORDERS - 2} others sent within {took:.1f} s, the 451 once it is taken, the "
        "550 parked after a day with an alert",
        figure=f"{2 * ORDERS - 1 - sent(shop)} lost, "
        f"{len(mail_server.taken) - len(mail_server.copies())} twice",
        asked="others delayed by at most a cycle, the 550 parked and visible",
        is_met=took <= OTHERS_WITHIN and sent(shop) == 2 * ORDERS - 1,
        letters="E2",
    )


def test_a_worker_that_gives_mails_up_is_found_out(told_shop, mail_server):
    """The negative control: the one that was refused for now never leaves."""
    shop = told_shop
    worker = shop.start_careless_worker("gives_mails_up")
    until(lambda: sent(shop) == 2 * ORDERS - 2, seconds=120, what="the others left")
    worker.end()
    mail_server.refused.clear()
    shop.start_worker(**clock_off(A_DAY_AND_MORE))
    time.sleep(10)

    assert sent(shop) == 2 * ORDERS - 2
