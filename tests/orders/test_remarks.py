"""What staff are told beside a title is worded when it is read, in the reader's language."""

import re

import pytest
from django.utils import timezone, translation

from orders.letters import message
from orders.models import Alert, Outbox
from orders.remarks import REMARKS, with_facts, worded
from orders.shopper_says import ask_for_money_back
from tests import factories
from tests.orders import test_alerts as raised

pytestmark = pytest.mark.django_db

OTHER_MONEY = with_facts("other money", said=(50_050, "CLP"), asked=(12_990, "CLP"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "Fintoc dice $50.050; pedimos $12.990."),
        ("en", "Fintoc says $50.050; we asked for $12.990."),
    ],
)
def test_amounts_are_written_as_people_do(language, words):
    with translation.override(language):
        assert worded(OTHER_MONEY) == words


def test_another_currency_is_named():
    kept = with_facts("other money", said=(12_990, "MXN"), asked=(12_990, "CLP"))
    with translation.override("es"):
        assert worded(kept) == "Fintoc dice $129.90 MXN; pedimos $12.990."


def test_one_without_facts_is_kept_as_it_is_called():
    with translation.override("es"):
        assert worded("the order is not paid") == "El pedido no está pagado."


@pytest.mark.parametrize("text", ["", "451 try later", '["x', '["no remark", {}]'])
@pytest.mark.parametrize("more", ["", "\n\nand more"])
def test_what_is_no_remark_is_left_as_it_is(text, more):
    assert worded(text + more) == text + more


@pytest.mark.parametrize("facts", ["{}", "[]", "5", '{"said": 5, "asked": [1, "CLP"]}'])
def test_what_only_looks_like_a_remark_is_left_as_it_is(facts):
    text = f'["other money", {facts}]'

    assert worded(text) == text


@pytest.mark.parametrize("remark", REMARKS)
def test_each_has_english_words_with_the_same_facts(remark):
    spanish, english = (_in(language, REMARKS[remark]) for language in ("es", "en"))
    assert spanish != english
    assert _facts(spanish) == _facts(english)


def _in(language, words):
    with translation.override(language):
        return str(words)


def _facts(words):
    return set(re.findall(r"%\((\w+)\)s", words))


def test_the_merchants_mail_has_it_in_their_language():
    raised.mismatch()
    mail = message(Outbox.objects.get(kind="M2"))
    for part in (mail.body, mail.alternatives[0].content):
        assert "Fintoc dice $1; pedimos $12.990." in part
        assert "Fintoc says" not in part and "test@" not in part


def test_another_account_is_named():
    factories.payment(factories.order(), status="succeeded", mode="live")
    said = Alert.objects.get().remark
    assert said.startswith("Fintoc dice $12.990 en live")
    assert said.endswith("; pedimos $12.990 en test@api.fintoc.example.com.")


def test_a_shoppers_own_words_are_none():
    order = factories.payment(factories.order(), status="succeeded").order
    ask_for_money_back(order_id=order.pk, message=OTHER_MONEY, now=timezone.now())
    assert Alert.objects.get().remark == order.events.last().remark == OTHER_MONEY
