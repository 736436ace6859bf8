"""Simple search: every word has to be somewhere in a product's names or descriptions.

Written without accents and capitals on both sides, so `cafe` finds `Café` in every database.
"""

import unicodedata

WORDS_AT_MOST = 8
QUERY_LIMIT = 100  # characters


def folded(text: str) -> str:
    """The text as it is compared: small letters, no accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_of(query: str) -> list[str]:
    """What is looked for, word by word."""
    return folded(query.replace("\x00", "")[:QUERY_LIMIT]).split()[:WORDS_AT_MOST]
