"""Whether a kept connection lives: the server is asked only when it has said something, or left."""

import socket
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper as Asking

from config.postgresql.base import DatabaseWrapper


@pytest.fixture
def line():
    """A connection of which only the wire is real, the server's end of it, and how often it was
    asked whether it lives."""
    ours, servers = socket.socketpair()
    kept = DatabaseWrapper({"NAME": "shop"})
    kept.connection = SimpleNamespace(fileno=ours.fileno, closed=False)
    with ours, servers:
        yield kept, servers


@pytest.fixture
def asked(monkeypatch):
    questions = []
    monkeypatch.setattr(Asking, "is_usable", lambda self: questions.append(self))
    return questions


def test_a_quiet_connection_is_not_asked(line, asked):
    kept, _server = line

    assert kept.is_usable()
    assert asked == []


def test_a_server_that_hung_up_is_noticed(line, asked):
    kept, server = line
    server.close()

    assert not kept.is_usable()
    assert asked == [kept]


def test_a_server_that_said_why_it_goes_is_noticed(line, asked):
    kept, server = line
    server.send(b"E\x00\x00\x00\x08FATAL")

    assert not kept.is_usable()
    assert asked == [kept]


def test_a_connection_that_was_closed_is_not_usable(line):
    kept, _server = line
    kept.connection = None

    assert not kept.is_usable()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own")
def test_postgresql_itself_throws_us_out():
    other = connections.create_connection("default")
    try:
        with connection.cursor() as cursor, other.cursor() as doomed:
            assert other.is_usable()
            doomed.execute("SELECT pg_backend_pid()")
            cursor.execute("SELECT pg_terminate_backend(%s, 2000)", doomed.fetchone())
        assert not other.is_usable()
    finally:
        other.close()
