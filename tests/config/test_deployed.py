"""A shop as it is deployed: its headers by the Observatory's arithmetic, its cookies, its canaries.

One process visits every kind of page; the tests look at what it brought back.
"""

import json
import re
import subprocess
import sys

import pytest

from tests.operations.processes import ROOT, environment

SECRETS = {
    "SECRET_KEY": "canarysecretkey" * 5,
    "FINTOC_SECRET_KEY": "sk_test_canary1234",
    "FINTOC_WEBHOOK_SECRETS": "whsec_canary5678",
    "METRICS_TOKEN": "canarymetricstoken",
}
PERSONAL = ["canary.shopper@example.com", "Canaria Secreta", "Canaria Titular", "987654321012"]
PERSONAL += ["41614850-3"]
FINTOC = "https://js.fintoc.example.com"
PAYMENT = "the payment page"
SERVED = ["/static/css/store.css", "/static/js/page.js"]
MAIL_PASSWORD = "canarymailpassword"


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """What a visit brought back, and what was logged meanwhile."""
    folder = tmp_path_factory.mktemp("deployed")
    (folder / "secret").write_text(SECRETS["FINTOC_SECRET_KEY"] + "\n")  # as a secrets file is
    env = environment(
        **{name: value for name, value in SECRETS.items() if name != "FINTOC_SECRET_KEY"},
        FINTOC_SECRET_KEY_FILE=str(folder / "secret"),
        FINTOC_PUBLIC_KEY="pk_test_check",
        FINTOC_API_URL="http://127.0.0.1:9",
        FINTOC_JS_URL=f"{FINTOC}/v1/",
        FINTOC_HOSTS=FINTOC,
        FINTOC_STYLE_ATTRIBUTES="0",
        SITE_URL="https://shop.example.com",
        EMAIL_URL=f"smtp+tls://shop:{MAIL_PASSWORD}@127.0.0.1:9",
        DATABASE_URL=f"sqlite:///{folder}/shop.sqlite3",
        STATIC_ROOT=str(folder),
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    command = [sys.executable, "-m", "tests.config.visit_deployed"]
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180)
    assert ended.returncode == 0, ended.stderr[-3000:]
    return {**json.loads(ended.stdout), "log": ended.stderr}


def directives(headers):
    parts = [part.split() for part in headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


def observatory(page):
    """The MDN HTTP Observatory's score: 100, less what is wrong, and bonuses from 90 on."""
    headers, policy = page["headers"], directives(page["headers"])
    sources = [source for each in policy.values() for source in each]
    cookies = [cookie.lower() for cookie in page["cookies"]]
    fine, bonus = 100, 0
    if re.search(r'<script[^>]* src="https:', page["body"]):
        fine -= 5  # Fintoc's script has no version, so it can have no integrity
    fine -= 20 * any("unsafe" in source for source in sources)
    fine -= 5 * (headers.get("X-Content-Type-Options") != "nosniff")
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    fine -= 20 * (age is None or int(age[1]) < 15_768_000)
    for cookie in cookies:
        fine -= 40 * ("secure" not in cookie) + 20 * ("samesite" not in cookie)
    bonus += 10 * (policy.get("default-src") == ["'none'"])
    bonus += 5  # cookies: each is checked above, and a page without any has the points, too
    bonus += 10 * headers.get("Cross-Origin-Opener-Policy", "").startswith("same-origin")
    bonus += 10 * (headers.get("Cross-Origin-Resource-Policy") == "same-origin")
    bonus += 5 * (headers.get("Referrer-Policy") == "same-origin")
    bonus += 5 * (policy.get("frame-ancestors") == ["'none'"])
    return fine + (bonus if fine >= 90 else 0)


def test_the_observatory_would_give_140_to_the_payment_page_and_145_to_all_others(visit):
    scores = {name: observatory(page) for name, page in visit["pages"].items()}

    assert scores.pop(PAYMENT) == 140
    assert {name: score for name, score in scores.items() if score < 145} == {}


def test_no_page_has_an_unsafe_source_or_a_wildcard(visit):
    for name, page in visit["pages"].items():
        policy = page["headers"]["Content-Security-Policy"]
        assert "unsafe" not in policy and "*" not in policy and "http:" not in policy, name


def test_fintocs_hosts_are_on_the_payment_page_alone(visit):
    named = [name for name, page in visit["pages"].items() if FINTOC in str(page["headers"])]

    assert named == [PAYMENT]


def test_the_pages_are_what_they_are_called(visit):
    statuses = {name: page["status"] for name, page in visit["pages"].items()}
    odd = {name: status for name, status in statuses.items() if status != 200}

    assert odd == {
        "no such page": 404,
        "the webhook": 405,
        "a refused webhook": 400,
        "choosing a language": 302,
        "adding to the cart": 303,
        "a failure of ours": 500,
    }


@pytest.mark.parametrize("name", ["an order", "its status", PAYMENT, "an order paid", "the login"])
def test_what_is_anybodys_own_is_never_stored(name, visit):
    assert "no-store" in visit["pages"][name]["headers"]["Cache-Control"]


def test_cookies_are_this_hosts_alone_over_https_and_no_script_reads_them(visit):
    cookies = {c for page in visit["pages"].values() for c in page["cookies"]}

    assert {cookie.partition("=")[0] for cookie in cookies} == {
        "__Host-session",
        "__Host-csrf",
        "__Host-language",
    }
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_no_page_tells_a_version_or_a_setting(visit):
    for name, page in visit["pages"].items():
        assert "Server" not in page["headers"] and "X-Powered-By" not in page["headers"], name
        assert "Django/" not in page["body"] and "Traceback" not in page["body"], name


class TestCanaries:
    def everywhere(self, visit):
        places = {f"page {name}": str(page) for name, page in visit["pages"].items()}
        return {**places, "mails": str(visit["mails"]), "log": visit["log"], "dump": visit["dump"]}

    @pytest.mark.parametrize("secret", [*SECRETS.values(), MAIL_PASSWORD])
    def test_no_secret_is_anywhere(self, secret, visit):
        assert [place for place, text in self.everywhere(visit).items() if secret in text] == []

    def test_the_log_has_the_failure_and_nobodys_data(self, visit):
        assert "RuntimeError" in visit["log"]
        assert [personal for personal in PERSONAL if personal in visit["log"]] == []

    def test_what_the_bank_says_of_the_account_is_kept_nowhere(self, visit):
        for place, text in self.everywhere(visit).items():
            for personal in ("Canaria Titular", "987654321012", "41614850-3"):
                assert personal not in text, place

    def test_the_widgets_token_is_on_its_own_page_alone(self, visit):
        places = self.everywhere(visit)
        del places["dump"]  # the page that shows it reads it there
        assert [place for place, text in places.items() if visit["token"] in text] == [
            f"page {PAYMENT}"
        ]

    def test_an_orders_token_is_in_no_line_of_the_log(self, visit):
        tokens = set(re.findall(r"/orders/([\w-]{20,})/", str(visit["pages"])))
        assert tokens and [token for token in tokens if token in visit["log"]] == []

    def test_every_line_of_the_log_is_json(self, visit):
        odd = [line for line in visit["log"].splitlines() if not line.startswith("{")]
        assert odd == [] and len(visit["log"].splitlines()) > 20
        assert all(json.loads(line)["at"] for line in visit["log"].splitlines())
