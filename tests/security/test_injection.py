"""A script in every text that the shop stores, in every page and mail that shows it (F9)."""

import json
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from tests.journeys.chromium import find_chromium, running_chromium
from tests.operations.processes import ROOT, environment

SHOWN = {  # what has to be among the pages, or they prove little
    *("/", "/cart/", "/checkout/", "/admin/", "/admin/orders/order/", "/admin/orders/alert/"),
    *("/admin/catalog/product/", "/admin/webhooks/webhookevent/"),
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Every page and mail of a poisoned shop."""
    folder = tmp_path_factory.mktemp("poisoned")
    env = environment(DJANGO_SETTINGS_MODULE="tests.settings", PYTHONPATH=str(ROOT))
    env["TEST_DATABASE_URL"] = f"sqlite:///{folder}/shop.sqlite3"
    command = [sys.executable, "-W", "ignore", "-m", "tests.security.poisoned"]
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout)


def texts(shown):
    """Each page and mail by its address or number."""
    pages = {
        address: page["body"]
        for address, page in shown["pages"].items()
        if "html" in page["type"] and page["status"] == 200
    }
    mails = {f"mail {n}": part for n, parts in enumerate(shown["mails"]) for part in parts}
    return {**pages, **mails}


class Scripts(HTMLParser):
    """What of a page would run: handlers, scripts that are not files of ours, script addresses."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            says_script = (value or "").strip().lower().startswith("javascript:")
            if name.startswith("on") or says_script:
                self.found.append((tag, name, value))
        if tag == "script" and not dict(attributes).get("src"):
            self.found.append((tag, attributes))


def scripts_in(html):
    reader = Scripts()
    reader.feed(html)
    return reader.found


def test_the_pages_and_mails_are_there_and_none_fails(shown):
    assert {address for address, page in shown["pages"].items() if page["status"] >= 500} == set()
    assert shown["pages"].keys() >= SHOWN and len(shown["mails"]) > 3
    poisoned = [name for name, html in texts(shown).items() if "onerror=hit()" in html]
    assert len(poisoned) > 15 and any(name.startswith("mail") for name in poisoned)


def test_none_is_unescaped(shown):
    found = {name: scripts_in(html) for name, html in texts(shown).items()}
    assert {name: scripts for name, scripts in found.items() if scripts} == {}


def test_no_template_is_made_of_what_somebody_wrote(shown):
    assert [
        name for name, html in texts(shown).items() if "'49" in html or "&#x27;49" in html
    ] == []


@pytest.mark.parametrize("text", ["poison", "short"])
def test_control_unescaped_it_is_found(text, shown):
    assert scripts_in(f'<p title="{shown[text]}">')


@pytest.mark.journey
def test_none_runs_in_a_browser(shown):
    """Without the policy that would stop it, which is for what escapes us all the same."""
    path = find_chromium()
    if path is None:
        pytest.skip("there is no Chromium: tests/journeys/install_browser.sh installs one")
    with running_chromium(path) as browser:
        page, hits = browser.new_page(), []
        page.expose_function("hit", lambda: hits.append(page.url))
        page.route("**/*", lambda route: route.abort())
        for html in texts(shown).values():
            page.set_content(html, wait_until="domcontentloaded")
        page.wait_for_timeout(200)
        assert hits == []

        page.set_content(f'<p title="{shown["poison"]}">')  # the control
        page.wait_for_timeout(500)
        assert hits
