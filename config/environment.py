"""Reading the environment, and the file that fills it. What cannot be read ends the process with a
sentence; no sentence shows a line of the file, nor what is in another: there are secrets in them.
"""

import re
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ASSIGNMENT = re.compile(r"(?:export )?[A-Za-z_0-9]+=[^\0]*")
USER = re.compile(r"^(\w+://)?.*@", re.DOTALL)  # with their password, whatever is in that


class Variables(environ.FileAwareMapping):  # type: ignore[misc]
    """NAME_FILE=/run/secrets/name is NAME, read from that file without the newline at its end."""

    def __getitem__(self, name: str) -> str:
        try:
            return str(super().__getitem__(name)).strip()
        except (OSError, UnicodeDecodeError):
            sys.exit(f"{name}_FILE has to name a file that can be read, in UTF-8.")


class Env(environ.Env):  # type: ignore[misc]
    ENVIRON = Variables()


env = Env()


def read_file(named: str, *, default: Path) -> None:
    """Take each NAME=value of the file that is named, or of the default one, if it is there.

    Neither overrides what is set.
    """
    path = Path(named or default)
    try:
        content = path.read_text(encoding="utf-8-sig")  # some editors put a mark before the text
    except FileNotFoundError:
        if not named:
            return
        sys.exit(
            f"ENV_FILE names {path}, which is not there. "
            "Let it name a file that is, or unset it and .env is read."
        )
    except OSError as error:
        sys.exit(f"{path} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        sys.exit(f"{path} is not in UTF-8: save it in that encoding.")
    lines = [line.strip() for line in content.splitlines()]
    for number, line in enumerate(lines, start=1):
        is_empty = not line or line.startswith("#")
        if not is_empty and not ASSIGNMENT.fullmatch(line):
            sys.exit(f"line {number} of {path.name} is not NAME=value.")
    environ.Env.read_env(StringIO("\n".join(lines)))


def text(name: str, default: str = "") -> str:
    """A variable without the blanks and newlines that copy-paste leaves on it."""
    return str(env.str(name, default=default)).strip()


def number(name: str, default: float) -> float:
    """A number, zero or more; the process ends with a sentence if it is none."""
    value = text(name) or str(default)
    try:
        amount = float(value)
    except ValueError:
        amount = -1
    if not 0 <= amount < 1e9:
        sys.exit(f"{name} is {value!r}: it has to be a number such as {default}.")
    return amount


def address(name: str, default: str) -> SplitResult:
    """An address in its parts, its host as browsers send it: tienda-ñandú.cl is xn--tienda-....

    None of ours has a user and a password: `…@` stays of them, for the checks to complain about.
    The process ends with a sentence if it has no parts.
    """
    value = USER.sub(r"\1…@", text(name, default).rstrip("/"))
    try:
        parts = urlsplit(value)
        return parts if parts.netloc.isascii() else parts._replace(netloc=_encoded(parts.netloc))
    except ValueError:
        sys.exit(f"{name} is {value!r}: it has to look like {default}.")


def is_loopback(host: str | None) -> bool:
    """Whether a name leads to this machine alone, as `shop.localhost` does, too (RFC 6761)."""
    return host in ("127.0.0.1", "::1") or f".{host}".endswith(".localhost")


def _encoded(netloc: str) -> str:
    user, at, place = netloc.rpartition("@")
    host, colon, port = place.partition(":")
    return f"{user}{at}{host.encode('idna').decode()}{colon}{port}"


def items(name: str, default: str = "") -> list[str]:
    """A comma list, each item stripped. An empty item stays, for the checks to complain about."""
    value = text(name, default)
    return [item.strip() for item in value.split(",")] if value else []


def parsed(name: str, parse: Callable[..., dict[str, Any]], needed: str, default: str) -> Any:
    """What a library makes of an address; the process ends with a sentence if it makes nothing."""
    try:
        values = parse(name, default=default)
    except (ImproperlyConfigured, ValueError, KeyError):
        values = {}
    if not values.get(needed):
        sys.exit(f"{name} cannot be read: .env.example shows what it looks like.")
    return values
