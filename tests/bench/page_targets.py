"""The pages that are compared, each asked for as a browser that has been there asks."""

import http.client
import re
from dataclasses import replace
from urllib.parse import urlencode

from tests.bench.events import SECRET
from tests.bench.rounds import running
from tests.bench.targets import Contest, Target, pages

BARE = "bare Django page"
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


def targets(contest: Contest, *, port: int) -> list[Target]:
    """The bare page first: the others are told as shares of it."""
    return [contest.bare_page(), *_ours(contest, port), *_oscars(contest, port)]


def _ours(contest: Contest, port: int) -> list[Target]:
    shop = contest.ours("ours", pages("/"))
    with running(shop, port):
        browser = Browser(port)
        address = re.findall(r'href="(/products/[^"]+)"', browser.get("/"))[0]
        slug = address.split("/")[2]
        browser.post(browser.get(address), "/cart/add/", product=slug, quantity=1)
        browser.get("/cart/")
    token = contest.server.sql(
        "ours", "SELECT token FROM orders_order WHERE status = 'succeeded' ORDER BY id LIMIT 1"
    )
    order = f"/orders/{token}/"
    asked = {
        "ours: product": pages(address),
        "ours: list": pages("/"),
        "ours: cart": pages("/cart/", cookie=browser.cookie),
        "ours: checkout": pages("/checkout/", cookie=browser.cookie),
        "ours: order paid": pages(order),
        "ours: status.json": pages(f"{order}status.json"),
    }
    return [replace(shop, name=name, requests=made, stored="") for name, made in asked.items()]


def _oscars(contest: Contest, port: int) -> list[Target]:
    programs, folder, variables = contest.oscar()
    variables = {**variables, "WEBHOOK_SECRET": SECRET}
    shop = Target("oscar", programs, "site_wsgi", folder, pages("/"), "oscar", variables)
    with running(shop, port):
        browser = Browser(port)
        listed = browser.get("/catalogue/")
        address = re.findall(r'href="(/catalogue/[a-z0-9-]+_\d+/)"', listed)[0]
        page = browser.get(address)
        browser.post(page, re.findall(r'action="(/basket/add/\d+/)"', page)[0], quantity=1)
        gate = browser.get("/checkout/") or browser.get("/checkout/")
        facts = {"username": "cliente@example.com", "options": "anonymous_checkout"}
        browser.post(gate, "/checkout/", **facts)
    asked = {
        "django-oscar: product": pages(address),
        "django-oscar: list of 12": pages("/catalogue/"),
        "django-oscar: basket": pages("/basket/", cookie=browser.cookie),
        "django-oscar: checkout": pages("/checkout/shipping-address/", cookie=browser.cookie),
    }
    return [replace(shop, name=name, requests=made) for name, made in asked.items()]
