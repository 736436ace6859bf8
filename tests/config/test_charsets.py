"""Requests are UTF-8. Naming another charset changes nothing of an address, and no form is read."""

import pytest

from config.charsets import Handler

FORMS = {
    "application/x-www-form-urlencoded": b"email=a%40example.com",
    "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="email"'
    b"\r\n\r\na@example.com\r\n--x--\r\n",
}
CHARSETS = ["utf-8", '"UTF-8"', "utf-16", "hex", "idna", "rot13", "undefined", "nothing"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, monkeypatch):
    """Ask as anybody can ask the shop; Django's client makes other requests, and encodes them."""
    monkeypatch.setattr("django.test.client.WSGIRequest", Handler.request_class)

    def status(content_type, method="GET", path="/", body=b""):
        return client.generic(method, path, body, CONTENT_TYPE=content_type).status_code

    return status


@pytest.mark.parametrize("kind", [*FORMS, "text/plain", "application/json"])
@pytest.mark.parametrize("charset", CHARSETS)
def test_an_address_is_read_beside_any_charset(kind, charset, ask):
    assert ask(f"{kind}; charset={charset}", path="/?x=1&q=%C3%B1") == 200


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_in_another_charset_is_refused_and_never_garbled(kind, charset, ask):
    status = ask(f"{kind}; charset={charset}", "POST", "/orders/find/", FORMS[kind])

    assert status == (303 if "utf-8" in charset.lower() else 400)


def test_an_address_with_too_much_in_it_is_refused_beside_a_charset(ask):
    assert ask("text/plain; charset=utf-8", path="/?" + "a&" * 2000) == 400
