"""The part `memory`: two web workers, as shipped, after many requests of all kinds."""

import argparse
from dataclasses import replace
from itertools import chain

from tests.bench import load, machine, page_targets
from tests.bench.contest import Contest
from tests.bench.database import Server
from tests.bench.targets import AS_SHIPPED, running
from tests.bench.webhook_targets import PATH

STEPS = 5
WEBHOOKS = 5  # one request of so many


def measured(options: argparse.Namespace, server: Server) -> str:
    """Megabytes at the start and after each step."""
    port, step = options.port + 1, options.requests // STEPS
    contest = Contest(server, orders=options.requests // WEBHOOKS)
    contest.shop(to_pay=contest.orders, paid=200, placed=1)
    pages = [target.requests(0, 1)[0] for target in page_targets.ours(contest, port)]
    shop = replace(contest.ours("ours", contest.posts(PATH)), options=AS_SHIPPED)
    found, bad = [], 0
    with running(shop, port) as groups:
        load.run(port, pages * 20, connections=options.connections, seconds=60)
        found.append(machine.memory_of_group(groups.server))
        for number in range(STEPS):
            webhooks = shop.requests(number * step // WEBHOOKS, step // WEBHOOKS)
            requests = chain.from_iterable(
                [webhook, *(pages[(index + turn) % len(pages)] for turn in range(WEBHOOKS - 1))]
                for index, webhook in enumerate(webhooks)
            )
            seen = load.run(port, requests, connections=options.connections, seconds=600)
            found.append(machine.memory_of_group(groups.server))
            bad += seen.bad
    return _table(found, step, bad)


def _table(found: list[float], step: int, bad: int) -> str:
    heads = " | ".join(f"{number * step:,}" for number in range(len(found)))
    cells = " | ".join(f"{megabytes:.0f}" for megabytes in found)
    return (
        f"| requests | {heads} |\n|{'---|' * (len(found) + 1)}\n| MB | {cells} |\n\n"
        f"Every fifth request is a webhook, the others are pages in turn; bad answers: {bad}."
    )
