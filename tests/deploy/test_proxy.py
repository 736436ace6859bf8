"""What the proxy lets through, and what it says of everything else."""

import http.client

import pytest

pytestmark = pytest.mark.deployed
FINTOC = "/webhooks/fintoc/"


def status(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, body=b"{}", headers={"Host": "localhost", **headers})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_an_event_is_never_acknowledged_by_anybody_but_the_shop(start, start_proxy):
    start()

    assert status(start_proxy("http://localhost"), FINTOC) == 400  # the shop's: no signature
    # A slash behind the site makes Caddy's site its front page alone.
    assert status(start_proxy("http://localhost/"), FINTOC) == 421


def test_another_host_is_no_shop(proxy):
    assert status(proxy, FINTOC, Host="shop.example.com") == 421
