"""Text from outside, made fit for both databases."""

UNSTORABLE = dict.fromkeys([0, *range(0xD800, 0xE000)], "�")  # PostgreSQL refuses these


def storable(text: str, limit: int | None = None) -> str:
    """Return the text without NUL and lone surrogates, cut to `limit` characters."""
    return text.translate(UNSTORABLE)[:limit]


SMALL_WORDS = frozenset({"de", "del", "la", "y"})
ACRONYMS = frozenset({"bbva", "bci", "bice", "hsbc", "stp"})


def bank_name(institution_id: str) -> str:
    """Fintoc's id of a bank as people read it: `cl_banco_de_chile` is Banco de Chile."""
    words = institution_id.split("_")
    if len(words) > 1 and words[0] in ("cl", "mx"):
        words = words[1:]
    return " ".join(_as_written(word) for word in words)


def _as_written(word: str) -> str:
    if word in SMALL_WORDS:
        return word
    return word.upper() if word in ACRONYMS else word.capitalize()
