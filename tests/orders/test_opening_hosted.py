"""Opening a payment on Fintoc's page: what is asked for, what is gone on with, what is ended."""

import json
from datetime import datetime, timedelta

import pytest
import requests
from django.utils import timezone

from orders.account import fintoc
from orders.models import Alert
from orders.opening import Verdict, open_payment
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()
REFUSAL = {"error": {"type": "invalid_request_error", "code": "invalid_params", "message": "no"}}


@pytest.fixture(autouse=True)
def redirecting(settings):
    settings.PAYMENT_FLOW = "redirect"


@pytest.fixture
def order():
    return factories.order(now=NOW)


def creates(api, **fields):
    """Fintoc makes a session for whatever it is asked, once per key."""
    made = {}

    def answer(request):
        body, key = json.loads(request.body), request.headers["Idempotency-Key"]
        session_id = made.setdefault(key, f"cs_{len(made)}")
        page = f"https://checkout.fintoc.example.com/{session_id}"
        session = {"id": session_id, "status": "created", "mode": "test", "redirect_url": page}
        return 201, {}, json.dumps({**body, **session, **fields})

    api.add_callback("POST", factories.SESSIONS, callback=answer)
    return made


def says(api, payment, **fields):
    """What Fintoc answers when asked about the payment's session."""
    url = f"{factories.SESSIONS}/{payment.session_id}"
    api.add("GET", url, json=factories.session(payment, **fields))


def ends(api, payment):
    """Fintoc lets the payment's session be ended."""
    url = f"{factories.SESSIONS}/{payment.session_id}/expire"
    api.add("POST", url, json=factories.session(payment, status="expired"), status=201)


def opened(order, now=NOW, **options):
    return open_payment(order_id=order.pk, client=fintoc(), now=now, **options)


def calls(api):
    return [f"{call.request.method} {call.request.path_url}" for call in api.calls]


def posts(api):
    return [call.request for call in api.calls if call.request.method == "POST"]


def test_a_session_is_asked_for_with_the_orders_money_and_page(order, api, settings):
    creates(api)
    opening = opened(order)
    page = f"http://localhost:8000/orders/{order.token}/"
    reference = str(opening.payment.reference)
    (request,) = posts(api)
    assert request.url == factories.SESSIONS
    assert request.headers["Idempotency-Key"] == reference
    sent = json.loads(request.body)
    assert datetime.fromisoformat(sent.pop("expires_at")) >= NOW + timedelta(minutes=20)
    assert sent == {
        "amount": order.amount,
        "currency": "CLP",
        "customer_email": order.email,
        "payment_method_types": ["bank_transfer"],
        "success_url": f"{page}?paid={reference}",
        "cancel_url": f"{page}?closed={reference}",
        "metadata": {
            "order": order.number,
            "payment": reference,
            "shop": "http://localhost:8000",
        },
    }


def test_it_is_paid_on_fintocs_page_until_its_session_ends(order, api):
    ends_at = NOW + timedelta(hours=3)
    creates(api, expires_at=ends_at.isoformat())
    opening = opened(order)
    assert opening.verdict is Verdict.PAY
    assert opening.payment.redirect_url == "https://checkout.fintoc.example.com/cs_0"
    assert (opening.payment.session_id, opening.payment.intent_id) == ("cs_0", None)
    assert opening.payment.usable_until == ends_at
    assert opening.payment.is_usable(ends_at - timedelta(minutes=3))
    assert not opening.payment.is_usable(ends_at)


def test_a_second_click_goes_on_with_the_same_session(order, api):
    made = creates(api)
    first = opened(order)
    says(api, first.payment)
    assert opened(order, now=NOW + timedelta(minutes=20)).payment == first.payment
    assert len(made) == 1 and not [path for path in calls(api) if "expire" in path]


def test_a_session_that_was_begun_is_gone_on_with_and_its_intent_is_asked_about(order, api):
    payment = factories.hosted_payment(order, now=NOW)
    begun = factories.intent(payment, id="pi_1", status="in_progress", widget_token=None)
    says(api, payment, status="in_progress", intent=begun)
    api.add("GET", f"{factories.INTENTS}/pi_1", json=begun)
    opening = opened(order)
    assert (opening.verdict, opening.payment) == (Verdict.PAY, payment)
    assert (opening.payment.intent_id, opening.payment.status) == ("pi_1", "in_progress")
    assert [call.split("/")[-1] for call in calls(api)] == [payment.session_id, "pi_1"]


def test_no_clear_answer_is_sent_again_with_the_same_bytes_and_key(order, api):
    lost = api.add("POST", factories.SESSIONS, body=requests.ConnectionError())
    assert opened(order).verdict is Verdict.UNAVAILABLE
    api.remove(lost)
    made = creates(api)
    assert opened(order, now=NOW + timedelta(minutes=7)).verdict is Verdict.PAY
    assert len({request.body for request in posts(api)}) == len(made) == 1
    assert order.payments.count() == 1


def test_bytes_that_are_sent_again_still_ask_for_twenty_minutes(order, api):
    api.add("POST", factories.SESSIONS, body=requests.ConnectionError())
    opened(order)
    last = NOW + timedelta(minutes=8)
    asked_for = json.loads(posts(api)[0].body)["expires_at"]
    assert datetime.fromisoformat(asked_for) >= last + timedelta(minutes=20)


def test_a_new_payment_has_a_new_key_so_that_no_dead_session_is_repeated(order, api):
    made = creates(api)
    first = opened(order).payment
    later = NOW + timedelta(minutes=31)
    says(api, first, status="expired")
    second = opened(order, now=later)
    assert second.verdict is Verdict.PAY and second.payment != first
    assert len(made) == 2
    first.refresh_from_db()
    assert (first.status, first.is_current) == ("expired", False)


def test_a_session_with_less_than_two_minutes_left_is_ended_before_another_is_opened(order, api):
    creates(api)
    old = opened(order).payment
    says(api, old)
    ends(api, old)
    opening = opened(order, now=NOW + timedelta(minutes=28, seconds=30))
    old.refresh_from_db()
    assert (old.status, old.session_status, old.is_current) == ("expired", "expired", False)
    assert opening.verdict is Verdict.PAY and opening.payment != old
    paths = calls(api)
    assert paths.index(f"POST /v2/checkout_sessions/{old.session_id}/expire") < len(paths) - 1
    assert paths[-1] == "POST /v2/checkout_sessions"


@pytest.mark.parametrize("status", [400, 405, 409, 422])
def test_a_session_that_somebody_began_this_moment_is_waited_for(order, api, status):
    creates(api)
    old = opened(order).payment
    says(api, old)
    url = f"{factories.SESSIONS}/{old.session_id}"
    api.add("POST", f"{url}/expire", json=REFUSAL, status=status)
    begun = factories.intent(old, id="pi_1", status="in_progress", widget_token=None)
    says(api, old, status="in_progress", intent=begun)
    api.add("GET", f"{factories.INTENTS}/pi_1", json=begun)
    assert opened(order, now=NOW + timedelta(minutes=29)).verdict is Verdict.ORDER
    old.refresh_from_db()
    assert old.is_current and old.status == "in_progress"
    assert order.payments.count() == 1


def test_when_fintoc_cannot_be_asked_what_became_of_a_session_nothing_is_opened(order, api):
    creates(api)
    old = opened(order).payment
    says(api, old)
    url = f"{factories.SESSIONS}/{old.session_id}"
    api.add("POST", f"{url}/expire", body=requests.ConnectionError())
    api.add("GET", url, body=requests.ConnectionError())
    assert opened(order, now=NOW + timedelta(minutes=29)).verdict is Verdict.UNASKED
    assert order.payments.count() == 1


def test_a_session_with_an_attempt_that_began_late_is_still_running(order, api):
    """Its age is not the session's: the shopper took their time before they began."""
    payment = factories.hosted_payment(order, now=NOW)
    late = NOW + timedelta(minutes=28)
    begun = factories.intent(payment, id="pi_1", status="in_progress", widget_token=None)
    factories.session_reported(payment, status="in_progress", intent=begun, now=late)
    says(api, payment, status="expired", intent=begun)
    api.add("GET", f"{factories.INTENTS}/pi_1", json=begun)
    assert opened(order, now=NOW + timedelta(minutes=35)).verdict is Verdict.ORDER
    assert order.payments.count() == 1


def test_an_answer_about_other_money_pays_nothing_and_is_for_staff(order, api):
    creates(api, amount=1)
    assert opened(order).verdict is not Verdict.PAY
    assert Alert.objects.get().kind == "mismatch"


@pytest.mark.parametrize("address", [None, "", "javascript:alert(1)"])
def test_a_session_without_a_page_leads_nowhere(order, api, address):
    creates(api, redirect_url=address)
    assert opened(order).verdict is Verdict.UNAVAILABLE


def test_a_definite_refusal_is_told_to_staff(order, api):
    api.add("POST", factories.SESSIONS, json=REFUSAL, status=400)
    assert opened(order).verdict is Verdict.REFUSED
    assert order.payments.get().refusal == "invalid_params"


def test_a_refusal_after_a_webhook_of_the_session_refuses_nothing(order, api):
    """There is a session after all: it is asked about, and not called refused."""

    def answer(_request):
        factories.session_reported(order.payments.get(), asked=False)
        return 400, {}, json.dumps(REFUSAL)

    api.add_callback("POST", factories.SESSIONS, callback=answer)
    assert opened(order).verdict is Verdict.ORDER
    payment = order.payments.get()
    assert (payment.refusal, payment.is_current) == ("", True)
