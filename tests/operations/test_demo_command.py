"""manage.py demo as a person has it: started, looked at, and stopped in every way there is."""

import fcntl
import signal
import socket

import pytest
import requests

from tests.journeys.demo_process import free_ports
from tests.journeys.waiting import eventually
from tests.operations.processes import descendants, environment, manage, require_gone, start


@pytest.fixture
def variables(tmp_path):
    """The environment of a demo with a folder and ports of its own."""
    port, simulator_port = map(str, free_ports(2))
    ports = {"DEMO_PORT": port, "DEMO_SIMULATOR_PORT": simulator_port}
    return environment(DEMO_VAR=str(tmp_path / "var"), **ports)


@pytest.fixture
def own_keys(tmp_path):
    """Write an `.env` and return the variable that names it."""

    def write(**lines):
        file = tmp_path / "env"
        file.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
        return {"ENV_FILE": str(file)}

    return write


class Demo:
    """A running demo and what it has said."""

    def __init__(self, variables):
        self.site = f"http://localhost:{variables['DEMO_PORT']}"
        self.simulator = f"http://localhost:{variables['DEMO_SIMULATOR_PORT']}"
        self.process = start("manage.py", "demo", env=variables)
        self.said = ""

    def until(self, words):
        while words not in self.said:
            line = self.process.stdout.readline()
            assert line, f"it ended before {words!r}:\n{self.said}"
            self.said += line
        return self

    def end(self, *numbers):
        """Send these signals, one after the other, and return the exit status."""
        children = descendants(self.process.pid)
        for number in numbers:
            self.process.send_signal(number)
        self.said += self.process.communicate(timeout=20)[0]
        require_gone(children)
        assert "Traceback" not in self.said, self.said
        return self.process.returncode


@pytest.fixture
def demo():
    """Start demos; whatever is left of them is killed."""
    demos = []

    def begin(variables):
        demos.append(Demo(variables))
        return demos[-1]

    yield begin
    for each in demos:
        each.process.kill()
        each.process.communicate()


def get(url):
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=10)


def test_live_keys_are_left_alone_and_ctrl_c_twice_ends_everything(demo, variables, own_keys):
    keys = own_keys(
        FINTOC_SECRET_KEY="sk_live_mine",
        FINTOC_PUBLIC_KEY="pk_live_mine",
        FINTOC_WEBHOOK_TOLERANCE="0",
        HTTP_PROXY="http://127.0.0.1:9",  # nothing of it goes through a proxy
    )
    running = demo({**variables, **keys}).until("Stop with")

    assert get(running.site).status_code == 200
    assert "Todavía no hay ninguno" in get(f"{running.site}/demo/emails/").text
    assert get(running.simulator).status_code == 200
    assert f"Simulator    {running.simulator}" in running.said
    assert running.end(signal.SIGINT, signal.SIGINT) == 0
    assert "_live_" not in running.said


def test_with_test_keys_no_simulator_starts_and_sigterm_ends_everything(demo, variables, own_keys):
    keys = own_keys(
        FINTOC_SECRET_KEY="sk_test_mine",
        FINTOC_PUBLIC_KEY="pk_test_mine",
        FINTOC_API_URL="http://127.0.0.1:9",
    )
    running = demo({**variables, **keys}).until("Stop with")

    assert "your test keys from .env" in running.said
    assert get(running.site).status_code == 200
    with pytest.raises(requests.ConnectionError):
        get(running.simulator)
    assert running.end(signal.SIGTERM) == 0


def test_killing_it_leaves_nothing_running(demo, variables):
    running = demo(variables).until("Stop with")
    children = descendants(running.process.pid)
    assert len(children) >= 4  # simulator, web, at least one of its two workers, worker

    running.process.kill()

    require_gone(children)


def test_ctrl_c_while_it_starts_ends_it_at_once(demo, variables):
    running = demo(variables)
    eventually(lambda: descendants(running.process.pid), within=20, what="a first child")

    assert running.end(signal.SIGINT) == 0
    assert "Stop with" not in running.said


@pytest.mark.parametrize("variable", ["DEMO_PORT", "DEMO_SIMULATOR_PORT"])
def test_a_taken_port_is_one_clear_line(variable, variables):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        ended = manage("demo", env={**variables, variable: str(port)})

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == (
        f"CommandError: Port {port} is taken. Stop what uses it, or set {variable} to another.\n"
    )


def test_a_port_that_is_none_is_one_clear_line(variables):
    ended = manage("demo", env={**variables, "DEMO_PORT": "eight"})

    assert ended.returncode == 1
    assert ended.stderr == (
        "CommandError: DEMO_PORT is 'eight': it is a port number such as 8000.\n"
    )


def test_half_a_pair_of_test_keys_is_a_sentence(variables, own_keys):
    ended = manage("demo", env={**variables, **own_keys(FINTOC_SECRET_KEY="sk_test_mine")})

    assert ended.returncode == 1
    assert "FINTOC_PUBLIC_KEY is empty, the other key is not." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_web_server_that_ends_at_once_says_why(variables, own_keys):
    keys = own_keys(FINTOC_SECRET_KEY="sk_test_mine", FINTOC_PUBLIC_KEY="pk_test_mine")
    ended = manage("demo", env={**variables, **keys, "GUNICORN_CMD_ARGS": "--no-such-option"})

    assert ended.returncode == 1
    assert "unrecognized arguments: --no-such-option" in ended.stderr
    assert "CommandError: The web ended by itself: it says why above." in ended.stderr


@pytest.mark.parametrize(
    ("secret", "public"), [("sk_test_mine", "pk_live_mine"), ("sk_live_mine", "pk_test_mine")]
)
def test_two_keys_of_different_modes_are_refused_in_words(secret, public, variables, own_keys):
    keys = own_keys(FINTOC_SECRET_KEY=secret, FINTOC_PUBLIC_KEY=public)
    ended = manage("demo", env={**variables, **keys})

    assert ended.returncode == 1
    assert "Use two keys from the same mode." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_second_demo_of_a_country_on_the_same_data_is_one_line(variables, tmp_path):
    with (tmp_path / "demo-cl.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ended = manage("demo", env={**variables, "DEMO_VAR": str(tmp_path)})

    assert ended.returncode == 1
    assert ended.stderr.startswith("CommandError: A demo of cl is running already")
    assert len(ended.stderr.splitlines()) == 1
