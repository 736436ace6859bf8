"""The part `sqlite`: the webhook on SQLite, against the raw functions on SQLite.

All in WAL mode with `synchronous=FULL`: each commit is on the disk before it is answered.
"""

import argparse
import shutil
import sqlite3

from tests.bench import webhook_targets
from tests.bench.contest import PEER_TALLY, Contest
from tests.bench.database import Server
from tests.bench.environments import PEERS
from tests.bench.events import SECRET
from tests.bench.rounds import Course, measure
from tests.bench.tables import ratios, table
from tests.bench.targets import Target

LIMIT, OUR_STATEMENTS = "limit, SQLite", "our statements (raw), SQLite"
OURS = "ours, SQLite"


def measured(options: argparse.Namespace, server: Server) -> str:
    """All of them, saturated, and how much of its own statements ours is."""
    many = options.connections
    course = Course(options.rounds, options.seconds, options.port + 1, connections=(many,))
    contest = Contest(server, orders=course.orders)
    contest.shop(to_pay=contest.orders, database="shop.sqlite3")
    raw = _our_statements(contest)
    posts = contest.posts(webhook_targets.PATH)
    ours = contest.ours(OURS, posts, database="shop.sqlite3")
    runs = measure([_limit(contest), raw, ours], server, course)
    return (
        f"{table(runs, reference=LIMIT, connections=many)}\n\n"
        f"{ratios(runs, OURS, to=[OUR_STATEMENTS], connections=many)}"
    )


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


def _our_statements(contest: Contest) -> Target:
    """On a copy of the shop's database."""
    database = "our_statements.sqlite3"
    shutil.copy(contest.file("shop.sqlite3"), contest.file(database))
    return webhook_targets.sending_our_statements(
        contest,
        OUR_STATEMENTS,
        "our_statements_sqlite",
        {"DATABASE_FILE": str(contest.file(database))},
        database=database,
    )
