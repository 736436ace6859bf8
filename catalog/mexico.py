"""Mexico's 32 states by their ISO 3166-2 codes, and which postal codes belong to each.

The first two digits of a postal code name its state; no two states share them.
"""

import re
from typing import NamedTuple

POSTAL_CODE = re.compile(r"^[0-9]{5}$")


class State(NamedTuple):
    """`first` and `last`: the first two digits of its postal codes, from and to."""

    name: str
    first: int
    last: int


STATES = {
    "AGU": State("Aguascalientes", 20, 20),
    "BCN": State("Baja California", 21, 22),
    "BCS": State("Baja California Sur", 23, 23),
    "CAM": State("Campeche", 24, 24),
    "CHP": State("Chiapas", 29, 30),
    "CHH": State("Chihuahua", 31, 33),
    "CMX": State("Ciudad de México", 1, 16),
    "COA": State("Coahuila", 25, 27),
    "COL": State("Colima", 28, 28),
    "DUR": State("Durango", 34, 35),
    "MEX": State("Estado de México", 50, 57),
    "GUA": State("Guanajuato", 36, 38),
    "GRO": State("Guerrero", 39, 41),
    "HID": State("Hidalgo", 42, 43),
    "JAL": State("Jalisco", 44, 49),
    "MIC": State("Michoacán", 58, 61),
    "MOR": State("Morelos", 62, 62),
    "NAY": State("Nayarit", 63, 63),
    "NLE": State("Nuevo León", 64, 67),
    "OAX": State("Oaxaca", 68, 71),
    "PUE": State("Puebla", 72, 75),
    "QUE": State("Querétaro", 76, 76),
    "ROO": State("Quintana Roo", 77, 77),
    "SLP": State("San Luis Potosí", 78, 79),
    "SIN": State("Sinaloa", 80, 82),
    "SON": State("Sonora", 83, 85),
    "TAB": State("Tabasco", 86, 86),
    "TAM": State("Tamaulipas", 87, 89),
    "TLA": State("Tlaxcala", 90, 90),
    "VER": State("Veracruz", 91, 96),
    "YUC": State("Yucatán", 97, 97),
    "ZAC": State("Zacatecas", 98, 99),
}


def state_of(postal_code: str) -> str | None:
    """The code of the state that a postal code of five digits is in; None: of none."""
    area = int(postal_code[:2])
    found = (code for code, state in STATES.items() if state.first <= area <= state.last)
    return next(found, None)
