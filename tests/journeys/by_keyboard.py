"""A purchase without a mouse, as far as both flows share it."""

from tests.journeys.keyboard import Keyboard
from tests.journeys.shopper import EMAIL, NAME, Shopper


def orders_a_mug(shopper: Shopper, keyboard: Keyboard) -> None:
    """From the list of products until the bank was asked for."""
    shopper.page.goto(shopper.shop_url)
    keyboard.tabs_to("Taza de gres")
    keyboard.presses("Enter")
    shopper.sees("Taza de gres")
    keyboard.tabs_to("Agregar al carro")
    keyboard.presses("Enter")
    shopper.sees("Tu carro")
    keyboard.tabs_to("Ir a pagar")
    keyboard.presses("Enter")
    shopper.sees("Tus datos")

    keyboard.tabs_to("Correo electrónico")
    keyboard.types(EMAIL)
    keyboard.tabs_to("Despacho a domicilio")
    keyboard.presses("ArrowDown")  # to pick it up
    keyboard.tabs_to("Nombre y apellido")
    keyboard.types(NAME)
    keyboard.tabs_to("Acepto los términos")
    keyboard.presses("Space")
    keyboard.tabs_to("Revisar y pagar")
    keyboard.presses("Enter")
    shopper.notes_the_order()
    keyboard.tabs_to("Pagar $12.990 con tu banco")
    keyboard.presses("Enter")


def pays_at_the_bank(keyboard: Keyboard) -> None:
    """From the list of banks until the bank has been told."""
    keyboard.is_taken_to("Elige tu banco")
    keyboard.tabs_to("Banco de prueba A")
    keyboard.presses("Enter")
    keyboard.is_taken_to("Ingresa a tu banco")
    keyboard.tabs_to("RUT")
    keyboard.types("41614850-3")
    keyboard.tabs_to("Contraseña")
    keyboard.types("jonsnow")
    keyboard.presses("Enter")
    keyboard.is_taken_to("Elige la cuenta")
    keyboard.tabs_to("422159212")
    keyboard.tabs_to("Pagar")
    keyboard.presses("Enter")
    keyboard.is_taken_to("Esperando al banco")
