"""Two web servers and two workers, started by mistake on one database: nothing is doubled."""

import time

from tests.faults import books, events
from tests.faults.deliverer import Deliverer
from tests.faults.processes import free_port, until
from tests.faults.scale import scaled

ORDERS, UNTOLD = scaled(150, 10), scaled(50, 5)
QUESTIONS = 5  # a second at most, of all workers together
UNSENT = "SELECT 1 FROM orders_outbox WHERE due_at IS NOT NULL"
UNASKED = "SELECT 1 FROM orders_payment WHERE status = 'created'"


def test_nothing_is_doubled_by_two_of_every_process(shop, line, mail_server, record):
    shop.env.update(FINTOC_API_URL=line.url, EMAIL_URL=mail_server.url, RETRY_MAIL_MINUTES="0")
    told = events.of_payments(shop, shop.place(ORDERS))
    untold = shop.place(UNTOLD)  # the workers have to ask about these
    for order in untold:
        shop.fintoc.decide(order["intent_id"], "succeed")
    other = free_port()
    shop.start_web()
    shop.start_web(port=other)
    line.requests.clear()
    for _number in range(2):
        shop.start_worker()
    both = [Deliverer([port], shop.fintoc.keys["webhook_secret"]) for port in (shop.port, other)]
    for deliverer in both:
        deliverer.begin(told)
    for deliverer in both:
        deliverer.finish(seconds=300)
    until(lambda: not shop.database.rows(UNASKED), seconds=300, what="asked about all")
    until(lambda: not shop.database.rows(UNSENT), seconds=300, what="all mails left")
    time.sleep(2)

    found = books.check(shop, both[0].acknowledged | both[1].acknowledged)
    shop.ledger()
    repeats = len(mail_server.taken) - len(mail_server.copies())
    fastest = line.most_per_second()
    record(
        f"two of every process, {shop.database.name}",
        injected=f"2 web servers and 2 workers, {len(told)} events each told to both, "
        f"{UNTOLD} payments only asked about",
        survived=f"{ORDERS + UNTOLD} orders right, {len(mail_server.copies())} mails",
        figure=f"{found.lost} lost, {found.doubled} doubled, {repeats} mails twice, "
        f"at most {fastest} questions in a second",
        asked=f"nothing doubled, at most {QUESTIONS} questions/s",
        is_met=found.are_right and not repeats and fastest <= QUESTIONS,
        letters="C14 B1 B12",
    )


def test_workers_that_claim_nothing_are_found_out(postgresql_shop, mail_server):
    """The negative control: both send the same mails."""
    shop = postgresql_shop
    shop.env["EMAIL_URL"] = mail_server.url
    told = events.of_payments(shop, shop.place(20), ends=["succeed"])
    shop.start_web()
    Deliverer([shop.port], shop.fintoc.keys["webhook_secret"]).deliver(told)
    for _number in range(2):
        shop.start_careless_worker("claims_nothing")
    until(lambda: not shop.database.rows(UNSENT), seconds=120, what="all mails left")

    assert len(mail_server.taken) > len(mail_server.copies())
