"""Each 2xx is sent after a sync to the disk: read from the system calls, by strace."""

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.faults import events
from tests.faults.databases import Postgresql
from tests.faults.deliverer import Deliverer
from tests.faults.processes import Started, until
from tests.faults.scale import scaled

pytestmark = pytest.mark.unhurried

ORDERS = scaled(25, 5)
CALLS = "trace=fdatasync,fsync,pwrite64,recvfrom,sendto"
LINE = re.compile(r"^(\d+) +(\d+\.\d+) (?:<\.\.\. )?(\w+)(.*)$")
HEARD, ANSWERED = "POST /webhooks/fintoc/", '"HTTP/1.1 200'
SYNCS = ("fdatasync", "fsync")


@dataclass(frozen=True)
class Call:
    """One system call of one thread, and the moment it began or ended."""

    thread: str
    at: float
    name: str
    rest: str


def strace(file):
    return ["strace", "-f", "-ttt", "-s", "64", "-e", CALLS, "-o", str(file)]


def calls(file):
    found = (LINE.match(line) for line in file.read_text(errors="replace").splitlines())
    return [Call(match[1], float(match[2]), match[3], match[4]) for match in found if match]


def requests(made):
    """The calls of each request that was answered 200, by the thread that served it."""
    open_, answered = {}, []
    for call in made:
        if call.name == "recvfrom" and HEARD in call.rest:
            open_[call.thread] = []
        open_.setdefault(call.thread, []).append(call)
        if call.name == "sendto" and ANSWERED in call.rest and HEARD in open_[call.thread][0].rest:
            answered.append(open_.pop(call.thread))
    return answered


def is_synced(request, server_syncs):
    """Whether what it wrote last was synced before it was answered, here or by the server."""
    writes = [at for at, call in enumerate(request) if call.name == "pwrite64"]
    own = [at for at, call in enumerate(request) if call.name in SYNCS]
    by_server = any(request[0].at < at < request[-1].at for at in server_syncs)
    return by_server or bool(writes and own and own[-1] > writes[-1])


@contextmanager
def watched_server(shop):
    """PostgreSQL syncs in processes of its own, which follow from its first one."""
    file = shop.folder / "server.strace"
    if not isinstance(shop.database, Postgresql):
        yield []
        return
    pid = (shop.database.data / "postmaster.pid").read_text().split()[0]
    watching = Started([*strace(file), "-p", pid], env={}, log=shop.folder / "strace.log")
    until(lambda: "attached" in watching.said(), seconds=10, what="strace watches the server")
    yield [file]
    watching.end()


def synced_before_answer(shop, told, *, application="config.wsgi"):
    """How many events were answered 200, and of how many the disk had been told before."""
    web_file = shop.folder / "web.strace"
    with watched_server(shop) as server_files:
        web = shop.start_web(prefix=tuple(strace(web_file)), application=application)
        Deliverer([shop.port], shop.fintoc.keys["webhook_secret"], threads=1).deliver(told)
        time.sleep(0.5)
        web.end()
    server = [call for file in server_files for call in calls(file)]
    moments = [call.at for call in server if call.name in SYNCS]
    answered = requests(calls(web_file))
    return len(answered), sum(is_synced(request, moments) for request in answered)


def test_every_event_is_on_the_disk_before_it_is_acknowledged(shop, record):
    told = events.of_payments(shop, shop.place(ORDERS))

    answered, kept = synced_before_answer(shop, told)

    record(
        f"durability before acknowledgement, {shop.database.name}",
        injected=f"strace over {len(told)} events",
        survived=f"{kept} of {answered} synced between the request and its 200",
        figure=f"{answered - kept} without",
        asked="a sync before every 2xx",
        is_met=answered == kept == len(told),
        letters="C4",
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_in_the_popular_manner_is_found_out(shop):
    """The negative control: WAL with synchronous=NORMAL answers before it is on the disk."""
    told = events.of_payments(shop, shop.place(5))

    answered, kept = synced_before_answer(shop, told, application="tests.faults.careless_disk")

    assert answered == len(told) and kept < answered


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_that_syncs_later_is_found_out(shop):
    """The negative control on the other database."""
    told = events.of_payments(shop, shop.place(5))
    shop.database.rows("ALTER SYSTEM SET synchronous_commit = off")
    shop.database.rows("SELECT pg_reload_conf()")

    answered, kept = synced_before_answer(shop, told)

    assert answered == len(told) and kept < answered
