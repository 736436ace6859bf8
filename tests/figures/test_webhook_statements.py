"""What one webhook costs the database: statements, and commits that wait for the disk.

Every statement counts that the shop sends, BEGIN, SAVEPOINT and COMMIT among them. Exact, on any
machine: whoever adds one to the path writes the new number here, and why.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Payment
from tests import factories
from tests.figures.durable import durable_commits
from tests.figures.shops import paid, shop_with

pytestmark = pytest.mark.django_db(transaction=True)

# event known; BEGIN; order found and locked, payments read; payment, order and timeline written;
# mails in, or armed again; event in with its outcome; COMMIT
STATEMENTS = {
    "succeeded": 10,  # both mails and every hook at once
    "pending": 10,
    "requires_action": 10,
    "failed": 11,  # is an alert open: no mail asks to pay again then
    "rejected": 11,
    "expired": 11,  # as failed, and reminds of the order later
}
MANY = pytest.mark.parametrize("rows", [1, 7], ids=["one row", "many rows"])


def cost(event):
    """The statements of one delivery, and how many commits of it were durable."""
    client = Client()
    with CaptureQueriesContext(connection) as sent, durable_commits() as commits:
        assert factories.signed_post(client, event).status_code == 200
    return len(_of_the_shop(sent)), commits[0]


def _of_the_shop(sent):
    return [each for each in sent.captured_queries if not _measures(each["sql"])]


def _measures(statement):
    return "wal_" in statement or "pg_walinspect" in statement


def heard(payment, word):
    data = factories.intent(payment, status=word, widget_token=None)
    return factories.event(data, type=f"payment_intent.{word}")


@MANY
@pytest.mark.parametrize(("word", "number"), STATEMENTS.items())
def test_a_new_event_takes_so_many_and_one_durable_commit(word, number, rows):
    payment = paid(shop_with(rows), "created")

    assert cost(heard(payment, word)) == (number, 1)


@MANY
@pytest.mark.parametrize("word", STATEMENTS)
def test_a_repeated_event_takes_one_and_no_durable_commit(word, rows):
    event = heard(paid(shop_with(rows), "created"), word)
    factories.signed_post(Client(), event)

    assert cost(event) == (1, 0)


def test_a_success_of_one_that_was_at_the_bank_takes_one_more():
    payment = paid(shop_with(1), "pending")

    # is its money back already: then nothing is left to decide about it
    assert cost(heard(payment, "succeeded")) == (STATEMENTS["succeeded"] + 1, 1)


def test_hooks_cost_no_statement_each(settings):
    settings.ORDER_PAID_HOOKS = [f"shop.hooks.number_{number}" for number in range(7)]

    assert cost(heard(paid(shop_with(1), "created"), "succeeded")) == (STATEMENTS["succeeded"], 1)


def test_an_event_ahead_of_our_own_answer_is_found_by_its_mark_with_one_more():
    order = factories.order()
    unanswered = Payment.open(order=order, now=timezone.now())

    assert cost(heard(unanswered, "succeeded")) == (STATEMENTS["succeeded"] + 1, 1)


def test_a_foreign_event_takes_five():
    data = {**factories.intent(paid(shop_with(1), "created")), "id": "pi_theirs", "metadata": {}}

    assert cost(factories.event(data)) == (5, 1)  # known; BEGIN; looked for; in; COMMIT


def test_the_count_of_durable_commits_sees_each_of_them():
    """The control of the instrument."""
    payment = paid(shop_with(1), "created")

    with durable_commits() as commits:
        for _time in range(3):
            payment.save()
        Payment.objects.count()

    assert commits == [3]
