"""A visitor's session, whose statements are ours."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection

from config.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    kept = SessionStore()
    kept["seen"] = "one"
    kept.create()
    return kept


def test_what_is_changed_is_read_back(session):
    session["seen"] = "two"
    session.save()
    assert SessionStore(session.session_key)["seen"] == "two"


def test_a_session_that_another_tab_ended_is_not_brought_back(session):
    SessionStore(session.session_key).delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not SessionStore().exists(session.session_key)


def test_a_locked_database_is_told_from_a_session_that_is_gone(session):
    def locked(*_statement):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(locked), pytest.raises(OperationalError):
        session.save()
