"""manage.py doctor: each probe green and not green, and a doctor that no illness stops."""

import socket
import ssl
import threading
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
import responses
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from fintoc_client.errors import RateLimited
from operations import reaching
from operations.finding import BAD, OK, WARNING
from operations.health import REACHING, RUNNING, SENDING, SET_UP, asked
from operations.worker import turn
from tests import factories
from tests.operations.processes import environment, manage
from webhooks.handlers import HANDLERS

API = "https://api.fintoc.example.com"
ENDPOINTS = f"{API}/v1/webhook_endpoints"
PROBES = {probe.key: probe for probe in [*SET_UP, *RUNNING, *REACHING, *SENDING]}
HERE = "http://localhost:8000/webhooks/fintoc/"

pytestmark = pytest.mark.django_db


def find(key):
    return asked(PROBES[key], timezone.now())


def endpoint(**changes):
    made = {
        "id": "we_1",
        "object": "webhook_endpoint",
        "url": HERE,
        "status": "enabled",
        "enabled_events": sorted(HANDLERS),
        "mode": "test",
        "secret": None,
    }
    return {**made, **changes}


@pytest.fixture
def fintoc():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as wire:
        yield wire


class TestKeysAndMode:
    def test_are_red_when_the_shop_would_not_start(self, settings):
        settings.FINTOC_PUBLIC_KEY = "pk_live_tests"
        finding = find("checks")
        assert finding.level == BAD
        assert "fintoc.E004" in finding.details[0]

    @pytest.mark.parametrize("key", ["x", "django-insecure-" + "0123456789" * 5])
    def test_are_amber_with_a_secret_key_that_can_be_guessed(self, key, settings):
        settings.SECRET_KEY = key
        finding = find("checks")
        assert finding.level == WARNING
        assert "security.W009" in " ".join(finding.details)

    def test_are_amber_while_no_money_moves_and_green_live(self, settings):
        assert find("mode").level == WARNING
        settings.FINTOC_MODE = "live"
        assert find("mode").level == OK


class TestTheDatabase:
    def test_is_as_durable_as_it_says(self):
        """SQLite is. The PostgreSQL of the tests is not, to be fast, and is found out."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1" if connection.vendor == "sqlite" else "SHOW fsync")
            is_fast = cursor.fetchone()[0] == "off"
        assert (find("database").level == BAD) == is_fast

    def test_is_red_if_a_power_cut_would_lose_what_was_confirmed(self, monkeypatch):
        monkeypatch.setattr("operations.set_up._is_durable", lambda: False)
        assert find("database").level == BAD

    def test_is_red_while_migrations_are_missing(self, monkeypatch):
        monkeypatch.setattr("operations.set_up.migrations_are_missing", lambda: True)
        assert find("migrations").level == BAD

    def test_is_green_when_they_are_done(self):
        assert find("migrations").level == OK


class TestHostsOfThePaymentPage:
    def test_are_green_when_only_fintocs(self):
        assert find("csp").level == OK

    def test_are_red_when_the_script_is_not_among_them(self, settings):
        settings.FINTOC_HOSTS = ["https://wizard.fintoc.com"]
        assert find("csp").level == BAD

    @pytest.mark.parametrize(
        "host", ["https://*.fintoc.com", "https://a.fintoc.com/path", "https:"]
    )
    def test_are_amber_when_wider_than_they_need_be(self, host, settings):
        settings.FINTOC_HOSTS = [*settings.FINTOC_HOSTS, host]
        assert find("csp").level == WARNING


class TestWhoSells:
    FILLED = {
        "STORE_LEGAL_NAME": "Comercial SpA",
        "STORE_TAX_ID": "76.086.428-5",
        "STORE_ADDRESS": "Calle 1",
        "STORE_PHONE": "+56 2 0000 0000",
        "STORE_EMAIL": "hola@tienda.invalid",
    }

    @pytest.mark.parametrize("missing", [None, *FILLED])
    def test_is_green_only_when_everything_is_filled_in(self, missing, settings):
        for name, value in self.FILLED.items():
            setattr(settings, name, "" if name == missing else value)
        finding = find("legal")
        assert finding.level == (WARNING if missing else OK)
        assert finding.details == ((missing,) if missing else ())

    def test_includes_somebody_who_can_log_in(self):
        assert find("owner").level == BAD
        User.objects.create(username="duena", is_staff=True)
        assert find("owner").level == OK


class TestFintocsApi:
    def answer(self, fintoc, status=200, skew=timedelta(), body="[]"):
        date = format_datetime(timezone.now() + skew)
        fintoc.get(factories.INTENTS, status=status, body=body, headers={"Date": date})

    def test_is_green_when_it_answers(self, fintoc):
        self.answer(fintoc)
        assert find("api").level == OK

    @pytest.mark.parametrize("status", [401, 403])
    def test_is_red_when_it_refuses_the_key(self, status, fintoc):
        self.answer(fintoc, status=status, body='{"error": {"type": "x", "message": "no"}}')
        finding = find("api")
        assert finding.level == BAD and "llave" in finding.text

    def test_is_red_when_it_is_away(self, fintoc):
        assert find("api").level == BAD

    @pytest.mark.parametrize("minutes", [-2, 2])
    def test_is_red_when_the_clocks_differ(self, minutes, fintoc):
        self.answer(fintoc, skew=timedelta(minutes=minutes))
        finding = find("api")
        assert finding.level == BAD and "reloj" in finding.text


class TestTheAddressForEvents:
    @pytest.mark.parametrize(
        ("registered", "level"),
        [
            ([], WARNING),  # on a developer's machine Fintoc cannot post
            ([endpoint(url="https://other.example.com/webhooks/fintoc/")], WARNING),
            ([endpoint()], OK),
            ([endpoint(url=HERE.rstrip("/"))], OK),
            ([endpoint(status="disabled")], BAD),
            ([endpoint(id="we_0", status="disabled"), endpoint()], OK),
            ([endpoint(enabled_events=["refund.succeeded"])], BAD),
            ([endpoint(enabled_events=["payment_intent.succeeded"])], WARNING),
        ],
    )
    def test_is_as_good_as_what_fintoc_has_of_it(self, registered, level, fintoc):
        fintoc.get(ENDPOINTS, json=registered)
        assert find("endpoint").level == level

    def test_is_red_when_a_shop_for_everybody_has_none(self, fintoc, settings):
        settings.SITE_IS_LOOPBACK = False
        fintoc.get(ENDPOINTS, json=[])
        assert find("endpoint").level == BAD


class TestTheTestEvent:
    @pytest.fixture(autouse=True)
    def soon(self, monkeypatch):
        monkeypatch.setattr(reaching, "ARRIVAL_SECONDS", 0.5)

    def test_is_seen_to_arrive(self, fintoc, client):
        def post(_request):
            factories.signed_post(client, factories.event({"id": "pi_x"}))
            return 201, {}, "{}"

        fintoc.get(ENDPOINTS, json=[endpoint()])
        fintoc.add_callback("POST", f"{ENDPOINTS}/we_1/test", callback=post)
        assert find("test_event").level == OK

    def test_is_red_when_its_signature_is_of_another_secret(self, fintoc, client):
        def post(_request):
            event = factories.event({"id": "pi_x"})
            assert factories.signed_post(client, event, secret="whsec_other").status_code == 400
            return 201, {}, "{}"

        fintoc.get(ENDPOINTS, json=[endpoint()])
        fintoc.add_callback("POST", f"{ENDPOINTS}/we_1/test", callback=post)
        assert find("test_event").level == BAD

    def test_is_not_taken_for_an_older_one(self, fintoc, client):
        factories.signed_post(client, factories.event({"id": "pi_x"}))
        fintoc.get(ENDPOINTS, json=[endpoint()])
        fintoc.post(f"{ENDPOINTS}/we_1/test", json={}, status=201)
        assert find("test_event").level == BAD


class Ready(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self):
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def site(settings, request):
    """The shop's own address, answering `status`."""
    handler = type("Handler", (Ready,), {"status": getattr(request, "param", 200)})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    settings.SITE = urlsplit(f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class TestTheShopFromOutside:
    def test_is_green_when_it_is_ready(self, site):
        assert find("site").level == OK

    def test_is_red_without_https_for_everybody(self, site, settings):
        settings.SITE_IS_LOOPBACK = False
        assert find("site").level == BAD

    @pytest.mark.parametrize("site", [503], indirect=True)
    def test_is_red_when_it_is_not_ready(self, site):
        assert find("site").level == BAD

    def test_is_red_when_nobody_answers(self, settings):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            settings.SITE = urlsplit(f"http://127.0.0.1:{unused.getsockname()[1]}")
            assert find("site").level == BAD

    def test_is_red_when_browsers_would_not_trust_it(self, site, settings):
        settings.SITE_IS_HTTPS = True  # and plain http answers: no handshake at all
        assert find("site").level == BAD

    @pytest.mark.parametrize(("days", "level"), [(60, OK), (3, WARNING)])
    def test_warns_before_the_certificate_ends(self, days, level, monkeypatch):
        until = timezone.now() + timedelta(days=days)
        monkeypatch.setattr(reaching, "_knock", lambda: (200, until))
        assert find("site").level == level

    def test_says_what_is_wrong_with_a_certificate(self, monkeypatch):
        def knock():
            raise ssl.SSLCertVerificationError("self-signed")

        monkeypatch.setattr(reaching, "_knock", knock)
        assert find("site").level == BAD


class TestTheTestMail:
    def test_goes_to_the_merchant(self, mailoutbox, settings):
        assert find("test_mail").level == OK
        assert mailoutbox[0].to == [settings.MERCHANT_EMAIL]

    def test_is_in_the_merchants_language_whoever_reads_the_findings(self, mailoutbox):
        with translation.override("en"):
            find("test_mail")
        assert mailoutbox[0].subject == "Correo de prueba"
        assert "Si lees esto" in mailoutbox[0].body

    def test_is_red_when_the_server_is_away(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        assert find("test_mail").level == BAD

    @pytest.fixture
    def smtp(self, settings, monkeypatch):
        """A server that takes every mail."""
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        monkeypatch.setattr("smtplib.SMTP", Mock())

    def test_is_red_when_it_goes_to_nobody(self, mailoutbox, settings):
        settings.MERCHANT_EMAIL = ""
        finding = find("test_mail")
        assert finding.level == BAD and "MERCHANT_EMAIL" in finding.mend
        assert mailoutbox == []

    @pytest.mark.parametrize("name", ["DEFAULT_FROM_EMAIL", "MERCHANT_EMAIL"])
    @pytest.mark.parametrize("value", ["Tienda, de <a@b.cl>", "a@b\nc", "<>"])
    def test_is_red_and_says_where_if_an_address_is_none(self, name, value, settings, smtp):
        setattr(settings, name, value)
        finding = find("test_mail")
        assert finding.level == BAD and name in finding.mend
        assert "no se entiende" in finding.text

    def test_is_amber_before_when_mails_go_nowhere(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        assert find("mail_settings").level == WARNING


def test_a_probe_that_cannot_look_is_red_and_stops_no_other(monkeypatch):
    def fail(*_arguments):
        raise RateLimited("slow down")

    monkeypatch.setattr(reaching, "_our_endpoint", fail)
    assert find("endpoint").level == BAD


def test_everything_that_is_not_green_says_how_to_mend_it(settings, fintoc):
    settings.FINTOC_WEBHOOK_SECRETS = []
    findings = [asked(probe, timezone.now()) for probe in [*SET_UP, *RUNNING, *REACHING]]
    assert all(finding.mend for finding in findings if finding.level != OK)


def doctor(*arguments):
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", *arguments, stdout=said, no_color=True)
    return said.getvalue(), ended.value.code


def test_it_ends_with_1_and_says_what_is_red_in_english(settings):
    settings.FINTOC_PUBLIC_KEY = ""
    said, status = doctor("--offline")
    assert status == 1
    assert "XX  Settings: The shop does not start with these settings" in said
    assert "FINTOC_PUBLIC_KEY is empty" in said and "->" in said


def test_amber_is_a_failure_when_asked_for(monkeypatch):
    monkeypatch.setattr("operations.set_up._is_durable", lambda: True)  # wherever the tests run
    User.objects.create(username="duena", is_staff=True)
    turn()
    assert doctor("--offline", "--strict")[1] == 2
    call_command("doctor", "--offline", stdout=StringIO())


def test_it_sends_nothing_when_told_to_be_quiet(fintoc, mailoutbox):
    fintoc.get(factories.INTENTS, json=[])
    fintoc.get(ENDPOINTS, json=[endpoint()])
    doctor("--quiet")
    assert mailoutbox == []
    assert not [call for call in fintoc.calls if call.request.method == "POST"]


@pytest.mark.parametrize("broken", [{}, {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"}])
def test_a_shop_that_cannot_start_has_its_doctor_all_the_same(broken, tmp_path):
    env = environment(DATABASE_URL=f"sqlite:///{tmp_path}/shop.sqlite3", **{})
    ended = manage("doctor", "--offline", env={**env, **broken})
    assert ended.returncode == 1
    assert "fintoc.E001" in ended.stdout and "XX  Worker" in ended.stdout
    assert "Traceback" not in ended.stderr
