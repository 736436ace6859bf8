"""Text from outside, made fit for both databases."""

UNSTORABLE = dict.fromkeys([0, *range(0xD800, 0xE000)], "�")  # PostgreSQL refuses these


def storable(text: str, limit: int | None = None) -> str:
    """Return the text without NUL and lone surrogates, cut to `limit` characters."""
    return text.translate(UNSTORABLE)[:limit]
