"""The simulator is no part of a deployed shop: not reachable through it, not in its image."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from simulator.command_line import parse

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_SIMULATOR = """
import sys
sys.modules["simulator"] = None  # importing it raises ImportError
import django
django.setup()
from django.core.management import call_command
from django.urls import get_resolver
call_command("check")
get_resolver().reverse_dict  # every view is imported
import config.wsgi
"""


def test_it_listens_on_loopback_unless_told_otherwise():
    assert parse([]).host == "127.0.0.1"


@pytest.mark.parametrize(
    "path", ["/control/switches", "/control/reset", "/v1/payment_intents", "/widget/", "/panel/"]
)
def test_the_shop_has_none_of_its_addresses(client, db, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_the_shop_does_not_load_it():
    assert not [app for app in settings.INSTALLED_APPS if app.startswith("simulator")]


def test_the_shop_runs_without_it():
    command = [sys.executable, "-c", WITHOUT_SIMULATOR]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr


def test_an_image_of_the_shop_leaves_it_out():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()

    assert {"simulator", "tests", ".env"} <= set(ignored)
