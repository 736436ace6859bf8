"""Fintoc's test special values for the login, and what a bank says of any other.

Fintoc docs: /docs/quickstart-1 and /docs/payment-initiation-test-your-integration.
"""

RUTS = ("416148503", "404276727", "415792638")
PASSWORD = "jonsnow"  # noqa: S105 - Fintoc's documented test password
PHONE = "5555555555"
MX_HOLDER_ID = "xaxx010101000"


def wrong_with_login(*, rut: str, password: str) -> str:
    """The name of the sentence that says it, or nothing. A RUT may have dots and a dash."""
    if not is_rut(rut):
        return "rut_malformed"
    if plain(rut) not in RUTS:
        return "rut_unknown"
    return "" if password == PASSWORD else "password_wrong"


def wrong_with_phone(phone: str) -> str:
    """Likewise. A phone may have spaces, and Mexico's +52."""
    digits = plain(phone).removeprefix("+52")
    if not (digits.isdecimal() and len(digits) == len(PHONE)):
        return "phone_malformed"
    return "" if digits == PHONE else "phone_unknown"


def is_rut(text: str) -> bool:
    """Seven or eight digits, and the check digit that follows from them."""
    body, check_digit = plain(text)[:-1], plain(text)[-1:]
    if not (body.isdecimal() and body.isascii() and len(body) in (7, 8)):
        return False
    weighted = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(body)))
    return check_digit == "0123456789k0"[11 - weighted % 11]


def plain(text: str) -> str:
    """A RUT or a phone without what people put between its digits."""
    return text.strip().replace(".", "").replace("-", "").replace(" ", "").lower()
