"""Money is an `int` in the currency's smallest unit, beside its currency; here it becomes text.

How it is written follows the currency and never the reader's language: a Chilean price reads
$12.990 in English too.
"""

EXPONENTS = {"CLP": 0, "MXN": 2}  # digits after the decimal mark (ISO 4217)
THOUSANDS = {"CLP": ".", "MXN": ","}


class UnknownCurrency(ValueError):
    """A currency this shop neither sells in nor knows how to write."""


class NotMinorUnits(TypeError):
    """An amount that is not a whole number of the smallest unit."""


def format_money(amount: int, currency: str) -> str:
    """Write minor units as people do: 12990 CLP is `$12.990`, 129900 MXN is `$1,299.00`.

    Raises NotMinorUnits and UnknownCurrency.
    """
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise NotMinorUnits(f"{amount!r} is not an int in the currency's smallest unit")
    if currency not in EXPONENTS:
        raise UnknownCurrency(f"no way to write {currency!r}")
    exponent = EXPONENTS[currency]
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), 10**exponent)
    decimals = f".{rest:0{exponent}d}" if exponent else ""
    return f"{sign}${whole:,}".replace(",", THOUSANDS[currency]) + decimals
