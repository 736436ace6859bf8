"""manage.py worker, as a process: it ends when it should, and not before."""

import signal
from unittest.mock import Mock

import pytest
from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError

from operations.management.commands import worker
from tests.operations.processes import manage, shop_environment, start

PROGRAM = """
import django
django.setup()
from operations.management.commands import worker
real, worker.turn = worker.turn, lambda **options: print("turn", flush=True) or real(**options)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "worker"])
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The environment of a shop whose database is migrated."""
    env = shop_environment(
        tmp_path_factory.mktemp("shop"), DJANGO_SETTINGS_MODULE="config.settings"
    )
    assert manage("migrate", env=env).returncode == 0
    return env


def test_once_ends_when_nothing_is_due(shop):
    ended = manage("worker", "--once", env=shop)

    assert (ended.returncode, ended.stdout) == (0, "")
    assert "Traceback" not in ended.stderr


def test_once_without_a_database_is_a_sentence_and_a_failure(shop, tmp_path):
    ended = manage("worker", "--once", env={**shop, "DATABASE_URL": f"sqlite:///{tmp_path}/a/b"})

    assert ended.returncode == 1
    assert "CommandError: the database is away" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("arguments", [["--once"], []], ids=["once", "on and on"])
def test_a_database_without_tables_is_told_from_one_that_is_away(arguments, shop, tmp_path):
    env = {**shop, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    with start("manage.py", "worker", *arguments, env=env) as process:
        said = next(line for line in process.stdout if "migrations" in line or "away" in line)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)

    assert "migrations are missing: run manage.py migrate" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number, shop):
    with start("-c", PROGRAM, env=shop) as process:
        assert "turn\n" in iter(process.stdout.readline, "")
        process.send_signal(number)
        process.send_signal(number)
        said, _nothing = process.communicate(timeout=20)

    assert process.returncode == 0
    assert "Traceback" not in said


@pytest.fixture
def command(monkeypatch):
    """The command without its pauses, and the turns it is to take."""

    def with_turns(*turns):
        monkeypatch.setattr(worker, "turn", Mock(side_effect=turns))
        monkeypatch.setattr(worker, "migrations_are_missing", lambda: False)
        # A connection that another test left behind is not ours to close.
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)
        made = worker.Command(stderr=Mock())
        made.pauses = []
        monkeypatch.setattr(made, "pause", made.pauses.append)
        return made

    return with_turns


def test_once_works_until_nothing_is_due(command):
    made = command(5, 5, 2, 0)

    made.work_once()

    assert worker.turn.call_count == 4


def test_once_fails_when_the_database_is_away(command):
    with pytest.raises(CommandError):
        command(OperationalError("gone")).work_once()


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_it_outlives_a_database_that_is_away(error, command):
    made = command(error, 3, 0, KeyboardInterrupt)

    with pytest.raises(KeyboardInterrupt):
        made.work_on()

    assert made.pauses == [worker.PAUSE_AFTER_FAULT, 0, worker.PAUSE]


def test_a_bug_is_not_taken_for_a_database_that_is_away(command):
    with pytest.raises(RuntimeError):
        command(RuntimeError("a bug")).work_on()
