"""The test person's accounts: what the bank asks before it pays from each, and how that ends.

Fintoc docs: /docs/quickstart-1 for the first. Each says where it is known from; the page shows it.
"""

from dataclasses import dataclass, replace

from simulator.widget.factors import CARD, Factor

SOURCES = ("documented", "third_party", "simulator_only")
WRONG_CODE = "mfa_invalid_authorization"


@dataclass(frozen=True)
class Ending:
    number: str
    name: str  # of its words
    source: str  # one of SOURCES
    moves: tuple[tuple[float, str], ...]  # (seconds from now, outcome)
    factor: Factor | None = None  # asked for on a page of its own
    reason: str = ""  # of a failure
    is_guess: bool = False  # the account is known, what comes of it is not

    @property
    def takes_reason(self) -> bool:
        """Whether the shopper picks why it fails."""
        return not self.reason and any(outcome == "fail" for _, outcome in self.moves)

    def with_wrong_code(self) -> "Ending":
        """Guess: `failed`, with this reason. Fintoc's quickstart says `rejected` may come of it."""
        return replace(self, moves=((1, "fail"),), reason=WRONG_CODE)

    def with_refusal(self) -> "Ending":
        """Fintoc docs: /docs/quickstart-1 (the payer says no to the bank: `rejected`)."""
        return replace(self, moves=((1, "reject"),))


SOON = ((2, "succeed"),)
NEVER_SAID = "unresolved_final_status"

ENDINGS = (
    Ending("422159212", "succeeds", "documented", ((5, "succeed"),)),
    Ending("813990168", "device", "third_party", SOON, Factor("device", ("000000",))),
    Ending("170086177", "sms", "third_party", SOON, Factor("sms", ("0000",))),
    Ending("746326042", "card", "third_party", SOON, CARD),
    Ending("4420245701", "card", "third_party", SOON, CARD),
    Ending("5233137377", "rejected", "third_party", ((5, "reject"),), is_guess=True),
    Ending("512347890123", "pends", "third_party", ((2, "hold"), (10, "succeed"))),
    Ending("900000001", "fails", "simulator_only", ((5, "fail"),)),
    Ending("900000002", "no_funds", "simulator_only", ((3, "fail"),), reason="insufficient_funds"),
    Ending(
        "900000003",
        "times_out",
        "simulator_only",
        ((12, "fail"),),
        reason="mfa_authorization_timeout",
    ),
    Ending(
        "900000004",
        "unresolved",
        "simulator_only",
        ((2, "hold"), (15, "fail")),  # ten days at Fintoc
        reason=NEVER_SAID,
    ),
    Ending(
        "900000005", "second_person", "simulator_only", ((2, "require_action"), (10, "succeed"))
    ),
)


def ending_of(number: str) -> Ending | None:
    return next((ending for ending in ENDINGS if ending.number == number), None)


def endings_by_source() -> list[tuple[str, list[Ending]]]:
    """Chile: every account, what Fintoc documents first."""
    return [(source, [each for each in ENDINGS if each.source == source]) for source in SOURCES]


def endings_without_code() -> list[Ending]:
    """Mexico, where the phone is all that is asked for."""
    return [ending for ending in ENDINGS if ending.factor is None]
