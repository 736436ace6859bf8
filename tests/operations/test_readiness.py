"""healthz and readyz: alive, and able to work."""

import pytest
from django.db import InterfaceError, OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_answers_when_the_database_is_migrated(client, db):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_readyz_is_503_while_the_database_is_away(error, client, db, monkeypatch):
    def fail(*_arguments):
        raise error

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"the database is away\n")


def test_readyz_is_503_while_migrations_are_missing(client, db, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_arguments: ["one"])

    response = client.get("/readyz")

    assert response.status_code == 503
    assert b"manage.py migrate" in response.content


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_is_never_cached_and_only_read(path, client, db):
    assert "no-store" in client.get(path).headers["Cache-Control"]
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405
