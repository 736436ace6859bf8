"""The number that names an order to people."""

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U: sayable, not guessable


def new_number(country: str) -> str:
    """A number to print and say, such as `CL-7K2M-4QX9`."""
    letters = [secrets.choice(CROCKFORD) for _ in range(8)]
    return f"{country.upper()}-{''.join(letters[:4])}-{''.join(letters[4:])}"
