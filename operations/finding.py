"""What a probe finds: how bad it is, in words, and how to mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

OK, WARNING, BAD = "ok", "warning", "bad"
Words = str | Promise


@dataclass(frozen=True)
class Finding:
    """What a probe found. `at` is the moment it speaks of, if there is one.

    `mend` says what to do about it; `details` are names of settings, hosts and the like.
    """

    level: str
    text: Words
    at: datetime | None = None
    mend: Words = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Probe:
    """One question. `key` names it for machines, `name` is a message to translate."""

    key: str
    name: str
    find: Callable[[datetime], Finding]
