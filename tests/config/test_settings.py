"""How the environment becomes settings."""

import json
import re

import pytest

from config.environment import read_file
from tests.config.conftest import ROOT

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


@pytest.mark.parametrize(
    ("variables", "kind"),
    [({}, "json"), ({"DEBUG": "1"}, "line"), ({"DEBUG": "1", "LOG_FORMAT": "json"}, "json")],
    ids=["by itself", "with DEBUG", "as it is set"],
)
def test_an_empty_line_leaves_the_logs_form_to_the_shop(variables, kind, settings_of):
    shown = settings_of("LOG_FORMAT", **{"LOG_FORMAT": "", **variables})

    assert shown == {"LOG_FORMAT": kind}


def test_a_mark_before_the_text_of_the_file_is_no_part_of_it(settings_of, tmp_path):
    file = tmp_path / "env"
    file.write_bytes(b"\xef\xbb\xbfSTORE_NAME=Tienda\r\n\r\n  # a comment\r\nSTORE_PHONE=1 \r\n")

    shown = settings_of("STORE_NAME", "STORE_PHONE", ENV_FILE=str(file))

    assert shown == {"STORE_NAME": "Tienda", "STORE_PHONE": "1"}


@pytest.mark.parametrize(
    "line",
    ["FINTOC_SECRET_KEY = sk_test_canary", "sk_test_canary", "export A B=sk_test_canary", "A=\0"],
)
def test_a_line_that_sets_nothing_is_named_and_not_shown(line, run_with, tmp_path):
    file = tmp_path / ".env"
    file.write_text(f"# keys\n\n{line}\n")

    ended = run_with(["manage.py", "check"], ENV_FILE=str(file))

    assert ended.returncode == 1
    assert ended.stderr.startswith("line 3 of .env is not NAME=value")
    assert "canary" not in ended.stderr + ended.stdout and "Traceback" not in ended.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_in_another_encoding_is_a_sentence(encoding, run_with, tmp_path):
    file = tmp_path / ".env"
    file.write_text("STORE_NAME=Tienda Ñandú", encoding=encoding)

    ended = run_with(["manage.py", "check"], ENV_FILE=str(file))

    assert ended.returncode == 1
    assert ended.stderr == f"{file} is not in UTF-8: save it in that encoding.\n"


def test_a_file_that_is_none_is_a_sentence(run_with, tmp_path):
    ended = run_with(["manage.py", "check"], ENV_FILE=str(tmp_path))

    assert ended.returncode == 1
    assert ended.stderr == f"{tmp_path} cannot be read: Is a directory.\n"


def test_a_file_that_is_named_and_not_there_is_a_sentence(run_with, tmp_path):
    ended = run_with(["manage.py", "check"], ENV_FILE=str(tmp_path / "env"))

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"ENV_FILE names {tmp_path}/env, which is not there.")
    assert ended.stderr.endswith("name a file that is, or unset it and .env is read.\n")


def test_without_a_name_no_file_is_needed(tmp_path):
    read_file("", default=tmp_path / ".env")


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "DEBUG"])
@pytest.mark.parametrize("content", [None, b"\xf1"], ids=["no file", "latin-1"])
def test_a_file_of_one_variable_that_cannot_be_read_is_a_sentence(
    name, content, run_with, tmp_path
):
    if content is not None:
        (tmp_path / "one").write_bytes(content)

    ended = run_with(["manage.py", "check"], **{f"{name}_FILE": str(tmp_path / "one")})

    assert ended.returncode == 1
    assert ended.stderr == f"{name}_FILE has to name a file that can be read, in UTF-8.\n"


def test_what_a_file_of_one_variable_ends_with_is_taken_off(settings_of, tmp_path):
    (tmp_path / "mail").write_text("smtp://shop:secret@mail.example.com:25\n")
    (tmp_path / "database").write_text(f"sqlite:///{tmp_path}/of-the-file.sqlite3\n")

    shown = settings_of(
        "EMAIL_HOST",
        "DATABASES",
        EMAIL_URL_FILE=str(tmp_path / "mail"),
        DATABASE_URL_FILE=str(tmp_path / "database"),
    )

    assert shown["EMAIL_HOST"] == "mail.example.com"
    assert shown["DATABASES"]["default"]["NAME"] == f"{tmp_path}/of-the-file.sqlite3"


@pytest.mark.parametrize(
    ("site", "host"),
    [
        ("https://tienda-ñandú.cl", "xn--tienda-and-z9a5i.cl"),
        ("https://tienda-ñandú.cl:8443/", "xn--tienda-and-z9a5i.cl:8443"),
        ("https://Ñandú.cl", "xn--and-6ma2c.cl"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://localhost:8000", "127.0.0.1:8000"),
    ],
)
def test_the_shop_answers_to_its_name_as_browsers_send_it(site, host, run_with):
    ask = f"""
import django
django.setup()
from django.test import Client
headers = {{"Host": {host!r}, "X-Forwarded-Proto": {site.split(":")[0]!r}}}
print(Client(headers=headers).get("/healthz").status_code)
"""
    ended = run_with(["-c", ask], DJANGO_SETTINGS_MODULE="config.settings", SITE_URL=site)
    checked = run_with(["manage.py", "check"], SITE_URL=site)

    assert ended.stdout == "200\n", ended.stderr
    assert "fintoc.E034" not in checked.stderr


@pytest.mark.parametrize("scheme", ["sqlite:///shop.sqlite3", "postgres://a:b@localhost/c"])
def test_a_connection_is_kept_for_the_next_requests(scheme, settings_of):
    shown = settings_of("DATABASES", DATABASE_URL=scheme)

    assert shown["DATABASES"]["default"]["CONN_MAX_AGE"] == 60


def test_every_variable_is_explained_in_the_example():
    reads = {
        "config/settings.py": r"""(?:bool|text|items|number|address|parsed|get)\("([A-Z_]+)\"""",
        "deploy/gunicorn.py": r"""get\("([A-Z_]+)\"""",
        "docker-compose.yml": r"\$\{([A-Z_]+)",
    }
    of_others = {"DEMO", "DEMO_MAILS", "LISTEN_FDS"}  # set by `manage.py demo`, and by systemd
    read = {name for file in reads for name in re.findall(reads[file], (ROOT / file).read_text())}

    explained = set(re.findall(r"\b[A-Z_]+\b", (ROOT / ".env.example").read_text()))

    assert read > {"SECRET_KEY", "DATABASE_URL", "WEB_WORKERS", "POSTGRES_PASSWORD"}
    assert read - of_others - explained == set()


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
        ("SITE_URL", "https://ñandú..cl"),
        ("FINTOC_API_URL", "http://[x"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_no_traceback(name, value, run_with):
    ended = run_with(["manage.py", "check"], **{name: value})

    assert ended.returncode != 0
    assert ended.stderr.startswith(f"{name} is {value!r}: it has to ")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("name", ["SITE_URL", "FINTOC_API_URL"])
@pytest.mark.parametrize(
    "value",
    [
        "https://a:canary@a.cl",
        "https://canary@a.cl",
        "https://a:b@canary@a.cl",
        "https://a:b/canary@a.cl",
        "a:canary@a.cl",
        "https://a:canary@[x",
    ],
)
def test_a_user_and_a_password_in_an_address_are_refused_and_not_shown(name, value, run_with):
    ended = run_with(["manage.py", "doctor", "--offline"], **{name: value})

    assert ended.returncode == 1
    assert f"{name} is " in ended.stdout + ended.stderr
    assert "canary" not in ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("DATABASE_URL", "bogus"), ("EMAIL_URL", "nonsense"), ("EMAIL_URL", "x://")]
)
def test_an_address_no_library_can_read_is_a_sentence_too(name, value, run_with):
    ended = run_with(["manage.py", "check"], **{name: value})

    assert ended.returncode != 0
    assert f"{name} cannot be read" in ended.stderr
    assert "Traceback" not in ended.stderr
