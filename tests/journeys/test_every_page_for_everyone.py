"""Every page and every state: accessible, and readable however it is read."""

import pytest

from tests.journeys.accessibility import violations
from tests.journeys.reading import (
    broken_words,
    sticks_out,
    with_text_twice_as_big,
    with_wide_spacing,
)
from tests.journeys.tour import tour

pytestmark = pytest.mark.long_journey

LOCALES = {"es": "es-CL", "en": "en-US", "es-mx": "es-MX"}
# A demo for each, so that the tours go on beside each other.
IN_EACH_LANGUAGE = pytest.mark.parametrize(
    "language",
    [pytest.param(each, marks=pytest.mark.xdist_group(f"tour-{each}")) for each in ("es", "en")],
)


@pytest.fixture
def visit(browser):
    """A new visitor's page, by language, width and color scheme."""
    contexts = []

    def open_page(language, width, scheme="light"):
        context = browser.new_context(
            locale=LOCALES[language],
            color_scheme=scheme,
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def faults(page, demo, language, *checks):
    """Each page's faults, by its address."""
    found = {}
    for address in tour(page, demo.shop_url, language):
        wrong = [fault for check in checks for fault in check(page)]
        if wrong:
            found[address] = wrong
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@IN_EACH_LANGUAGE
def test_nothing_is_inaccessible(visit, demo, language, scheme, width):
    page = visit(language, width, scheme)

    assert faults(page, demo, language, violations, sticks_out, broken_words) == {}


@pytest.mark.xdist_group("mexico")
@pytest.mark.parametrize("width", [375, 768])
def test_mexicos_words_fit_too(visit, demo_in_mexico, width):
    page = visit("es-mx", width)

    assert faults(page, demo_in_mexico, "es-mx", sticks_out, broken_words) == {}


def spaced(page):
    with_wide_spacing(page)
    return sticks_out(page)


def enlarged(page):
    with_text_twice_as_big(page)
    return [*sticks_out(page), *broken_words(page)]


@IN_EACH_LANGUAGE
def test_text_twice_as_big_needs_no_sideways_scroll(visit, demo, language):
    assert faults(visit(language, 640), demo, language, enlarged) == {}


@IN_EACH_LANGUAGE
def test_wider_spacing_needs_no_sideways_scroll(visit, demo, language):
    assert faults(visit(language, 320), demo, language, spaced) == {}


def test_the_checks_find_what_is_wrong(visit):
    page = visit("es", 320)
    page.set_content(
        "<style>.btn { display: block; width: 2em; overflow-wrap: anywhere }</style>"
        "<a class=btn>Pagar</a><p style='width: 900px'>Too wide"
    )

    assert broken_words(page) == ["Pagar"]
    assert sticks_out(page)
