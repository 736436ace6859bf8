"""The ranks and the derivation, without a database."""

from dataclasses import dataclass

import pytest

from orders import status
from tests.orders.histories import all_deliveries

FINALS = {"succeeded", "failed", "rejected", "expired"}


@dataclass
class State:
    """A payment as the derivation sees it."""

    status: str
    counts: bool = True
    is_attempt: bool = True
    is_set_aside: bool = False

    @property
    def is_money(self):
        return self.status == "succeeded" and self.counts


def merged_all(reports):
    current = status.CREATED
    for report in reports:
        current = status.merged(current, report)
    return current


def last_event_wins(reports):
    return reports[-1]


def first_final_wins(reports):
    finals = [report for report in reports if report in FINALS]
    return finals[0] if finals else reports[-1]


def wrong(rule):
    return sum(rule(sent) != history[-1] for history, sent in all_deliveries())


def test_there_are_506_ways_to_deliver_the_nine_histories():
    assert len(all_deliveries()) == 506


def test_every_delivery_of_every_history_ends_in_the_truth():
    assert wrong(merged_all) == 0


def test_the_rules_that_others_use_do_not():
    assert wrong(last_event_wins) == 324
    assert wrong(first_final_wins) == 118


@pytest.mark.parametrize("current", status.PAYMENT_STATUSES)
@pytest.mark.parametrize("reported", [*status.PAYMENT_STATUSES, "a_new_word", ""])
def test_a_payment_only_ever_rises_and_an_unknown_word_moves_nothing(current, reported):
    result = status.merged(current, reported)
    assert status.RANK[result] == max(status.RANK[current], status.RANK.get(reported, -1))


@pytest.mark.parametrize(
    ("payments", "is_canceled", "expected"),
    [
        ([], False, "created"),
        ([], True, "canceled"),
        ([State("created")], False, "created"),
        ([State("in_progress")], False, "created"),
        ([State("expired")], False, "created"),
        ([State("pending")], False, "pending"),
        ([State("requires_action")], False, "pending"),
        ([State("failed")], False, "failed"),
        ([State("rejected")], False, "rejected"),
        ([State("succeeded")], False, "succeeded"),
        # money wins over everything, wherever it came in
        ([State("succeeded"), State("failed")], False, "succeeded"),
        ([State("failed"), State("succeeded")], False, "succeeded"),
        ([State("succeeded"), State("pending")], False, "succeeded"),
        ([State("succeeded")], True, "succeeded"),
        # money that is not what was asked for is not the order's
        ([State("succeeded", counts=False)], False, "created"),
        ([State("succeeded", counts=False), State("pending")], False, "pending"),
        # a payment at the bank keeps the order waiting, whatever came after it
        ([State("pending"), State("failed")], False, "pending"),
        ([State("pending"), State("created")], True, "pending"),
        # only the newest attempt says how the order stands
        ([State("failed"), State("created")], False, "created"),
        ([State("failed"), State("expired")], False, "created"),
        ([State("rejected"), State("failed")], False, "failed"),
        ([State("failed")], True, "canceled"),
        # an attempt that Fintoc refused to create is no attempt
        ([State("failed"), State("created", is_attempt=False)], False, "failed"),
        ([State("created", is_attempt=False)], False, "created"),
        # one that staff set aside says nothing
        ([State("succeeded", is_set_aside=True)], False, "created"),
        ([State("pending", is_set_aside=True)], True, "canceled"),
        ([State("failed"), State("pending", is_set_aside=True)], False, "failed"),
    ],
)
def test_an_order_is_derived_from_its_payments(payments, is_canceled, expected):
    assert status.order_status(payments, is_canceled=is_canceled) == expected
