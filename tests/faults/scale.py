"""How much of each fault: FAULTS=full is what docs/reliability.md carries, else it is short."""

import os

IS_FULL = os.environ.get("FAULTS") == "full"


def scaled(full: int, short: int) -> int:
    """The number for this run."""
    return full if IS_FULL else short
