"""Whoever tries passwords is locked out, wherever they try from; who comes as always is not."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
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


@pytest.mark.parametrize("name", ["a" * 151, "a" * 300, "a" * 5_000])
def test_a_name_that_nobody_can_have_is_refused_and_not_kept(name, person):
    response = Client().post("/admin/login/", {"username": name, "password": "la buena"})
    assert response.status_code == 200
    assert "errornote" in response.content.decode()
    assert not AccessAttempt.objects.exists()


def test_after_five_wrong_ones_the_right_one_is_refused_too(person):
    answers = [log_in("mala").status_code for _ in range(TRIES)]
    assert answers == [200] * (TRIES - 1) + [429]
    locked = log_in("la buena")
    assert locked.status_code == 429 and "Acceso bloqueado" in locked.content.decode()


def test_somebody_who_comes_from_where_they_came_before_is_not_locked_out(person):
    assert log_in("la buena", REMOTE_ADDR="203.0.113.2").status_code == 302
    for _ in range(TRIES):
        log_in("mala", REMOTE_ADDR="203.0.113.1")
    assert log_in("la buena", REMOTE_ADDR="203.0.113.2").status_code == 302


def test_behind_our_proxy_it_is_the_visitors_address_that_counts(person):
    assert log_in("la buena", HTTP_X_FORWARDED_FOR="203.0.113.2").status_code == 302
    for _ in range(TRIES):
        log_in("mala", HTTP_X_FORWARDED_FOR="203.0.113.2, 203.0.113.1")
    assert log_in("la buena", HTTP_X_FORWARDED_FOR="203.0.113.2").status_code == 302
    assert log_in("la buena", HTTP_X_FORWARDED_FOR="203.0.113.1").status_code == 429


def test_a_visitor_without_a_proxy_cannot_say_where_they_are(person):
    for number in range(TRIES):
        claimed = f"198.51.100.{number}"
        log_in("mala", REMOTE_ADDR="203.0.113.1", HTTP_X_FORWARDED_FOR=claimed)
    assert log_in("la buena", REMOTE_ADDR="203.0.113.1").status_code == 429


def test_the_addresses_of_one_ipv6_network_count_as_one(person):
    home = "2001:db8:1:2"
    assert log_in("la buena", REMOTE_ADDR=f"{home}::a").status_code == 302
    for _ in range(TRIES):
        log_in("mala", REMOTE_ADDR="2001:db8:1:3::1")
    assert log_in("la buena", REMOTE_ADDR=f"{home}::b").status_code == 302
    for number in range(TRIES):
        log_in("mala", REMOTE_ADDR=f"{home}::{number}")
    assert log_in("la buena", REMOTE_ADDR=f"{home}::c").status_code == 429
    assert {each.ip_address for each in AccessAttempt.objects.all()} == {
        "2001:db8:1:2::",
        "2001:db8:1:3::",
    }


def test_a_right_one_forgets_the_wrong_ones(person):
    for _ in range(2):
        for _wrong in range(TRIES - 1):
            log_in("mala")
        assert log_in("la buena").status_code == 302


def test_from_many_addresses_a_password_is_tried_at_most_twenty_times_an_hour(person):
    """50 wrong ones over ten addresses, each of which also claims to be a proxy for others."""
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False) as clock:
        looked_at = 0
        for number in range(50):
            where = {
                "REMOTE_ADDR": f"203.0.113.{number % 10}",
                "HTTP_X_FORWARDED_FOR": f"198.51.100.{number}",
            }
            looked_at += log_in("mala", **where).status_code == 200
            clock.shift(timedelta(seconds=72))  # an hour in all
    assert 5 <= looked_at <= 20


def test_nobody_waits_longer_than_a_quarter_of_an_hour(person):
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False) as clock:
        for _minute in range(TRIES + 9):  # they go on while they are locked out
            log_in("mala")
            clock.shift(timedelta(minutes=1))
        assert log_in("la buena").status_code == 429
        clock.shift(timedelta(minutes=15))
        assert log_in("la buena").status_code == 302


class TestWhetherAUserExists:
    def said(self, username):
        form = {"username": username, "password": "mala"}
        answers = [Client().post("/admin/login/", form) for _ in range(TRIES + 1)]
        pages = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers]
        return [answer.status_code for answer in answers], pages

    def test_no_answer_tells(self, person):
        assert self.said("ana") == self.said("nadie")

    def test_no_answers_time_tells(self, person, monkeypatch):
        """Looking at a password is what takes long, and it is done once for either."""
        looked_at = []

        def encode(hasher, password, salt):
            looked_at.append(password)
            return "md5$salt$hash"

        monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
        numbers = []
        for username in ("ana", "nadie"):
            Client().post("/admin/login/", {"username": username, "password": "mala"})
            numbers.append(len(looked_at))
        assert numbers == [1, 2]
