"""Where a shop of this country may send things: its regions or states, by their codes."""

from catalog import chile, mexico

CHILE = {code: region.name for code, region in chile.REGIONS.items()}
MEXICO = {code: state.name for code, state in mexico.STATES.items()}
PLACES = {"cl": CHILE, "mx": MEXICO}


def place_name(code: str) -> str:
    """The name of a region or a state; a code of neither names itself."""
    return {**CHILE, **MEXICO}.get(code, code)


def region_of(*, country: str, district: str, postal_code: str) -> str | None:
    """The code of the region or state an address is in: in Chile its comuna says so, in Mexico its
    postal code. None: there is no such comuna or postal code."""
    if country == "mx":
        return mexico.state_of(postal_code) if mexico.POSTAL_CODE.fullmatch(postal_code) else None
    return chile.region_of_each_comuna().get(district)
