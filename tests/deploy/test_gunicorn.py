"""gunicorn with its own file, asked from this machine as a proxy or a health check would ask it."""

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest

from fintoc_client.signature import sign
from tests import factories
from tests.deploy.conftest import GUNICORN, end
from tests.deploy.test_files import COMPOSE
from tests.journeys.waiting import eventually
from tests.operations.processes import ROOT, manage, shop_environment
from webhooks.views import BODY_LIMIT

HOST = "shop.example.com"
TOKEN = {"Authorization": "Bearer a-token-for-tests"}
WEBHOOKS = "/webhooks/fintoc/"
AS_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https"}


class Shop:
    """A shop at `port` of this machine, called https://shop.example.com by everybody else."""

    def __init__(self, port, log, process):
        self.port, self._log, self.process = port, log, process

    def ask(self, path, headers, *, method="GET", body=None, chunked=False):
        """The status and the words of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(connection):
            connection.request(method, path, body, headers, encode_chunked=chunked)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    @property
    def log(self):
        return self._log.read_text()


@contextmanager
def serving(folder, **more):
    """A shop with its files in `folder`, until the end of the block."""
    env = shop_environment(
        folder,
        SITE_URL=f"https://{HOST}",
        METRICS_TOKEN="a-token-for-tests",
        STATIC_ROOT=str(folder),
        EMAIL_URL="dummymail://",
        WEB_WORKERS="1",
        DJANGO_SETTINGS_MODULE="config.settings",
        **more,
    )
    assert manage("migrate", env=env).returncode == 0
    assert manage("collectstatic", "--noinput", env=env).returncode == 0
    with socket.socket() as held, (folder / "log").open("wb") as log:
        held.bind(("127.0.0.1", 0))
        held.listen()
        number = held.fileno()
        command = [sys.executable, *GUNICORN, "--bind", f"fd://{number}"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, pass_fds=[number], stdout=log, stderr=log
        )
        yield Shop(held.getsockname()[1], folder / "log", process)  # what is asked early waits
        end(process)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("gunicorn")) as shop:
        yield shop


class TestFromInside:
    def test_the_containers_own_health_check_is_content(self, shop):
        _cmd, program, *arguments = COMPOSE["services"]["web"]["healthcheck"]["test"]
        assert program == "python"
        here = [each.replace(":8000/", f":{shop.port}/") for each in arguments]
        assert here != arguments
        checked = subprocess.run(
            [sys.executable, *here], capture_output=True, text=True, timeout=60
        )
        assert (checked.returncode, checked.stderr) == (0, "")

    @pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
    def test_it_answers_by_its_address_and_plain_http(self, path, shop):
        status, words = shop.ask(path, TOKEN)
        assert (status, "<html" in words) == (200, False)
        assert '"level": "ERROR"' not in shop.log


class TestWhatAVisitorClaims:
    """A proxy on this machine passes on every header that it does not know."""

    def test_the_proxys_word_for_https_is_still_believed(self, shop):
        assert shop.ask("/", AS_PROXY)[0] == 200
        assert shop.ask("/", {"Host": HOST})[0] == 301

    @pytest.mark.parametrize("name", ["SCRIPT_NAME", "Script-Name", "PATH_INFO", "Path-Info"])
    @pytest.mark.parametrize("value", ["/a", "/metrics"])
    def test_no_header_makes_another_address_of_a_path(self, name, value, shop):
        assert shop.ask("/a/metrics", {**AS_PROXY, **TOKEN, name: value})[0] == 404

    @pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO"])
    def test_no_header_breaks_a_page_or_writes_its_address_into_the_log(self, name, shop):
        path = "/orders/cG1hZ2ljLXRva2VuLTE/"
        assert shop.ask(path, {**AS_PROXY, name: "/other"})[0] == 404
        assert "cG1hZ2ljLXRva2VuLTE" not in shop.log

    @pytest.mark.parametrize("charset", ["hex", "idna", "undefined", "utf-16"])
    def test_no_charset_breaks_a_page(self, charset, shop):
        kind = {"Content-Type": f"text/plain; charset={charset}"}
        assert shop.ask("/?x=1", {**AS_PROXY, **kind})[0] == 200

    @pytest.mark.parametrize("name", ["X-Forwarded-Ssl", "X-Forwarded-Protocol"])
    @pytest.mark.parametrize("value", ["on", "off", "ssl"])
    def test_another_word_for_https_changes_nothing(self, name, value, shop):
        assert shop.ask("/", {**AS_PROXY, name: value})[0] == 200
        assert shop.ask("/", {"Host": HOST, name: value})[0] == 301


def signed(body):
    header = sign(body=body, secret="whsec_test_check", timestamp=int(time.time()))
    return {**AS_PROXY, "Fintoc-Signature": header, "Transfer-Encoding": "chunked"}


class TestAWebhookInPieces:
    def test_is_heard(self, shop):
        body = json.dumps(factories.event({}, type="a.new_type")).encode()
        pieces = [body[:10], body[10:11], body[11:]]
        answer = shop.ask(WEBHOOKS, signed(body), method="POST", body=pieces, chunked=True)
        assert answer == (200, "heard\n")

    def test_is_refused_if_it_is_forged(self, shop):
        headers = signed(b"{}")
        answer = shop.ask(WEBHOOKS, headers, method="POST", body=[b"[", b"]"], chunked=True)
        assert answer == (400, "bad signature\n")

    @pytest.mark.parametrize(("length", "status"), [(BODY_LIMIT, 200), (BODY_LIMIT + 1, 413)])
    def test_has_the_limit_of_any_other(self, length, status, shop):
        body = b"[" * length
        pieces = [body[:1000], body[1000:]]
        answer = shop.ask(WEBHOOKS, signed(body), method="POST", body=pieces, chunked=True)
        assert answer[0] == status

    @pytest.mark.parametrize("pieces", [b"zz\r\n[]\r\n", b"2\r\n[]]\r\n0\r\n\r\n"])
    def test_that_are_none_is_refused_in_words(self, pieces, shop):
        answer = shop.ask(WEBHOOKS, signed(b"[]"), method="POST", body=[pieces])
        assert answer == (400, "the body cannot be read\n")
        assert "Traceback" not in shop.log


AS_JSON = re.compile(r'\{"at": ".+", "level": "[A-Z]+", "logger": "[a-z.]+", .+\}')
TO_READ = re.compile(r"[0-9-]{10} [0-9:.]{12} [A-Z]+ [a-z.]+: .+")


class TestWhatItSaysOfItsProcesses:
    @pytest.mark.parametrize(("kind", "line"), [("json", AS_JSON), ("line", TO_READ)])
    def test_is_written_as_the_shops_own_lines_are(self, kind, line, tmp_path):
        with serving(tmp_path, LOG_FORMAT=kind) as shop:
            assert shop.ask("/", AS_PROXY)[0] == 200
            shop.process.send_signal(signal.SIGHUP)
            eventually(lambda: "Worker exiting" in shop.log, within=20, what="another worker")

        lines = shop.log.splitlines()
        assert [each for each in lines if not line.fullmatch(each)] == []
        for words in ("Listening at", "Handling signal: hup", "Handling signal: term"):
            assert len([each for each in lines if words in each]) == 1
