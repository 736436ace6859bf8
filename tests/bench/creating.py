"""The pay button: a payment opened, with a Fintoc that answers at once."""

import argparse
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.database import Server
from tests.bench.environments import PEERS
from tests.bench.page_targets import FORM, Browser, pages
from tests.bench.rounds import measure, running, table
from tests.bench.targets import OURS, Contest, Target

NAME = "ours: open a payment"


def measured(options: argparse.Namespace, cluster: Path) -> str:
    """Open a payment for an order of its own in each request; a paid order's page beside it."""
    with Server(cluster, options.port) as server:
        contest = Contest(server, orders=0, folder=cluster.parent)
        number = int(options.rounds * (options.seconds + 1) * 400) + 1000
        contest.make_shop(to_pay=1, paid=1, placed=number)
        at_once = Target(
            "Fintoc", OURS, "fintoc_at_once:application", PEERS / "raw", pages("/"), "ours"
        )
        with running(at_once, options.port + 2):
            runs = measure(
                _targets(contest, options.port),
                server,
                rounds=options.rounds,
                seconds=options.seconds,
                connections=options.connections,
                port=options.port + 1,
                begin_at={},
            )
    return table(runs, reference="ours: its order's page")


def _targets(contest: Contest, port: int) -> list[Target]:
    shop = contest.ours(NAME, pages("/"))
    shop.environment = {
        **shop.environment,
        "FINTOC_API_URL": f"http://127.0.0.1:{port + 2}",
    }
    account = f"test@127.0.0.1:{port + 2}"
    contest.server.sql(
        "ours",
        f"UPDATE orders_order SET account = '{account}'",
    )
    tokens = contest.server.sql(
        "ours", "SELECT token FROM orders_order WHERE number LIKE 'CL-N%' ORDER BY id"
    ).split()
    with running(shop, port + 1):
        browser = Browser(port + 1)
        page = browser.get("/")
    form = urlencode({"csrfmiddlewaretoken": page.split('csrfmiddlewaretoken" value="')[1][:64]})
    posts = [_post(f"/orders/{token}/payments/", form, browser.cookie) for token in tokens]
    opening = replace(
        shop,
        requests=lambda first, number: posts[first : first + number],
        stored="SELECT count(*) FROM orders_payment WHERE widget_token <> ''",
    )
    page_of = pages(f"/orders/{tokens[-1]}/")
    return [opening, replace(shop, name="ours: its order's page", requests=page_of, stored="")]


def _post(path: str, form: str, cookie: str) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: {len(form)}\r\n\r\n{form}"
    ).encode()
