"""Every page and every state: accessible, and readable however it is read."""

import pytest

from tests.journeys.accessibility import OF_COLORS, violations
from tests.journeys.layout_shift import SHIFT
from tests.journeys.policy import stopped_by_policy, watch_the_policy
from tests.journeys.reading import (
    broken_words,
    sticks_out,
    with_text_twice_as_big,
    with_wide_spacing,
)
from tests.journeys.tour import tour

pytestmark = pytest.mark.long_journey

LOCALES = {"es": "es-CL", "en": "en-US", "es-mx": "es-MX"}
HEIGHT = 800
# Layout shift is told in thousandths. On a very busy machine a page is painted before it is all
# there, and then half a line may move by a few pixels: some hundred-thousandths.
LEAST = 0.0005
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def visit(browser):
    """A new visitor's page, by language."""
    contexts = []

    def open_page(language):
        context = browser.new_context(locale=LOCALES[language], reduced_motion="reduce")
        contexts.append(context)
        watch_the_policy(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


# A demo for each, so that the tours go on beside each other.
@pytest.fixture(
    scope="module",
    params=[pytest.param(each, marks=pytest.mark.xdist_group(f"tour-{each}")) for each in LOCALES],
)
def toured(request, visit):
    """What is wrong with each page, by the way of looking and its address. Each page is opened
    once, and then looked at in every way."""
    language = request.param
    country = "mexico" if language == "es-mx" else "chile"
    demo = request.getfixturevalue(f"demo_in_{country}")
    page, found = visit(language), {way.__name__: {} for way in WAYS}
    for address in tour(page, demo.shop_url, language):
        for way in WAYS:
            if wrong := way(page):
                found[way.__name__][address] = wrong
    return found


def under_its_policy(page):
    return stopped_by_policy(page)


def as_it_comes(page):
    shift, moved = page.evaluate(SHIFT)
    return [f"{moved} moved by {shift}"] if shift >= LEAST else []


def small_and_wide_light_and_dark(page):
    found = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [*sticks_out(page), *broken_words(page)]
        for scheme, rules in (("light", ()), ("dark", OF_COLORS)):
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme} {fault}" for fault in violations(page, rules)]
    page.emulate_media(color_scheme="light")
    return found


def between_phone_and_desk(page):
    found = []
    for width in (375, 768):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [*sticks_out(page), *broken_words(page)]
    return found


def with_wider_spacing(page):
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    with with_wide_spacing(page):
        return sticks_out(page)


def with_bigger_text(page):
    found = []
    for width in (320, 390, 640):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        with with_text_twice_as_big(page):
            found += [*sticks_out(page), *broken_words(page)]
    return found


WAYS = [
    under_its_policy,
    as_it_comes,  # these two first: what another way changes would count
    small_and_wide_light_and_dark,
    between_phone_and_desk,
    with_wider_spacing,
    with_bigger_text,
]


def test_no_page_breaks_its_own_policy(toured):
    assert toured["under_its_policy"] == {}


def test_nothing_moves_while_a_page_comes(toured):
    assert toured["as_it_comes"] == {}


def test_nothing_is_inaccessible_in_either_size_or_scheme(toured):
    assert toured["small_and_wide_light_and_dark"] == {}


def test_every_width_between_fits_too(toured):
    assert toured["between_phone_and_desk"] == {}


def test_wider_spacing_needs_no_sideways_scroll(toured):
    assert toured["with_wider_spacing"] == {}


def test_text_twice_as_big_needs_no_sideways_scroll(toured):
    assert toured["with_bigger_text"] == {}


def test_the_checks_find_what_is_wrong(visit):
    page = visit("es")
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    page.set_content(
        "<style>.btn { display: block; width: 2em; overflow-wrap: anywhere }</style>"
        "<a class=btn>Pagar</a><p style='width: 900px'>Too wide"
    )

    assert broken_words(page) == ["Pagar"]
    assert sticks_out(page)
    assert any(fault.startswith("document-title") for fault in violations(page))


def test_what_moves_after_it_was_shown_is_noticed(visit):
    page = visit("es")
    page.set_content("<p>Taza de gres")
    page.evaluate(PAINTED)
    page.evaluate("document.body.prepend(document.createElement('hr'))")

    (found,) = as_it_comes(page)
    assert "Taza de gres" in found


def test_the_ways_of_reading_end_with_their_look(visit):
    page = visit("es")
    page.set_content("<p style='font-size: 1rem; margin: 0'>Taza de gres")
    height = "document.querySelector('p').getBoundingClientRect().height"
    before = page.evaluate(height)

    for reading in (with_wide_spacing, with_text_twice_as_big):
        with reading(page):
            assert page.evaluate(height) > before
        assert page.evaluate(height) == before
