"""How the environment becomes settings."""

import json

import pytest

SHOW = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}))
"""


@pytest.fixture
def settings_of(run_with):
    """The values of some settings in a process with this environment."""

    def show(*names, **environment):
        module = {"DJANGO_SETTINGS_MODULE": "config.settings"}
        ended = run_with(["-c", SHOW, *names], **module, **environment)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    return show


def test_what_copying_leaves_on_a_secret_is_taken_off(settings_of):
    secrets = settings_of(
        "FINTOC_SECRET_KEY",
        "FINTOC_WEBHOOK_SECRETS",
        FINTOC_SECRET_KEY=" sk_test_check\n",
        FINTOC_WEBHOOK_SECRETS=" whsec_test_a ,\twhsec_test_b\n",
    )

    assert secrets == {
        "FINTOC_SECRET_KEY": "sk_test_check",
        "FINTOC_WEBHOOK_SECRETS": ["whsec_test_a", "whsec_test_b"],
    }


@pytest.mark.parametrize(
    ("value", "secrets"),
    [("", []), ("  ", []), ("a,", ["a", ""]), (",", ["", ""]), ("a,,b", ["a", "", "b"])],
)
def test_an_empty_item_stays_for_the_checks_to_find(value, secrets, settings_of):
    shown = settings_of("FINTOC_WEBHOOK_SECRETS", FINTOC_WEBHOOK_SECRETS=value)

    assert shown["FINTOC_WEBHOOK_SECRETS"] == secrets


def test_the_environment_wins_over_the_file(settings_of, tmp_path):
    file = tmp_path / "env"
    file.write_text("STORE_NAME='From the file'\nSTORE_COUNTRY=mx\nFINTOC_PUBLIC_KEY=pk_live_no\n")

    shown = settings_of(
        "STORE_NAME",
        "STORE_COUNTRY",
        "FINTOC_PUBLIC_KEY",
        "TIME_ZONE",
        ENV_FILE=str(file),
        STORE_COUNTRY="cl",
    )

    assert shown == {
        "STORE_NAME": "From the file",
        "STORE_COUNTRY": "cl",
        "FINTOC_PUBLIC_KEY": "pk_test_check",
        "TIME_ZONE": "America/Santiago",
    }


ACCOUNTS = {
    "sk_test_a": "test@api.fintoc.com",
    "sk_live_a": "live@api.fintoc.com",
    "": "test@api.fintoc.com",
}


@pytest.mark.parametrize(("key", "account"), ACCOUNTS.items())
def test_the_account_is_the_keys_mode_at_the_apis_host(key, account, settings_of):
    assert settings_of("FINTOC_ACCOUNT", FINTOC_SECRET_KEY=key) == {"FINTOC_ACCOUNT": account}


def test_https_makes_everything_strict(settings_of):
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "ALLOWED_HOSTS"]

    shown = settings_of(*names, SITE_URL="https://shop.example.com/")

    assert shown == {**dict.fromkeys(names, True), "ALLOWED_HOSTS": ["shop.example.com"]}


def test_only_the_demo_keeps_its_mails_and_keeps_quiet_about_plain_http(settings_of):
    names = ["EMAIL_BACKEND", "SILENCED_SYSTEM_CHECKS"]

    assert "console" in settings_of(*names)["EMAIL_BACKEND"]
    assert settings_of(*names, DEMO="1") == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "SILENCED_SYSTEM_CHECKS": ["fintoc.W020", "fintoc.W021"],
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FINTOC_WEBHOOK_TOLERANCE", "abc"),
        ("ORDER_HOLD_MINUTES", "-3"),
        ("RETRY_MAIL_MINUTES", "nan"),
        ("SITE_URL", "http://[x"),
        ("FINTOC_API_URL", "http://[x"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_no_traceback(name, value, run_with):
    ended = run_with(["manage.py", "check"], **{name: value})

    assert ended.returncode != 0
    assert ended.stderr.startswith(f"{name} is {value!r}: it has to ")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("DATABASE_URL", "bogus"), ("EMAIL_URL", "nonsense"), ("EMAIL_URL", "x://")]
)
def test_an_address_no_library_can_read_is_a_sentence_too(name, value, run_with):
    ended = run_with(["manage.py", "check"], **{name: value})

    assert ended.returncode != 0
    assert f"{name} cannot be read" in ended.stderr
    assert "Traceback" not in ended.stderr
