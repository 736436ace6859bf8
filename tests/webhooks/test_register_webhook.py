"""manage.py register_webhook: the address at Fintoc, and the secret, once."""

import json
from io import StringIO

import pytest
import responses
from django.core.management import CommandError, call_command

from webhooks.handlers import HANDLERS

ENDPOINTS = "https://api.fintoc.example.com/v1/webhook_endpoints"
HERE = "http://localhost:8000/webhooks/fintoc/"


@pytest.fixture
def fintoc():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as wire:
        yield wire


def registered(url=HERE, **changes):
    return {"id": "we_1", "url": url, "enabled_events": [], "status": "enabled", **changes}


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("register_webhook", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_it_registers_every_event_and_prints_the_secret_as_a_line_for_env(fintoc):
    fintoc.get(ENDPOINTS, json=[registered("https://other.example.com/")])
    fintoc.post(ENDPOINTS, json=registered(secret="whsec_new"), status=201)

    out, err = run()

    asked = json.loads(fintoc.calls[-1].request.body)
    assert (asked["url"], asked["enabled_events"]) == (HERE, sorted(HANDLERS))
    assert out == "FINTOC_WEBHOOK_SECRETS=whsec_new\n"
    assert "whsec_new" not in err


@pytest.mark.parametrize("url", [HERE, HERE.rstrip("/")])
def test_an_address_that_is_registered_is_not_registered_twice(url, fintoc):
    fintoc.get(ENDPOINTS, json=[registered(url)])

    with pytest.raises(CommandError, match="--again"):
        run()

    assert len(fintoc.calls) == 1


def test_one_that_is_switched_off_does_not_count(fintoc):
    fintoc.get(ENDPOINTS, json=[registered(status="disabled")])
    fintoc.post(ENDPOINTS, json=registered(secret="whsec_new"), status=201)

    assert "whsec_new" in run()[0]


def test_again_gives_another_secret(fintoc):
    fintoc.post(ENDPOINTS, json=registered(secret="whsec_second"), status=201)

    assert "whsec_second" in run("--again")[0]


@pytest.mark.parametrize(
    ("status", "answer"),
    [(401, {"error": {"type": "x", "message": "no"}}), (500, {}), (201, registered())],
)
def test_a_refusal_or_a_missing_secret_is_a_sentence(status, answer, fintoc):
    fintoc.get(ENDPOINTS, json=[])
    fintoc.post(ENDPOINTS, json=answer, status=status)

    with pytest.raises(CommandError):
        run()


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("SITE_URL", "https://shop.example.com/tienda", "fintoc.E034"),
        ("FINTOC_SECRET_KEY", "", "fintoc.E002"),
        ("FINTOC_SECRET_KEY", "sk_live_tests", "fintoc.E004"),
    ],
)
def test_settings_that_keep_the_shop_from_starting_are_refused(
    name, value, check, fintoc, settings
):
    setattr(settings, name, value)

    with pytest.raises(CommandError, match=check):
        run()

    assert len(fintoc.calls) == 0


def test_the_secret_that_it_tells_is_not_asked_for(fintoc, settings):
    settings.FINTOC_WEBHOOK_SECRETS, settings.SITE_IS_LOOPBACK = [], False
    settings.SITE_URL, settings.SITE_IS_HTTPS = "https://shop.example.com", True
    fintoc.get(ENDPOINTS, json=[])
    fintoc.post(ENDPOINTS, json=registered(secret="whsec_new"), status=201)

    assert run()[0] == "FINTOC_WEBHOOK_SECRETS=whsec_new\n"
