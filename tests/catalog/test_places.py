"""Chile's regions and comunas, Mexico's states and their postal codes: as many, and as written."""

import pytest

from catalog.chile import REGIONS, comuna_named, region_of_each_comuna
from catalog.mexico import STATES, state_of
from catalog.places import place_name

# Of the state's register of places (CUT): how many comunas each region has.
COMUNAS = {
    "15": 4,
    "01": 7,
    "02": 9,
    "03": 9,
    "04": 15,
    "05": 38,
    "13": 52,
    "06": 33,
    "07": 30,
    "16": 21,
    "08": 33,
    "09": 32,
    "14": 12,
    "10": 30,
    "11": 10,
    "12": 11,
}


def test_every_region_has_all_of_its_comunas():
    assert {code: len(region.comunas) for code, region in REGIONS.items()} == COMUNAS
    assert sum(COMUNAS.values()) == 346


def test_a_comuna_is_in_one_region_alone():
    assert len(region_of_each_comuna()) == 346


@pytest.mark.parametrize(
    ("comuna", "region"),
    [
        ("Ñuñoa", "13"),
        ("Chillán Viejo", "16"),
        ("Isla de Pascua", "05"),
        ("San Pedro de la Paz", "08"),
        ("San Pedro", "13"),
        ("Antártica", "12"),
        ("O’Higgins", "11"),
        ("Alto Hospicio", "01"),
        ("Los Lagos", "14"),
    ],
)
def test_comunas_that_are_easily_mistaken_are_where_they_belong(comuna, region):
    assert region_of_each_comuna()[comuna] == region


@pytest.mark.parametrize(
    ("written", "comuna"),
    [
        ("nunoa", "Ñuñoa"),
        ("  VIÑA  DEL mar ", "Viña del Mar"),
        ("O'Higgins", "O’Higgins"),
        ("Llay-Llay", "Llaillay"),
        ("la calera", "Calera"),
        ("Coihaique", "Coyhaique"),
        ("Aisén", "Aysén"),
        ("Til Til", "Tiltil"),
    ],
)
def test_a_comuna_is_known_however_it_is_written(written, comuna):
    assert comuna_named(written) == comuna
    assert comuna in region_of_each_comuna()


@pytest.mark.parametrize("written", ["", "Springfield", "Santia", "13"])
def test_what_is_no_comuna_is_none(written):
    assert comuna_named(written) is None


def test_mexico_has_thirty_two_states_and_no_postal_code_is_in_two():
    assert len(STATES) == 32
    areas = [area for state in STATES.values() for area in range(state.first, state.last + 1)]
    assert len(areas) == len(set(areas))


@pytest.mark.parametrize(
    ("postal_code", "state"),
    [
        ("06000", "CMX"),
        ("44100", "JAL"),
        ("64000", "NLE"),
        ("77500", "ROO"),
        ("99999", "ZAC"),
        ("52000", "MEX"),
        ("01000", "CMX"),
        ("16999", "CMX"),
        ("17000", None),
        ("00000", None),
        ("00999", None),
    ],
)
def test_a_postal_code_names_its_state(postal_code, state):
    assert state_of(postal_code) == state


def test_a_code_of_no_place_names_itself():
    assert place_name("13") == "Metropolitana de Santiago"
    assert place_name("CMX") == "Ciudad de México"
    assert place_name("99") == "99"
