"""What the mails to a shopper say, in both languages, as text and as HTML."""

import email
import email.policy
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.html import escape

from catalog.models import Product
from orders.emails import message
from orders.models import Outbox, Payment
from orders.rulings import accept, set_aside
from tests import factories

STATUS_OF = {"E1": "succeeded", "E2": "pending", "E3": "failed", "E4": "failed", "E8": "succeeded"}


def mail_of(kind, *, language="es", name="Nombre Apellido", **fields):
    mug = factories.product(name_es="Taza & plato", name_en="Mug & saucer", price=12_990)
    order = factories.order(products=[mug], quantity=2, language=language, name=name)
    payment = factories.payment(order, status="pending" if kind == "E4" else "created")
    if kind == "E8":
        order.cancel(payments=[payment], cause="shopper", now=timezone.now())
    factories.reported(payment, status=STATUS_OF[kind], **fields)
    return order, message(Outbox.objects.get(kind=kind, order=order))


def html_of(mail):
    (alternative,) = mail.alternatives
    assert alternative.mimetype == "text/html"
    return alternative.content


SUBJECTS = [
    ("E1", "es", "Pago recibido: pedido {}"),
    ("E1", "en", "Payment received: order {}"),
    ("E2", "es", "Recibimos tu pedido {}; el banco confirma el pago"),
    ("E2", "en", "We have your order {}; your bank is confirming payment"),
    ("E3", "es", "Tu pago no se completó. Tu pedido {} sigue guardado"),
    ("E3", "en", "Your payment didn't go through. Order {} is saved"),
    ("E4", "es", "No se concretó el pago del pedido {}"),
    ("E4", "en", "Payment for order {} wasn't completed"),
    ("E8", "es", "Recibimos tu pago del pedido {}; te escribiremos pronto"),
    ("E8", "en", "We have your payment for order {}; we'll email you soon"),
]


@pytest.mark.parametrize(("kind", "language", "subject"), SUBJECTS)
def test_the_subject_says_what_happened_to_which_order(kind, language, subject):
    order, mail = mail_of(kind, language=language)

    assert mail.subject == subject.format(order.number)
    assert mail.to == ["cliente@example.com"]


@pytest.mark.parametrize("kind", STATUS_OF)
@pytest.mark.parametrize("language", ["es", "en"])
def test_text_and_html_link_to_the_order_and_name_the_seller(kind, language):
    order, mail = mail_of(kind, language=language)

    for part in (mail.body, html_of(mail)):
        assert order.number in part
        assert f"http://localhost:8000/orders/{order.token}/" in part
        assert "$25.980" in part
        assert "Tienda de ejemplo" in part
        assert "hola@example.com" in part
    assert f'<html lang="{language}">' in html_of(mail)


@pytest.mark.parametrize(
    ("language", "facts"),
    [
        (
            "es",
            [
                "Hola Nombre Apellido:",
                "Recibimos tu pago de $25.980 por el pedido",
                "2 × Taza & plato",
                "Total $25.980 (IVA incluido 19 %: $4.148)",
                "Pagado por transferencia · Banco de Chile · ····9212 · operación 90123712",
                "No es una boleta; te llegará aparte.",
                "http://localhost:8000/pages/terms/",
            ],
        ),
        (
            "en",
            [
                "Hi Nombre Apellido,",
                "We've received your payment of $25.980 for order",
                "2 × Mug & saucer",
                "Total $25.980 (VAT 19% included: $4.148)",
                "Paid by bank transfer · Banco de Chile · ····9212 · operation 90123712",
                "It is not a tax receipt; that arrives separately.",
                "http://localhost:8000/pages/terms/",
            ],
        ),
    ],
)
def test_the_confirmation_has_the_facts_of_the_purchase(language, facts):
    with_english_names = language == "en"
    order, mail = mail_of("E1", language=language)
    if with_english_names:
        order.lines.update(name="Mug & saucer")  # a line keeps the name it was bought under
        mail = message(Outbox.objects.get(kind="E1"))

    for fact in facts:
        assert fact in mail.body
        assert escape(fact) in html_of(mail).replace("'", "&#x27;").replace("&#39;", "&#x27;")


def test_the_confirmation_states_when_it_was_paid_however_late_it_goes_out():
    paid_at = datetime(2026, 11, 22, 17, 32, tzinfo=UTC)  # 14:32 in Santiago
    payment = factories.payment(factories.order(now=paid_at), status="succeeded", now=paid_at)
    later = paid_at + timedelta(days=2)
    payment.order.correct({"email": "otro@example.com"}, cause="t", now=later)

    mail = message(Outbox.objects.get(kind="E1"))

    for part in (mail.body, html_of(mail)):
        assert "22 de noviembre de 2026, 14:32" in part


def test_the_confirmation_sent_again_is_of_the_payment_that_pays_by_now():
    first = factories.payment(factories.order(), status="succeeded")
    first.retire(now=timezone.now())
    second = factories.payment(first.order, status="succeeded", reference_id="555")
    set_aside(first, Payment.UNPAID, cause="t", now=timezone.now())
    second.refresh_from_db()
    assert second.has_paid

    mail = message(Outbox.objects.get(kind="E1"))

    assert "operación 555" in mail.body


@pytest.mark.parametrize("kind", ["E1", "M1", "E8"])
def test_of_money_that_staff_took_for_the_price_the_mails_say_how_much_it_was(kind):
    order = factories.order()
    payment = factories.payment(order)
    if kind == "E8":
        order.cancel(payments=[payment], cause="shopper", now=timezone.now())
        Product.objects.update(stock=0)
    factories.reported(payment, status="succeeded", amount=12_000)
    accept(payment, cause="t", now=timezone.now())

    mail = message(Outbox.objects.get(kind=kind))

    for part in (mail.body, html_of(mail)):
        first = part.partition("Total")[0]
        assert "$12.000" in first
        assert ("$12.990" in part) is (kind == "E1")  # what it costs, in its list


@pytest.mark.parametrize("kind", ["E1", "M1"])
def test_a_currency_that_the_shop_cannot_write_holds_no_mail_back(kind):
    payment = factories.payment(factories.order(), status="succeeded", currency="USD")
    accept(payment, cause="t", now=timezone.now())

    assert "12990 USD" in message(Outbox.objects.get(kind=kind)).body


def test_the_merchant_reads_of_the_products_in_their_own_language():
    with translation.override("en"):
        order = factories.order(language="en")
        factories.payment(order, status="succeeded")

    to_merchant = message(Outbox.objects.get(kind="M1"))
    to_shopper = message(Outbox.objects.get(kind="E1"))

    for part in (to_merchant.body, html_of(to_merchant)):
        assert "1 × Taza de gres" in part and "Stoneware mug" not in part
    for part in (to_shopper.body, html_of(to_shopper)):
        assert "1 × Stoneware mug" in part


def test_a_product_that_lost_its_name_is_told_by_the_one_it_was_bought_under():
    order = factories.order()
    factories.payment(order, status="succeeded")
    Product.objects.update(name_es="", name_en="")

    assert "1 × Taza de gres" in message(Outbox.objects.get(kind="M1")).body


def test_the_mail_of_many_products_asks_no_more_than_that_of_one(django_assert_num_queries):
    order = factories.order(products=[factories.product() for _ in range(4)])
    factories.payment(order, status="succeeded")
    row = Outbox.objects.select_related("order", "payment").get(kind="M1")

    with django_assert_num_queries(1):
        message(row)


def test_the_whole_account_number_is_in_no_mail():
    _order, mail = mail_of("E1")

    assert "422159212" not in mail.body + html_of(mail)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ["No vuelvas a pagar.", "puede tomar hasta 10 días."]),
        ("en", ["Please don't pay again.", "it can take up to 10 days."]),
    ],
)
def test_the_pending_mail_says_not_to_pay_again(language, words):
    _order, mail = mail_of("E2", language=language)

    for expected in words:
        assert expected in mail.body
        assert expected in html_of(mail).replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "es",
            [
                "Tu pago de $25.980 no se completó: la cuenta elegida no tenía saldo suficiente.",
                "No se te cobró.",
                "Ignora este correo.",
            ],
        ),
        (
            "en",
            [
                "Your payment of $25.980 didn't go through: "
                "the account you chose didn't have enough money.",
                "You have not been charged.",
                "Ignore this email.",
            ],
        ),
    ],
)
def test_the_retry_mail_says_why_and_what_became_of_the_money(language, words):
    _order, mail = mail_of("E3", language=language, error_reason="insufficient_funds")

    for expected in words:
        assert expected in mail.body
        assert expected in html_of(mail).replace("&#x27;", "'").replace("<b>", "")


def test_without_a_known_reason_the_retry_mail_has_honest_words():
    _order, mail = mail_of("E3", error_reason="a_reason_of_tomorrow")

    assert "Tu pago de $25.980 no se completó. No registramos ningún cobro." in mail.body


@pytest.mark.parametrize(
    ("language", "words"), [("es", "No se te cobró."), ("en", "You have not been charged.")]
)
def test_of_a_payment_that_expired_mail_and_page_say_that_nobody_was_charged(page, language, words):
    payment = factories.hosted_payment(factories.order(language=language))
    order = factories.session_reported(payment, status="expired").order

    assert words in page(f"/orders/{order.token}/", accept_language=language)
    mail = message(Outbox.objects.get(kind="E3"))
    for part in (mail.body, html_of(mail)):
        assert words in part


@pytest.mark.parametrize("kind", STATUS_OF)
def test_the_text_is_text_and_not_escaped_markup(kind):
    _order, mail = mail_of(kind, name="Zoë O'Brien & <hijos>")

    assert "&#x27;" not in mail.body + mail.subject
    assert "&amp;" not in mail.body + mail.subject
    assert "<hijos>" not in html_of(mail)


def test_a_name_is_no_template():
    _order, mail = mail_of("E1", name="{{7*7}}{% now 'Y' %}")

    assert "{{7*7}}{% now 'Y' %}" in mail.body
    assert escape("{{7*7}}{% now 'Y' %}") in html_of(mail)


@pytest.mark.parametrize("kind", STATUS_OF)
def test_no_customer_adds_a_header(kind):
    _order, mail = mail_of(kind, name="Ana\r\nBcc: otro@example.com")

    sent = mail.message()

    assert sent["Bcc"] is None
    assert sent.get_all("To") == ["cliente@example.com"]
    assert mail.recipients() == ["cliente@example.com"]


HOSTILE = {
    "CR and LF": "Ana\r\nBcc: otro@example.com\r\n\r\nHola",
    "LF alone": "Ana\nSubject: otro",
    "right to left": "Ana \u202ekcehc\u202c \u2067x\u2069",
    "emoji of four bytes": "Ana 👩‍👩‍👧 🧉",
    "5,000 letters": "ñ" * 5_000,
    "a template": "{{7*19111}}{% now 'Y' %}{{ order.token }}${7*19111}#{7*19111}",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt;",
}
HEADERS = {
    *("Content-Type", "MIME-Version", "Subject", "From", "To", "Reply-To", "Date", "Message-ID"),
    *("In-Reply-To", "References", "Auto-Submitted", "X-Auto-Response-Suppress"),
}


def parts(mail):
    """The headers and the texts of a mail as its reader's program has them, from its bytes."""
    read = email.message_from_bytes(mail.message().as_bytes(), policy=email.policy.default)
    texts = [part.get_content() for part in read.walk() if part.get_content_maintype() == "text"]
    return read, texts


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", ["E1", "M1"])
def test_a_name_is_only_ever_text(kind, words, monkeypatch):
    """Of the shopper and of the product, in the mails that have them; longer than a form or a
    column would have it, too."""
    order = factories.order(name="Ana", products=[factories.product(name_es="Taza")])
    factories.payment(order, status="succeeded")
    row = Outbox.objects.get(kind=kind, order=order)
    line = row.order.lines.get()
    row.order.name, line.name, line.product.name_es = words, words, words
    monkeypatch.setattr("orders.models.Order.lines", Lines([line]))

    read, (plain, html, *_rest) = parts(message(row))

    assert set(read.keys()) == HEADERS and len(read.keys()) == len(HEADERS)
    assert str(7 * 19111) not in (plain + html).replace(order.number, "").replace(order.token, "")
    assert "".join(words.split()) in "".join(plain.split())
    assert "".join(escape(words).split()) in "".join(html.split())
    assert "<script" not in html and "<img" not in html


class Lines:
    """An order's lines that no database has to be able to store."""

    def __init__(self, lines):
        self.lines = lines

    def order_by(self, *_fields):
        return self

    def select_related(self, *_fields):
        return self

    def __iter__(self):
        return iter(self.lines)


def test_a_mail_is_small_and_loads_nothing_from_elsewhere():
    _order, mail = mail_of("E1")

    html = html_of(mail)
    assert len(html.encode()) < 20 * 1024
    assert "<img" not in html
    assert "src=" not in html
    assert "<script" not in html
