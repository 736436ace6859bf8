"""Another program holds the database's lock while Fintoc tells of a payment."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 2.0  # seconds for which a connection waits here; the settings say how long in a shop


@contextmanager
def held_by_another_program() -> Iterator[None]:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            else:
                cursor.execute("BEGIN")
                cursor.execute("LOCK TABLE webhooks_webhookevent")
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


@pytest.fixture
def impatient():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
        else:
            cursor.execute(f"SET lock_timeout = {PATIENCE * 1000:.0f}")
    yield
    connection.close()


def test_it_is_waited_for_once_and_then_asked_for_again(client, impatient):
    payment = factories.payment(factories.order())
    event = factories.paid_event(payment)
    with held_by_another_program():
        began_at = time.monotonic()
        answer = factories.signed_post(client, event)
        took = time.monotonic() - began_at

    assert answer.status_code == 503
    assert PATIENCE <= took < 2 * PATIENCE
    assert factories.signed_post(client, event).status_code == 200
