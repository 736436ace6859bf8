"""Text from outside, made fit for both databases and for people to read."""

import unicodedata

UNSTORABLE = dict.fromkeys([0, *range(0xD800, 0xE000)], "�")  # PostgreSQL refuses these
JOINERS = "\u200c\u200d"


def storable(text: str, limit: int | None = None) -> str:
    """Return the text without NUL and lone surrogates, cut to `limit` characters."""
    return text.translate(UNSTORABLE)[:limit]


def one_line(text: str) -> str:
    """The text without line breaks and what nobody sees; "" if that is all there was."""
    line = " ".join(without_controls(text).split())
    return line if any(_is_seen(character) for character in line) else ""


def in_lines(text: str) -> str:
    """The same of a text of several lines, which keeps them."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()


def without_controls(text: str) -> str:
    """Drop what nobody sees, but for the joiners that emoji and some scripts are written with."""
    return "".join(
        " " if unicodedata.category(character) == "Cc" else character
        for character in text
        if unicodedata.category(character) != "Cf" or character in JOINERS
    )


def _is_seen(character: str) -> bool:
    """A letter, a number, a sign: not what only joins or changes those beside it."""
    return unicodedata.category(character)[0] in "LNPS"


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
