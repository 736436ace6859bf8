"""The examples of docs/simulator.md do what they say."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulator.clients.conftest import NODE_FOLDER

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "simulator.md").read_text()


def example(simulator, language, holding=""):
    """The first block in that language, with this simulator's address and key."""
    blocks = [block.split("\n", 1) for block in PAGE.split("```")[1::2]]
    block = next(text for name, text in blocks if name == language and holding in text)
    return block.replace("http://localhost:8001", simulator.url).replace(
        "sk_test_…", simulator.secret_key
    )


def output_of(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_python_one_opens_a_checkout_session(simulator):
    printed = output_of([sys.executable, "-c", example(simulator, "python")])

    (session,) = simulator.call("GET", "/v2/checkout_sessions").json()
    assert printed == session["redirect_url"]


def test_the_node_one_creates_a_payment_intent(simulator, node_path):
    printed = output_of([node_path, "-e", example(simulator, "js")], cwd=NODE_FOLDER)

    (intent,) = simulator.call("GET", "/v1/payment_intents").json()
    assert printed == intent["id"]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_curl_ones_create_pay_and_refund(simulator):
    commands = example(simulator, "", holding="/v1/refunds").strip().split("\n\n")
    for command in commands:
        intents = simulator.call("GET", "/v1/payment_intents").json()
        known = intents[0]["id"] if intents else ""
        output_of(["sh", "-c", command.replace("pi_…", known)])

    (refund,) = simulator.call("GET", "/v1/refunds").json()
    (intent,) = simulator.call("GET", "/v1/payment_intents").json()
    assert (intent["status"], refund["amount"]) == ("succeeded", 1000)
