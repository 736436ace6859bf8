import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.environment import is_loopback

ROOT = Path(__file__).parents[2]
# All that a process gets of our environment: the settings of the tests are not for it.
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")
GOOD = {
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "a-key-for-tests-only-0123456789-0123456789-0123456789",
    "SITE_URL": "http://localhost:8000",
    "FINTOC_SECRET_KEY": "sk_test_check",
    "FINTOC_PUBLIC_KEY": "pk_test_check",
    "FINTOC_WEBHOOK_SECRETS": "whsec_test_check",
}


@pytest.fixture
def derived():
    """Set what `config/settings.py` derives, from what it is derived from."""

    def derive(settings):
        settings.SITE = urlsplit(settings.SITE_URL)
        settings.SITE_IS_HTTPS = settings.SITE.scheme == "https"
        settings.SITE_IS_LOOPBACK = is_loopback(settings.SITE.hostname)
        api = urlsplit(settings.FINTOC_API_URL).hostname
        settings.CAN_REDIRECT = settings.SITE_IS_HTTPS or is_loopback(api)
        is_live = settings.FINTOC_SECRET_KEY.startswith("sk_live_")
        settings.FINTOC_MODE = "live" if is_live else "test"

    return derive


@pytest.fixture
def run_with(tmp_path):
    """Run Python with a shop's environment, a right one but for what is given (None: not set)."""

    def run(arguments, **environment):
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        database = {"DATABASE_URL": f"sqlite:///{tmp_path}/shop.sqlite3"}
        variables = {**inherited, **GOOD, **database, **environment}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={name: value for name, value in variables.items() if value is not None},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run
