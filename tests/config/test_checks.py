"""Each check: the mistake that raises it, and the shop that does not."""

import pytest
from django.core.checks import run_checks

from config.checks import check_hooks

GOOD = {
    "FINTOC_SECRET_KEY": "sk_test_check",
    "FINTOC_PUBLIC_KEY": "pk_test_check",
    "FINTOC_WEBHOOK_SECRETS": ["whsec_test_check"],
    "SITE_URL": "https://shop.example.com",
}
LIVE = {**GOOD, "FINTOC_SECRET_KEY": "sk_live_check", "FINTOC_PUBLIC_KEY": "pk_live_check"}
LOOPBACK = {**GOOD, "SITE_URL": "http://localhost:8000"}
NO_KEYS = {**GOOD, "FINTOC_SECRET_KEY": "", "FINTOC_PUBLIC_KEY": ""}


@pytest.fixture
def configure(settings, derived):
    """Set what the environment would, and what the settings file derives from it."""

    def apply(**values):
        base = {"FINTOC_API_URL": "https://api.fintoc.com", "DEBUG": False, "DEMO": False}
        base["PAYMENT_FLOW"] = "widget"
        for name, value in {**base, **values}.items():
            setattr(settings, name, value)
        derived(settings)

    return apply


def raised():
    return {message.id for message in run_checks(tags=["fintoc"])}


@pytest.mark.parametrize("flow", ["widget", "redirect"])
@pytest.mark.parametrize("shop", [GOOD, LIVE], ids=["test", "live"])
def test_a_rightly_configured_shop_raises_nothing(shop, flow, configure):
    configure(**shop, PAYMENT_FLOW=flow)

    assert raised() == set()


@pytest.mark.parametrize(
    "api",
    [
        "http://localhost:8001",
        "http://simulator.localhost:8001",
        "http://127.0.0.1:8001",
        "http://[::1]:1",
    ],
)
def test_redirect_needs_no_https_against_a_stand_in_on_this_machine(api, configure):
    configure(**LOOPBACK, FINTOC_API_URL=api, PAYMENT_FLOW="redirect")

    assert raised() == {"fintoc.W021"}


MISTAKES = {
    "no keys": ({**NO_KEYS}, {"fintoc.E001"}),
    "no public key": ({**GOOD, "FINTOC_PUBLIC_KEY": ""}, {"fintoc.E002"}),
    "no secret key": ({**GOOD, "FINTOC_SECRET_KEY": ""}, {"fintoc.E002"}),
    "keys swapped": (
        {**GOOD, "FINTOC_SECRET_KEY": "pk_test_check", "FINTOC_PUBLIC_KEY": "sk_test_check"},
        {"fintoc.E003"},
    ),
    "not a key": ({**GOOD, "FINTOC_SECRET_KEY": "whsec_test_check"}, {"fintoc.E003"}),
    "a key cut by an ellipsis": ({**GOOD, "FINTOC_SECRET_KEY": "sk_test_…"}, {"fintoc.E003"}),
    "a key with a blank": ({**GOOD, "FINTOC_PUBLIC_KEY": "pk_test_a b"}, {"fintoc.E003"}),
    "a key with a newline": ({**GOOD, "FINTOC_SECRET_KEY": "sk_test_a\nb"}, {"fintoc.E003"}),
    "live secret, test public": (
        {**GOOD, "FINTOC_SECRET_KEY": "sk_live_check"},
        {"fintoc.E004"},
    ),
    "test secret, live public": (
        {**GOOD, "FINTOC_PUBLIC_KEY": "pk_live_check"},
        {"fintoc.E004"},
    ),
    "live with DEBUG": ({**LIVE, "DEBUG": True}, {"fintoc.E010"}),
    "live with another API": (
        {**LIVE, "FINTOC_API_URL": "https://api.example.com"},
        {"fintoc.E011"},
    ),
    "live with a simulator": (
        {**LIVE, "FINTOC_API_URL": "http://localhost:8001"},
        {"fintoc.E011"},
    ),
    "live over plain http": (
        {**LIVE, "SITE_URL": "http://shop.example.com"},
        {"fintoc.E012", "fintoc.E021"},
    ),
    "live on this machine": (
        {**LIVE, "SITE_URL": "http://localhost:8000"},
        {"fintoc.E012", "fintoc.E021"},
    ),
    "no webhook secret": ({**GOOD, "FINTOC_WEBHOOK_SECRETS": []}, {"fintoc.E020"}),
    "no webhook secret, live": ({**LIVE, "FINTOC_WEBHOOK_SECRETS": []}, {"fintoc.E020"}),
    "no webhook secret, trying out": (
        {**LOOPBACK, "FINTOC_WEBHOOK_SECRETS": []},
        {"fintoc.W020", "fintoc.W021"},
    ),
    "plain http": ({**GOOD, "SITE_URL": "http://shop.example.com"}, {"fintoc.E021"}),
    "plain http, trying out": (LOOPBACK, {"fintoc.W021"}),
    "plain http by number": ({**GOOD, "SITE_URL": "http://127.0.0.1:8000"}, {"fintoc.W021"}),
    "an empty webhook secret": (
        {**GOOD, "FINTOC_WEBHOOK_SECRETS": ["whsec_test_check", ""]},
        {"fintoc.E022"},
    ),
    "an unknown country": ({**GOOD, "STORE_COUNTRY": "pe"}, {"fintoc.E030"}),
    "an unknown flow": ({**GOOD, "PAYMENT_FLOW": "card"}, {"fintoc.E031"}),
    "redirect without https": (
        {**LOOPBACK, "PAYMENT_FLOW": "redirect"},
        {"fintoc.W021", "fintoc.E037"},
    ),
    "redirect without https, for everybody": (
        {**GOOD, "SITE_URL": "http://shop.example.com", "PAYMENT_FLOW": "redirect"},
        {"fintoc.E021", "fintoc.E037"},
    ),
    "a demo for everybody": ({**GOOD, "DEMO": True}, {"fintoc.E032"}),
    "no SECRET_KEY": ({**GOOD, "SECRET_KEY": ""}, {"fintoc.E033"}),
    "no scheme": ({**GOOD, "SITE_URL": "shop.example.com"}, {"fintoc.E021", "fintoc.E034"}),
    "no site": ({**GOOD, "SITE_URL": ""}, {"fintoc.E021", "fintoc.E034"}),
    "a site with a path": ({**GOOD, "SITE_URL": "https://example.com/shop"}, {"fintoc.E034"}),
    "a site that is any host": ({**GOOD, "SITE_URL": "https://*"}, {"fintoc.E034"}),
    "a site and its parts": ({**GOOD, "SITE_URL": "https://.example.com"}, {"fintoc.E034"}),
    "a site with a blank": ({**GOOD, "SITE_URL": "https://shop example.com"}, {"fintoc.E034"}),
    "a site with a dot too many": ({**GOOD, "SITE_URL": "https://example.com."}, {"fintoc.E034"}),
    "a site with a password": ({**GOOD, "SITE_URL": "https://a:b_check@a.cl"}, {"fintoc.E034"}),
    "an API without a scheme": ({**GOOD, "FINTOC_API_URL": "api.fintoc.com"}, {"fintoc.E035"}),
    "an API that is a file": ({**GOOD, "FINTOC_API_URL": "file:///etc"}, {"fintoc.E035"}),
    "an API with a password": (
        {**GOOD, "FINTOC_API_URL": "https://a:b_check@api.fintoc.com"},
        {"fintoc.E035"},
    ),
    "an API with an odd port": (
        {**GOOD, "FINTOC_API_URL": "https://api.fintoc.com:x"},
        {"fintoc.E035"},
    ),
}


@pytest.mark.parametrize(("shop", "ids"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named(shop, ids, configure):
    configure(**shop)

    assert raised() == ids


@pytest.mark.parametrize("shop", [shop for shop, _ids in MISTAKES.values()], ids=MISTAKES.keys())
def test_no_message_shows_more_of_a_key_than_its_kind(shop, configure):
    configure(**shop)

    said = " ".join(f"{message.msg} {message.hint}" for message in run_checks(tags=["fintoc"]))

    assert "_check" not in said


def test_the_demo_on_this_machine_is_no_mistake(configure):
    configure(**LOOPBACK, DEMO=True)

    assert raised() == {"fintoc.W021"}


def test_a_hook_that_is_not_there_is_found_before_an_order_is_paid(settings):
    settings.ORDER_PAID_HOOKS = ["tests.factories.product", "no.such.hook", "tests.factories.no"]
    settings.ORDER_PAID_HOOKS += ["os.path"]

    found = list(check_hooks())

    assert [message.id for message in found] == ["fintoc.E036"] * 3
    assert "os.path" in found[-1].msg
