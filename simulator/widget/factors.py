"""How a bank asks whether it is really you, and when it asks before a first transfer.

Fintoc docs: /docs/payment-initiation-test-your-integration says that both steps exist. Which code
goes where is known from third parties, who embed Fintoc's widget; the pages say so.
"""

from dataclasses import dataclass

from simulator.models import PaymentIntent


@dataclass(frozen=True)
class Factor:
    kind: str  # of its words: device, app, sms, card or unknown
    codes: tuple[str, ...] = ()  # one per field; none where there is nothing to type

    @property
    def event(self) -> str:
        """Fintoc docs: /guides/resources/widget/widget-events (the names)."""
        return EVENTS[self.kind]

    def is_well_formed(self, codes: list[str]) -> bool:
        """Digits, as many as asked for. A bank says so before it looks at the code."""
        lengths = [len(code) if code.isdecimal() else 0 for code in codes]
        return lengths == [len(code) for code in self.codes]

    def accepts(self, codes: list[str]) -> bool:
        return tuple(codes) == self.codes


EVENTS = {
    "device": "device_authentication_required",
    "app": "app_authentication_required",
    "sms": "sms_authentication_required",
    "card": "card_authentication_required",
    "unknown": "payment_selecting_auth",  # Guess: no name fits a kind that is not known
}
CARD = Factor("card", ("00", "00", "00"))


@dataclass(frozen=True)
class NewContact:
    """The bank asks before a first transfer to someone."""

    factor: Factor
    source: str  # third_party, or guess where it follows from what third parties say of others
    is_refused: bool = False  # whatever the shopper does


NEW_CONTACTS = {
    1: NewContact(Factor("device", ("0000",)), "third_party"),
    2: NewContact(Factor("app"), "guess"),
    3: NewContact(Factor("app"), "guess", is_refused=True),
    4: NewContact(Factor("sms", ("000000",)), "third_party"),
    5: NewContact(CARD, "third_party"),
    **dict.fromkeys(range(6, 10), NewContact(Factor("unknown"), "third_party")),
}


def new_contact_of(intent: PaymentIntent) -> NewContact | None:
    """In Chile the last two digits of the amount choose it; most choose none."""
    if intent.currency != "CLP":
        return None
    return NEW_CONTACTS.get(intent.amount % 100)
