"""Fintoc's test special values: what to type and pick, and what comes of it.

Fintoc docs: /docs/quickstart-1 and /docs/payment-initiation-test-your-integration. Each ending
says where it is known from; the page shows it.
"""

from dataclasses import dataclass

RUTS = ("416148503", "404276727", "415792638")
PASSWORD = "jonsnow"  # noqa: S105 - Fintoc's documented test password
PHONE = "5555555555"
MX_HOLDER_ID = "xaxx010101000"


@dataclass(frozen=True)
class Ending:
    """An account of the test person, and what happens when it is paid from."""

    number: str
    name: str  # of its words
    source: str  # documented, third_party or simulator_only
    moves: tuple[tuple[float, str], ...]  # (seconds from now, outcome)

    @property
    def takes_reason(self) -> bool:
        return any(outcome == "fail" for _, outcome in self.moves)


ENDINGS = (
    Ending("422159212", "succeeds", "documented", ((5, "succeed"),)),
    Ending("512347890123", "pends", "third_party", ((2, "hold"), (10, "succeed"))),
    Ending("5233137377", "rejected", "third_party", ((5, "reject"),)),
    Ending("900000001", "fails", "simulator_only", ((5, "fail"),)),
)


def ending_of(number: str) -> Ending | None:
    return next((ending for ending in ENDINGS if ending.number == number), None)


def is_known_login(*, rut: str, password: str) -> bool:
    """With or without dots and dash."""
    return plain(rut) in RUTS and password == PASSWORD


def is_known_phone(phone: str) -> bool:
    """With or without spaces, and with or without Mexico's +52."""
    return plain(phone).removeprefix("+52") == PHONE


def plain(text: str) -> str:
    """A RUT or a phone without what people put between its digits."""
    return text.strip().replace(".", "").replace("-", "").replace(" ", "").lower()
