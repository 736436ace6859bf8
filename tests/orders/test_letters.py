"""Every mail in every language and both countries: its text and its HTML state the same facts."""

import re
import uuid
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from catalog.delivery import HOME
from orders import mail_kinds as kinds
from orders.correcting import add_note
from orders.emails import queue_answer, queue_link, queue_on_its_way, queue_refund
from orders.letters import TEMPLATES, message
from orders.models import Alert, Outbox, Refund
from orders.models.delivering import PICKED_UP, Delivery
from orders.models.fulfilling import Parcel
from orders.placing import Customer, place_order
from orders.terms import TERMS_VERSION
from tests import factories
from tests.orders.deciding import choose

pytestmark = pytest.mark.django_db
LANGUAGES = ["es", "es-mx", "en"]
COUNTRIES = {
    "cl": ("CLP", 12_990, {"region": "13", "district": "Ñuñoa", "phone": "+56 2 0000 0000"}),
    "mx": ("MXN", 249_00, {"region": "CMX", "postal_code": "06000", "district": "Cuauhtémoc"}),
}
STORE = {
    "STORE_LEGAL_NAME": "Tienda de ejemplo SpA",
    "STORE_TAX_ID": "11.111.111-1",
    "STORE_ADDRESS": "Calle de la tienda 1",
    "STORE_PHONE": "+56 2 1111 1111",
}


@pytest.fixture(autouse=True)
def shop(settings):
    call_command("seed_demo", verbosity=0)
    for name, value in STORE.items():
        setattr(settings, name, value)


@pytest.fixture
def placed(settings):
    """An order of two mugs in this country's currency, sent home or picked up."""

    def place(country, language, *, is_home=True):
        settings.STORE_COUNTRY = country
        settings.LANGUAGE_CODE = language
        currency, price, address = COUNTRIES[country]
        mug = factories.product(name_es="Taza <de> & gres", price=price, currency=currency)
        home = Delivery(way=HOME, street="Calle de ejemplo 123", **address)
        return place_order(
            quantities={mug.pk: 2},
            customer=Customer(email="c@example.com", name="Ana & Luz <3", language=language),
            delivery=home if is_home else PICKED_UP,
            cause="shopper",
            now=timezone.now(),
        )

    return place


def shipped(order):
    parcel = Parcel(
        carrier="Courier", tracking="123456", tracking_url="https://courier.example.com/?n=1&m=2"
    )
    order.move_to("shipped", parcel=parcel, cause="t", now=timezone.now())
    queue_on_its_way(order=order, now=timezone.now())


def ready(order):
    order.move_to("ready", cause="t", now=timezone.now())
    queue_on_its_way(order=order, now=timezone.now())


def refunded(*statuses):
    def give_back(order):
        payment = factories.payment(order, status="succeeded")
        refund = Refund.request(
            payment=payment,
            amount=order.amount,
            reference=uuid.uuid4(),
            cause="t",
            now=timezone.now(),
        )
        for status in ("", *statuses):
            Refund.objects.filter(pk=refund.pk).update(status=status or refund.status)
            refund.refresh_from_db()
            queue_refund(refund=refund, now=timezone.now())
            Outbox.objects.filter(refund=refund).update(sent_at=timezone.now())

    return give_back


def ended(order):
    factories.reported(factories.payment(order, status="pending"), status="failed")


def late(order):
    payment = factories.payment(order)
    order.cancel(payments=[payment], cause="shopper", now=timezone.now())
    factories.reported(payment, status="succeeded")


def answered(order):
    Alert.raise_once(
        kind=Alert.REQUEST,
        subject="s",
        detail="Llegó roto.\n¿Y ahora?",
        order=order,
        now=timezone.now(),
    )
    alert = Alert.objects.get(kind=Alert.REQUEST)
    Alert.objects.filter(pk=alert.pk).update(decision="answer: Te mandamos <otro>.")
    queue_answer(alert=alert, now=timezone.now())


def alerted(order):
    add_note(order_id=order.pk, text="x", cause="t", now=timezone.now())
    Alert.raise_once(
        kind=Alert.MISMATCH,
        subject="pi_1",
        detail="1 & 2\notra línea",
        order=order,
        now=timezone.now(),
    )


def paying(status, **fields):
    return lambda order: factories.payment(order, status=status, **fields)


CASES = {
    "paid": (kinds.CONFIRMED, paying("succeeded")),
    "pending": (kinds.PENDING, paying("pending")),
    "failed": (kinds.RETRY, paying("failed", error_reason="insufficient_funds")),
    "rejected": (kinds.RETRY, paying("rejected")),
    "ended": (kinds.ENDED, ended),
    "refund asked": (kinds.REFUND, refunded()),
    "refund sent": (kinds.REFUND, refunded("succeeded")),
    "refund canceled": (kinds.REFUND, refunded("canceled")),
    "refund failed": (kinds.REFUND, refunded("failed")),
    "shipped": (kinds.ON_ITS_WAY, shipped),
    "ready": (kinds.ON_ITS_WAY, ready),
    "link": (kinds.LINK, lambda order: queue_link(order=order, now=timezone.now())),
    "late": (kinds.LATE, late),
    "answer": (kinds.ANSWER, answered),
    "new order": (kinds.NEW_ORDER, paying("succeeded")),
    "alert": (kinds.ALERT, alerted),
}


class Words(HTMLParser):
    """What a reader of the HTML gets: its visible text, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.text, self.links, self.is_head, self.language = "", [], False, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.is_head = self.is_head or tag == "head"
        self.language = attrs.get("lang", self.language) if tag == "html" else self.language
        self.links += [attrs["href"]] if tag == "a" else []
        self.text += " "

    def handle_endtag(self, tag):
        self.is_head = self.is_head and tag != "head"
        self.text += " "

    def handle_data(self, data):
        self.text += "" if self.is_head else data


def facts(text):
    """Its words, numbers and addresses, without the punctuation between them."""
    return {word.strip(".,:;·()¿?¡!") for word in text.split()} - {""}


def letter(kind, order):
    mail = message(Outbox.objects.filter(kind=kind, order=order).latest("pk"))
    return mail, Words(mail.alternatives[0].content)


def test_no_kind_of_mail_is_left_out():
    assert {kind for kind, _happens in CASES.values()} == set(TEMPLATES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(("kind", "happens"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("is_home", [True, False], ids=["sent", "picked up"])
def test_text_and_html_state_the_same_facts(placed, kind, happens, country, language, is_home):
    with translation.override(language):
        order = placed(country, language, is_home=is_home)
        happens(order)
    mail, html = letter(kind, order)

    shop = facts("Tienda de ejemplo")  # the HTML's heading
    assert facts(mail.body) | shop == facts(html.text) | shop
    assert set(html.links) == set(re.findall(r"https?://\S+", mail.body))
    assert html.language == language
    assert order.number in mail.subject + mail.body
    assert "\n" not in mail.subject
    for part in (mail.body, mail.subject):
        assert "&amp;" not in part and "&lt;" not in part and "{" not in part
    assert len(mail.alternatives[0].content.encode()) < 20 * 1024


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_the_confirmation_states_all_that_was_agreed(placed, country, language):
    order = placed(country, language)
    factories.payment(order, status="succeeded")
    mail, html = letter(kinds.CONFIRMED, order)

    total = {"cl": "$29.470", "mx": "$597.00"}[country]
    required = [
        order.number,
        *{"cl": ["$12.990", "$3.490", "$4.705", "Ñuñoa"], "mx": ["$249.00", "$99.00", "06000"]}[
            country
        ],
        total,
        "Banco de Chile",
        "····9212",
        "90123712",
        "Calle de ejemplo 123",
        f"/orders/{order.token}/",
        "/pages/terms/",
        "/pages/returns/",
        TERMS_VERSION,
        {"cl": "19", "mx": "16"}[country] + ("%" if language == "en" else " %"),
        *(STORE[name] for name in STORE),
        "hola@example.com",
        {"cl": "RUT", "mx": "RFC"}[country],
    ]
    for fact in required:
        assert fact in mail.body
        assert fact in html.text + " ".join(html.links)


@pytest.mark.parametrize(
    ("country", "language", "words"),
    [
        ("cl", "es", "Tienes 10 días desde que lo recibes para arrepentirte"),
        ("cl", "en", "You can change your mind within 10 days of receiving it."),
        ("mx", "es-mx", "Cambios y devoluciones:"),
    ],
)
def test_the_right_to_withdraw_is_named_where_there_is_one(placed, country, language, words):
    order = placed(country, language)
    factories.payment(order, status="succeeded")

    mail, _html = letter(kinds.CONFIRMED, order)

    assert words in mail.body
    assert ("10 días" in mail.body) is (country == "cl" and language == "es")


@pytest.mark.parametrize(
    ("language", "file", "words"),
    [("es", "terminos", "derecho a retracto"), ("en", "terms", "right to withdraw")],
)
def test_the_confirmation_brings_the_terms_that_were_accepted(placed, language, file, words):
    order = placed("cl", language)
    factories.payment(order, status="succeeded")

    mail, _html = letter(kinds.CONFIRMED, order)

    ((name, text, kind),) = mail.attachments
    assert (name, kind) == (f"{file}-{TERMS_VERSION}.txt", "text/plain")
    assert "Tienda de ejemplo SpA" in text
    assert words in text
    assert "<" not in text and "&" not in text


def test_terms_of_another_version_are_not_passed_off_as_the_accepted_ones(placed):
    order = placed("cl", "es")
    type(order).objects.update(terms_version="2020-01-01")
    factories.payment(order, status="succeeded")

    mail, _html = letter(kinds.CONFIRMED, order)

    assert mail.attachments == []
    assert "2020-01-01" in mail.body


def test_a_mail_of_an_order_without_delivery_says_nothing_of_it(placed):
    order = placed("cl", "es")
    type(order).objects.update(way="", shipping_amount=0, amount=25_980)
    order.refresh_from_db()
    factories.payment(order, status="succeeded")

    mail, _html = letter(kinds.CONFIRMED, order)

    assert "Entrega" not in mail.body and "Retiro" not in mail.body


OF_PAID = {
    "es": {
        kinds.CONFIRMED: "Recibimos tu pago de $295.97 MXN",
        kinds.NEW_ORDER: "Ana & Luz <3 pagó $295.97 MXN",
    },
    "en": {
        kinds.CONFIRMED: "We've received your payment of $295.97 MXN",
        kinds.NEW_ORDER: "Ana & Luz <3 paid $295.97 MXN",
    },
}


@pytest.mark.parametrize("language", OF_PAID)
@pytest.mark.parametrize("kind", [kinds.CONFIRMED, kinds.NEW_ORDER])
def test_money_of_another_currency_is_told_in_that_currency(placed, kind, language):
    order = placed("cl", language)
    factories.payment(order, status="succeeded", amount=29_597, currency="MXN")
    choose("accept")

    mail, html = letter(kind, order)

    assert OF_PAID[language][kind] in mail.body
    assert OF_PAID[language][kind] in " ".join(html.text.split())
    assert kind == kinds.CONFIRMED or "$295.97 MXN" in mail.subject


def test_money_that_came_too_late_is_promised_back_in_its_own_currency(placed):
    order = placed("cl", "es")
    payment = factories.payment(order)
    order.cancel(payments=[payment], cause="shopper", now=timezone.now())
    factories.reported(payment, status="succeeded", amount=29_597, currency="MXN")
    choose("accept")

    mail, html = letter(kinds.LATE, order)

    for text in (mail.body, html.text):
        assert text.count("$295.97 MXN") == 2 and "$29.597" not in text


def test_every_mail_is_threaded_automatic_and_no_newsletter(placed):
    order = placed("cl", "es")
    factories.payment(order, status="succeeded")
    sent = letter(kinds.CONFIRMED, order)[0].message()

    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["X-Auto-Response-Suppress"] == "All"
    assert sent["In-Reply-To"] == sent["References"] == f"<order-{order.number}@localhost>"
    assert sent["Reply-To"] == "hola@example.com"
    for name in ("List-Unsubscribe", "List-Id", "Precedence"):
        assert sent[name] is None


@pytest.mark.parametrize(("kind", "happens"), CASES.values(), ids=CASES)
def test_a_mail_is_right_in_the_dark_and_loads_nothing(placed, kind, happens):
    order = placed("cl", "es")
    happens(order)
    html = letter(kind, order)[0].alternatives[0].content

    assert '<meta name="color-scheme" content="light dark">' in html
    assert ":root { color-scheme: light dark" in html
    assert not re.search(r"<(img|link|script|iframe|object)\b|url\(", html)
    # A colour of its own only where the background is its own, too.
    for style in re.findall(r'style="([^"]*)"', html):
        colored = re.search(r"(?<![-\w])color:", style)
        assert bool(colored) is bool(re.search(r"background:", style))
