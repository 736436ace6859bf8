"""However often and however many at once ask for money back, it leaves once and never too much."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from orders.models import Alert, Refund
from orders.refunds import NotRefundable, request_refund
from tests import factories
from tests.backoffice.conftest import logged_in
from tests.races import all_read_before_any_writes, at_once, together, unprotected

pytestmark = pytest.mark.django_db(transaction=True)

CLICKS = 20


@pytest.fixture
def payment():
    return factories.payment(factories.order(), status="succeeded")


def ask(payment, amount, reference):
    try:
        return request_refund(
            payment_id=payment.pk,
            amount=amount,
            reference=reference,
            cause="owner",
            now=timezone.now(),
        ).pk
    except NotRefundable:
        return None


def test_twenty_clicks_on_one_form_are_one_refund(payment):
    owner = logged_in("owner")
    form = {"amount": "$5.000", "reference": str(uuid.uuid4())}

    def click():
        browser = Client()
        browser.cookies = owner.cookies.copy()
        return browser.post(f"/admin/orders/payment/{payment.pk}/refund/", form).status_code

    assert set(at_once(together([click] * CLICKS), threads=CLICKS)) == {302}
    assert Refund.objects.get().amount == 5_000


def test_twenty_forms_at_once_never_give_back_more_than_came_in(payment):
    jobs = [lambda: ask(payment, 3_000, uuid.uuid4())] * CLICKS
    asked = [pk for pk in at_once(together(jobs), threads=CLICKS) if pk]
    assert len(asked) == Refund.objects.count() == 4
    payment.refresh_from_db()
    assert payment.refundable == 990


def test_twenty_clicks_on_one_decision_are_one_refund(payment):
    Alert.raise_once(kind="request", subject="x", order=payment.order, now=timezone.now())
    owner, alert = logged_in("owner"), Alert.objects.get()
    form = {"word": "refund", "reason": "volvió", "amount": "1.000"}

    def click():
        browser = Client()
        browser.cookies = owner.cookies.copy()
        return browser.post(f"/admin/orders/alert/{alert.pk}/decide/", form).status_code

    answers = at_once(together([click] * CLICKS), threads=CLICKS)
    assert answers.count(302) == 1 and answers.count(422) == CLICKS - 1
    assert Refund.objects.get().amount == 1_000


def test_without_the_lock_two_forms_give_back_too_much(payment):
    """The negative control: the same race, lost."""
    jobs = [lambda: ask(payment, 10_000, uuid.uuid4())] * 2
    with unprotected(), all_read_before_any_writes(Refund, "save", readers=2):
        at_once(jobs, threads=2)
    assert Refund.objects.count() == 2
