"""Opening a payment: the claim, the cases in their order, and every way Fintoc can answer."""

import json
import re
from datetime import timedelta

import pytest
import requests
from django.utils import timezone

from orders.account import fintoc
from orders.models import Alert, Payment
from orders.opening import Verdict, open_payment
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def order():
    return factories.order(now=NOW)


def creates(api):
    """Fintoc creates whatever it is asked for, once per key."""
    made = {}

    def answer(request):
        body, key = json.loads(request.body), request.headers["Idempotency-Key"]
        made.setdefault(key, f"pi_{len(made)}")
        intent = {
            **body,
            "id": made[key],
            "status": "created",
            "mode": "test",
            "widget_token": f"{made[key]}_sec_x",
        }
        return 201, {}, json.dumps(intent)

    api.add_callback("POST", factories.INTENTS, callback=answer)
    return made


def fintoc_says(api, payment, **fields):
    url = f"{factories.INTENTS}/{payment.intent_id}"
    api.add("GET", url, json=factories.intent(payment, widget_token=None, **fields))


def opened(order, now=NOW):
    return open_payment(order_id=order.pk, client=fintoc(), now=now)


def posts(api):
    return [call for call in api.calls if call.request.method == "POST"]


def test_the_amount_the_buyer_and_our_marks_are_the_orders(order, api):
    creates(api)
    opening = opened(order)
    assert opening.verdict is Verdict.PAY
    sent = json.loads(posts(api)[0].request.body)
    assert sent == {
        "amount": order.amount,
        "currency": "CLP",
        "customer_email": order.email,
        "metadata": {
            "order": order.number,
            "payment": str(opening.payment.reference),
            "shop": "http://localhost:8000",
        },
    }
    assert posts(api)[0].request.headers["Idempotency-Key"] == str(opening.payment.reference)


def test_the_row_is_committed_before_fintoc_hears_of_it(order, api):
    seen = []

    def answer(request):
        seen.append(Payment.objects.get().request_body == request.body.decode())
        return 500, {}, "{}"

    api.add_callback("POST", factories.INTENTS, callback=answer)
    opened(order)
    assert seen[0] is True


def test_a_second_click_goes_on_with_the_same_payment(order, api):
    made = creates(api)
    first = opened(order)
    fintoc_says(api, first.payment)
    second = opened(order)
    assert second.payment == first.payment
    assert len(made) == 1


def test_a_click_while_another_one_is_opening_gets_the_order_page(order, api):
    order.claim_opening(now=NOW)
    assert opened(order).verdict is Verdict.ORDER
    assert not Payment.objects.exists()


def test_a_claim_whose_owner_died_ends_by_itself(order, api):
    creates(api)
    order.claim_opening(now=NOW)
    assert opened(order, now=NOW + timedelta(seconds=16)).verdict is Verdict.PAY


def test_a_paid_order_is_not_paid_again_and_fintoc_is_not_asked(order, api):
    factories.payment(order, status="succeeded")
    assert opened(order).verdict is Verdict.ORDER
    assert not api.calls


def test_a_success_that_no_webhook_told_is_found_before_anything_is_opened(order, api):
    paid = factories.payment(order, now=NOW)
    fintoc_says(api, paid, status="succeeded")
    assert opened(order).verdict is Verdict.ORDER
    order.refresh_from_db()
    assert order.is_paid and order.payments.count() == 1


@pytest.mark.parametrize("word", ["pending", "requires_action"])
def test_a_payment_at_the_bank_is_waited_for(order, api, word):
    waiting = factories.payment(order, status=word, now=NOW)
    fintoc_says(api, waiting, status=word)
    assert opened(order).verdict is Verdict.ORDER
    assert order.payments.count() == 1


def test_when_fintoc_cannot_be_asked_nothing_is_opened_beside_an_unfinished_payment(order, api):
    factories.payment(order, now=NOW)
    api.add(
        "GET", re.compile(re.escape(factories.INTENTS) + "/.*"), body=requests.ConnectionError()
    )
    assert opened(order).verdict is Verdict.UNASKED
    assert order.payments.count() == 1 and not posts(api)


def test_a_token_with_less_than_two_minutes_left_is_replaced(order, api):
    old = factories.payment(order, now=NOW)
    creates(api)
    fintoc_says(api, old)
    opening = opened(order, now=NOW + timedelta(minutes=8, seconds=1))
    old.refresh_from_db()
    assert opening.verdict is Verdict.PAY and opening.payment != old
    assert old.retired_at is not None


def test_one_that_somebody_may_be_paying_right_now_is_waited_for(order, api):
    running = factories.payment(order, status="in_progress", now=NOW)
    fintoc_says(api, running, status="in_progress")
    opening = opened(order, now=NOW + timedelta(minutes=12))
    assert opening.verdict is Verdict.ORDER and order.payments.count() == 1


def test_after_fifteen_minutes_in_progress_a_new_one_may_be_opened(order, api):
    running = factories.payment(order, status="in_progress", now=NOW)
    fintoc_says(api, running, status="in_progress")
    creates(api)
    assert opened(order, now=NOW + timedelta(minutes=16)).payment != running


def test_a_failed_order_is_paid_again_with_a_new_payment(order, api):
    factories.payment(order, status="failed", now=NOW)
    creates(api)
    opening = opened(order)
    order.refresh_from_db()
    assert opening.verdict is Verdict.PAY and order.payments.count() == 2
    assert order.status == "created"
    assert order.events.filter(kind="status").last().value == "created"


def test_no_clear_answer_is_sent_again_once_with_the_same_bytes_and_key(order, api):
    api.add("POST", factories.INTENTS, body=requests.ConnectionError())
    creates(api)
    assert opened(order).verdict is Verdict.PAY
    first, second = posts(api)
    assert first.request.body == second.request.body
    assert len({call.request.headers["Idempotency-Key"] for call in (first, second)}) == 1


def test_silence_twice_leaves_the_payment_to_be_sent_again_by_the_next_click(order, api):
    lost = api.add("POST", factories.INTENTS, body=requests.ConnectionError())
    assert opened(order).verdict is Verdict.UNAVAILABLE
    api.remove(lost)
    made = creates(api)
    assert opened(order, now=NOW + timedelta(minutes=5)).verdict is Verdict.PAY
    assert len(made) == order.payments.count() == 1


def test_a_lost_answer_that_nobody_came_back_for_is_replaced_after_eight_minutes(order, api):
    lost = api.add("POST", factories.INTENTS, body=requests.ConnectionError())
    opened(order)
    api.remove(lost)
    creates(api)
    assert opened(order, now=NOW + timedelta(minutes=9)).verdict is Verdict.PAY
    assert [payment.is_current for payment in order.payment_list()] == [False, True]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_stored_failure_is_not_asked_for_a_third_time_under_its_key(order, api, status):
    stuck = api.add("POST", factories.INTENTS, json={"error": {}}, status=status)
    assert opened(order).verdict is Verdict.UNAVAILABLE
    assert len(posts(api)) == 2
    api.remove(stuck)
    creates(api)
    assert opened(order).verdict is Verdict.PAY
    keys = [call.request.headers["Idempotency-Key"] for call in posts(api)]
    assert len(set(keys)) == 2


@pytest.mark.parametrize("status", [400, 402, 404, 422])
def test_a_definite_refusal_is_final_for_the_payment_and_told_to_staff(order, api, status):
    error = {"type": "invalid_request_error", "code": "invalid_amount", "message": "no"}
    api.add("POST", factories.INTENTS, json={"error": error}, status=status)
    assert opened(order).verdict is Verdict.REFUSED
    payment = order.payments.get()
    assert payment.refusal == "invalid_amount" and not payment.is_current
    assert Alert.objects.get().kind == "shop_side"


def test_a_refusal_of_a_resend_blinds_nobody_to_what_a_webhook_knows(order, api, client):
    def refuse_after_the_webhook(request):
        payment = order.payments.get()
        event = factories.event(factories.intent(payment, status="pending"))
        assert factories.signed_post(client, event).status_code == 200
        error = {"type": "invalid_request_error", "code": "invalid_params", "message": "no"}
        return 422, {}, json.dumps({"error": error})

    api.add_callback("POST", factories.INTENTS, callback=refuse_after_the_webhook)
    assert opened(order).verdict is Verdict.ORDER
    payment = order.payments.get()
    assert payment.status == "pending" and not payment.refusal and payment.due_at is not None


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_keeps_the_payment_for_when_it_is_mended(order, api, status):
    broken = api.add("POST", factories.INTENTS, json={"error": {}}, status=status)
    assert opened(order).verdict is Verdict.UNAVAILABLE
    assert Alert.objects.get().kind == "shop_side"
    api.remove(broken)
    made = creates(api)
    assert opened(order).verdict is Verdict.PAY
    assert len(made) == order.payments.count() == 1


def test_an_intent_without_a_token_opens_no_window(order, api):
    def answer(request):
        intent = {**json.loads(request.body), "id": "pi_1", "status": "created"}
        return 201, {}, json.dumps(intent)

    api.add_callback("POST", factories.INTENTS, callback=answer)
    assert opened(order).verdict is Verdict.UNAVAILABLE


def test_an_answer_about_other_money_pays_nothing_and_is_for_staff(order, api):
    def answer(request):
        intent = {**json.loads(request.body), "id": "pi_1", "status": "created", "amount": 1}
        return 201, {}, json.dumps({**intent, "widget_token": "pi_1_sec_1"})

    api.add_callback("POST", factories.INTENTS, callback=answer)
    assert opened(order).verdict is not Verdict.PAY
    assert Alert.objects.get().kind == "mismatch"


def test_an_intent_fintoc_forgot_is_not_offered_again(order, api):
    old = factories.payment(order, now=NOW)
    error = {"type": "invalid_request_error", "code": "missing_resource", "message": "gone"}
    api.add("GET", f"{factories.INTENTS}/{old.intent_id}", json={"error": error}, status=404)
    creates(api)
    opening = opened(order)
    assert opening.verdict is Verdict.PAY and opening.payment != old
    assert Alert.objects.get().kind == "missing"


def test_opening_holds_the_stock_for_longer(order, api):
    creates(api)
    later = NOW + timedelta(minutes=20)
    opened(order, now=later)
    order.refresh_from_db()
    assert order.held_until == later + timedelta(minutes=30)


def test_stock_that_was_given_back_is_taken_again_or_the_order_is_sold_out(order, api):
    line = order.lines.get()
    order.hold(until=None)
    creates(api)
    line.product.refresh_from_db()
    left = line.product.stock
    assert opened(order).verdict is Verdict.PAY
    line.product.refresh_from_db()
    assert line.product.stock == left - 1

    other = factories.order(products=[line.product])
    other.hold(until=None)
    factories.product(slug=line.product.slug, stock=0, reset_stock=True)
    assert opened(other).verdict is Verdict.SOLD_OUT
    assert not other.payments.exists()


def test_an_order_of_another_account_is_left_alone(order, api, settings):
    settings.FINTOC_ACCOUNT = "live@api.fintoc.example.com"
    assert opened(order).verdict is Verdict.ORDER
    assert not api.calls


def test_an_answer_without_our_marks_is_still_the_answer_to_our_question(order, api):
    def answer(request):
        body = {**json.loads(request.body), "metadata": {}}
        intent = {**body, "id": "pi_1", "status": "created", "widget_token": "pi_1_sec_1"}
        return 201, {}, json.dumps(intent)

    api.add_callback("POST", factories.INTENTS, callback=answer)
    assert opened(order).verdict is Verdict.PAY


def test_a_key_that_is_busy_is_not_a_stored_failure(order, api):
    api.add("POST", factories.INTENTS, json={"error": {"code": "busy"}}, status=409)
    assert opened(order).verdict is Verdict.UNAVAILABLE
    assert order.payments.get().is_current


def test_a_key_that_fintoc_knows_from_another_request_is_replaced_by_the_next_click(order, api):
    error = {"type": "invalid_request_error", "code": "idempotency_key_reused", "message": "no"}
    api.add("POST", factories.INTENTS, json={"error": error}, status=409)
    assert opened(order).verdict is Verdict.UNAVAILABLE
    first = order.payments.get()
    assert not first.is_current and not first.refusal  # still watched, by its mark
    creates(api)
    opening = opened(order)
    assert opening.verdict is Verdict.PAY and opening.payment.reference != first.reference
