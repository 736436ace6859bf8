"""A signed report of a refund that cannot be, as far as we know: Fintoc's answer decides, alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from operations.worker import turn
from orders.mail_kinds import REFUND
from orders.models import Alert, DoubtedRefund, OrderEvent, Outbox, Payment, Refund
from tests import factories
from tests.orders.test_refunds import REFUNDS, request
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db

NOT_FOUND = {"error": {"type": "invalid_request_error", "code": "missing_resource"}}


def made(payment, **fields):
    """Fintoc's JSON for a refund that somebody made in its dashboard."""
    return {
        "id": "re_dashboard",
        "object": "refund",
        "amount": 1_000,
        "currency": "CLP",
        "status": "succeeded",
        "mode": "test",
        "resource_id": payment.intent_id,
        "resource_type": "payment_intent",
        "metadata": {},
        **fields,
    }


def hear(client, report, *, mode="test"):
    event = factories.event(report, type=f"refund.{report['status']}", mode=mode)
    assert factories.signed_post(client, event).status_code == 200
    return WebhookEvent.objects.get(event_id=event["id"]).outcome


def answer(api, report):
    api.get(f"{REFUNDS}/{report['id']}", json=report)


def nothing_followed():
    mails = Outbox.objects.filter(kind=REFUND)
    told = OrderEvent.objects.filter(kind=OrderEvent.REFUND)
    return not (Refund.objects.exists() or mails.exists() or told.exists())


ODD = {
    "of more than came in": {"amount": 129_900},
    "of nothing": {"amount": 0},
    "of another currency": {"currency": "MXN"},
    "of another mode": {"mode": "live"},
    "that failed, of more than came in": {"amount": 129_900, "status": "failed"},
}


class TestOneThatCannotBe:
    @pytest.mark.parametrize("fields", ODD.values(), ids=ODD)
    def test_is_not_believed(self, client, payment, fields):
        assert hear(client, made(payment, **fields)) == WebhookEvent.DIFFERS
        assert nothing_followed() and not Alert.objects.exists()
        assert payment.refundable == 12_990

    def test_is_not_believed_of_another_modes_event(self, client, payment):
        assert hear(client, made(payment), mode="live") == "differs"
        assert nothing_followed()

    @pytest.mark.parametrize("status", ["created", "pending", "failed"])
    @pytest.mark.parametrize("word", ["succeeded", "failed"])
    def test_is_not_believed_of_a_payment_that_took_nothing(self, client, status, word):
        unpaid = factories.payment(factories.order(), status=status)
        assert hear(client, made(unpaid, status=word)) == WebhookEvent.DIFFERS
        assert nothing_followed() and not Alert.objects.exists()

    def test_is_not_believed_of_more_than_is_left(self, client, payment):
        request(payment, 12_000)
        assert hear(client, made(payment)) == WebhookEvent.DIFFERS
        assert payment.refundable == 990

    def test_is_asked_about_and_forgotten_if_fintoc_knows_nothing_of_it(self, client, payment, api):
        hear(client, made(payment, amount=129_900))
        api.get(f"{REFUNDS}/re_dashboard", json=NOT_FOUND, status=404)
        turn()
        turn()
        assert len(api.calls) == 1 and not DoubtedRefund.objects.exists()
        assert nothing_followed() and not Alert.objects.exists()
        assert all("evoluci" not in each.subject for each in mail.outbox)

    def test_is_asked_about_once_however_often_it_is_told(self, client, payment, api):
        for word in ("in_progress", "succeeded", "succeeded"):
            hear(client, made(payment, amount=129_900, status=word))
        api.get(f"{REFUNDS}/re_dashboard", json=NOT_FOUND, status=404)
        turn()
        assert len(api.calls) == 1

    def test_is_kept_as_fintoc_says_it_is(self, client, payment, api):
        hear(client, made(payment, amount=129_900))
        answer(api, made(payment))
        turn()
        refund = Refund.objects.get()
        assert (refund.amount, refund.status) == (1_000, "succeeded")
        assert payment.refundable == 11_990
        assert not Alert.objects.exists() and not DoubtedRefund.objects.exists()

    def test_outlives_a_fintoc_that_is_away(self, client, payment, api):
        hear(client, made(payment, amount=129_900))
        turn()  # nobody answers
        doubted = DoubtedRefund.objects.get()
        assert nothing_followed()
        assert timezone.now() < doubted.due_at <= timezone.now() + timedelta(minutes=1)

    def test_is_asked_about_by_the_shop_of_its_account_alone(self, client, payment, api):
        Payment.objects.update(account="test@elsewhere.example.com")
        hear(client, made(payment))
        turn()
        assert not api.calls and DoubtedRefund.objects.get().account == "test@elsewhere.example.com"


class TestOneThatIsOddAtFintocToo:
    @pytest.mark.parametrize("fields", [{"amount": 129_900}, {"currency": "MXN"}])
    def test_is_kept_and_told_to_staff(self, client, payment, api, fields):
        hear(client, made(payment, **fields))
        answer(api, made(payment, **fields))
        turn()
        refund = Refund.objects.get()
        assert {"amount": refund.amount, "currency": refund.currency}.items() >= fields.items()
        alert = Alert.objects.get()
        assert (alert.kind, alert.subject) == ("refund_conflict", "re_dashboard")
        assert str(alert.words.title) == "Fintoc y la tienda no coinciden en una devolución"

    def test_is_kept_of_a_payment_that_fintoc_says_took_nothing(self, client, api):
        unpaid = factories.payment(factories.order(), status="failed")
        hear(client, made(unpaid))
        url = f"{factories.INTENTS}/{unpaid.intent_id}"
        api.get(url, json=factories.intent(unpaid, status="failed"))
        answer(api, made(unpaid))
        turn()
        assert Refund.objects.get().status == "succeeded"
        assert Alert.objects.get().kind == "refund_conflict"

    def test_of_nothing_is_told_to_staff_and_not_asked_about_again(self, client, payment, api):
        hear(client, made(payment, amount=0))
        answer(api, made(payment, amount=0))
        turn()
        alert = Alert.objects.get()
        assert (alert.kind, alert.subject) == ("refund_conflict", "re_dashboard")
        assert (alert.order, alert.payment) == (payment.order, payment)
        assert alert.remark == "Fintoc dice succeeded: $0."
        assert nothing_followed() and not DoubtedRefund.objects.exists()


class TestOneThatIsEarlierThanItsPaymentsSuccess:
    @pytest.fixture
    def pending(self):
        return factories.payment(factories.order(), status="pending")

    def test_is_kept_once_fintoc_confirms_both(self, client, pending, api):
        hear(client, made(pending))
        api.get(
            f"{factories.INTENTS}/{pending.intent_id}",
            json=factories.intent(pending, status="succeeded"),
        )
        answer(api, made(pending))
        turn()
        pending.refresh_from_db()
        assert pending.has_succeeded and Refund.objects.get().status == "succeeded"
        assert pending.refundable == 11_990 and not Alert.objects.exists()

    def test_is_kept_if_the_success_is_heard_first(self, client, pending, api):
        hear(client, made(pending))
        factories.signed_post(client, factories.paid_event(pending))
        answer(api, made(pending))
        turn()
        assert len(api.calls) == 1 and Refund.objects.get().status == "succeeded"

    def test_is_kept_if_it_is_told_again_meanwhile(self, client, pending, api):
        hear(client, made(pending, status="in_progress"))
        factories.signed_post(client, factories.paid_event(pending))
        assert hear(client, made(pending)) == WebhookEvent.APPLIED
        answer(api, made(pending))
        turn()
        assert Refund.objects.get().status == "succeeded"
        assert not DoubtedRefund.objects.exists()

    def test_waits_for_a_fintoc_that_cannot_say_whether_it_was_paid(self, client, pending, api):
        hear(client, made(pending))
        answer(api, made(pending))
        turn()
        assert nothing_followed() and DoubtedRefund.objects.exists()


class TestOneThatMayBe:
    def test_is_kept_without_a_question(self, client, payment, api):
        assert hear(client, made(payment)) == WebhookEvent.APPLIED
        turn()
        refund = Refund.objects.get()
        assert (refund.amount, refund.requested_by) == (1_000, "Fintoc's dashboard")
        assert Outbox.objects.filter(kind=REFUND).count() == 1
        assert not api.calls

    def test_may_be_of_all_that_came_in(self, client, payment):
        assert hear(client, made(payment, amount=12_990)) == WebhookEvent.APPLIED

    def test_took_nothing_of_what_is_left_if_no_money_went(self, client, payment):
        """It was made, and taken back, before all of it was asked back here."""
        request(payment, 12_990)
        assert hear(client, made(payment, status="canceled")) == WebhookEvent.APPLIED

    def test_may_be_of_odd_money_that_came_in(self, client):
        odd = factories.payment(factories.order(), status="succeeded", amount=15_000)
        assert hear(client, made(odd, amount=15_000)) == WebhookEvent.APPLIED


class TestOneOfOurOwn:
    def test_in_another_mode_is_asked_about(self, client, payment, api):
        refund = request(payment)
        refund.put_off(until=None)
        mine = made(payment, amount=5_000, metadata={"refund": str(refund.reference)})
        assert hear(client, mine, mode="live") == WebhookEvent.DIFFERS
        refund.refresh_from_db()
        assert refund.status == "requested"

    def test_is_not_taken_for_what_fintoc_does_not_know(self, client, payment, api):
        """Its id would be another's, and it would never be sent."""
        refund = request(payment)
        mine = made(payment, amount=1, metadata={"refund": str(refund.reference)})
        assert hear(client, mine) == WebhookEvent.DIFFERS
        api.get(f"{REFUNDS}/re_dashboard", json=NOT_FOUND, status=404)
        api.post(REFUNDS, json={**mine, "id": "re_ours", "amount": 5_000, "status": "created"})
        turn()
        refund.refresh_from_db()
        assert (refund.refund_id, refund.status) == ("re_ours", "created")
        assert not Alert.objects.exists()
