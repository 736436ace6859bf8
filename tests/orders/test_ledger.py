"""manage.py ledger: every success at Fintoc has its place here, or it says which has not."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import responses
from django.core.management import CommandError, call_command
from django.utils import timezone

from orders.models import Order, Payment
from tests import factories
from tests.operations.processes import manage, shop_environment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mug():
    return factories.product(stock=100)


@pytest.fixture
def listed():
    """Fintoc's list, to be filled; a page of what each payment's intent is there."""
    intents = []
    with responses.RequestsMock(assert_all_requests_are_fired=False) as api:
        api.add_callback(
            "GET",
            factories.INTENTS,
            callback=lambda _request: (200, {}, json.dumps(intents)),
        )
        yield intents


def ledger(*args):
    """What it prints; and whether it said that something differs."""
    out = StringIO()
    try:
        call_command("ledger", *args, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def line(text, name):
    (found,) = [row for row in text.splitlines() if row.split()[:1] == [name]]
    return found.split()[1:]


def paid(listed, mug, **fields):
    payment = factories.payment(factories.order(products=[mug]), status="succeeded", **fields)
    listed.append(factories.intent(payment, status="succeeded", **fields))
    return payment


def test_each_success_has_its_place(listed, mug):
    paid(listed, mug)
    twice = paid(listed, mug)
    twice.retire(now=timezone.now())
    second = factories.payment(twice.order, status="succeeded")
    listed.append(factories.intent(second, status="succeeded"))
    paid(listed, mug, amount=1)
    orphan = factories.intent(second, id="pi_orphan", status="succeeded", amount=500)
    foreign = factories.intent(second, id="pi_foreign", status="succeeded", metadata={})
    pending = factories.payment(factories.order(products=[mug]), status="pending")
    listed += [orphan, foreign, factories.intent(pending, status="pending")]

    status, text = ledger()

    assert status == 0
    assert line(text, "fulfilled") == ["2", "$25.980", "CLP"]
    assert line(text, "duplicate") == ["1", "$12.990", "CLP"]
    assert line(text, "mismatch") == ["1", "$1", "CLP"]
    assert line(text, "orphan") == ["1", "$500", "CLP"]
    assert line(text, "foreign") == ["1", "$12.990", "CLP"]
    assert line(text, "difference") == ["$0", "CLP"]
    assert "orphan: pi_orphan  $500" in text


def test_a_success_we_have_not_heard_of_is_a_difference(listed, mug):
    payment = factories.payment(factories.order(products=[mug]), status="pending")
    listed.append(factories.intent(payment, status="succeeded"))

    status, text = ledger()

    assert status == 1 and line(text, "difference") == ["$12.990", "CLP"]
    assert f"differs: {payment.intent_id}  $12.990  we say pending, Fintoc says succeeded" in text


def test_a_success_that_fintoc_takes_back_is_a_difference(listed, mug):
    payment = factories.payment(factories.order(products=[mug]), status="succeeded")
    listed.append(factories.intent(payment, status="failed"))

    status, text = ledger()

    assert status == 1 and "we say succeeded, Fintoc says failed" in text
    assert line(text, "difference") == ["-$12.990", "CLP"]


def test_another_amount_than_we_noted_is_a_difference(listed, mug):
    payment = paid(listed, mug)
    listed[0]["amount"] = payment.amount + 1

    status, text = ledger()

    assert status == 1 and "we noted 12990 CLP" in text


def test_a_success_that_fintocs_list_lacks_is_a_difference(listed, mug):
    payment = factories.payment(factories.order(products=[mug]), status="succeeded")

    status, text = ledger()

    assert status == 1 and f"order {payment.order.number}: Fintoc's list lacks it" in text


def test_an_order_that_was_paid_and_is_not_paid_is_a_difference(listed, mug):
    payment = paid(listed, mug)
    Order.objects.filter(pk=payment.order_id).update(status="failed")

    status, text = ledger()

    assert status == 1 and f"order {payment.order.number} is failed" in text


def test_more_going_back_than_came_in_is_a_difference(listed, mug):
    payment = paid(listed, mug)
    payment.refunds.create(
        account=payment.account,
        amount=12_991,
        currency="CLP",
        status="succeeded",
        key_made_at=timezone.now(),
        created_at=timezone.now(),
    )

    status, text = ledger()

    assert status == 1 and "more went back than came in" in text


def test_what_is_older_than_the_list_is_not_missed(listed, mug):
    payment = factories.payment(factories.order(products=[mug]), status="succeeded")
    Payment.objects.filter(pk=payment.pk).update(created_at=timezone.now() - timedelta(days=40))

    assert ledger()[0] == 0


def test_the_first_day_of_the_list_is_whole(listed, mug):
    paid(listed, mug)
    today = timezone.now().date()
    for since in (today, today - timedelta(days=1)):
        status, text = ledger("--since", str(since))
        assert status == 0 and line(text, "fulfilled")[0] == "1"


def test_another_currency_of_another_shop_is_written_too(listed, mug):
    payment = paid(listed, mug)
    foreign = {"id": "pi_usd", "metadata": {}, "currency": "USD", "amount": 7}
    listed.append(factories.intent(payment, status="succeeded", **foreign))

    status, text = ledger()

    assert status == 0 and "7 USD" in text


def test_every_page_is_read(listed, mug):
    first, second = paid(listed, mug), paid(listed, mug)
    pages = [[listed[0]], [listed[1]]]
    with responses.RequestsMock() as api:
        link = {"Link": f'<{factories.INTENTS}?page=2>; rel="next"'}
        api.get(factories.INTENTS, json=pages[0], headers=link)
        api.get(factories.INTENTS + "?page=2", json=pages[1])
        status, text = ledger("--since", "2026-01-01")
        assert api.calls[0].request.params["since"] == "2026-01-01"
    assert status == 0 and line(text, "fulfilled")[0] == "2"
    assert first.order != second.order


def test_a_list_that_never_ends_is_no_ledger():
    with responses.RequestsMock() as api:
        link = {"Link": f'<{factories.INTENTS}?page=2>; rel="next"'}
        api.get(factories.INTENTS, json=[], headers=link)
        api.get(factories.INTENTS + "?page=2", json=[], headers=link)
        status, _text = ledger()
    assert status == 2


def test_a_fintoc_that_cannot_be_asked_is_another_exit_status():
    with responses.RequestsMock() as api:
        api.get(factories.INTENTS, status=503)
        status, text = ledger()
    assert status == 2 and "fulfilled" not in text


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="invalid day value"):
        call_command("ledger", "--since", "yesterday")


@pytest.mark.parametrize("since", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_a_day_on_which_nobody_paid_is_refused(since):
    with pytest.raises(CommandError, match=f"{since} is not a day from 2000-01-01 to today"):
        call_command("ledger", "--since", since)


@pytest.mark.parametrize("database", ["empty.sqlite3", "no/such/folder"])
def test_a_database_that_cannot_be_asked_is_not_a_difference(database, tmp_path):
    env = {**shop_environment(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/{database}"}

    ended = manage("ledger", env=env)

    assert ended.returncode == 2
    assert "CommandError: the database is away, or not migrated (manage.py migrate)" in ended.stderr
    assert "Traceback" not in ended.stderr
