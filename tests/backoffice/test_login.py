"""Whoever tries passwords is locked out, from where they try, and nobody else is."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db

TRIES = 5


@pytest.fixture
def person():
    return User.objects.create_user("ana", password="la buena", is_staff=True)


def log_in(password, **where):
    form = {"username": "ana", "password": password}
    return Client(**where).post("/admin/login/?next=/admin/password_change/", form)


def test_the_right_password_lets_in(person):
    assert log_in("la buena").status_code == 302


def test_after_five_wrong_ones_the_right_one_is_refused_too(person):
    answers = [log_in("mala").status_code for _ in range(TRIES)]
    assert answers == [200] * (TRIES - 1) + [429]
    locked = log_in("la buena")
    assert locked.status_code == 429 and "Acceso bloqueado" in locked.content.decode()


def test_somebody_elsewhere_is_not_locked_out(person):
    for _ in range(TRIES):
        log_in("mala", REMOTE_ADDR="203.0.113.1")
    assert log_in("la buena", REMOTE_ADDR="203.0.113.2").status_code == 302


def test_behind_our_proxy_it_is_the_visitors_address_that_counts(person):
    for _ in range(TRIES):
        log_in("mala", HTTP_X_FORWARDED_FOR="203.0.113.2, 203.0.113.1")
    assert log_in("la buena", HTTP_X_FORWARDED_FOR="203.0.113.2").status_code == 302
    assert log_in("la buena", HTTP_X_FORWARDED_FOR="203.0.113.1").status_code == 429


def test_a_visitor_without_a_proxy_cannot_say_where_they_are(person):
    for number in range(TRIES):
        claimed = f"198.51.100.{number}"
        log_in("mala", REMOTE_ADDR="203.0.113.1", HTTP_X_FORWARDED_FOR=claimed)
    assert log_in("la buena", REMOTE_ADDR="203.0.113.1").status_code == 429


def test_a_right_one_forgets_the_wrong_ones(person):
    for _ in range(2):
        for _wrong in range(TRIES - 1):
            log_in("mala")
        assert log_in("la buena").status_code == 302
