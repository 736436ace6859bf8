"""When a mail goes out, and what becomes of one that cannot."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from orders.emails import deliver
from orders.models import Alert, Order, Outbox
from orders.stock import give_back
from tests import factories

pytestmark = pytest.mark.django_db

HOOKED = []


def hook(order):
    HOOKED.append(order.number)


class Refusing(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise OSError("451 try again later")


def queued(kind, status, **fields):
    payment = factories.payment(factories.order(), status=status, **fields)
    return Outbox.objects.get(order=payment.order, kind=kind)


def test_a_confirmation_is_sent_once_with_a_message_id_that_stays():
    row = queued("E1", "succeeded")
    deliver(row, now=timezone.now())
    row.refresh_from_db()
    assert row.sent_at and row.due_at is None
    sent = mail.outbox[0]
    assert sent.to == ["cliente@example.com"]
    assert sent.message()["Message-ID"] == f"<outbox-{row.pk}-{row.order.number}@localhost>"
    assert row.order.events.filter(kind="mail", value="E1").count() == 1


def test_a_retry_mail_is_dropped_when_the_order_was_paid_meanwhile():
    row = queued("E3", "failed")
    factories.reported(row.payment, status="succeeded")
    row.order.refresh_from_db()
    deliver(row, now=timezone.now())
    row.refresh_from_db()
    assert row.due_at is None and row.sent_at is None and not mail.outbox


def test_a_newer_failure_arms_the_retry_mail_again_with_its_own_reason():
    row = queued("E3", "failed", error_reason="insufficient_funds")
    row.drop(reason="a payment is running")
    row.payment.retire(now=timezone.now())
    second = factories.payment(row.order, status="rejected")
    row.refresh_from_db()
    assert row.due_at is not None and row.payment == second
    assert Outbox.objects.filter(kind="E3").count() == 1


@pytest.mark.parametrize("word", ["succeeded", "failed"])
def test_a_mail_that_asks_to_wait_is_dropped_once_the_bank_has_answered(word):
    row = queued("E2", "pending")
    factories.reported(row.payment, status=word)
    deliver(row, now=timezone.now())
    row.refresh_from_db()
    assert row.due_at is None and not mail.outbox


def test_the_end_of_waiting_is_not_told_of_an_order_paid_meanwhile():
    first = factories.payment(factories.order(), status="pending")
    factories.reported(first, status="failed").retire(now=timezone.now())
    factories.payment(first.order, status="succeeded")
    row = Outbox.objects.get(kind="E4")
    deliver(row, now=timezone.now())
    row.refresh_from_db()
    assert row.due_at is None and row.sent_at is None


def test_a_shopper_who_was_told_to_wait_hears_that_nobody_found_out():
    first = factories.payment(factories.order(), status="pending")
    factories.reported(first, status="failed", error_reason="unresolved_final_status")
    deliver(Outbox.objects.get(kind="E4"), now=timezone.now())
    assert "nunca nos dio una respuesta definitiva" in mail.outbox[0].body
    assert "No se te cobró" not in mail.outbox[0].body


def test_a_shopper_whose_time_is_over_is_not_told_that_the_order_is_saved():
    long_ago = timezone.now() - timedelta(days=4)
    first = factories.payment(factories.order(now=long_ago), status="pending", now=long_ago)
    factories.reported(first, status="failed")
    deliver(Outbox.objects.get(kind="E4"), now=timezone.now())
    assert "sigue guardado" not in mail.outbox[0].body
    assert "Anulamos el pedido." in mail.outbox[0].body


@pytest.mark.parametrize(("stock", "keeps"), [(1, True), (0, False)])
def test_a_shopper_told_to_wait_reads_that_the_items_are_kept_only_if_they_are(stock, keeps):
    mug = factories.product(stock=1 + stock)
    payment = factories.payment(factories.order(products=[mug]))
    order = payment.order
    give_back(order)
    factories.order(products=[mug])  # somebody else's
    factories.reported(payment, status="pending")
    deliver(Outbox.objects.get(kind="E2"), now=timezone.now())
    assert ("Guardamos tus productos" in mail.outbox[0].body) is keeps
    order.refresh_from_db()
    assert order.keeps_stock is keeps


def test_a_mail_that_was_sent_is_not_sent_again_however_it_came_to_be_due():
    row = queued("E1", "succeeded")
    Outbox.objects.update(sent_at=timezone.now(), due_at=timezone.now())
    deliver(row, now=timezone.now())
    row.refresh_from_db()
    assert row.due_at is None and not mail.outbox


def test_a_window_that_closed_unused_is_reminded_of_unless_another_is_open():
    row = queued("E3", "expired")
    row.payment.retire(now=timezone.now())
    factories.payment(row.order)
    deliver(row, now=timezone.now())
    row.refresh_from_db()
    assert row.sent_at is None and row.due_at is None


def test_a_mail_server_that_refuses_is_tried_again_later_each_time(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    row = queued("E1", "succeeded")
    pauses, now = [], timezone.now()
    for _try in range(12):
        deliver(row, now=now)
        pauses.append(row.due_at - now)
        now = row.due_at
    assert pauses == sorted(pauses) and pauses[-1] == timedelta(minutes=5)
    assert pauses[0] == timedelta(seconds=15)
    assert "451" in row.error


def test_after_a_day_it_is_parked_and_staff_are_told_once(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    row = queued("E1", "succeeded")
    now = timezone.now()
    deliver(row, now=now)
    deliver(row, now=now + timedelta(hours=25))
    deliver(row, now=now + timedelta(hours=26))
    assert row.due_at is None
    assert Alert.objects.get().kind == "mail_parked"


def test_a_hook_runs_once_the_order_is_paid_and_a_broken_one_waits(settings):
    settings.ORDER_PAID_HOOKS = [f"{__name__}.hook", "no.such.hook"]
    payment = factories.payment(factories.order(), status="succeeded")
    good, bad = Outbox.objects.filter(kind__startswith="hook:").order_by("pk")
    for row in (good, bad):
        deliver(row, now=timezone.now())
    assert payment.order.number in HOOKED
    assert good.sent_at and not bad.sent_at and bad.due_at


@pytest.mark.parametrize("reason", ["unresolved_final_status", "recipient_account_not_allowed"])
def test_nobody_is_invited_to_pay_again_when_that_is_not_the_thing_to_do(reason):
    payment = factories.payment(factories.order(), status="failed", error_reason=reason)
    assert payment.order.is_failed
    assert not Outbox.objects.filter(kind="E3").exists()


def test_a_retry_mail_is_not_sent_while_another_payment_is_unresolved():
    row = queued("E3", "failed", error_reason="insufficient_funds")
    row.payment.retire(now=timezone.now())
    factories.payment(row.order, status="failed", error_reason="unresolved_final_status")
    deliver(row, now=timezone.now())
    row.refresh_from_db()
    assert row.due_at is None and not mail.outbox


def test_a_late_expiry_of_an_old_payment_invites_nobody_to_pay():
    order = factories.order()
    old = factories.payment(order)
    old.retire(now=timezone.now())
    factories.payment(order, status="failed", error_reason="unresolved_final_status")
    factories.reported(old, status="expired")
    assert not Outbox.objects.filter(kind="E3").exists()


def test_a_hook_waits_for_staff_as_long_as_it_takes(settings):
    settings.ORDER_PAID_HOOKS = [f"{__name__}.hook"]
    payment = factories.payment(
        factories.order(), status="failed", error_reason="unresolved_final_status"
    )
    factories.reported(payment, status="succeeded")
    row = Outbox.objects.get(kind__startswith="hook:")
    now = timezone.now()
    for day in range(3):
        deliver(row, now=now + timedelta(days=day))
    assert payment.order.number not in HOOKED and row.due_at is not None
    Alert.objects.update(resolved_at=now)
    deliver(row, now=now + timedelta(days=4))
    assert payment.order.number in HOOKED


def test_a_hook_waits_while_staff_have_to_decide_about_what_somebody_else_has_by_now(settings):
    settings.ORDER_PAID_HOOKS = [f"{__name__}.hook"]
    payment = factories.payment(factories.order(products=[factories.product(stock=1)]))
    payment.order.release_stock()  # on the shelf, and from there somebody else's
    factories.reported(payment, status="succeeded")
    row = Outbox.objects.get(kind__startswith="hook:")
    deliver(row, now=timezone.now())
    assert payment.order.number not in HOOKED and row.due_at is not None


def test_a_hook_is_kept_that_staff_allow_while_the_worker_looks_at_it(settings, monkeypatch):
    settings.ORDER_PAID_HOOKS = [f"{__name__}.hook"]
    payment = factories.payment(factories.order(products=[factories.product(stock=1)]))
    payment.order.release_stock()  # on the shelf, and from there somebody else's
    factories.reported(payment, status="succeeded")
    row = Outbox.objects.get(kind__startswith="hook:")

    def fulfilled_meanwhile(order):
        Order.objects.update(held_until=timezone.now())
        return False

    monkeypatch.setattr(Order, "is_blocked", property(fulfilled_meanwhile))
    deliver(row, now=timezone.now())
    assert payment.order.number in HOOKED


def test_two_workers_with_one_row_send_one_mail():
    row = queued("E1", "succeeded")
    same = Outbox.objects.get(pk=row.pk)
    deliver(row, now=timezone.now())
    deliver(same, now=timezone.now())
    assert len(mail.outbox) == 1


def test_an_armed_again_row_does_not_inherit_an_old_failure():
    row = queued("E3", "failed")
    now = timezone.now()
    row.try_later(error="refused", now=now)
    later = now + timedelta(hours=25)
    Outbox.enqueue({row.key: "E3"}, order=row.order, due_at=later, now=later)
    row.refresh_from_db()
    assert row.try_later(error="refused", now=later)


def test_any_error_can_be_kept(settings):
    settings.ORDER_PAID_HOOKS = [f"{__name__}.failing"]
    factories.payment(factories.order(), status="succeeded")
    row = Outbox.objects.get(kind__startswith="hook:")
    deliver(row, now=timezone.now())
    assert "bad" in row.error and row.due_at is not None


def failing(order):
    raise ValueError("bad \x00 byte" + "x" * 10_000)


class Away(EmailBackend):
    """A mail server that nobody reaches."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody there")


def test_one_mail_is_enough_to_find_the_server_away(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    settings.ORDER_PAID_HOOKS = [f"{__name__}.failing"]
    row, now = queued("E1", "succeeded"), timezone.now()
    deliver(row, now=now)

    assert "nobody there" in row.error and row.first_tried_at == now
    others = Outbox.objects.exclude(pk=row.pk)
    mails, hooks = others.exclude(kind__startswith="hook:"), others.filter(kind__startswith="hook:")
    assert mails and {(each.due_at > now, each.first_tried_at) for each in mails} == {(True, None)}
    assert hooks and all(each.due_at <= now for each in hooks)
