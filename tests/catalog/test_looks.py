"""Budgets and rules that every page and drawing keeps."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

DRAWINGS = sorted((settings.BASE_DIR / "static" / "products").glob("*.svg"))


def test_the_stylesheet_is_at_most_six_kilobytes_on_the_wire():
    css = (settings.BASE_DIR / "static" / "css" / "store.css").read_bytes()

    assert len(gzip.compress(css)) <= 6 * 1024


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.name)
def test_a_drawing_is_small_four_by_three_and_inert(drawing: Path):
    svg = drawing.read_text()

    assert len(svg.encode()) < 4096
    assert 'viewBox="0 0 640 480"' in svg
    assert not re.search(r"<(script|style|text|image|foreignObject)\b|\bhref=|\bon\w+=", svg)


@pytest.mark.parametrize("address", ["/", "/products/taza/", "/products/nada/"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_page_has_nothing_the_content_policy_would_block(make_product, client, address, language):
    make_product()

    html = client.get(address, headers={"accept-language": language}).content.decode()

    assert not re.search(r"<style|\bstyle=|\bon\w+=\"|javascript:|<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"(src|href)=\"(https?:)?//", html)


def test_a_page_is_at_most_eight_kilobytes_on_the_wire(make_product, client):
    for number in range(24):
        make_product(slug=f"taza-{number}")

    assert len(gzip.compress(client.get("/").content)) <= 8 * 1024
