"""Every page of the back office: accessible, and readable on a phone, in light and in dark."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import OF_COLORS, scrolls_sideways, violations
from tests.journeys.demo_process import running_demo
from tests.journeys.office import Office
from tests.journeys.policy import stopped_by_policy, watch_the_policy
from tests.journeys.reading import (
    broken_words,
    cut_off,
    lost_signs,
    scrolls_within,
    sticks_out,
    with_text_twice_as_big,
)
from tests.journeys.weekend import Weekend

pytestmark = [pytest.mark.long_journey, pytest.mark.xdist_group("office")]

LONG = {
    "name": "Nombre Segundo de los Apellidos Larguísimos y Compuestos de la Ciudadanía",
    "email": "nombre.apellido.apellido.compuesto@departamento.universidad.example.com",
}

PAGES = {
    "home": "",
    "orders": "orders/order/",
    "search": "orders/order/?q=Nombre&status=succeeded&least=zzz",
    "nothing found": "orders/order/?q=zzzyyy",
    "alerts": "orders/alert/",
    "decisions": "orders/alert/?all=1",
    "refunds": "orders/refund/",
    "webhook log": "webhooks/webhookevent/",
    "products": "catalog/product/",
    "delivery": "catalog/deliveryrate/",
    "people": "auth/user/",
    "a new person": "auth/user/add/",
    "settings": "settings/",
    "before selling": "go-live/",
    "own password": "password_change/",
}
# What is reached from a list by the last link of its kind.
FROM_LISTS = {
    "order": ("orders/order/?status=succeeded", r"orders/order/\d+/change/"),
    "order at the bank": ("orders/order/?status=pending", r"orders/order/\d+/change/"),
    "alert": ("orders/alert/", r"orders/alert/\d+/change/"),
    "decision": ("orders/alert/?all=1", r"orders/alert/\d+/change/"),
    "event": ("webhooks/webhookevent/", r"webhooks/webhookevent/\d+/change/"),
    "product": ("catalog/product/", r"catalog/product/\d+/change/"),
    "delivery rate": ("catalog/deliveryrate/", r"catalog/deliveryrate/\d+/change/"),
    "person": ("auth/user/", r"auth/user/\d+/change/"),
}


@pytest.fixture(scope="module")
def demo(browser, tmp_path_factory):
    """A shop of its own, in which something of everything has happened."""
    with running_demo(country="cl", var=tmp_path_factory.mktemp("office")) as demo:
        weekend = Weekend(demo.shop_url, demo.simulator)
        paid = [weekend.order("succeed", **typed) for typed in ({}, {}, LONG)]
        weekend.order("hold")
        weekend.order("fail", is_sent_home=True)
        for number in paid[1:]:
            weekend.pays_twice(number)
        with office_of(browser, demo) as office:
            office.logs_in(demo.password)
            office.decides("Se pagó dos veces", "Devolver el dinero", "pagó dos veces")
        weekend.posts_unsigned()
        yield demo


@contextmanager
def office_of(browser, demo, *, width=1280, scheme="light"):
    """The back office at this width, before the login."""
    context = browser.new_context(
        locale="es-CL",
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    watch_the_policy(context)
    yield Office(context.new_page(), demo.shop_url)
    context.close()


@pytest.fixture
def office(browser, demo, width, scheme):
    with office_of(browser, demo, width=width, scheme=scheme) as office:
        yield office


def faults(page):
    sideways = ["it scrolls sideways"] if scrolls_sideways(page) else []
    cut = [f"cut off: {each}" for each in cut_off(page)]
    within = [f"scrolls in its box: {each}" for each in scrolls_within(page)]
    lost = [f"lost: {each}" for each in lost_signs(page)]
    found = [*stopped_by_policy(page), *violations(page)]
    return [*found, *sideways, *cut, *within, *lost, *broken_words(page)]


def with_all_open(page):
    """What is folded is looked at, too."""
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    return [*faults(page), *with_bigger_text(page)]


def with_bigger_text(page):
    with with_text_twice_as_big(page):
        return [f"twice as big: {each}" for each in [*sticks_out(page), *broken_words(page)]]


def addresses(page, home):
    """Every page by its name: those with a fixed address, and one of each kind of row."""
    yield from PAGES.items()
    for name, (path, pattern) in FROM_LISTS.items():
        page.goto(home + path)
        yield name, re.findall(pattern, page.content())[-1]
    page.goto(f"{home}orders/order/?status=succeeded")
    ticks = page.locator("input[name=order]").evaluate_all("all => all.map(each => each.value)")
    yield "packing slips", "orders/packing/?" + "&".join(f"order={each}" for each in ticks)


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_inaccessible_or_against_the_policy(office, demo):
    page, found = office.page, {}
    page.goto(office.home)
    found["login"] = faults(page)
    office.logs_in(demo.password)
    for name, path in addresses(page, office.home):
        page.goto(office.home + path)
        found[name] = with_all_open(page)
    assert len(found) == 2 + len(PAGES) + len(FROM_LISTS)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_order_prints_with_its_number_and_without_what_is_for_acting(office, demo):
    page = office.page
    office.logs_in(demo.password)
    page.locator("#many a").first.click()
    heading = page.get_by_role("heading", level=1, name=re.compile(r"CL-\w{4}-\w{4}"))
    expect(heading).to_be_visible()
    page.wait_for_load_state()
    page.emulate_media(media="print")
    assert heading.is_visible()
    acting = page.locator("#content").locator("form, input, textarea, button, .btn, summary")
    assert acting.count() and not acting.filter(visible=True).count()
    assert violations(page, OF_COLORS) == []  # on white, whatever the screen's scheme


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_example_in_a_field_is_as_clear_as_other_quiet_words(office, demo):
    page = office.page
    office.logs_in(demo.password)
    page.goto(office.home + PAGES["search"])
    page.locator("[name=q]").evaluate("field => { field.placeholder = 'CL-7K2M-4QX9' }")
    example = "getComputedStyle(document.querySelector('[name=q]'), '::placeholder').color"
    quiet = "getComputedStyle(document.querySelector('.muted')).color"
    assert page.evaluate(example) == page.evaluate(quiet)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light")])
def test_fields_beside_each_other_stand_on_one_line(office, demo):
    page = office.page
    office.logs_in(demo.password)
    page.goto(office.home + PAGES["search"])  # one of them is refused
    fields = [["status", "since"], ["least", "most"]]
    tops = [[page.locator(f"[name={name}]").bounding_box()["y"] for name in row] for row in fields]
    assert [max(row) - min(row) < 1 for row in tops] == [True, True]


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_slip_is_a_sheet_of_its_own_in_black_on_white(office, demo):
    page = office.page
    office.logs_in(demo.password)
    slips = page.locator("input[name=order]").count()
    assert slips > 1
    page.get_by_role("button", name="Hojas de despacho").click()
    expect(page.locator(".slip")).to_have_count(slips)
    page.wait_for_load_state()  # and with it the styles
    page.emulate_media(media="print")
    assert not page.locator(".top, .mode, #footer").filter(visible=True).count()
    assert len(re.findall(rb"/Type ?/Page\b", page.pdf())) == slips
    color = "getComputedStyle(document.querySelector('.slip .muted')).color"
    assert page.evaluate(color) == "rgb(68, 68, 68)"


@pytest.mark.parametrize(("width", "scheme"), [(375, "light")])
def test_a_list_wider_than_its_box_is_noticed(office, demo):
    office.logs_in(demo.password)
    office.page.goto(f"{office.home}{PAGES['products']}")
    assert scrolls_within(office.page) == []
    office.page.locator(".results").evaluate("each => { each.style.width = '60px' }")

    assert scrolls_within(office.page)
