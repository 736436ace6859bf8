"""A shopper who goes through the widget, or the hosted page, without a browser."""

import re
import time
from urllib.parse import urlencode

BANK = {"cl": "cl_banco_de_prueba_a", "mx": "mx_banco_de_prueba_b"}


class Shopper:
    """Opens the widget as the script would, and posts its forms."""

    def __init__(self, simulator, intent, **options):
        self.simulator = simulator
        query = {
            "public_key": simulator.first_line["public_key"],
            "widget_token": intent["widget_token"],
            "product": "payments",
            "holder_type": "individual",
            "country": "cl",
            "lang": "en",
            "shop_origin": "http://localhost:8000",
            **options,
        }
        self.go(f"/widget/?{urlencode(query)}")

    def go(self, path, **form):
        method = "POST" if form else "GET"
        self.page = self.simulator.call(method, path, data=form or None, key="")
        if self.page.is_redirect:
            return self.go(self.page.headers["Location"])
        self.path = path
        return self

    def post(self, **form):
        return self.go(self.path, **form)

    def at_the_accounts(self):
        """Chile: bank and login done."""
        return self.post(institution=BANK["cl"]).post(rut="41614850-3", password="jonsnow")

    @property
    def text(self):
        return self.page.text

    @property
    def problem(self):
        found = re.search(r'data-problem="(\w+)"', self.text)
        return found and found[1]

    @property
    def events(self):
        """What the page reports to the shop."""
        return re.search(r'data-events="([^"]*)"', self.text)[1].split()

    @property
    def step(self):
        return self.path.split("?")[0].removeprefix("/widget/").strip("/") or "bank"


class SentByTheShop(Shopper):
    """Comes to the session's `redirect_url`."""

    def __init__(self, simulator, session, lang="en"):
        self.simulator = simulator
        self.go(f"{session['redirect_url'].removeprefix(simulator.url)}?lang={lang}")

    def begins(self):
        return self.go(self.path, pay="1")

    @property
    def ways_out(self):
        """Where the links lead, other than inside."""
        return set(re.findall(r'href="(https?://[^"]*)"', self.text))


def wait_for_end(simulator, intent, *statuses):
    """The statuses seen on the way to the last of these."""
    seen = []
    for _ in range(400):
        status = simulator.retrieve(intent)["status"]
        if not seen or seen[-1] != status:
            seen.append(status)
        if status == statuses[-1]:
            return seen
        time.sleep(0.005)
    raise AssertionError(seen)
