"""Bodies too large, and requests that lie about their length, over raw sockets."""

import json
import socket
import time
from contextlib import suppress

import pytest

from tests.faults import events
from tests.faults.deliverer import Deliverer
from tests.faults.memory import Peak
from tests.faults.scale import scaled
from tests.faults.shop import THREADS, WORKERS

ROUNDS = scaled(10, 2)
WARM_UP = 300  # events
LIMIT = 64 * 1024
MEGABYTE = 1024 * 1024
CHUNK = b"10000\r\n" + b"[" * LIMIT + b"\r\n"
PATIENCE = 20.0  # seconds
SECONDS, NEXT_SECONDS = 1.0, 0.2  # at most
KEPT, PEAK = 2.0, 10.0  # megabytes at most, of the 100 that are sent
REFUSED = {400, 413}


def head(*lines):
    first = ("POST /webhooks/fintoc/ HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json")
    return "\r\n".join([*first, *lines, "", ""]).encode()


def plain(length, *, claimed=None):
    return [head(f"Content-Length: {length if claimed is None else claimed}"), b"[" * length]


CHUNKED = head("Transfer-Encoding: chunked")
CASES = {
    "64 KiB and one byte": plain(LIMIT + 1),
    "1 MiB": plain(MEGABYTE),
    "100 MiB in chunks": [CHUNKED, *[CHUNK] * 1600, b"0\r\n\r\n"],
    "a chunk of no length": [CHUNKED, b"zz\r\n[]\r\n"],
    "no number for a length": plain(10, claimed="ten"),
    "a length below nothing": plain(10, claimed="-1"),
    "a length too short": plain(200, claimed="2"),
    "a length too long": plain(2, claimed="200"),
    "two lengths": [head("Content-Length: 2", "Content-Length: 200"), b"[]"],
    "a length and chunks": [head("Content-Length: 2", "Transfer-Encoding: chunked"), CHUNK],
    "64 KiB and one byte, announced": [
        head(f"Content-Length: {LIMIT + 1}", "Expect: 100-continue"),
        b"[" * (LIMIT + 1),
    ],
    "100 MiB in chunks, announced": [
        head("Transfer-Encoding: chunked", "Expect: 100-continue"),
        *[CHUNK] * 1600,
    ],
}


def send(port, pieces):
    """The status of the answer and the seconds until it was there. Sending ends with an answer."""
    began_at = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        received = b""
        for piece in pieces:
            received += at_hand(connection)
            if is_final(received):
                break
            with suppress(OSError):  # an answer may be there, and the line cut after it
                connection.sendall(piece)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        while not is_final(received):
            if not (piece := connection.recv(4096)):
                break
            received += piece
    return status_of(received), time.monotonic() - began_at


def at_hand(connection):
    """What has come, without waiting for more."""
    connection.setblocking(False)
    try:
        return connection.recv(4096)
    except (BlockingIOError, ConnectionError):
        return b""
    finally:
        connection.settimeout(PATIENCE)


def status_of(received):
    final = received.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    return int(final.split(b" ", 2)[1]) if final.startswith(b"HTTP/") and b"\r\n" in final else 0


def is_final(received):
    return status_of(received) > 0


def refuse_all(shop, web, rounds):
    """Send every case so often, twice; return the answers, the slowest of them and of good events
    after, how many megabytes it took at its peak, and how many the second time kept.

    What a process takes once for bodies of each kind and then keeps is no leak, but it is a peak.
    """
    told = events.of_payments(shop, shop.place(1))
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"], threads=32)
    deliverer.deliver(events.again(told, WARM_UP))  # what each thread needs once, it has then
    for pieces in list(CASES.values()) * WORKERS * THREADS:
        send(shop.port, pieces)
    memory = Peak(web)
    send_by_turns(shop, deliverer, told, rounds)
    peak, memory = memory.megabytes(), Peak(web)
    deliverer.seconds.clear()
    found, slowest = send_by_turns(shop, deliverer, told, rounds)
    following = max(took for _at, took in deliverer.seconds)
    return found, slowest, following, max(peak, memory.megabytes()), memory.kept()


def send_by_turns(shop, deliverer, told, rounds):
    """Every case so often, a good event after each: the answers, and the slowest."""
    found, slowest = {}, 0.0
    for name in [*CASES] * rounds:
        status, took = send(shop.port, CASES[name])
        found.setdefault(name, set()).add(status)
        slowest = max(slowest, took)
        body = json.dumps(events.again(told, 1)[0]).encode()
        assert deliverer.post(body) == 200
    return found, slowest


@pytest.mark.unhurried
@pytest.mark.timed
def test_what_is_too_large_or_lies_is_refused_at_once_and_takes_no_memory(postgresql_shop, record):
    shop = postgresql_shop
    web = shop.start_web()

    found, slowest, following, peak, kept = refuse_all(shop, web, ROUNDS)

    assert all(statuses <= REFUSED for statuses in found.values()), found
    record(
        "oversized and lying webhook bodies",
        injected=f"{len(CASES)} kinds × {ROUNDS}, up to 100 MiB, a good event after each",
        survived=f"all refused with {sorted(set().union(*found.values()))}, all good ones heard",
        figure=f"refused within {slowest:.2f} s, the next good one within {following:.2f} s, "
        f"memory + {kept:.1f} MB, {peak:.1f} MB at its peak",
        asked=f"413 or 400 within {SECONDS:.0f} s, the next within {NEXT_SECONDS * 1000:.0f} ms, "
        f"+ {KEPT:.0f} MB",
        is_met=slowest <= SECONDS and following <= NEXT_SECONDS and kept <= KEPT and peak <= PEAK,
        letters="A6",
    )


def test_a_shop_that_reads_whole_bodies_is_found_out(postgresql_shop):
    """The negative control: 100 MiB in chunks are in its memory."""
    shop = postgresql_shop
    web = shop.start_web(application="tests.faults.careless:reads_whole_bodies")

    *_answers, peak, _kept = refuse_all(shop, web, 1)

    assert peak > PEAK
