"""Amounts for people. They are integers in the smallest unit everywhere else."""


def shown(amount: int, currency: str) -> str:
    """CLP 2476 is `$2.476 CLP`, MXN 102900 is `$1,029.00 MXN`.

    Fintoc docs: /guides/home/currencies.
    """
    if currency == "CLP":
        grouped = f"{amount:,}".replace(",", ".")
        return f"${grouped} CLP"
    whole, cents = divmod(amount, 100)
    return f"${whole:,}.{cents:02} {currency}"
