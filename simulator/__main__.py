"""`python -m simulator`: listen, prepare the database, say where it is, serve until told to end.

The first line on stdout is one JSON object: url, secret_key, public_key, webhook_secret, panel.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType

import django
from django.core.management import call_command
from django.db import DatabaseError

from simulator import switches
from simulator.command_line import parse
from simulator.server import Server, listen, serve


def main() -> int:
    """Run until a signal; the value is the exit status."""
    options = parse(sys.argv[1:])
    switches.start_with(options.positions)
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    try:
        server = listen(host=options.host, port=options.port)
    except OSError as error:
        print(f"simulator: cannot listen on port {options.port}: {error.strerror}", file=sys.stderr)
        return 1
    if options.db:
        try:
            Path(options.db).absolute().parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            print(f"simulator: cannot keep {options.db}: {error.strerror}", file=sys.stderr)
            return 1
        return _run(server, options, database=options.db)
    with tempfile.TemporaryDirectory(prefix="simulator-", ignore_cleanup_errors=True) as directory:
        os.environ["SIMULATOR_SYNCHRONOUS"] = "OFF"
        return _run(server, options, database=str(Path(directory) / "simulator.sqlite3"))


def _end(number: int, frame: FrameType | None) -> None:
    """Once: a second Ctrl-C must not cut the cleaning up short."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise SystemExit(0)


def _run(server: Server, options: argparse.Namespace, *, database: str) -> int:
    _configure(options, database=database)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        print(f"simulator: cannot use {database} as its database: {error}", file=sys.stderr)
        return 1
    # These need Django set up.
    from simulator.models import Account, WebhookEndpoint
    from simulator.worker import Worker

    account, endpoint = Account.the_one(), WebhookEndpoint.the_one()
    if options.webhook_url:
        endpoint.move_to(url=options.webhook_url)
    worker = Worker()
    worker.start()
    _announce(
        f"http://localhost:{server.server_port}",
        secret_key=account.secret_key,
        public_key=account.public_key,
        webhook_secret=endpoint.secret,
    )
    try:
        serve(server)
    finally:
        worker.stop()
    return 0


def _configure(options: argparse.Namespace, *, database: str) -> None:
    """Settings read the environment; one inherited from a shop's process must not win."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="simulator.settings",
        SIMULATOR_DATABASE=database,
        SIMULATOR_HOST=options.host,
        SIMULATOR_SPEED=str(options.speed),
        SIMULATOR_ORDER_URL=options.order_url or "",
    )
    django.setup()


def _announce(url: str, **keys: str) -> None:
    print(json.dumps({"url": url, **keys, "panel": f"{url}/"}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
