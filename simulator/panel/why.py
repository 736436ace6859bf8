"""docs/break-it.md as blocks of a page: headings, paragraphs, lists, code. No more than it uses."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FILE = Path(__file__).resolve().parents[2] / "docs" / "break-it.md"
NO_WORDS = SafeString("")
KINDS = {"### ": "h3", "## ": "h2", "# ": "h1", "- ": "ul", "1. ": "ol"}


@dataclass(frozen=True)
class Block:
    """`anchor` is a heading's, as code hosts make it; `items` are a list's."""

    kind: str
    html: SafeString = NO_WORDS
    anchor: str = ""
    items: tuple[SafeString, ...] = ()


def read_why() -> list[Block]:
    """Nothing where the simulator runs without its documentation."""
    return blocks_of(FILE.read_text()) if FILE.exists() else []


def blocks_of(markdown: str) -> list[Block]:
    """What blank lines set apart; a fence keeps together what is in it."""
    fenced = re.split(r"^```\w*\n(.*?)^```$", markdown, flags=re.MULTILINE | re.DOTALL)
    blocks: list[Block] = []
    for place, part in enumerate(fenced):
        if place % 2:
            blocks.append(Block("pre", escape(part)))
        else:
            blocks += [_block(text.strip()) for text in re.split(r"\n\s*\n", part) if text.strip()]
    return blocks


def _block(text: str) -> Block:
    for mark, kind in KINDS.items():
        if not text.startswith(mark):
            continue
        if kind in ("ul", "ol"):
            items = re.split(r"^(?:- |\d+\. )", text, flags=re.MULTILINE)
            return Block(kind, items=tuple(_inline(item) for item in items if item.strip()))
        heading = text.removeprefix(mark)
        return Block(kind, _inline(heading), anchor=anchor_of(heading))
    return Block("p", _inline(text))


def anchor_of(heading: str) -> str:
    """`Twice at once` is `twice-at-once`."""
    return re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")


def _inline(text: str) -> SafeString:
    """Escaped first, so that nothing in the file is taken for HTML."""
    html = str(escape(" ".join(text.split())))
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", html)
    html = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", html)
    html = re.sub(r"\[([^\]]+)\]\((#[^)]+)\)", r'<a href="\2">\1</a>', html)
    html = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", html)  # other files are not served here
    return mark_safe(html)  # noqa: S308 (our own file, and escaped above)
