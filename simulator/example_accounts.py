"""Account numbers that belong to nobody, for both sides of a transfer."""

RECIPIENTS = {
    "CLP": {
        "holder_id": "111111111",
        "number": "123456",
        "type": "checking_account",
        "institution_id": "cl_banco_de_prueba_a",
    },
    "MXN": {
        "holder_id": "xaxx010101000",
        "number": "646000000000000000",
        "type": "clabe",
        "institution_id": "mx_banco_de_prueba_a",
    },
}


def collecting_account(currency: str) -> dict[str, str]:
    """Where the money goes when Fintoc collects it."""
    return dict(RECIPIENTS[currency])


def paying_account(
    currency: str, *, holder_id: str = "", number: str = "", institution_id: str = ""
) -> dict[str, str]:
    """Where the money comes from; what is not known takes an example's place."""
    example = RECIPIENTS[currency]
    return {
        "holder_id": holder_id or example["holder_id"],
        "number": number or example["number"],
        "type": example["type"],
        "institution_id": institution_id or example["institution_id"],
    }
