import signal
import subprocess
import time

import pytest

from tests.simulator.process import START_SECONDS, Simulator, running, start


def test_the_first_line_says_where_and_with_which_keys(simulator):
    line = simulator.first_line

    assert list(line) == ["url", "secret_key", "public_key", "webhook_secret", "panel"]
    assert line["url"].startswith("http://localhost:")
    assert line["panel"] == f"{line['url']}/"
    assert line["secret_key"].startswith("sk_test_")
    assert line["public_key"].startswith("pk_test_")
    assert line["webhook_secret"].startswith("whsec_test_")


def test_each_database_has_keys_of_its_own(simulator):
    with running("--memory") as other:
        assert other.secret_key != simulator.secret_key
        assert simulator.call("GET", "/v1/payment_intents", key=other.secret_key).status_code == 401


def test_a_taken_port_is_one_clear_line(simulator):
    port = simulator.url.rsplit(":", 1)[1]
    process = start("--memory", "--port", port, stderr=subprocess.PIPE)
    out, err = process.communicate(timeout=START_SECONDS)

    assert process.returncode == 1
    assert out == ""
    assert len(err.splitlines()) == 1
    assert port in err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quickly_and_quietly_even_while_a_delivery_hangs(receiver, number):
    receiver.delay = 3
    process = start(
        "--memory", "--port", "0", "--webhook-url", receiver.url, stderr=subprocess.PIPE
    )
    simulator = Simulator(process)
    simulator.decide(simulator.create(), "succeed")
    receiver.wait_for(1)

    before = time.monotonic()
    process.send_signal(number)
    status = process.wait(timeout=5)
    assert time.monotonic() - before < 1.5
    assert (status, process.stderr.read()) == (0, "")
    simulator.end()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "70000"],
        ["--speed", "0"],
        ["--speed", "nan"],
        ["--webhook-url", "ftp://shop.example.com"],
        ["--memory", "--db", "file"],
        ["--db", "sk_live_abc"],
    ],
)
def test_unusable_arguments_end_it_with_a_sentence(arguments):
    process = start(*arguments, stderr=subprocess.PIPE)
    _, err = process.communicate(timeout=START_SECONDS)

    assert process.returncode == 2
    assert "Traceback" not in err


def test_a_folder_that_cannot_be_made_ends_it_with_a_sentence():
    process = start("--port", "0", "--db", "/proc/x/y", stderr=subprocess.PIPE)
    _, err = process.communicate(timeout=START_SECONDS)

    assert process.returncode == 1
    assert len(err.splitlines()) == 1 and "/proc/x/y" in err


def test_a_file_that_is_no_database_ends_it_with_a_sentence(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("not a database, " * 100)
    process = start("--port", "0", "--db", str(file), stderr=subprocess.PIPE)
    _, err = process.communicate(timeout=START_SECONDS)

    assert process.returncode == 1
    assert len(err.splitlines()) == 1
