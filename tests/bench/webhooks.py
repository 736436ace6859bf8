"""The part `webhooks`: ours against the limits and the peers, saturated and one at a time."""

import argparse

from tests.bench import webhook_targets
from tests.bench.contest import Contest
from tests.bench.database import Server
from tests.bench.rounds import Course, measure
from tests.bench.tables import ratios, table
from tests.bench.webhook_targets import LIMIT, OURS, PEERS_OF_OURS


def measured(options: argparse.Namespace, server: Server) -> str:
    """Both tables, and how many times as fast ours is."""
    many = options.connections
    course = Course(options.rounds, options.seconds, options.port + 1, connections=(many, 1))
    contest = Contest(server, orders=course.orders)
    named = [name.strip() for name in options.targets.split(",") if name.strip()]
    chosen = {LIMIT, OURS, *named} if named else set()
    targets = webhook_targets.targets(contest, mail_port=options.port + 2, chosen=chosen)
    runs = measure(targets, server, course)
    peers = [target.name for target in targets if target.name in PEERS_OF_OURS]
    return (
        f"{many} connections:\n\n{table(runs, reference=LIMIT, connections=many)}\n\n"
        f"{ratios(runs, OURS, to=peers, connections=many)}\n\n"
        f"One connection:\n\n{table(runs, reference=LIMIT, connections=1)}"
    )
