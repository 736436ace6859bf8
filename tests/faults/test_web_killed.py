"""kill -9 of random web workers while Fintoc tells of 1,500 payments, until all are heard."""

import os
import random
import signal
import time

from tests.faults import books, events
from tests.faults.deliverer import Deliverer
from tests.faults.scale import scaled

ORDERS, KILLS = scaled(1500, 40), scaled(60, 6)
CONTROL_ORDERS, CONTROL_KILLS = 40, 6


def kill_workers(web, deliverer, *, kills, deliveries):
    """One random web worker each time so many more events were taken in hand; return how often."""
    done = 0
    while deliverer.left and done < kills:
        children = web.children()
        is_time = deliveries - deliverer.left >= deliveries * (done + 1) // (kills + 1)
        if is_time and children:
            os.kill(random.choice(children), signal.SIGKILL)
            done += 1
        time.sleep(0.01)
    return done


def deliver_under_kills(shop, *, orders, kills, application="config.wsgi"):
    placed = shop.place(orders)
    told = events.of_payments(shop, placed)
    web = shop.start_web(application=application)
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"], threads=16)
    deliverer.begin(told)
    done = kill_workers(web, deliverer, kills=kills, deliveries=len(told))
    deliverer.finish(seconds=600)
    return deliverer, done


def test_no_event_is_lost_or_doubled_when_web_workers_are_killed(shop, record, stopwatch):
    deliverer, kills = deliver_under_kills(shop, orders=ORDERS, kills=KILLS)

    found = books.check(shop, deliverer.acknowledged)
    shop.ledger()
    assert shop.database.is_sound()
    assert deliverer.answers[0] > 0, "no kill hit a request"
    record(
        f"web workers killed (-9), {shop.database.name}",
        injected=f"{kills} kills over {2 * ORDERS:,} events",
        survived=f"{len(deliverer.acknowledged):,} acknowledged, all stored and applied once",
        figure=f"{found.lost} lost, {found.doubled} doubled, "
        f"{deliverer.answers[0]} connections cut",
        asked="0 lost, 0 doubled",
        is_met=found.are_right and kills == KILLS,
        letters="C1 C5",
    )


def test_a_shop_that_answers_before_it_stores_is_found_out(postgresql_shop):
    """The negative control: the same kills, and events that were acknowledged are gone."""
    deliverer, _kills = deliver_under_kills(
        postgresql_shop,
        orders=CONTROL_ORDERS,
        kills=CONTROL_KILLS,
        application="tests.faults.careless:acknowledges_first",
    )
    time.sleep(3)  # whatever is still to be stored, is

    assert books.check(postgresql_shop, deliverer.acknowledged).lost > 0
