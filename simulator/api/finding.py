"""What an address names, by its id."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from simulator.api.errors import no_such

Thing = TypeVar("Thing", bound=Model)


def find(things: "QuerySet[Thing]", kind: str, fintoc_id: str) -> Thing:
    """The one with this id. Raises ApiError when there is none; `kind` is what it calls it."""
    thing = things.filter(fintoc_id=fintoc_id).first()
    if thing is None:
        raise no_such(kind, fintoc_id)
    return thing
