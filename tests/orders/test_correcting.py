"""What a shopper mistyped is mended, what staff know is kept, and a mail goes out again."""

import pytest
from django.core import mail
from django.utils import timezone

from operations.worker import turn
from orders.correcting import (
    NotAnAddress,
    NothingWritten,
    NotSendable,
    add_note,
    correct_contact,
    send_again,
)
from orders.decisions import ReasonMissing
from orders.models import Alert
from tests import factories
from tests.orders.deciding import choose

pytestmark = pytest.mark.django_db

LONG = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example.com"  # a good one, but for its length


@pytest.fixture
def order():
    return factories.payment(factories.order(), status="succeeded").order


def correct(order, email, name=""):
    now = timezone.now()
    correct_contact(order_id=order.pk, email=email, name=name, cause="staff", now=now)
    order.refresh_from_db()


def test_mails_go_to_the_corrected_address_and_the_old_one_is_kept(order):
    correct(order, " otra@example.com ")
    note = order.events.last()
    assert (note.value, note.detail) == ("corrected", "cliente@example.com → otra@example.com")
    assert (note.cause, order.name) == ("staff", "Nombre Apellido")
    turn()
    assert [each.to for each in mail.outbox if "Pago recibido" in each.subject] == [
        ["otra@example.com"]
    ]


def test_the_same_address_again_changes_nothing(order):
    before = order.events.count()
    correct(order, order.email, order.name)
    assert order.events.count() == before


@pytest.mark.parametrize("address", ["", "nobody", "a@b@example.com", "a b@example.com", LONG])
def test_what_is_no_address_is_refused(order, address):
    with pytest.raises(NotAnAddress):
        correct(order, address)
    assert order.email == "cliente@example.com"


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff"])
def test_what_nobody_sees_is_no_part_of_an_address_or_a_name(order, unseen):
    correct(order, f"{unseen}otra@exam{unseen}ple.com{unseen}", f"Ana{unseen} María\n Soto")
    assert (order.email, order.name) == ("otra@example.com", "Ana María Soto")


def test_a_name_nobody_can_see_leaves_the_one_there_was(order):
    correct(order, "otra@example.com", "\u202e\u200b")
    assert order.name == "Nombre Apellido"


def test_a_note_is_a_line_of_the_timeline_that_only_staff_read(order, client):
    add_note(order_id=order.pk, text=" Llamó hoy ", cause="staff", now=timezone.now())
    note = order.events.last()
    assert (note.kind, note.detail, note.cause) == ("note", "Llamó hoy", "staff")
    assert "Llamó hoy" not in client.get(f"/orders/{order.token}/").content.decode()


def test_a_note_without_a_word_is_refused(order):
    for text in ("  ", " \u200b\n\u202e "):
        with pytest.raises(NothingWritten):
            add_note(order_id=order.pk, text=text, cause="staff", now=timezone.now())


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff"])
def test_a_note_keeps_its_lines_and_nothing_that_nobody_sees(order, unseen):
    text = f"{unseen}Llamó{unseen} hoy\r\n\r\nVuelve el  lunes{unseen}\n"
    add_note(order_id=order.pk, text=text, cause="staff", now=timezone.now())
    assert order.events.last().detail == "Llamó hoy\n\nVuelve el lunes"


def test_a_decision_keeps_no_reason_that_nobody_sees(order):
    Alert.raise_once(kind=Alert.MISSING, subject="pi_1", order=order, now=timezone.now())
    with pytest.raises(ReasonMissing):
        choose("close", reason="\u200b\u202e")
    assert choose("close", reason="\u202eVisto\u200b").answer == "Visto"


class TestSendingAgain:
    def test_sends_the_mail_to_the_address_of_now(self, order):
        turn()
        correct(order, "otra@example.com")
        row = order.outbox.get(kind="E1")
        send_again(outbox_id=row.pk, cause="staff", now=timezone.now())
        turn()
        sent = [each.to for each in mail.outbox if "Pago recibido" in each.subject]
        assert sent == [["cliente@example.com"], ["otra@example.com"]]
        assert order.events.filter(value="sent again", cause="staff", detail="E1").exists()

    def test_a_mail_that_has_not_gone_out_yet_is_refused(self, order):
        with pytest.raises(NotSendable):
            row = order.outbox.get(kind="E1")
            send_again(outbox_id=row.pk, cause="staff", now=timezone.now())

    def test_a_hook_that_ran_is_not_run_twice(self, settings):
        settings.ORDER_PAID_HOOKS = ["tests.orders.test_correcting.a_hook"]
        order = factories.payment(factories.order(), status="succeeded").order
        turn()
        row = order.outbox.get(kind__startswith="hook:")
        assert row.sent_at is not None
        with pytest.raises(NotSendable):
            send_again(outbox_id=row.pk, cause="staff", now=timezone.now())


def a_hook(order):
    """An after-payment hook that succeeds."""
