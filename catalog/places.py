"""Where a shop of this country may send things: its regions or states, by their codes."""

from catalog import chile, mexico

CHILE = {code: region.name for code, region in chile.REGIONS.items()}
MEXICO = {code: state.name for code, state in mexico.STATES.items()}
PLACES = {"cl": CHILE, "mx": MEXICO}


def place_name(code: str) -> str:
    """The name of a region or a state; a code of neither names itself."""
    return {**CHILE, **MEXICO}.get(code, code)
