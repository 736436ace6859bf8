"""The part `pages`: ours against a bare page of Django's and django-oscar's."""

import argparse

from tests.bench import page_targets
from tests.bench.contest import Contest
from tests.bench.database import Server
from tests.bench.page_targets import BARE, OSCAR_CHECKOUT, OSCAR_PRODUCT
from tests.bench.rounds import Course, measure
from tests.bench.tables import ratios, table


def measured(options: argparse.Namespace, server: Server) -> str:
    """The table, and how many times as fast ours are as django-oscar's."""
    many = options.connections
    course = Course(options.rounds, options.seconds, options.port + 1, connections=(many,))
    contest = Contest(server, orders=0)
    runs = measure(page_targets.targets(contest, port=course.port), server, course)
    product = ratios(runs, "ours: product", to=[BARE, OSCAR_PRODUCT], connections=many)
    checkout = ratios(runs, "ours: checkout", to=[BARE, OSCAR_CHECKOUT], connections=many)
    return f"{table(runs, reference=BARE, connections=many)}\n\n{product} {checkout}"
