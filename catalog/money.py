"""Money is an `int` in the currency's smallest unit, beside its currency; here it becomes text.

How it is written follows the currency and never the reader's language: a Chilean price reads
$12.990 in English too.
"""

import re

EXPONENTS = {"CLP": 0, "MXN": 2}  # digits after the decimal mark (ISO 4217)
THOUSANDS = {"CLP": ".", "MXN": ","}


class UnknownCurrency(ValueError):
    """A currency this shop neither sells in nor knows how to write."""


class NotMinorUnits(TypeError):
    """An amount that is not a whole number of the smallest unit."""


class NotMoney(ValueError):
    """A text that names no amount of this currency."""


def read_money(text: str, currency: str) -> int:
    """Read what a person typed: `$12.990` is 12990 CLP, `1,299.5` is 129950 MXN, in minor units.

    The currency may be named after it. Raises NotMoney, for a mark in the wrong place too: 12.99
    CLP is nothing; and UnknownCurrency.
    """
    exponent, thousands = _exponent(currency), re.escape(THOUSANDS[currency])
    decimals = rf"(?:\.(\d{{1,{exponent}}}))?" if exponent else "()"
    figures = rf"(\d{{1,12}}|\d{{1,3}}(?:{thousands}\d{{3}}){{1,3}}){decimals}"
    shape = rf"\$?\s*{figures}(?:\s*{currency})?"
    found = re.fullmatch(shape, text.strip(), flags=re.ASCII)
    if found is None:
        raise NotMoney(text)
    whole, rest = found[1].replace(THOUSANDS[currency], ""), (found[2] or "").ljust(exponent, "0")
    return int(whole + rest)


def format_money(amount: int, currency: str) -> str:
    """Write minor units as people do: 12990 CLP is `$12.990`, 129900 MXN is `$1,299.00`.

    Raises NotMinorUnits and UnknownCurrency.
    """
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise NotMinorUnits(f"{amount!r} is not an int in the currency's smallest unit")
    exponent = _exponent(currency)
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 10**exponent)
    decimals = f".{rest:0{exponent}d}" if exponent else ""
    return f"{sign}${whole:,}".replace(",", THOUSANDS[currency]) + decimals


def _exponent(currency: str) -> int:
    if currency not in EXPONENTS:
        raise UnknownCurrency(f"no way to write {currency!r}")
    return EXPONENTS[currency]
