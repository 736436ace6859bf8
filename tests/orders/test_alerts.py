"""What staff must decide: each kind raised by what really happens, told once, with its page."""

from datetime import timedelta

import pytest
import responses
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from fintoc_client.errors import Unauthorized
from operations.worker import turn
from orders.account import fintoc
from orders.asking import refresh_due
from orders.models import Alert, Outbox, Payment
from orders.opening import Verdict, open_payment
from orders.shopper_says import ask_for_money_back
from tests import factories
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def mismatch():
    return factories.payment(factories.order(), status="succeeded", amount=1).order


def duplicate_payment():
    first = factories.payment(factories.order())
    first.retire(now=timezone.now())
    factories.payment(first.order, status="succeeded")
    return factories.reported(first, status="succeeded").order


def paid_after_cancel():
    payment = factories.payment(factories.order())
    order = payment.order
    order.cancel(payments=[payment], cause="shopper", now=timezone.now())
    return factories.reported(payment, status="succeeded").order


def contradiction():
    paid = factories.payment(factories.order(), status="succeeded")
    for seconds in (60, 0):
        now = timezone.now() - timedelta(seconds=seconds)
        factories.reported(paid, status="in_progress", now=now)
    return paid.order


def unresolved():
    fields = {"status": "failed", "error_reason": "unresolved_final_status"}
    return factories.payment(factories.order(), **fields).order


def followed_by_another(odd, *, is_first=True):
    """A second payment of its order comes in, after its own success or before it."""
    odd.retire(now=timezone.now())
    if is_first:
        factories.reported(odd, status="succeeded")
    other = factories.payment(odd.order, status="succeeded")
    factories.reported(odd, status="succeeded")
    return other


def pending_for_two_weeks():
    long_ago = timezone.now() - timedelta(days=14, hours=1)
    payment = factories.payment(factories.order(now=long_ago), now=long_ago, status="pending")
    return factories.reported(payment, status="pending").order


def missing():
    payment = factories.payment(factories.order())
    with responses.RequestsMock() as api:
        error = {"type": "invalid_request_error", "code": "missing_resource", "message": "gone"}
        api.get(f"{factories.INTENTS}/{payment.intent_id}", status=404, json={"error": error})
        refresh_due(payment=payment, client=fintoc(), now=timezone.now())
    return payment.order


def shop_side():
    fields = {"status": "failed", "error_reason": "recipient_account_not_allowed"}
    return factories.payment(factories.order(), **fields).order


def request():
    order = factories.payment(factories.order(), status="succeeded").order
    ask_for_money_back(order_id=order.pk, message="No me quedó bien", now=timezone.now())
    return order


def mail_parked():
    order = factories.payment(factories.order(), status="succeeded").order
    row = order.outbox.get(kind="E1")
    now = timezone.now()
    row.try_later(error="451", now=now - DAY)
    Outbox.objects.filter(pk=row.pk).update(kind="E9")  # no such template: it can never be sent
    turn()
    return order


RAISED = [
    (mismatch, "mismatch", True, "Estamos revisando tu pago"),
    (duplicate_payment, "duplicate_payment", False, "Pagaste dos veces"),
    (paid_after_cancel, "paid_after_cancel", True, "Recibimos tu pago después de anular el pedido"),
    (contradiction, "contradiction", True, "No vuelvas a pagar."),
    (unresolved, "unresolved", True, "No pudimos confirmar tu pago"),
    (pending_for_two_weeks, "unresolved", True, "No pudimos confirmar tu pago"),
    (missing, "missing", False, "Revisa y paga"),
    (shop_side, "shop_side", False, "No podemos recibir este pago"),
    (request, "request", False, "Recibimos tu mensaje"),
    (mail_parked, "mail_parked", False, "Pago recibido"),
]
EVERY = pytest.mark.parametrize(
    ("happens", "kind", "blocks", "words"), RAISED, ids=lambda each: getattr(each, "__name__", "")
)


@EVERY
def test_it_is_raised_once_and_shown_to_its_shopper(happens, kind, blocks, words, client):
    order = happens()
    alert = Alert.objects.get()
    assert (alert.kind, alert.order, order.is_blocked) == (kind, order, blocks)
    assert words in client.get(f"/orders/{order.token}/").content.decode()


@EVERY
def test_the_merchant_is_mailed_once_with_what_to_do(happens, kind, blocks, words, settings):
    order = happens()
    turn()
    turn()
    to_merchant = [each for each in mail.outbox if each.to == [settings.MERCHANT_EMAIL]]
    (sent,) = [each for each in to_merchant if "Nuevo pedido" not in each.subject]
    assert sent.subject.startswith(f"Revisa el pedido {order.number}: ")
    html = sent.alternatives[0].content
    for part in (sent.body, html):
        assert str(Alert.objects.get().words.advice) in part
        assert order.number in part and "/admin/" in part
        assert ("no se puede preparar ni pagar otra vez" in part) is blocks
    assert sent.reply_to == [order.email]


@EVERY
def test_nobody_pays_again_while_a_blocking_one_is_open(happens, kind, blocks, words):
    order = happens()
    if not blocks or order.is_pending or order.is_paid:
        return
    opening = open_payment(order_id=order.pk, client=fintoc(), now=timezone.now())
    assert opening.verdict is Verdict.ORDER


def test_each_kind_has_words_and_only_money_at_stake_blocks():
    assert set(Alert.BLOCKING) == {"mismatch", "paid_after_cancel", "contradiction", "unresolved"}
    for kind in Alert.KINDS:
        assert str(Alert(kind=kind).words.title) and str(Alert(kind=kind).words.advice)


@pytest.mark.parametrize(
    ("key", "title", "advice"),
    [
        (
            "E5:7:on its way",
            "no salió el correo «Devolución» al cliente",
            "Lo intentamos muchas veces. Corrige la dirección del cliente si está mal, "
            "y envíalo otra vez.",
        ),
        (
            "M1:7",
            "no salió el correo «Aviso de pedido nuevo» a la tienda",
            "Lo intentamos muchas veces. Revisa MERCHANT_EMAIL y envíalo otra vez.",
        ),
        (
            "hook:office.books.write_invoice:7",
            "no se hizo la tarea «write_invoice»",
            "Lo intentamos muchas veces. Corrige lo que dice su error y envíala otra vez.",
        ),
    ],
)
def test_what_could_not_go_out_is_named_and_mended_where_it_was_going(key, title, advice):
    words = Alert(kind="mail_parked", subject=key).words
    assert (str(words.title), str(words.advice)) == (title, advice)


def test_the_same_question_is_asked_once_while_it_is_open_and_again_when_it_comes_back():
    now = timezone.now()
    for _time in range(3):
        Alert.raise_once(kind="shop_side", subject="fintoc", detail="401", now=now)
    alert = Alert.objects.get()
    alert.resolve(decision="new key", cause="owner", now=now)
    Alert.raise_once(kind="shop_side", subject="fintoc", detail="401", now=now)
    assert Alert.objects.count() == 2 == Outbox.objects.filter(kind="M2").count()


def test_the_database_itself_refuses_a_second_open_one():
    now = timezone.now()
    Alert.objects.create(kind="missing", subject="pi_1", created_at=now)
    with pytest.raises(IntegrityError):
        Alert.objects.create(kind="missing", subject="pi_1", created_at=now)


def test_a_decision_is_in_the_timeline_with_its_author():
    order = unresolved()
    Alert.objects.get().resolve(decision="paid with proof", cause="owner", now=timezone.now())
    last = order.events.last()
    assert (last.kind, last.value, last.detail, last.cause) == (
        "decision",
        "unresolved",
        "paid with proof",
        "owner",
    )
    assert not order.is_blocked


def test_what_staff_decided_is_not_asked_again_when_the_same_fact_is_told_again():
    order = unresolved()
    Alert.objects.get().resolve(decision="no charge", cause="owner", now=timezone.now())
    fields = {"status": "failed", "error_reason": "unresolved_final_status"}
    factories.reported(order.payments.get(), **fields)
    assert not Alert.objects.open().exists()


def test_a_payment_at_the_bank_that_fintoc_forgot_is_nobodys_to_wait_for():
    payment = factories.payment(factories.order(), status="pending")
    with responses.RequestsMock() as api:
        error = {"type": "invalid_request_error", "code": "missing_resource", "message": "gone"}
        api.get(f"{factories.INTENTS}/{payment.intent_id}", status=404, json={"error": error})
        refresh_due(payment=payment, client=fintoc(), now=timezone.now())
    assert {alert.kind for alert in Alert.objects.all()} == {"missing", "unresolved"}


def test_a_fintoc_away_on_the_last_day_does_not_forget_the_payment():
    long_ago = timezone.now() - timedelta(days=14, hours=1)
    payment = factories.payment(factories.order(), now=long_ago)
    Payment.objects.filter(pk=payment.pk).update(status="pending", due_at=timezone.now())
    with responses.RequestsMock() as api:
        api.get(f"{factories.INTENTS}/{payment.intent_id}", status=503)
        turn()
    assert Alert.objects.get().kind == "unresolved"


def test_a_mail_to_the_merchant_that_cannot_be_sent_raises_nothing_more():
    Alert.raise_once(kind="shop_side", subject="fintoc", now=timezone.now())
    row = Outbox.objects.get()
    row.try_later(error="451", now=timezone.now() - DAY)
    Outbox.objects.filter(pk=row.pk).update(due_at=timezone.now())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("orders.emails.message", lambda _row: 1 / 0)
        turn()
    row.refresh_from_db()
    assert row.due_at is None and Alert.objects.count() == 1


def test_a_wrong_key_asks_once_however_many_payments_hear_it():
    payments = [factories.payment(factories.order()) for _ in range(3)]
    with responses.RequestsMock() as api:
        for payment in payments:
            api.get(f"{factories.INTENTS}/{payment.intent_id}", status=401)
            with pytest.raises(Unauthorized):
                refresh_due(payment=payment, client=fintoc(), now=timezone.now())
    assert Alert.objects.get().subject == "fintoc"


def test_several_events_of_one_orphan_ask_once(client):
    payment = Payment.open(order=factories.order(), now=timezone.now())
    Payment.objects.all().delete()
    for word in ("pending", "succeeded"):
        data = factories.intent(payment, status=word, id="pi_orphan")
        factories.signed_post(client, factories.event(data, type=f"payment_intent.{word}"))
    for row in WebhookEvent.objects.all():
        row.try_later("parked", error="no such payment here", now=row.received_at + DAY)
    alert = Alert.objects.get()
    assert (alert.kind, alert.subject) == ("orphan", "pi_orphan")


class TestTheShopperSaysThatNoChargeIsThere:
    def pay_again(self, client, order):
        return client.post(f"/orders/{order.token}/payments/", {"no_charge": "1"})

    def test_and_pays_again_at_once(self, client):
        order = unresolved()
        with responses.RequestsMock() as api:
            api.post(factories.INTENTS, status=500)
            self.pay_again(client, order)
        assert order.payments.count() == 2 and not order.is_blocked
        alert = Alert.objects.get()
        assert (alert.decision, alert.decided_by) == (
            "no charge in the shopper's account",
            "shopper",
        )

    def test_and_a_payment_still_at_the_bank_stays_there(self, client):
        order = pending_for_two_weeks()
        assert self.pay_again(client, order).status_code == 303
        assert order.payments.count() == 1 and order.is_blocked

    def test_and_that_decides_nothing_about_an_amount(self, client):
        order = mismatch()
        self.pay_again(client, order)
        assert order.is_blocked and order.payments.count() == 1


class TestAShopperAsksForMoneyBack:
    def ask(self, client, order, message):
        return client.post(f"/orders/{order.token}/request/", {"message": message})

    @pytest.fixture
    def order(self):
        return factories.payment(factories.order(), status="succeeded").order

    def test_the_words_reach_the_merchant(self, client, order):
        assert self.ask(client, order, "Llegó rota").status_code == 303
        assert Alert.objects.get().detail == "Llegó rota"

    def test_a_second_message_joins_the_first(self, client, order):
        self.ask(client, order, "Llegó rota")
        self.ask(client, order, "Y sin tapa")
        assert Alert.objects.get().detail == "Llegó rota\n\nY sin tapa"
        assert order.events.filter(value="request").count() == 2

    @pytest.mark.parametrize("message", ["", "  \n ", " \u200b\n\u202e ", "\x00"])
    def test_without_a_word_it_says_what_is_missing(self, client, order, message):
        answer = self.ask(client, order, message)
        assert answer.status_code == 422 and "Escribe qué quieres devolver" in answer.text
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("message", ["a\x00b", "x" * 5000, "<b>hola</b>", "🫖 שלום"])
    def test_any_text_is_kept_as_text(self, client, order, message):
        assert self.ask(client, order, message).status_code == 303
        assert 0 < len(Alert.objects.get().detail) <= 2000

    @pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff"])
    def test_the_lines_are_kept_and_nothing_that_nobody_sees(self, client, order, unseen):
        self.ask(client, order, f"{unseen}Llegó{unseen} rota\r\n\r\nY  sin tapa{unseen}\n")
        assert Alert.objects.get().detail == "Llegó rota\n\nY sin tapa"
        assert order.events.get(value="request").detail == "Llegó rota\n\nY sin tapa"


def test_of_two_successes_only_the_second_is_too_many_however_often_both_are_told(client):
    first = factories.payment(factories.order())
    first.retire(now=timezone.now())
    second = factories.payment(first.order)

    for payment in (first, second, first, second):
        factories.signed_post(client, factories.paid_event(payment))

    assert Alert.objects.get().subject == second.intent_id


def test_a_success_that_fintoc_cannot_be_asked_about_is_no_duplicate_of_itself(client):
    paid = factories.payment(factories.order(), status="succeeded")
    factories.signed_post(client, factories.paid_event(paid, amount=1))

    with responses.RequestsMock() as api:
        api.get(f"{factories.INTENTS}/{paid.intent_id}", status=503)
        turn()

    assert not Alert.objects.exists()
