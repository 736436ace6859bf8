"""Fintoc's own list, read page by page: what it knows better than we do is recorded."""

from datetime import timedelta

import pytest
import responses
from django.utils import timezone

from fintoc_client.errors import OutcomeUnknown
from orders import reconciling
from orders.account import fintoc
from orders.asking import refresh_due
from orders.models import Alert, Payment, Reconciliation
from orders.reconciling import read_next_page
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    with responses.RequestsMock() as api:
        yield api


@pytest.fixture
def row(settings):
    return Reconciliation.of(settings.FINTOC_ACCOUNT, now=timezone.now())


def page(api, *intents, number=1, more=False):
    address = factories.INTENTS + (f"?page={number}" if number > 1 else "")
    link = {"Link": f'<{factories.INTENTS}?page={number + 1}>; rel="next"'} if more else {}
    api.get(address, json=list(intents), headers=link)


def read(row, *, now=None):
    read_next_page(row=row, client=fintoc(), now=now or timezone.now())
    row.refresh_from_db()


def test_a_lost_answer_with_a_lost_webhook_is_found_by_our_mark(row, api):
    payment = Payment.open(order=factories.order(), now=timezone.now())
    page(api, factories.intent(payment, id="pi_lost", status="succeeded"))
    read(row)
    payment.refresh_from_db()
    assert payment.order.is_paid and payment.intent_id == "pi_lost"


def test_it_is_read_from_the_day_before_the_last_whole_reading(row, api):
    page(api)
    read(row)
    since = api.calls[0].request.params["since"]
    assert since == (timezone.now() - timedelta(days=1)).date().isoformat()


def test_days_without_a_worker_leave_no_gap(row, api):
    Reconciliation.objects.update(read_at=timezone.now() - timedelta(days=5))
    row.refresh_from_db()
    page(api)
    read(row)
    since = api.calls[0].request.params["since"]
    assert since == (timezone.now() - timedelta(days=6)).date().isoformat()
    assert timezone.now() - row.read_at < timedelta(minutes=1)


def test_each_page_is_a_piece_of_work_of_its_own(row, api):
    payments = [factories.payment(factories.order()) for _ in range(2)]
    page(api, factories.intent(payments[0], status="succeeded"), more=True)
    page(api, factories.intent(payments[1], status="succeeded"), number=2)
    before = row.read_at
    read(row)
    assert row.due_at <= timezone.now() and row.read_at == before
    read(row)
    assert row.due_at > timezone.now() + timedelta(minutes=9) and row.page_url == ""
    assert all(Payment.objects.get(pk=each.pk).order.is_paid for each in payments)


def test_a_page_that_cannot_be_read_is_read_again_from_the_start(row, api):
    page(api, more=True)
    api.get(factories.INTENTS + "?page=2", status=502)
    read(row)
    with pytest.raises(OutcomeUnknown):
        read(row)
    row.refresh_from_db()
    assert row.page_url == "" and row.due_at > timezone.now()


def test_an_item_nobody_can_read_hides_nothing_that_follows_it(row, api):
    payment = factories.payment(factories.order())
    page(api, {"id": "pi_odd", "amount": "1"}, factories.intent(payment, status="succeeded"))
    read(row)
    assert Payment.objects.get(pk=payment.pk).order.is_paid


def test_one_that_cannot_be_recorded_hides_nothing_that_follows_it(row, api, monkeypatch):
    first, second = (factories.payment(factories.order()) for _ in range(2))
    page(api, *(factories.intent(each, status="succeeded") for each in (first, second)))
    real = reconciling.record_result

    def record(*, intent, **facts):
        if intent.id == first.intent_id:
            raise ValueError("no")
        return real(intent=intent, **facts)

    monkeypatch.setattr(reconciling, "record_result", record)
    read(row)
    assert Payment.objects.get(pk=second.pk).order.is_paid and row.page_url == ""


def test_what_we_know_already_is_not_written_again(row, api, django_assert_max_num_queries):
    payments = [factories.payment(factories.order(), status="succeeded") for _ in range(10)]
    page(api, *[factories.intent(each, status="succeeded") for each in payments])
    with django_assert_max_num_queries(6):
        read(row)


def test_another_shops_payments_are_none_of_our_business(row, api):
    payment = factories.payment(factories.order())
    foreign = factories.intent(payment, id="pi_foreign", status="succeeded", metadata={})
    page(api, foreign)
    read(row)
    assert not Payment.objects.filter(intent_id="pi_foreign").exists()
    assert not Alert.objects.exists()


def test_a_difference_that_staff_decided_is_not_asked_again(row, api):
    payment = factories.payment(factories.order(), status="succeeded", amount=1)
    Alert.objects.get().resolve(decision="refunded", cause="owner", now=timezone.now())
    page(api, factories.intent(payment, status="succeeded", amount=1))
    read(row)
    assert Alert.objects.count() == 1


class TestOurMarkWithoutARow:
    def orphan(self, *, status, age):
        payment = Payment.open(order=factories.order(), now=timezone.now())
        created_at = (timezone.now() - age).isoformat()
        data = factories.intent(payment, id="pi_orphan", status=status, created_at=created_at)
        Payment.objects.all().delete()
        return data

    def test_is_an_orphan_after_a_day(self, row, api):
        page(api, self.orphan(status="succeeded", age=timedelta(hours=25)))
        read(row)
        alert = Alert.objects.get()
        assert (alert.kind, alert.subject) == ("orphan", "pi_orphan")

    def test_is_waited_for_until_then(self, row, api):
        page(api, self.orphan(status="succeeded", age=timedelta(hours=23)))
        read(row)
        assert not Alert.objects.exists()

    def test_is_nothing_to_decide_when_no_money_moved(self, row, api):
        page(api, self.orphan(status="expired", age=timedelta(days=2)))
        read(row)
        assert not Alert.objects.exists()


class TestAFinalThatFintocTakesBack:
    @pytest.fixture
    def paid(self):
        return factories.payment(factories.order(), status="succeeded")

    def test_is_asked_about_again_a_minute_later(self, row, api, paid):
        now = timezone.now()
        page(api, factories.intent(paid, status="pending"))
        read(row, now=now)
        paid.refresh_from_db()
        assert paid.due_at == now + timedelta(seconds=60)
        assert paid.order.is_paid and not Alert.objects.exists()

    def test_and_twice_is_a_contradiction_that_blocks(self, paid):
        now = timezone.now()
        factories.reported(paid, status="created", now=now)
        factories.reported(paid, status="created", now=now + timedelta(seconds=59))
        assert not Alert.objects.exists()
        factories.reported(paid, status="created", now=now + timedelta(seconds=60))
        assert Alert.objects.get().kind == "contradiction"
        assert paid.order.is_blocked and paid.order.is_paid and paid.due_at is None

    def test_and_said_again_was_a_slip(self, paid):
        now = timezone.now()
        factories.reported(paid, status="created", now=now)
        factories.reported(paid, status="succeeded", now=now + timedelta(seconds=60))
        factories.reported(paid, status="created", now=now + timedelta(seconds=120))
        assert not Alert.objects.exists()

    def test_is_no_contradiction_while_the_second_answer_is_missing(self, api, paid):
        now = timezone.now()
        factories.reported(paid, status="created", now=now)
        api.get(f"{factories.INTENTS}/{paid.intent_id}", status=503)
        later = now + timedelta(seconds=61)
        with pytest.raises(OutcomeUnknown):
            refresh_due(payment=paid, client=fintoc(), now=later)
        paid.refresh_from_db()
        assert not Alert.objects.exists() and later < paid.due_at <= later + timedelta(minutes=2)

    def test_is_no_contradiction_because_a_webhook_agrees_late(self, client, paid):
        factories.reported(paid, status="created", now=timezone.now() - timedelta(seconds=61))
        factories.signed_post(client, factories.paid_event(paid))
        assert not Alert.objects.exists()

    def test_for_another_final_is_one_too_when_it_was_money(self, paid):
        now = timezone.now()
        for seconds in (0, 61):
            factories.reported(paid, status="failed", now=now + timedelta(seconds=seconds))
        assert Alert.objects.get().kind == "contradiction" and paid.order.is_paid

    def test_by_a_webhook_is_only_a_late_webhook(self, client, paid):
        event = factories.event(factories.intent(paid, status="pending"))
        factories.signed_post(client, event)
        paid.refresh_from_db()
        assert paid.contradicted_at is None and paid.due_at is None
