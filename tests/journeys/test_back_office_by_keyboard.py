"""An order in the back office without a mouse: shipped, readdressed, given back, in the dark."""

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.office import Office
from tests.journeys.weekend import Weekend

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("chile")]

# What Tab comes to has a ring around it, and is in sight.
RING = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const { top, bottom } = document.activeElement.getBoundingClientRect();
  return outlineStyle === "solid" && outlineWidth === "3px" && top < innerHeight && bottom > 0;
}"""


@pytest.fixture
def office(browser, demo):
    context = browser.new_context(locale="es-CL", color_scheme="dark")
    office = Office(context.new_page(), demo.shop_url)
    yield office
    context.close()
    assert office.complaints.unexpected == []


def goes_to(keyboard, name):
    keyboard.tabs_to(name)
    assert keyboard.page.evaluate(RING), f"nothing shows that {name!r} has the focus"


def is_told(keyboard, field, error):
    """The refused field has the focus, and what is wrong with it is read out."""
    keyboard.is_taken_to(field, described_as=error)
    assert keyboard.page.evaluate(RING)


def types_instead(keyboard, text):
    keyboard.presses("ControlOrMeta+a")
    keyboard.types(text)
    keyboard.presses("Enter")


def test_an_order_is_shipped_readdressed_and_given_back_with_the_keyboard_alone(office, demo):
    number = Weekend(demo.shop_url, demo.simulator).order("succeed", is_sent_home=True)
    office.logs_in(demo.password)
    office.finds(number)
    page, keyboard = office.page, Keyboard(office.page)
    office.complaints.expect("422")  # what a refused form answers

    goes_to(keyboard, "Comuna")
    types_instead(keyboard, "Ninguna")
    is_told(keyboard, "Comuna", "Elige una comuna de la lista")
    types_instead(keyboard, "Ñuñoa")
    expect(page.get_by_text("Dirección guardada.")).to_be_visible()

    goes_to(keyboard, "Devolver hasta")
    keyboard.presses("Enter")
    goes_to(keyboard, "Monto")
    types_instead(keyboard, "mil")
    is_told(keyboard, "Monto", "Escribe pesos")
    types_instead(keyboard, "$1.000")
    expect(page.get_by_text("Devolución de $1.000 pedida.")).to_be_visible()

    goes_to(keyboard, "Enlace para seguirlo")
    keyboard.types("https://correo.example.com/123")
    goes_to(keyboard, "Preparar")
    goes_to(keyboard, "Marcar enviado")
    keyboard.presses("Enter")
    expect(page.locator(".signs")).to_contain_text("Enviado")
