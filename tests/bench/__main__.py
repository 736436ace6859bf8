"""`make bench`: everything that docs/performance.md says, measured anew and written there.

    python -m tests.bench                      all of it
    python -m tests.bench --only webhooks      one part; --help names them
    python -m tests.bench --only webhooks --rounds 2 --seconds 2 --print

It needs PostgreSQL and the package registry, and nothing else. All it makes lies under var/bench/
and goes when it ends, but for the installed environments. It fails nothing: it is no test.
"""

import argparse
import shutil
import signal
import sys
import traceback
from collections.abc import Callable

from tests.bench import creating, growth, ledger, mail, memory, pages, sqlite, webhooks
from tests.bench.database import Server
from tests.bench.document import conditions, write
from tests.bench.targets import ROOT

FOLDER = ROOT / "var" / "bench"
PARTS: dict[str, Callable[[argparse.Namespace, Server], str]] = {
    "webhooks": webhooks.measured,
    "mail": mail.measured,
    "sqlite": sqlite.measured,
    "ledger": ledger.measured,
    "memory": memory.measured,
    "pages": pages.measured,
    "creating": creating.measured,
    "growth": growth.measured,
}


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("ended"))  # and all is put away
    folder = FOLDER / f"run-{options.port}"  # so that two on other ports leave each other alone
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        sys.exit(f"A bench is under way on this port. If there is none, delete {folder}.")
    try:
        with Server(folder / "postgresql", options.port) as server:
            for name in options.only:
                print(f"--- {name}", file=sys.stderr)
                _measure(name, options, server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(name: str, options: argparse.Namespace, server: Server) -> None:
    """One part. What stops it is shown and stops no other."""
    try:
        told = f"{PARTS[name](options, server)}\n\n{conditions(options)}"
    except Exception:
        traceback.print_exc()
        return
    print(told, flush=True)
    if not options.print:
        write(name, told)


def _parts(names: str) -> list[str]:
    """A comma list of parts. Raises ArgumentTypeError for a name there is none of."""
    parts = names.split(",")
    if unknown := set(parts) - set(PARTS):
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(unknown)}")
    return parts


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", type=_parts, default=PARTS, help=f"of {','.join(PARTS)}")
    parser.add_argument("--print", action="store_true", help="and leave the document as it is")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=3, help="of each run")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--targets", default="", help="of webhooks, a comma list: these alone")
    parser.add_argument("--requests", type=int, default=100_000, help="after which memory is told")
    parser.add_argument("--orders", type=int, default=1_000_000, help="that growth ends with")
    parser.add_argument("--port", type=int, default=9100, help="the first of three that are free")
    return parser.parse_args()


if __name__ == "__main__":
    main()
