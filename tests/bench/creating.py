"""The part `creating`: a payment opened by the pay button, with a Fintoc that answers at once."""

import argparse
from dataclasses import replace
from urllib.parse import urlencode

from tests.bench.contest import OURS, Contest
from tests.bench.database import Server
from tests.bench.environments import PEERS
from tests.bench.page_targets import FORM, Browser, pages
from tests.bench.rounds import Course, measure
from tests.bench.tables import table
from tests.bench.targets import Target, running

OPENING, PAGE = "ours: open a payment", "ours: its order's page"


def measured(options: argparse.Namespace, server: Server) -> str:
    """Open a payment for an order of its own in each request; the order's page beside it."""
    many = options.connections
    course = Course(options.rounds, options.seconds, options.port + 1, connections=(many,))
    contest = Contest(server, orders=0)
    contest.shop(to_pay=1, placed=course.orders)
    fintoc = Target("Fintoc", OURS, "fintoc_at_once:application", PEERS / "raw", pages("/"))
    with running(fintoc, options.port + 2):
        targets = _targets(contest, course.port, fintoc_port=options.port + 2)
        runs = measure(targets, server, course)
    return table(runs, reference=PAGE, connections=many)


def _targets(contest: Contest, port: int, *, fintoc_port: int) -> list[Target]:
    shop = contest.ours(OPENING, pages("/"))
    shop.environment = {**shop.environment, "FINTOC_API_URL": f"http://127.0.0.1:{fintoc_port}"}
    contest.server.sql("ours", f"UPDATE orders_order SET account = 'test@127.0.0.1:{fintoc_port}'")
    tokens = contest.server.sql(
        "ours", "SELECT token FROM orders_order WHERE number LIKE 'CL-N%' ORDER BY id"
    ).split()
    with running(shop, port):
        browser = Browser(port)
        page = browser.get(f"/orders/{tokens[-1]}/")
    form = urlencode({"csrfmiddlewaretoken": page.split('csrfmiddlewaretoken" value="')[1][:64]})
    posts = [_post(f"/orders/{token}/payments/", form, browser.cookie) for token in tokens]
    opened = "SELECT count(*) FROM orders_payment WHERE widget_token <> ''"
    opening = replace(
        shop,
        requests=lambda first, number: posts[first : first + number],
        tally=contest.tally("ours", opened),
    )
    page_of = pages(f"/orders/{tokens[-1]}/")
    return [opening, replace(shop, name=PAGE, requests=page_of, tally=None)]


def _post(path: str, form: str, cookie: str) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(form)}\r\n\r\n{form}"
    ).encode()
