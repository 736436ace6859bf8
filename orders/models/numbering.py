"""The number that names an order to people, and the token that opens it."""

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U: sayable, not guessable


def new_number(country: str) -> str:
    """A number to print and say, such as `CL-7K2M-4QX9`."""
    letters = [secrets.choice(CROCKFORD) for _ in range(8)]
    return f"{country.upper()}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def new_token() -> str:
    """128 random bits, for what nobody may guess: the order's address alone opens it."""
    return secrets.token_urlsafe(16)
