"""Time what a shop does all day, in this process, on whatever its database holds.

`python -m tests.bench.growth_probe <repeats> <first>`: webhooks pay the orders from `first` on. The
last line printed is JSON, milliseconds by name.
"""

import json
import sys
import time
from collections.abc import Callable

import django


def main() -> None:
    django.setup()
    from tests.bench.daily import operations

    repeats, first = int(sys.argv[1]), int(sys.argv[2])
    print(json.dumps({name: timed(call, repeats) for name, call in operations(first=first)}))


def timed(operation: Callable[[], object], repeats: int) -> list[float]:
    """Milliseconds of each call; the first one fills caches and is not among them."""
    operation()
    times = []
    for _each in range(repeats):
        began_at = time.perf_counter()
        operation()
        times.append((time.perf_counter() - began_at) * 1000)
    return times


if __name__ == "__main__":
    main()
