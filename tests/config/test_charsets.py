"""A form is UTF-8, or refused: whatever else Python could be made to decode."""

import pytest

FORMS = {
    "application/x-www-form-urlencoded": b"email=a%40example.com",
    "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="email"'
    b"\r\n\r\na@example.com\r\n--x--\r\n",
}
PATHS = ["/orders/find/", "/language/", "/cart/add/", "/admin/login/"]

pytestmark = pytest.mark.django_db


def post(client, path, kind, charset):
    content_type = f"{kind}; charset={charset}"
    environ = {"CONTENT_TYPE": content_type}  # the client would encode the body by it
    return client.generic("POST", path, FORMS[kind], **environ)


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("charset", ["utf-16", "hex", "idna", "rot13", "undefined", "nothing"])
def test_another_charset_is_refused(kind, charset, client):
    assert {post(client, path, kind, charset).status_code for path in PATHS} == {400}


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_utf8_is_read_however_it_is_written(kind, charset, client):
    assert post(client, "/orders/find/", kind, charset).status_code == 303


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_what_is_no_form_goes_on(kind, client):
    answer = client.generic("POST", "/webhooks/fintoc/", b"{}", CONTENT_TYPE=f"{kind}; charset=hex")

    assert answer.content == b"bad signature\n"
