"""A misconfigured shop does not start, and says so in a sentence: in processes of their own."""

import pytest

WSGI = ["-c", "import config.wsgi"]
WORKER = ["manage.py", "worker", "--once"]
GUNICORN = ["-m", "gunicorn", "config.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"]
GUNICORN += ["--workers=2", "--worker-class=gthread", "--threads=2"]
PRELOADING = [*GUNICORN, "--preload"]

HALF_A_PAIR = {"FINTOC_PUBLIC_KEY": ""}
SENTENCE = "FINTOC_PUBLIC_KEY is empty, the other key is not."


@pytest.mark.parametrize(
    "command", [WSGI, WORKER, PRELOADING], ids=["wsgi", "worker", "gunicorn --preload"]
)
def test_half_a_key_pair_is_a_sentence(command, run_with):
    ended = run_with(command, **HALF_A_PAIR)

    assert ended.returncode != 0
    assert SENTENCE in ended.stderr
    assert "Traceback" not in ended.stderr


def test_gunicorn_gives_up_instead_of_trying_again_and_again(run_with):
    ended = run_with(GUNICORN, **HALF_A_PAIR)

    assert ended.returncode != 0
    assert SENTENCE in ended.stderr


MISTAKES = {
    "live keys on plain http": (
        {"FINTOC_SECRET_KEY": "sk_live_check", "FINTOC_PUBLIC_KEY": "pk_live_check"},
        "fintoc.E012",
    ),
    "no SECRET_KEY": ({"SECRET_KEY": ""}, "fintoc.E033"),
    "nothing at all": (dict.fromkeys(["SECRET_KEY", "FINTOC_SECRET_KEY", "FINTOC_PUBLIC_KEY"]), ""),
    "an empty item": ({"FINTOC_WEBHOOK_SECRETS": "whsec_test_check,"}, "fintoc.E022"),
}


@pytest.mark.parametrize(("environment", "check_id"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_a_sentence(environment, check_id, run_with):
    ended = run_with(WSGI, **environment)

    assert ended.returncode == 4
    assert ended.stderr.startswith("The shop does not start.\nfintoc.E")
    assert check_id in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_worker_needs_a_secret_key_too(run_with):
    ended = run_with(WORKER, SECRET_KEY="")

    assert ended.returncode == 1
    assert "SECRET_KEY is empty" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_rightly_configured_shop_starts(run_with):
    ended = run_with(["-W", "ignore", *WSGI])

    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_deployed_shop_has_nothing_to_be_warned_of(run_with):
    command = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    ended = run_with(command, DJANGO_SETTINGS_MODULE="tests.deployed", DATABASE_URL=None)

    assert (ended.returncode, ended.stderr) == (0, "")
