"""What can be asked of `python -m simulator`."""

import argparse

from simulator import switches

LIVE_PREFIXES = ("sk_live_", "pk_live_")
STRICT: dict[str, switches.Position] = {"https_only": True, "rate_limit": 100}


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the arguments. Ends the process with status 2 and a sentence when they are unusable."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="A stand-in for Fintoc on this machine. No bank, no real money.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (loopback)")
    parser.add_argument("--port", type=_port, default=8001, help="0 picks a free one (8001)")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--db", metavar="FILE", help="keep keys and payments in this file")
    where.add_argument("--memory", action="store_true", help="forget everything at the end")
    parser.add_argument("--webhook-url", metavar="URL", type=_url, help="post events here")
    parser.add_argument(
        "--order-url",
        metavar="URL",
        type=_url,
        help="where the shop shows an order, e.g. http://localhost:8000/admin/?q={order}, in the "
        "names of the metadata that the shop gives its payments",
    )
    parser.add_argument("--speed", type=_speed, default=1.0, help="divides simulated waits (1)")
    parser.add_argument(
        "--set",
        metavar="SWITCH=POSITION",
        type=_position,
        action="append",
        default=[],
        dest="positions",
        help="e.g. rate_limit=100 or intents_expire=false; docs/simulator.md has them all",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="https addresses only and 100 requests a second, as Fintoc has it",
    )
    for argument in arguments:
        if any(prefix in argument for prefix in LIVE_PREFIXES):
            parser.error("that looks like a live key. The simulator takes no live keys anywhere.")
    options = parser.parse_args(arguments)
    options.positions = {**(STRICT if options.strict else {}), **dict(options.positions)}
    return options


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed <= 1_000_000:
        raise argparse.ArgumentTypeError("the speed is a number above 0, at most 1000000")
    return speed


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError("an address starts with http:// or https://")
    return text


def _position(text: str) -> tuple[str, switches.Position]:
    try:
        return switches.read_text(text)
    except switches.BadPosition as bad:
        raise argparse.ArgumentTypeError(str(bad)) from None
