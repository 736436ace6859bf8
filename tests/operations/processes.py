"""Processes of a shop in a folder of their own, and what is left of them."""

import os
import subprocess
import sys
from pathlib import Path

from tests.journeys.waiting import eventually

ROOT = Path(__file__).parents[2]
# All that a process gets of our environment: the settings of the tests are not for it.
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


def environment(**variables):
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, "ENV_FILE": os.devnull, **variables}


def shop_environment(folder, **variables):
    """A rightly configured shop with its database in `folder`."""
    return environment(
        SECRET_KEY="a-key-for-tests-only-0123456789-0123456789-0123456789",
        FINTOC_SECRET_KEY="sk_test_check",
        FINTOC_PUBLIC_KEY="pk_test_check",
        FINTOC_WEBHOOK_SECRETS="whsec_test_check",
        FINTOC_API_URL="http://127.0.0.1:9",
        DATABASE_URL=f"sqlite:///{folder}/shop.sqlite3",
        **variables,
    )


def manage(*arguments, env):
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def start(*arguments, env):
    """Start a command, its words to be read from `.stdout`."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def descendants(pid):
    """The ids of all processes that `pid` started, and of those they started."""
    children = {}
    for line in _ps("pid=,ppid=").splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found, unseen = [], [pid]
    while unseen:
        mine = children.get(unseen.pop(), [])
        found += mine
        unseen += mine
    return found


def are_gone(pids):
    """Whether none of them runs. One that ended and nobody waited for is gone, too."""
    rows = [line.split() for line in _ps("pid=,stat=").splitlines()]
    return not {int(pid) for pid, state in rows if not state.startswith("Z")} & set(pids)


def require_gone(pids):
    eventually(lambda: are_gone(pids), within=10, what="the end of every process")


def _ps(columns):
    command = ["ps", "-axo", columns]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
