"""The part `sqlite`: the webhook on SQLite, against the raw function on SQLite.

Both in WAL mode with `synchronous=FULL`: each commit is on the disk before it is answered.
"""

import argparse
import sqlite3

from tests.bench import webhook_targets
from tests.bench.contest import PEER_TALLY, Contest
from tests.bench.database import Server
from tests.bench.environments import PEERS
from tests.bench.events import SECRET
from tests.bench.rounds import Course, measure
from tests.bench.tables import table
from tests.bench.targets import Target

LIMIT = "limit, SQLite"


def measured(options: argparse.Namespace, server: Server) -> str:
    """Both, saturated."""
    many = options.connections
    course = Course(options.rounds, options.seconds, options.port + 1, connections=(many,))
    contest = Contest(server, orders=course.orders)
    contest.shop(to_pay=contest.orders, database="shop.sqlite3")
    posts = contest.posts(webhook_targets.PATH)
    ours = contest.ours("ours, SQLite", posts, database="shop.sqlite3")
    runs = measure([_limit(contest), ours], server, course)
    return table(runs, reference=LIMIT, connections=many)


def _limit(contest: Contest) -> Target:
    path = contest.file("raw.sqlite3")
    schema = (PEERS / "schema_sqlite.sql").read_text()
    with sqlite3.connect(path) as connection:
        connection.executescript(schema.replace(":orders", str(contest.orders)))
    connection.close()
    return Target(
        LIMIT,
        contest.programs("naive_django"),
        "limit_sqlite:application",
        PEERS / "raw",
        contest.posts("/"),
        {"DATABASE_FILE": str(path), "WEBHOOK_SECRET": SECRET, "DATABASE_URL": ""},
        tally=contest.tally_of_file("raw.sqlite3", PEER_TALLY),
    )
