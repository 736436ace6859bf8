"""Switches: what Fintoc does not tell, or tells in two ways, and a shop's code leans on.

They live in memory. A process starts with the positions of its command line, `/control/switches`
changes them, `/control/reset` puts them back. `docs/simulator.md` explains each.
"""

import threading
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from simulator.fault_names import FAULTS
from simulator.versions import CURRENT, VERSIONS

Position = bool | int | str


class BadPosition(ValueError):
    """There is no such switch, or it has no such position. `name` is what was asked for."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def _word(*choices: str, default: str = "") -> Any:
    return field(default=default or choices[0], metadata={"choices": choices})


def _number(default: int, *, least: int = 0, most: int) -> Any:
    return field(default=default, metadata={"numbers": range(least, most + 1)})


@dataclass(frozen=True, kw_only=True)
class Switches:
    """One position of each, first the default."""

    # The account
    api_version: str = _word(*VERSIONS, default=CURRENT)  # the pin; a request's header wins
    https_only: bool = False  # webhook and return addresses, as Fintoc has it
    rate_limit: int = _number(0, most=1_000_000)  # requests a second; 0 is none
    rate_limited_next: int = _number(0, most=1_000_000)  # so many calls get 429, then no more
    errors_next: int = _number(0, most=1_000_000)  # so many calls get 500, and nothing is done
    lost_answers_next: int = _number(0, most=1_000_000)  # so many are done, and never answered
    is_down: bool = False  # no call is done or answered
    fault: str = _word("none", *FAULTS)  # what `faults_next` calls get for an answer
    faults_next: int = _number(0, most=1_000_000)
    only_creates_fail: bool = False  # the faults that count down leave GET alone
    paid_before_answer_next: int = _number(0, most=1_000_000)  # intents paid as they are created
    answer_delay_ms: int = _number(0, most=600_000)  # every answer of the API waits this long
    state_refusal_status: str = _word("400", "405", "409", "422")  # too late to cancel, say
    # Idempotency
    rate_limit_is_stored: bool = False  # a 429 is repeated under its key
    error_is_stored: bool = True  # a 500 is, as Fintoc says
    concurrent_same_key: str = _word("wait", "conflict")
    # Payment intents
    intents_expire: bool = True  # by themselves, with their widget token
    token_told_again: bool = False  # GET answers the widget token
    list_omits_created: bool = False
    # Checkout sessions
    session_metadata_copied: bool = True  # to the session's intent
    intents_per_session: str = _word("one", "several")
    session_life: str = _word("as_asked", "fifteen_minutes", "a_day")
    # Refunds
    refunds_start_as: str = _word("created", "pending")
    refund_step_seconds: int = _number(30, most=10_000_000)  # 0: only /control/ moves them
    all_refund_events: bool = False  # .created, .pending and .canceled too
    refund_list_filters: bool = False  # GET /v1/refunds heeds resource_id
    # The script of the widget
    script_is_blocked: bool = False
    script_delay_ms: int = _number(0, most=600_000)
    # Deliveries
    retries_signed_afresh: bool = True
    delivery_timeout_seconds: int = _number(10, least=1, most=600)


FIELDS = {one.name: one for one in fields(Switches)}

_lock = threading.Lock()
_started_with = _current = Switches()


def current() -> Switches:
    """The positions now."""
    return _current


def start_with(positions: dict[str, Any]) -> None:
    """The positions of the command line, to which `put_back` returns. Raises BadPosition."""
    global _started_with
    _started_with = flip(positions)


def flip(positions: dict[str, Any]) -> Switches:
    """Change the switches named, all or none of them. Raises BadPosition."""
    global _current
    checked: dict[str, Any] = {name: _checked(name, value) for name, value in positions.items()}
    with _lock:
        _current = replace(_current, **checked)
        return _current


def put_back() -> None:
    """Every switch to where the command line put it."""
    global _current
    with _lock:
        _current = _started_with


def takes_one(name: str) -> bool:
    """Whether a switch that counts down, such as `rate_limited_next`, still has one to take."""
    global _current
    with _lock:
        left = getattr(_current, name)
        if left:
            _current = replace(_current, **{name: left - 1})
        return bool(left)


def changed() -> dict[str, Position]:
    """Those that are not where the process started with them."""
    before, now = asdict(_started_with), asdict(_current)
    if not now["faults_next"]:
        now["fault"] = before["fault"]  # it falls on nobody any more
    return {name: position for name, position in now.items() if position != before[name]}


def as_json() -> dict[str, Position]:
    """Every position by its name."""
    return asdict(current())


def read_text(text: str) -> tuple[str, Position]:
    """`name=position` of a command line. Raises BadPosition."""
    name, _, value = text.partition("=")
    position: Position = value
    if value in ("true", "false"):
        position = value == "true"
    elif name in FIELDS and "numbers" in FIELDS[name].metadata and value.isdecimal():
        position = int(value)
    return name, _checked(name, position)


def _checked(name: str, value: Any) -> Position:
    """The position as it is kept. Raises BadPosition."""
    if name not in FIELDS:
        raise BadPosition(name, f"There is no switch {name}. They are {', '.join(FIELDS)}.")
    choices = FIELDS[name].metadata.get("choices")
    numbers = FIELDS[name].metadata.get("numbers")
    if choices is not None:
        value = str(value) if type(value) is int else value  # a status, 409 as well as "409"
        is_right, wanted = value in choices, f"one of {', '.join(choices)}"
    elif numbers is not None:
        is_right = type(value) is int and value in numbers  # True is an int, too
        wanted = f"a whole number from {numbers[0]} to {numbers[-1]}"
    else:
        is_right, wanted = isinstance(value, bool), "true or false"
    if not is_right:
        raise BadPosition(name, f"{name} is {wanted}.")
    position: Position = value
    return position
