"""A shopper who goes through the widget without a browser."""

import re
from urllib.parse import urlencode


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

    @property
    def text(self):
        return self.page.text

    @property
    def problem(self):
        found = re.search(r'data-problem="(\w+)"', self.text)
        return found and found[1]

    @property
    def step(self):
        return self.path.split("?")[0].removeprefix("/widget/").strip("/") or "bank"
