"""A form of the order's page that was refused comes again with what was typed, and what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Refused:
    """`form` is its name, `typed` what was in it, `errors` what is wrong, by the fields' names."""

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def shown(self, form: str, kept: object) -> object:
        """What stands in a form's fields: what was typed, or what is `kept`."""
        return self.typed if form == self.form else kept


NOTHING_REFUSED = Refused()
ADDRESS, CONTACT, PARCEL = "address", "contact", "parcel"


def refund_of(payment_id: int) -> str:
    """The name of the form that gives money of this payment back."""
    return f"refund-{payment_id}"
