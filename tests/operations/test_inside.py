"""What is asked from inside is answered at any address, and by plain http."""

import logging

import pytest

TOKEN = {"Authorization": "Bearer a-token-for-tests"}
PATHS = ["/healthz", "/readyz", "/metrics"]
HOSTS = ["127.0.0.1:8000", "web:8000", "10.0.3.7", "shop.example.com", "not_a host"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def deployed(settings):
    """A shop with a name of its own, over https."""
    settings.ALLOWED_HOSTS = ["shop.example.com"]
    settings.SECURE_SSL_REDIRECT = True
    settings.METRICS_TOKEN = "a-token-for-tests"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", HOSTS)
def test_any_host_will_do(path, host, client):
    answer = client.get(path, headers={**TOKEN, "Host": host})

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", PATHS)
def test_it_is_a_line_of_the_log_and_no_error(path, client, caplog):
    caplog.set_level(logging.INFO)

    client.get(path, headers={**TOKEN, "Host": "127.0.0.1:8000"})

    (line,) = [record for record in caplog.records if record.name == "shop.request"]
    assert (line.route, line.status) == (path.strip("/"), 200)
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


@pytest.mark.parametrize(("token", "status"), [("", 404), ("another", 401)])
def test_the_figures_need_their_token_there_too(token, status, client, settings):
    settings.METRICS_TOKEN = token

    answer = client.get("/metrics", headers={**TOKEN, "Host": "127.0.0.1:8000"})

    assert answer.status_code == status
    assert "shop_" not in answer.content.decode()


@pytest.mark.parametrize("path", PATHS)
def test_no_cookie_is_given(path, client):
    assert not client.get(path, headers=TOKEN).cookies


@pytest.mark.parametrize("path", ["/", "/cart/", "/healthz/", "//healthz", "/metrics/"])
def test_every_other_page_is_the_shops_alone(path, client, settings):
    settings.SECURE_SSL_REDIRECT = False

    assert client.get(path, headers={"Host": "127.0.0.1:8000"}).status_code == 400
