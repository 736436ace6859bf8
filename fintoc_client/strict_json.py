"""Strict JSON: one reading of Fintoc's bytes, or none."""

import json
from typing import Any, NoReturn

DEPTH_LIMIT = 50  # of nesting; Fintoc's own is under 6


class Unusable(ValueError):
    """The bytes or the object cannot be what Fintoc documents. Its text is safe to log."""


def parse_json(body: bytes) -> Any:
    """Return the JSON value in `body`; raise Unusable for anything two readers could differ on."""
    try:
        value = json.loads(
            body.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_float=_finite_float,
            object_pairs_hook=_without_repeats,
        )
    except Unusable:
        raise
    except (ValueError, RecursionError) as error:
        raise Unusable(f"not usable JSON: {type(error).__name__}") from error
    _refuse_deep(value)
    return value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise Unusable("a key appears twice")
    return document


def _refuse_constant(word: str) -> NoReturn:
    raise Unusable(f"{word} is not JSON")


def _finite_float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise Unusable("a number is too large")
    return value


def _refuse_deep(value: Any) -> None:
    level, depth = [value], 0
    while level:
        if depth == DEPTH_LIMIT:
            raise Unusable("nested too deeply")
        depth += 1
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
