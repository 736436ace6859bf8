"""Everything that can happen to some orders, in any order, as a machine that hypothesis drives.

Each rule is one thing that a shopper, a bank, the network, the clock or the worker does. What
holds after each of them is in `invariants.py`.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count

import time_machine
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from operations.worker import turn
from orders.asking import refresh_order
from orders.expiry import cancel_order
from orders.models import Order
from orders.opening import open_payment
from orders.stock import OutOfStock
from tests import factories
from tests.figures import invariants
from tests.figures.fintoc_in_memory import FintocInMemory

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORDERS_AT_MOST = 3
MUGS = 2  # one less, so that somebody has to wait for another's
NUMBERS = count()
LOTS = st.integers(min_value=0, max_value=99)  # which one; taken modulo how many there are
JUMPS = [
    timedelta(seconds=6),
    timedelta(seconds=45),
    timedelta(minutes=9),
    timedelta(minutes=31),
    timedelta(hours=2),
    timedelta(hours=50),
]
# After these the list was read, and whatever is unfinished was asked about once more.
DRAIN = [timedelta(minutes=20), timedelta(hours=2), timedelta(days=1), timedelta(days=2)]


class ShopMachine(RuleBasedStateMachine):
    """One shop, its shoppers, their bank and Fintoc. Its database rows end with it."""

    def __init__(self):
        super().__init__()
        self.rows = transaction.atomic()
        self.rows.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.time = self.clock.start()
        self.fintoc = FintocInMemory()
        self.mugs = MUGS
        self.mug = factories.product(stock=self.mugs)
        self.orders = []
        self.heard = set()  # ids of the events that were delivered
        self.was_paid = set()  # payments that once were
        self.checked = None  # how much had been written when the books were read last

    def teardown(self):
        try:
            self.drain()
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.rows.__exit__(None, None, None)

    # --- The shopper ---

    @precondition(lambda self: len(self.orders) < ORDERS_AT_MOST)
    @rule()
    def place_an_order(self):
        with suppress(OutOfStock):
            self.orders.append(factories.order(products=[self.mug]).pk)

    @precondition(lambda self: self.orders)
    @rule(lot=LOTS)
    def click_pay(self, lot):
        self.fintoc.asked.clear()
        open_payment(order_id=self.one_order(lot), client=self.fintoc, now=timezone.now())
        assert len(self.fintoc.asked) == len(set(self.fintoc.asked)), "I10: asked once of each"

    @precondition(lambda self: self.orders)
    @rule(lot=LOTS)
    def click_pay_and_lose_the_answer(self, lot):
        self.fintoc.loses_the_next_answer = True
        self.click_pay(lot)
        self.fintoc.loses_the_next_answer = False

    @precondition(lambda self: self.orders)
    @rule(lot=LOTS)
    def cancel(self, lot):
        cancel_order(
            order_id=self.one_order(lot), client=self.fintoc, cause="shopper", now=timezone.now()
        )

    @precondition(lambda self: self.orders)
    @rule(lot=LOTS)
    def come_back_from_the_window(self, lot):
        refresh_order(order_id=self.one_order(lot), client=self.fintoc, now=timezone.now())

    def one_order(self, lot):
        return self.orders[lot % len(self.orders)]

    # --- The bank, and Fintoc's events ---

    @precondition(lambda self: self.fintoc.movable())
    @rule(which=LOTS, lot=LOTS)
    def the_bank_moves_on(self, which, lot):
        movable = self.fintoc.movable()
        self.fintoc.move(movable[which % len(movable)], lot)

    @precondition(lambda self: self.fintoc.outgoing)
    @rule(lot=LOTS)
    def deliver_any(self, lot):
        self.hear(self.fintoc.outgoing.pop(lot % len(self.fintoc.outgoing)))

    @precondition(lambda self: self.fintoc.outgoing)
    @rule(lot=LOTS)
    def deliver_one_that_will_come_again(self, lot):
        self.hear(self.fintoc.outgoing[lot % len(self.fintoc.outgoing)])

    @precondition(lambda self: self.fintoc.outgoing)
    @rule(lot=LOTS)
    def drop_one(self, lot):
        """For good, unless it is news of a payment that had ended: those come again."""
        self.fintoc.outgoing.pop(lot % len(self.fintoc.outgoing))

    @precondition(lambda self: len(self.fintoc.outgoing) > 1)
    @rule()
    def reorder(self):
        self.fintoc.outgoing.reverse()

    @precondition(lambda self: self.fintoc.intents)
    @rule(lot=LOTS, amount=st.sampled_from([1, 12_991, 1_299_000]))
    def deliver_a_lie(self, lot, amount):
        intent = list(self.fintoc.intents.values())[lot % len(self.fintoc.intents)]
        self.hear(self.fintoc.event_about(intent, amount=amount, status="succeeded"))

    def hear(self, event):
        assert factories.signed_post(Client(), event).status_code == 200
        self.heard.add(event["id"])

    # --- The worker, the clock and the network ---

    @rule()
    def work(self):
        while turn():
            pass

    @rule(by=st.sampled_from(JUMPS))
    def time_passes(self, by):
        self.time.shift(by)

    @rule()
    def the_network_comes_and_goes(self):
        self.fintoc.is_away = not self.fintoc.is_away

    # --- What holds ---

    @invariant()
    def the_books_are_right(self):
        """Time and Fintoc go on without us: what was not written cannot have become wrong."""
        if (written := rows_written()) != self.checked:
            invariants.check(self)
            self.checked = written

    def drain(self):
        """Everything still on its way arrives, the worker asks: then we know what Fintoc knows."""
        self.fintoc.is_away = False
        for event in [*self.fintoc.outgoing, *self.fintoc.insisted_on]:
            self.hear(event)
        for pause in DRAIN:
            self.time.shift(pause)
            self.work()
        invariants.check(self)
        invariants.check_that_we_know_what_fintoc_knows(self)

    def reread(self):
        """Every order with its payments, oldest first, as the database has them now."""
        orders = Order.objects.filter(pk__in=self.orders).prefetch_related("payments", "events")
        return [(order, sorted(order.payments.all(), key=_age)) for order in orders]


def rows_written():
    """How many rows were written so far, or a number of its own each time if nobody knows."""
    on_sqlite = connection.vendor == "sqlite"
    return connection.connection.total_changes if on_sqlite else next(NUMBERS)


def _age(payment):
    return payment.created_at, payment.pk
