"""The screen of a failed payment: why, what became of the money, and what to do, per reason."""

import pytest

from tests import factories


@pytest.fixture
def failed(page):
    """The order whose payment failed for `reason`, and the text of its page."""

    def show(reason, **headers):
        payment = factories.payment(factories.order(), status="failed", error_reason=reason)
        return payment.order, page(f"/orders/{payment.order.token}/", **headers)

    return show


REASONS = [
    ("insufficient_funds", "no tiene saldo suficiente", "No se te cobró.", "Usar otra cuenta"),
    (
        "new_contact_amount_limit_reached",
        "Tu banco limita el primer pago a un destinatario nuevo",
        "No se te cobró.",
        "Usar otro banco",
    ),
    ("amount_limit_reached", "Superaste el límite de tu banco", "No se te cobró.", "Usar otra"),
    ("login_invalid_credentials", "no reconoció los datos", "No se te cobró.", "Intentar de nuevo"),
    (
        "login_credentials_locked",
        "Tu banco bloqueó el acceso",
        "No se te cobró.",
        "Usar otro banco",
    ),
    ("mfa_authorization_timeout", "tu autorización", "No se te cobró.", "Intentar de nuevo"),
    (
        "bank_connection_error",
        "Tu banco no está respondiendo",
        "No registramos ningún cobro.",
        "Probar con otro banco",
    ),
    (
        "a_reason_of_tomorrow",
        "El pago no se completó",
        "No registramos ningún cobro.",
        "Intentar de nuevo",
    ),
    (None, "El pago no se completó", "No registramos ningún cobro.", "Intentar de nuevo"),
]


@pytest.mark.parametrize(("reason", "words", "money", "action"), REASONS, ids=lambda c: str(c)[:25])
def test_a_failure_says_why_what_became_of_the_money_and_what_to_do(
    failed, reason, words, money, action
):
    order, html = failed(reason)

    assert words in html
    assert money in html
    assert action in html
    assert f'action="/orders/{order.token}/payments/"' in html
    assert "Guardamos tu pedido hasta el" in html


def test_a_failure_of_the_shops_own_account_asks_to_write_and_not_to_pay(failed):
    order, html = failed("recipient_account_not_allowed")

    assert "No podemos recibir este pago" in html
    assert "Es un problema nuestro, no tuyo" in html
    assert f'href="mailto:hola@example.com?subject={order.number}"' in html
    assert f"/orders/{order.token}/payments/" not in html


def test_an_unresolved_payment_never_says_that_nothing_was_charged(failed):
    order, html = failed("unresolved_final_status")

    assert "No pudimos confirmar tu pago" in html
    assert "Tu banco no nos dio una respuesta definitiva." in html
    assert "No se te cobró" not in html
    assert "No registramos ningún cobro" not in html
    # The only way on is to say that one looked, and no charge is there.
    assert html.count(f"/orders/{order.token}/payments/") == 1
    assert 'name="no_charge" value="1"' in html


IN_ENGLISH = [
    ("insufficient_funds", "The account you chose doesn't have enough money."),
    ("new_contact_amount_limit_reached", "Your bank limits a first payment to a new payee"),
    ("amount_limit_reached", "You've reached your bank's limit"),
    ("login_invalid_credentials", "Your bank didn't recognise those details"),
    ("mfa_locked", "Your bank has locked access"),
    ("mfa_authorization_timeout", "We didn't get your approval in time"),
    ("bank_not_available", "Your bank isn't responding"),
    ("recipient_account_not_allowed", "We can't accept this payment"),
    ("unresolved_final_status", "We couldn't confirm your payment"),
    ("a_reason_of_tomorrow", "The payment didn't go through"),
]


@pytest.mark.parametrize(("reason", "words"), IN_ENGLISH)
def test_each_reason_has_its_words_in_english(failed, reason, words):
    _order, html = failed(reason, accept_language="en")

    assert words in html.replace("&#x27;", "'")
