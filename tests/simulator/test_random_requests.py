"""Whatever is sent, the API does not break: no 500, and every refusal in Fintoc's envelope.

`SIMULATOR_RANDOM_REQUESTS=10000 pytest tests/simulator/test_random_requests.py` sends as many;
an ordinary run sends a few, the same ones each time.
"""

import http.client
import json
import os
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings

from tests.simulator.process import running
from tests.simulator.random_requests import requests

FEW = 300
COUNT = int(os.environ.get("SIMULATOR_RANDOM_REQUESTS", FEW))
NEW_WORLD_EVERY = 250
ENVELOPE = {"type", "code", "message", "param", "doc_url"}
TYPES = {"invalid_request_error", "authentication_error", "api_error"}


class World:
    """A simulator with one of everything in it, anew from time to time."""

    def __init__(self, simulator):
        self.simulator, self.calls, self.statuses = simulator, 0, {}
        self.connection = http.client.HTTPConnection(urlsplit(simulator.url).netloc, timeout=20)

    def send(self, request):
        if self.calls % NEW_WORLD_EVERY == 0:
            self.fill()
        self.calls += 1
        request = request.about(self.ids)
        self.connection.request(request.method, request.path, request.body, request.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        return answer.status, body

    def fill(self):
        simulator = self.simulator
        simulator.call("POST", "/control/reset")
        for endpoint in simulator.call("GET", "/v1/webhook_endpoints").json():
            simulator.call("DELETE", f"/v1/webhook_endpoints/{endpoint['id']}")
        body = {"url": "http://127.0.0.1:9/", "enabled_events": ["refund.failed"]}
        endpoint = simulator.call("POST", "/v1/webhook_endpoints", json=body).json()
        paid = simulator.paid()
        self.ids = {
            "intent": paid["id"],
            "session": simulator.open_session()["id"],
            "refund": simulator.refund(paid, amount=1).json()["id"],
            "endpoint": endpoint["id"],
        }


@pytest.fixture(scope="module")
def world():
    with running("--memory") as simulator:
        world = World(simulator)
        yield world
        world.connection.close()


def test_no_request_breaks_the_api(world):
    @settings(
        max_examples=COUNT,
        deadline=None,
        database=None,
        derandomize=COUNT == FEW,
        suppress_health_check=list(HealthCheck),
    )
    @given(request=requests(world.simulator.secret_key))
    def send(request):
        status, body = world.send(request)
        assert status < 500, body
        if status >= 400 and request.method != "HEAD":
            check_envelope(json.loads(body)["error"])

    send()
    print(f"{world.calls} requests: {dict(sorted(world.statuses.items()))}")
    # Without right requests among them it would have shown nothing.
    assert {200, 201, 400, 404} <= world.statuses.keys()


def check_envelope(error):
    assert error.keys() == ENVELOPE
    assert error["type"] in TYPES
    assert error["code"] and error["message"]
