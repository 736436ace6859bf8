"""Money going back: never more than came in, and once, whatever is lost on the way."""

import json
import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
import requests
from django.utils import timezone

from fintoc_client.errors import FintocError
from operations.worker import turn
from orders.account import fintoc
from orders.models import Alert, OrderEvent, Refund
from orders.refunds import (
    NotCancelable,
    NotRefundable,
    cancel_refund,
    request_refund,
)
from orders.sending_refunds import send_or_ask
from tests import factories

pytestmark = pytest.mark.django_db

REFUNDS = "https://api.fintoc.example.com/v1/refunds"


def request(payment, amount=5_000, *, reference=None, now=None):
    return request_refund(
        payment_id=payment.pk,
        amount=amount,
        reference=reference or uuid.uuid4(),
        cause="owner",
        now=now or timezone.now(),
    )


def report(refund, **fields):
    """Fintoc's JSON for a refund of ours."""
    return {
        "id": f"re_{refund.reference.hex}",
        "object": "refund",
        "amount": refund.amount,
        "currency": refund.currency,
        "status": "created",
        "resource_id": refund.payment.intent_id,
        "resource_type": "payment_intent",
        "metadata": json.loads(refund.request_body)["metadata"] if refund.request_body else {},
        **fields,
    }


def work(refund, *, now=None):
    refund.refresh_from_db()
    with suppress(FintocError):  # logged by the worker; here only what it leaves behind counts
        send_or_ask(refund=refund, client=fintoc(), now=now or timezone.now())
    refund.refresh_from_db()
    return refund


def sent(payment, api, **fields):
    refund = request(payment)
    api.post(REFUNDS, json=report(refund, **fields), status=201)
    return work(refund)


def heard(client, refund, status, **fields):
    event = factories.event(report(refund, status=status, **fields), type=f"refund.{status}")
    answer = factories.signed_post(client, event)
    refund.refresh_from_db()
    return answer.status_code


class TestARequest:
    @pytest.mark.parametrize("amount", [1, 12_990])
    def test_of_what_came_in_is_stored_to_be_sent(self, payment, amount):
        refund = request(payment, amount)
        assert (refund.status, refund.amount, refund.currency) == ("requested", amount, "CLP")
        body = json.loads(refund.request_body)
        assert body["resource_id"] == payment.intent_id
        assert body["amount"] == amount and body["metadata"]["refund"] == str(refund.reference)

    @pytest.mark.parametrize("amount", [0, -1, 12_991])
    def test_of_nothing_or_of_more_is_refused(self, payment, amount):
        with pytest.raises(NotRefundable):
            request(payment, amount)
        assert not Refund.objects.exists()

    def test_sent_twice_by_a_form_is_one(self, payment):
        reference = uuid.uuid4()
        assert request(payment, reference=reference) == request(payment, reference=reference)
        assert Refund.objects.count() == 1

    def test_never_adds_up_to_more_than_came_in(self, payment):
        request(payment, 10_000)
        with pytest.raises(NotRefundable):
            request(payment, 2_991)
        request(payment, 2_990)
        assert payment.refundable == 0

    def test_of_another_payment_gives_nothing_of_this_one_back(self, payment):
        other = factories.payment(factories.order(), status="succeeded")
        refunds = [request(other, 12_990), request(payment, 12_989)]
        assert other.is_given_back_by(refunds) and not payment.is_given_back_by(refunds)
        refunds.append(request(payment, 1))
        assert payment.is_given_back_by(refunds)

    def test_may_be_made_again_for_what_did_not_leave(self, payment, client, api):
        refund = sent(payment, api)
        heard(client, refund, "failed", failure_code="insufficient_funds")
        assert payment.refundable == 12_990

    @pytest.mark.parametrize("status", ["created", "pending", "failed"])
    def test_of_a_payment_without_money_is_refused(self, status):
        with pytest.raises(NotRefundable):
            request(factories.payment(factories.order(), status=status))

    def test_of_money_that_does_not_match_is_possible(self):
        odd = factories.payment(factories.order(), status="succeeded", amount=15_000)
        assert request(odd, 15_000).amount == 15_000

    def test_of_money_of_another_currency_is_of_that_currency(self, api):
        odd = factories.payment(factories.order(), status="succeeded", currency="MXN")
        refund = sent(odd, api, currency="MXN")
        assert (refund.status, refund.currency) == ("created", "MXN")
        assert not Alert.objects.filter(kind="refund_conflict").exists()


class TestASend:
    def test_is_answered_with_fintocs_own_word(self, payment, api):
        refund = sent(payment, api)
        assert refund.status == "created" and refund.refund_id
        call = api.calls[0].request
        assert call.headers["Idempotency-Key"] == str(refund.idempotency_key)
        assert call.body.decode() == refund.request_body
        assert refund.due_at > timezone.now() + timedelta(minutes=59)

    def test_that_is_not_answered_is_repeated_with_the_same_bytes_and_key(self, payment, api):
        refund = request(payment)
        api.post(REFUNDS, body=requests.ConnectionError())
        work(refund)
        api.replace("POST", REFUNDS, json=report(refund), status=201)
        work(refund)
        first, second = (call.request for call in api.calls)
        assert first.body == second.body and refund.status == "created"
        assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]

    def test_that_is_refused_ends_there_and_staff_are_told(self, payment, api):
        refund = request(payment)
        error = {"type": "invalid_request_error", "code": "invalid_amount", "message": "no"}
        api.post(REFUNDS, json={"error": error}, status=400)
        work(refund)
        assert (refund.status, refund.failure_code) == ("failed", "invalid_amount")
        assert refund.due_at is None and Alert.objects.get().kind == "refund_failed"

    def test_that_is_refused_after_one_without_an_answer_is_looked_for_first(self, payment, api):
        refund = request(payment, now=timezone.now() - timedelta(minutes=5))
        api.post(REFUNDS, status=503)
        work(refund, now=timezone.now() - timedelta(minutes=3))
        error = {"type": "invalid_request_error", "code": "invalid_amount", "message": "no"}
        api.replace("POST", REFUNDS, json={"error": error}, status=400)
        work(refund, now=timezone.now() - timedelta(minutes=2))
        assert refund.status == "requested"
        api.get(REFUNDS, json=[report(refund, status="in_progress")])
        work(refund)
        assert refund.status == "in_progress" and not Alert.objects.exists()

    def test_with_a_wrong_key_waits_for_a_right_one(self, payment, api):
        refund = request(payment)
        api.post(REFUNDS, json={"error": {"type": "x"}}, status=401)
        work(refund)
        assert refund.status == "requested" and refund.due_at is not None
        assert Alert.objects.get().kind == "shop_side"

    def test_is_the_workers(self, payment, api):
        refund = request(payment)
        api.post(REFUNDS, json=report(refund), status=201)
        turn()
        refund.refresh_from_db()
        assert refund.status == "created"

    def test_that_is_refused_changes_nothing_a_webhook_brought_meanwhile(
        self, payment, client, api
    ):
        refund = request(payment)

        def refuse_after_the_webhook(_request):
            event = factories.event(report(refund, status="succeeded"), type="refund.succeeded")
            factories.signed_post(client, event)
            error = {"type": "invalid_request_error", "code": "invalid_amount", "message": "no"}
            return 422, {}, json.dumps({"error": error})

        api.add_callback("POST", REFUNDS, callback=refuse_after_the_webhook)
        work(refund)
        assert refund.status == "succeeded" and payment.refundable == 7_990


class TestAKeyThatIsNoGoodAnyMore:
    @pytest.fixture
    def stuck(self, payment, api):
        """Fintoc repeats the same stored failure under its key."""
        refund = request(payment, now=timezone.now() - timedelta(minutes=5))
        api.post(REFUNDS, json={"error": {"type": "api_error"}}, status=500)
        for _time in range(2):
            work(refund, now=timezone.now() - timedelta(minutes=2))
        assert refund.key_is_spent
        return refund

    def test_is_replaced_once_the_whole_list_lacks_the_refund(self, stuck, api):
        key = stuck.idempotency_key
        api.get(REFUNDS, json=[])
        work(stuck)
        assert stuck.idempotency_key != key and stuck.due_at <= timezone.now()
        assert stuck.status == "requested"

    def test_is_not_replaced_if_the_list_has_it(self, stuck, api):
        key = stuck.idempotency_key
        api.get(REFUNDS, json=[report(stuck, status="in_progress")])
        work(stuck)
        assert stuck.idempotency_key == key and stuck.status == "in_progress"

    def test_is_looked_for_from_the_day_before_for_a_date_has_no_time_zone(self, stuck, api):
        api.get(REFUNDS, json=[])
        work(stuck)
        (listed,) = [call.request for call in api.calls if call.request.method == "GET"]
        since = (stuck.created_at - timedelta(days=1)).date()
        assert listed.params["since"] == since.isoformat()

    def test_is_not_replaced_while_one_like_it_without_our_mark_is_listed(self, stuck, api):
        key = stuck.idempotency_key
        api.get(REFUNDS, json=[report(stuck, metadata={})])
        work(stuck)
        assert stuck.idempotency_key == key
        assert Alert.objects.get().kind == "refund_conflict"

    def test_is_not_replaced_while_the_list_cannot_be_read(self, stuck, api):
        key = stuck.idempotency_key
        api.get(REFUNDS, status=503)
        work(stuck)
        assert stuck.idempotency_key == key

    def test_is_not_replaced_within_a_minute_of_the_send(self, stuck, api):
        key = stuck.idempotency_key
        stuck.note_sending(now=timezone.now() - timedelta(seconds=59))
        work(stuck)
        assert stuck.idempotency_key == key and not [
            call for call in api.calls if call.request.method == "GET"
        ]

    def test_is_one_that_is_twenty_hours_old(self, payment, api):
        refund = request(payment, now=timezone.now() - timedelta(hours=20))
        api.get(REFUNDS, json=[])
        work(refund)
        assert not [call for call in api.calls if call.request.method == "POST"]


class TestAReport:
    def test_moves_it_forward_only(self, payment, client, api):
        refund = sent(payment, api)
        for word in ("in_progress", "succeeded", "in_progress", "pending", "created"):
            assert heard(client, refund, word) == 200
        assert refund.status == "succeeded" and refund.due_at is None
        told = payment.order.events.filter(kind=OrderEvent.REFUND)
        assert list(told.values_list("value", flat=True)) == [
            "requested",
            "created",
            "in_progress",
            "succeeded",
        ]

    def test_may_come_before_the_answer_to_the_create(self, payment, client, api):
        refund = request(payment)
        heard(client, refund, "in_progress")
        assert refund.status == "in_progress" and refund.refund_id
        work(refund)  # asks now, for it has an id: nothing is sent
        assert Refund.objects.count() == 1
        assert not [call for call in api.calls if call.request.method == "POST"]

    def test_without_our_mark_is_of_the_one_that_was_sent(self, payment, client, api):
        refund = request(payment)
        api.post(REFUNDS, status=503)
        work(refund)
        heard(client, refund, "in_progress", metadata={})
        assert refund.status == "in_progress" and Refund.objects.count() == 1

    def test_of_an_end_after_a_refusal_is_asked_about(self, payment, client, api):
        refund = request(payment)
        error = {"type": "invalid_request_error", "code": "invalid_amount", "message": "no"}
        api.post(REFUNDS, json={"error": error}, status=400)
        work(refund)
        heard(client, refund, "succeeded")
        told = report(refund, status="succeeded")
        assert refund.status == "failed" and refund.refund_id is None
        api.get(f"{REFUNDS}/{told['id']}", json=told)
        turn()
        refund.refresh_from_db()
        assert (refund.status, refund.refund_id) == ("succeeded", told["id"])
        assert payment.refundable == 7_990

    def test_of_one_made_in_fintocs_dashboard_is_kept(self, payment, client):
        made = Refund(payment=payment, amount=1_000, currency="CLP")
        assert heard_new(client, made, "succeeded") == 200
        refund = Refund.objects.get()
        assert (refund.amount, refund.requested_by) == (1_000, "Fintoc's dashboard")
        assert payment.refundable == 11_990

    def test_of_a_failure_asks_staff_once(self, payment, client, api):
        refund = sent(payment, api)
        for _time in range(2):
            heard(client, refund, "failed", failure_code="fraud_risk")
        assert refund.failure_code == "fraud_risk"
        assert Alert.objects.get().kind == "refund_failed"

    def test_of_another_end_is_asked_about_and_then_decided_by_fintoc(self, payment, client, api):
        refund = sent(payment, api)
        heard(client, refund, "succeeded")
        heard(client, refund, "failed")
        assert refund.status == "succeeded" and refund.due_at <= timezone.now()
        api.get(f"{REFUNDS}/{refund.refund_id}", json=report(refund, status="failed"))
        work(refund)
        assert refund.status == "failed"
        kinds = sorted(Alert.objects.values_list("kind", flat=True))
        assert kinds == ["refund_conflict", "refund_failed"]

    def test_of_another_amount_is_not_believed(self, payment, client, api):
        refund = sent(payment, api)
        heard(client, refund, "succeeded", amount=1)
        assert refund.status == "created" and refund.due_at <= timezone.now()

    def test_of_a_payment_we_do_not_know_is_parked_or_foreign(self, payment, client, api):
        refund = sent(payment, api)
        strange = report(refund, resource_id="pi_strange", id="re_1")
        assert factories.signed_post(client, factories.event(strange, type="refund.failed"))
        refund.refresh_from_db()
        assert refund.status == "created"

    def test_is_asked_for_hourly_up_to_day_ten(self, payment, api):
        refund = sent(payment, api)
        api.get(f"{REFUNDS}/{refund.refund_id}", json=report(refund))
        day_ten = refund.created_at + timedelta(days=10)
        work(refund, now=day_ten - timedelta(minutes=1))
        assert refund.due_at == day_ten + timedelta(minutes=59)
        work(refund, now=refund.due_at)
        assert refund.due_at is None and Alert.objects.get().kind == "refund_failed"

    def test_of_one_that_fintoc_forgot_lowers_nothing(self, payment, api):
        refund = sent(payment, api, status="in_progress")
        error = {"type": "invalid_request_error", "code": "missing_resource", "message": "no"}
        api.get(f"{REFUNDS}/{refund.refund_id}", json={"error": error}, status=404)
        work(refund)
        assert refund.status == "in_progress" and refund.due_at is None
        assert Alert.objects.get().kind == "missing"


def heard_new(client, refund, status):
    data = {**report(refund, status=status), "id": "re_dashboard", "metadata": {}}
    event = factories.event(data, type=f"refund.{status}")
    return factories.signed_post(client, event).status_code


class TestTakingItBack:
    def cancel(self, refund):
        cancel_refund(refund_id=refund.pk, client=fintoc(), cause="owner", now=timezone.now())
        refund.refresh_from_db()

    def test_before_it_was_sent_needs_nobody(self, payment):
        refund = request(payment)
        self.cancel(refund)
        assert refund.status == "canceled" and refund.due_at is None
        assert payment.refundable == 12_990

    def test_while_fintoc_has_not_begun_asks_fintoc(self, payment, api):
        refund = sent(payment, api)
        api.post(f"{REFUNDS}/{refund.refund_id}/cancel", json=report(refund, status="canceled"))
        self.cancel(refund)
        assert refund.status == "canceled"

    def test_too_late_is_said(self, payment, api):
        refund = sent(payment, api, status="in_progress")
        with pytest.raises(NotCancelable):
            self.cancel(refund)

    def test_that_fintoc_refuses_asks_how_it_stands(self, payment, api):
        refund = sent(payment, api)
        error = {"type": "invalid_request_error", "code": "invalid_params", "message": "late"}
        api.post(f"{REFUNDS}/{refund.refund_id}/cancel", json={"error": error}, status=400)
        with pytest.raises(NotCancelable):
            self.cancel(refund)
        refund.refresh_from_db()
        assert refund.status == "created" and refund.due_at <= timezone.now()


class TestTheOrder:
    def test_stays_paid_when_a_duplicate_goes_back(self, client, api):
        first = factories.payment(factories.order())
        first.retire(now=timezone.now())
        second = factories.payment(first.order, status="succeeded")
        factories.reported(first, status="succeeded")
        refund = request(first, 12_990)
        heard(client, refund, "succeeded")
        order = second.order
        order.refresh_from_db()
        assert order.is_paid and order.amount_refunded == 0

    def test_counts_what_went_back_of_the_payment_that_paid_it(self, payment, client, api):
        refund = sent(payment, api)
        assert payment.order.amount_refunded == 0
        heard(client, refund, "succeeded")
        assert payment.order.amount_refunded == 5_000 and payment.order.is_paid
