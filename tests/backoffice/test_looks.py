"""The back office looks like the shop: what both name the same is the same."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
DARK = "(prefers-color-scheme: dark) {"


def tokens(sheet, scheme):
    """Name -> value of a stylesheet's first `:root`, or of its first dark one."""
    text = (CSS / sheet).read_text()
    part = text[text.index(DARK) :] if scheme == "dark" else text
    block = part[part.index(":root") : part.index("}")]
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", block))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_colors_and_corners_are_the_shops(scheme):
    shop, office = tokens("store.css", scheme), tokens("backoffice.css", scheme)
    assert len(office) > 15
    assert office == {name: shop.get(name) for name in office}
