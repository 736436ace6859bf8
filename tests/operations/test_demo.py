"""What the demo runs with: ports, keys and files, from the environment and from `.env`."""

import stat

import pytest
from django.conf import settings as all_settings

from operations import demo
from operations.demo import (
    demo_secret_key,
    has_own_test_keys,
    plan_from_environment,
    simulator_keys,
    without_proxy,
)

ANNOUNCED = {
    "url": "http://localhost:8001",
    "secret_key": "sk_test_simulator",
    "public_key": "pk_test_simulator",
    "webhook_secret": "whsec_test_simulator",
    "panel": "http://localhost:8001/",
}


@pytest.fixture(autouse=True)
def no_demo_variables(monkeypatch):
    for name in ("DEMO_PORT", "DEMO_SIMULATOR_PORT", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_it_runs_on_8000_and_8001_unless_told():
    plan = plan_from_environment()

    assert (plan.port, plan.simulator_port) == (8000, 8001)
    assert plan.site_url == "http://localhost:8000"
    assert plan.webhook_url == "http://localhost:8000/webhooks/fintoc/"


def test_its_ports_may_be_moved(monkeypatch):
    monkeypatch.setenv("DEMO_PORT", "9000")
    monkeypatch.setenv("DEMO_SIMULATOR_PORT", "9001")

    assert plan_from_environment().environment()["SITE_URL"] == "http://localhost:9000"


def test_an_empty_port_is_no_port_given(monkeypatch):
    monkeypatch.setenv("DEMO_PORT", "")

    assert plan_from_environment().port == 8000


@pytest.mark.parametrize("variable", ["DEMO_PORT", "DEMO_SIMULATOR_PORT"])
@pytest.mark.parametrize("value", ["0", "65536", "-1", "eight", "80.0", " 9000", "9²", "9" * 5000])
def test_what_is_no_port_is_named(variable, value, monkeypatch):
    monkeypatch.setenv(variable, value)

    with pytest.raises(ValueError, match=f"{variable} is '.*': it is a port number such as 800."):
        plan_from_environment()


def test_the_two_ports_have_to_be_two(monkeypatch):
    monkeypatch.setenv("DEMO_PORT", "8001")

    with pytest.raises(ValueError, match="have to be two ports"):
        plan_from_environment()


def test_an_unknown_country_is_named(settings):
    settings.STORE_COUNTRY = "pe"

    with pytest.raises(ValueError, match="STORE_COUNTRY is 'pe': it is cl or mx"):
        plan_from_environment()


def test_each_country_has_its_own_files(settings):
    chile = plan_from_environment()
    settings.STORE_COUNTRY = "mx"
    mexico = plan_from_environment()

    assert chile.database != mexico.database
    assert chile.simulator_database != mexico.simulator_database
    assert chile.mails != mexico.mails


@pytest.mark.parametrize(
    ("secret", "public", "are_used"),
    [
        ("sk_test_mine", "pk_test_mine", True),
        ("sk_test_mine", "", True),
        ("", "pk_test_mine", True),
        ("sk_live_mine", "pk_live_mine", False),
        ("sk_live_mine", "pk_test_mine", True),  # used, and then refused in words
        ("sk_test_mine", "pk_live_mine", True),
        ("", "", False),
    ],
)
def test_only_test_keys_are_used(secret, public, are_used, settings):
    settings.FINTOC_SECRET_KEY, settings.FINTOC_PUBLIC_KEY = secret, public

    assert has_own_test_keys() is are_used


def test_the_simulator_replaces_every_setting_of_fintoc():
    assert simulator_keys(ANNOUNCED) == {
        "FINTOC_SECRET_KEY": "sk_test_simulator",
        "FINTOC_PUBLIC_KEY": "pk_test_simulator",
        "FINTOC_WEBHOOK_SECRETS": "whsec_test_simulator",
        "FINTOC_WEBHOOK_TOLERANCE": "300",
        "FINTOC_API_URL": "http://localhost:8001",
        "FINTOC_JS_URL": "http://localhost:8001/js/v1/",
        "FINTOC_HOSTS": "http://localhost:8001",
        "FINTOC_STYLE_ATTRIBUTES": "0",
    }
    ours = {name for name in dir(all_settings) if name.startswith("FINTOC_")}
    assert ours - set(simulator_keys(ANNOUNCED)) == {"FINTOC_MODE", "FINTOC_ACCOUNT"}


@pytest.mark.parametrize(
    ("present", "hosts"),
    [("", "localhost,127.0.0.1"), ("example.com", "example.com,localhost,127.0.0.1")],
)
def test_the_demo_never_talks_to_itself_through_a_proxy(present, hosts, monkeypatch):
    monkeypatch.setenv("no_proxy", present)

    assert without_proxy() == {"NO_PROXY": hosts, "no_proxy": hosts}


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "VAR", tmp_path / "not" / "there yet")
    return demo.VAR


def test_the_secret_key_is_made_once_and_kept_to_oneself(var):
    key = demo_secret_key()

    assert len(key) >= 50
    assert demo_secret_key() == key
    assert stat.S_IMODE((var / "demo-secret-key").stat().st_mode) == 0o600


def test_a_secret_key_that_was_never_written_is_made_anew(var):
    var.mkdir(parents=True)
    (var / "demo-secret-key").touch()

    assert demo_secret_key()


def test_the_folder_may_have_any_name(var, monkeypatch):
    monkeypatch.setattr(demo, "VAR", var / "c++ 100%")

    assert (
        plan_from_environment()
        .environment()["DATABASE_URL"]
        .endswith("/c%2B%2B%20100%25/demo-cl.sqlite3")
    )
