"""A mistyped well-known domain is asked about before paying, and never refused."""

import pytest

from checkout.email_typos import likely_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ana@gmial.com", "ana@gmail.com"),
        ("ana@gmail.co", "ana@gmail.com"),
        ("ana@gmaill.com", "ana@gmail.com"),
        ("ana@hotnail.com", "ana@hotmail.com"),
        ("a.b+c@GMAI.COM", "a.b+c@gmail.com"),
        ("ana@yahoo.com.m", "ana@yahoo.com.mx"),
    ],
)
def test_one_slip_in_a_well_known_domain_is_seen(typed, meant):
    assert likely_meant(typed) == meant


@pytest.mark.parametrize(
    "email",
    [
        "ana@gmail.com",
        "ana@Hotmail.com",
        "ana@mail.com",
        "ana@hotmail.cl",
        "ana@example.com",
        "ana@gmail.com.example.com",
        "ana@gml.com",
    ],
)
def test_an_address_that_may_be_right_is_left_alone(email):
    assert likely_meant(email) == ""


@pytest.mark.django_db
def test_before_paying_it_is_asked_and_can_be_changed(fill_cart, give_details, client):
    fill_cart()

    html = client.get(give_details(email="cliente@gmial.com").url).content.decode()

    assert "¿Quisiste decir" in html
    assert "cliente@gmail.com" in html
    assert '<a href="/checkout/#id_email">' in html


@pytest.mark.django_db
def test_a_right_address_is_not_asked_about(fill_cart, give_details, client):
    fill_cart()

    assert "¿Quisiste decir" not in client.get(give_details().url).content.decode()
