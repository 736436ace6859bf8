"""The pages that are compared, each asked for as a browser that has been there asks."""

import http.client
import re
from dataclasses import replace
from urllib.parse import urlencode

from tests.bench.contest import Contest
from tests.bench.environments import PEERS
from tests.bench.events import SECRET, get
from tests.bench.targets import Requests, Target, of_one_page, running

BARE = "bare Django page"
OSCAR_PRODUCT, OSCAR_CHECKOUT = "django-oscar: product", "django-oscar: checkout"
FORM = "application/x-www-form-urlencoded"


class Browser:
    """Keeps cookies and posts forms, on a server that was just started."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> str:
        return self._ask("GET", path)

    def post(self, page: str, path: str, **fields: object) -> str:
        """Post to `path` with the token that is in `page`; the answer's Location."""
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token}))

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookie, "Content-Type": FORM, "Accept-Language": "es"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, rest = line.partition("=")
            self.cookies[name] = rest.split(";")[0]
        text = answer.read().decode()
        connection.close()
        if answer.status not in (200, 302, 303):
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        return answer.headers.get("Location", "") if method == "POST" else text


def pages(path: str, *, cookie: str = "") -> Requests:
    """The same page as often as it is wanted."""
    return of_one_page(get(path, cookie=cookie))


def targets(contest: Contest, *, port: int) -> list[Target]:
    """The bare page first: the others are told as shares of it."""
    contest.shop(to_pay=1, paid=200, placed=1)
    return [_bare(contest), *ours(contest, port), *_oscars(contest, port)]


def _bare(contest: Contest) -> Target:
    """A page of Django's that asks no database: base, block, form."""
    contest.server.create("bare")
    variables = {"DATABASE_URL": contest.server.address("bare"), "WEBHOOK_SECRET": SECRET}
    programs, folder = contest.programs("naive_django"), PEERS / "naive_django"
    return Target(BARE, programs, "site_wsgi", folder, pages("/page/"), variables)


def ours(contest: Contest, port: int) -> list[Target]:
    """Our pages, in a shop that has orders of each kind."""
    shop = contest.ours("ours", pages("/"))
    with running(shop, port):
        browser = Browser(port)
        address = re.findall(r'href="(/products/[^"]+)"', browser.get("/"))[0]
        slug = address.split("/")[2]
        browser.post(browser.get(address), "/cart/add/", product=slug, quantity=1)
        browser.get("/cart/")
    asked = {
        "ours: product": pages(address),
        "ours: list": pages("/"),
        "ours: cart": pages("/cart/", cookie=browser.cookie),
        "ours: checkout": pages("/checkout/", cookie=browser.cookie),
        "ours: order, to be paid": pages(_order(contest, "CL-N")),
        "ours: order, paid": pages(_order(contest, "CL-P")),
        "ours: status.json": pages(f"{_order(contest, 'CL-P')}status.json"),
    }
    return [replace(shop, name=name, requests=made, tally=None) for name, made in asked.items()]


def _order(contest: Contest, letter: str) -> str:
    """The page of some order of this kind."""
    some = f"number LIKE '{letter}%' ORDER BY id LIMIT 1"
    return f"/orders/{contest.server.sql('ours', f'SELECT token FROM orders_order WHERE {some}')}/"


def _oscars(contest: Contest, port: int) -> list[Target]:
    """django-oscar in a minimal project, with a guest who has reached the address."""
    contest.server.create("oscar")
    programs, folder = contest.programs("oscar"), PEERS / "oscar"
    variables = {"DATABASE_URL": contest.server.address("oscar")}
    contest.run([programs / "python", "make_shop.py"], folder, variables)
    some = "SELECT slug || '_' || id FROM catalogue_product ORDER BY id LIMIT 1"
    address = f"/catalogue/{contest.server.sql('oscar', some)}/"
    shop = Target("oscar", programs, "site_wsgi", folder, pages("/"), variables)
    with running(shop, port):
        browser = Browser(port)
        page = browser.get(address)
        browser.post(page, re.findall(r'action="(/basket/add/\d+/)"', page)[0], quantity=1)
        gate = browser.get("/checkout/")
        facts = {"username": "cliente@example.com", "options": "anonymous"}
        browser.post(gate, "/checkout/", **facts)
        browser.get("/checkout/shipping-address/")
    asked = {
        OSCAR_PRODUCT: pages(address),
        OSCAR_CHECKOUT: pages("/checkout/shipping-address/", cookie=browser.cookie),
    }
    return [replace(shop, name=name, requests=made) for name, made in asked.items()]
