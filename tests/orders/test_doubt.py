"""A signed webhook that differs from what we asked: not believed, never forgotten."""

from datetime import timedelta

import pytest
import responses
from django.utils import timezone

from fintoc_client.errors import OutcomeUnknown
from operations import worker
from orders.models import Alert, Outbox, Payment
from orders.results import refresh_payment
from tests import factories

pytestmark = pytest.mark.django_db


def post(client, payment, *, type="payment_intent.succeeded", **fields):
    event = factories.event(factories.intent(payment, **fields), type=type)
    assert factories.signed_post(client, event).status_code == 200


def post_other_amount(client, payment, **fields):
    post(client, payment, status="succeeded", amount=payment.amount + 1, **fields)


@pytest.fixture
def failed():
    return factories.payment(factories.order(), status="failed")


@responses.activate
def test_it_outlives_a_fintoc_that_is_away(client, failed):
    post_other_amount(client, failed)

    worker.turn()

    failed.refresh_from_db()
    assert failed.doubted_at is not None
    assert failed.due_at > timezone.now()


def test_it_outlives_an_event_that_agrees(client, failed):
    post_other_amount(client, failed)
    post(client, failed, status="pending", type="payment_intent.pending")

    failed.refresh_from_db()
    assert failed.due_at is not None


@responses.activate
def test_it_ends_with_fintocs_answer(client, failed):
    post_other_amount(client, failed)
    url = f"{factories.INTENTS}/{failed.intent_id}"
    responses.add("GET", url, json=factories.intent(failed, status="failed"))

    worker.turn()

    failed.refresh_from_db()
    assert failed.doubted_at is None and failed.due_at is None
    assert not Alert.objects.exists()


@responses.activate
def test_fintoc_is_asked_about_an_intent_whose_answer_was_lost(client):
    payment = Payment.open(order=factories.order(), now=timezone.now())
    told = factories.intent(payment, status="succeeded", amount=payment.amount + 1)
    post_other_amount(client, payment)
    responses.add("GET", f"{factories.INTENTS}/{told['id']}", json=told)

    worker.turn()

    assert len(responses.calls) == 1
    assert Alert.objects.get().kind == "mismatch"


def test_a_further_intent_has_one_row_however_often_it_is_told(client, failed):
    for _time in range(2):
        post_other_amount(client, failed, id="pi_other")

    intents = [payment.intent_id for payment in failed.order.payment_list()]
    assert intents == [failed.intent_id, "pi_other"]


def test_a_further_intent_that_is_only_doubted_does_not_hide_the_failure(client, failed):
    post_other_amount(client, failed, id="pi_other")
    post(client, failed, status="failed", type="payment_intent.failed")

    failed.order.refresh_from_db()
    assert failed.order.is_failed


def test_what_fintoc_said_when_asked_is_not_overruled_by_a_webhook(client):
    payment = factories.payment(factories.order(), status="succeeded", amount=1)
    post(client, payment, status="succeeded")

    payment.refresh_from_db()
    payment.order.refresh_from_db()
    assert payment.order.status == "created" and payment.doubted_at is not None


def test_money_that_counts_in_the_end_confirms_the_order():
    payment = factories.payment(factories.order(), status="succeeded", amount=1)
    factories.reported(payment, status="succeeded")

    assert payment.order.is_paid
    assert Outbox.objects.filter(kind="E1").count() == 1


def test_money_that_counted_stays_counted_and_staff_are_told():
    payment = factories.payment(factories.order(), status="succeeded")
    factories.reported(payment, status="succeeded", amount=1)

    assert payment.order.is_paid
    assert Alert.objects.get().kind == "mismatch"


def test_the_page_has_something_new_to_show_when_the_money_differs():
    then = timezone.now() - timedelta(minutes=5)
    payment = factories.payment(factories.order(now=then), now=then)
    factories.reported(payment, status="created", amount=1)

    assert payment.order.changed_at > then


def test_a_question_that_times_out_keeps_what_a_webhook_said_meanwhile():
    then = timezone.now() - timedelta(hours=25)
    payment = factories.payment(factories.order(now=then), now=then)

    class Slow:
        def retrieve_payment_intent(self, *_args, **_options):
            factories.reported(Payment.objects.get(), status="pending")
            raise OutcomeUnknown("no answer")

    with pytest.raises(OutcomeUnknown):
        refresh_payment(payment=payment, client=Slow(), cause="worker", now=timezone.now())

    payment.refresh_from_db()
    assert payment.status == "pending" and payment.due_at is not None
