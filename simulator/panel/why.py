"""docs/break-it.md as blocks of a page: headings, paragraphs, lists, code. No more than it uses.

There is one in each language. The anchors of the page are those of the English one, whichever is
shown, so that a button has one address for its reasons.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

DOCS = Path(__file__).resolve().parents[2] / "docs"
FILES = {"en": DOCS / "break-it.md", "es": DOCS / "break-it.es.md"}
NO_WORDS = SafeString("")
KINDS = {"### ": "h3", "## ": "h2", "# ": "h1", "- ": "ul", "1. ": "ol"}


@dataclass(frozen=True)
class Block:
    """`anchor` is a heading's, as code hosts make it; `items` are a list's."""

    kind: str
    html: SafeString = NO_WORDS
    anchor: str = ""
    items: tuple[SafeString, ...] = ()


def read_why(language: str) -> list[Block]:
    """Nothing where the simulator runs without its documentation."""
    file = FILES[language]
    if not file.exists():
        return []
    return with_anchors_of(blocks_of(FILES["en"].read_text()), blocks_of(file.read_text()))


def with_anchors_of(original: list[Block], translated: list[Block]) -> list[Block]:
    """The translation, whose headings, the same in number, get the anchors of the original's."""
    own, wanted = _anchors(translated), _anchors(original)
    new = dict(zip(own, wanted, strict=True))

    def moved(html: SafeString) -> SafeString:
        return mark_safe(  # noqa: S308 (anchors are of word characters and dashes)
            re.sub(r'href="#([^"]+)"', lambda link: f'href="#{new[link[1]]}"', html)
        )

    return [
        replace(
            block,
            html=moved(block.html),
            anchor=new.get(block.anchor, ""),
            items=tuple(moved(item) for item in block.items),
        )
        for block in translated
    ]


def _anchors(blocks: list[Block]) -> list[str]:
    return [block.anchor for block in blocks if block.anchor]


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
    """`Twice at once` is `twice-at-once`. Accents stay, as code hosts have it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _inline(text: str) -> SafeString:
    """Escaped first, so that nothing in the file is taken for HTML."""
    html = str(escape(" ".join(text.split())))
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", html)
    html = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", html)
    html = re.sub(r"\[([^\]]+)\]\((#[^)]+)\)", r'<a href="\2">\1</a>', html)
    html = html.replace("[En español](break-it.es.md)", '<a href="?lang=es">En español</a>')
    html = html.replace("[In English](break-it.md)", '<a href="?lang=en">In English</a>')
    html = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", html)  # other files are not served here
    return mark_safe(html)  # noqa: S308 (our own file, and escaped above)
