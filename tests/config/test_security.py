"""The headers every page carries, whatever it says."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.security import ContentSecurityPolicyMiddleware, as_header

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = ["/", "/cart/", "/nowhere/", "/healthz", "/admin/login/", "/webhooks/fintoc/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_headers(path, client, db):
    headers = client.get(path).headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("camera=()")


def test_the_page_for_our_own_failures_carries_them_too(client, db, monkeypatch):
    def fail(*_arguments, **_more):
        raise RuntimeError("a bug")

    monkeypatch.setattr("operations.readiness.HttpResponse", fail)
    client.raise_request_exception = False

    response = client.get("/healthz")

    assert response.status_code == 500
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "a bug" not in response.content.decode()


def respond(response):
    request = RequestFactory().get("/")
    return ContentSecurityPolicyMiddleware(lambda _request: response)(request)


def test_a_view_may_choose_its_policy():
    response = HttpResponse()
    response._csp_config = {"default-src": ["'none'"], "img-src": ["'self'", "https:"]}

    assert respond(response).headers["Content-Security-Policy"] == (
        "default-src 'none'; img-src 'self' https:"
    )


def test_a_header_that_is_there_stays():
    response = HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    assert respond(response).headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(("debug", "has_policy"), [(True, False), (False, True)])
@pytest.mark.parametrize("status", [404, 500])
def test_djangos_debug_pages_keep_their_looks(debug, has_policy, status, settings):
    settings.DEBUG = debug

    headers = respond(HttpResponse(status=status)).headers

    assert ("Content-Security-Policy" in headers) is has_policy


def test_debugging_relaxes_no_other_page(settings):
    settings.DEBUG = True

    assert respond(HttpResponse()).headers["Content-Security-Policy"] == POLICY


def test_a_directive_may_stand_alone():
    assert as_header({"default-src": ["'none'"], "upgrade-insecure-requests": []}) == (
        "default-src 'none'; upgrade-insecure-requests"
    )


def test_the_payment_page_alone_may_run_fintocs_script(settings):
    fintoc = "https://js.fintoc.example.com"

    assert fintoc not in as_header(settings.SECURE_CSP)
    assert settings.PAYMENT_PAGE_CSP["script-src"] == ["'self'", fintoc]
    assert settings.PAYMENT_PAGE_CSP["frame-src"] == [fintoc]
    assert settings.PAYMENT_PAGE_CSP["default-src"] == ["'none'"]


def test_https_is_asked_for_but_never_of_a_webhook(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/").status_code == 301
    assert client.get("/healthz").status_code == 200
    assert client.post("/webhooks/fintoc/").status_code == 400


@pytest.mark.parametrize(("host", "status"), [("testserver", 301), ("evil.example.com", 400)])
def test_a_redirect_to_https_and_a_refused_host_carry_the_policy_too(
    host, status, client, db, settings
):
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get("/", headers={"Host": host})

    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["\\000" + "a" * 31, "a\\000b" + "c" * 30, "'; --", "é" * 32])
def test_a_session_cookie_of_any_bytes_is_no_session(client, key):
    client.cookies["sessionid"] = f'"{key}"'

    assert client.get("/cart/").status_code == 200
