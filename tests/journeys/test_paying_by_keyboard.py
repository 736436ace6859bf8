"""The whole purchase without a mouse."""

import pytest

from tests.journeys.by_keyboard import orders_a_mug, pays_at_the_bank
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("chile")]


def test_a_mug_is_bought_with_the_keyboard_alone(shopper, demo):
    keyboard = Keyboard(shopper.page)
    orders_a_mug(shopper, keyboard)
    pays_at_the_bank(keyboard)

    shopper.sees("Pago recibido")
    shopper.is_at_the_order()
