"""kill -9 of the mail worker, at random and between the mail server's 250 and our commit."""

import random
import time

import pytest

from tests.faults import events
from tests.faults.deliverer import Deliverer
from tests.faults.processes import until
from tests.faults.scale import scaled

ORDERS, KILLS = scaled(250, 15), scaled(50, 6)
OF_PAID_ORDERS = "FROM orders_outbox WHERE kind IN ('E1', 'M1')"
ROWS, QUEUED = f"SELECT id {OF_PAID_ORDERS}", f"SELECT count(*) {OF_PAID_ORDERS}"
SENT = QUEUED + " AND sent_at IS NOT NULL"
PARKED = QUEUED + " AND sent_at IS NULL AND due_at IS NULL"
LEASE_IS_OVER = """UPDATE orders_outbox SET due_at = %s
    WHERE sent_at IS NULL AND due_at IS NOT NULL"""


@pytest.fixture
def mails(shop, mail_server):
    """The shop with two mails queued for each paid order, and nobody to send them yet."""
    shop.env["EMAIL_URL"] = mail_server.url
    told = events.of_payments(shop, shop.place(ORDERS), ends=["succeed"])
    web = shop.start_web()
    Deliverer([shop.port], shop.fintoc.keys["webhook_secret"]).deliver(told)
    web.end()
    assert shop.database.rows(QUEUED) == [(2 * ORDERS,)]
    return 2 * ORDERS


def kill_in_the_window(shop, mail_server, *program):
    """A worker that dies once the server took its mail, before it can note that."""
    worker = shop.start_worker(*program)
    already = len(mail_server.taken)
    last = already + random.randrange(3)
    mail_server.after_accepting = lambda _mail: len(mail_server.taken) > last and worker.kill()
    until(lambda: not worker.is_running, seconds=60, what="it sent a mail")
    mail_server.after_accepting = lambda _mail: None


def kill_at_random(shop, mail_server, *program):
    """A worker that dies at any moment of its work."""
    worker = shop.start_worker(*program)
    already = len(mail_server.taken)
    until(lambda: len(mail_server.taken) > already, seconds=60, what="a mail", pause=0.002)
    time.sleep(random.random() * 0.15)
    worker.kill()


def let_leases_end(shop):
    """Two minutes pass for what a dead worker had in hand. No worker runs."""
    shop.database.rows(LEASE_IS_OVER, "2020-01-01 00:00:00+00:00")


def send_the_rest(shop):
    let_leases_end(shop)
    worker = shop.start_worker()
    until(lambda: shop.database.rows(SENT) == shop.database.rows(QUEUED), seconds=600, what="sent")
    worker.end()


def test_no_mail_is_lost_and_repeats_carry_the_same_id(shop, mails, mail_server, record):
    for number in range(KILLS):
        (kill_in_the_window if number % 2 else kill_at_random)(shop, mail_server)
        let_leases_end(shop)
    in_window = KILLS // 2
    send_the_rest(shop)

    copies = mail_server.copies()
    repeated = {each: found for each, found in copies.items() if len(found) > 1}
    repeats = len(mail_server.taken) - len(copies)
    assert shop.database.rows(PARKED) == [(0,)]
    for found in repeated.values():
        assert len({(mail["To"], mail["Subject"]) for mail in found}) == 1
    record(
        f"mail worker killed (-9), {shop.database.name}",
        injected=f"{KILLS} kills over {mails} mails, {in_window} between 250 and commit",
        survived=f"{len(copies)} of {mails} mails sent",
        figure=f"{mails - len(copies)} lost, {repeats} repeated, each with its own Message-ID",
        asked="0 lost, at most one repeat per kill in the window",
        is_met=len(copies) == mails and in_window <= repeats <= KILLS,
        letters="C2",
    )


def test_a_worker_that_notes_before_it_sends_is_found_out(postgresql_shop, mail_server):
    """The negative control: killed in between, its mails are gone."""
    shop = postgresql_shop
    shop.env["EMAIL_URL"] = mail_server.url
    told = events.of_payments(shop, shop.place(3), ends=["succeed"])
    web = shop.start_web()
    Deliverer([shop.port], shop.fintoc.keys["webhook_secret"]).deliver(told)
    web.end()
    worker = shop.start_careless_worker("commits_before_sending")
    until(lambda: shop.database.rows(SENT)[0][0] > 0, seconds=60, what="noted", pause=0.01)
    worker.kill()
    send_the_rest(shop)

    noted = {row for (row,) in shop.database.rows(ROWS)}
    arrived = {int(each.split("-")[1]) for each in mail_server.copies()}
    assert noted - arrived
