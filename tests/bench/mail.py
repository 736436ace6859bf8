"""The part `mail`: the webhook while the mail server is quick, slow or away.

The shop's worker, which sends the mails, does not run meanwhile: it would be another process that
takes its share of two cores. What is shown is that the answer waits for no mail.
"""

import argparse
from dataclasses import replace

from tests.bench import mail_server, webhook_targets
from tests.bench.contest import Contest
from tests.bench.database import Server
from tests.bench.rounds import Course, measure
from tests.bench.tables import table
from tests.bench.targets import Target

QUICK = "ours, mail server quick"
SLOW_MS = 100


def measured(options: argparse.Namespace, server: Server) -> str:
    """Ours three times, and who sends mail in the request."""
    many, mail_port = options.connections, options.port + 2
    course = Course(options.rounds, options.seconds, options.port + 1, connections=(many,))
    contest = Contest(server, orders=course.orders)
    contest.shop(to_pay=contest.orders)
    flask = webhook_targets.with_mail_in_the_request(
        contest, "flask_mail", port=mail_port, delay=SLOW_MS
    )
    runs = measure([*_ours(contest, mail_port), flask], server, course)
    return table(runs, reference=QUICK, connections=many)


def _ours(contest: Contest, port: int) -> list[Target]:
    quick = [mail_server.command(port, 0)]
    slow = [mail_server.command(port, SLOW_MS)]
    return [
        _ours_with(contest, QUICK, "mail_quick", port, quick),
        _ours_with(contest, f"ours, {SLOW_MS} ms slow", "mail_slow", port, slow),
        _ours_with(contest, "ours, mail server away", "mail_away", port, []),
    ]


def _ours_with(
    contest: Contest, name: str, database: str, port: int, beside: list[list[object]]
) -> Target:
    contest.server.copy("ours", database)
    target = contest.ours(name, contest.posts(webhook_targets.PATH), database=database)
    address = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    return replace(target, environment={**target.environment, **address}, beside=beside)
