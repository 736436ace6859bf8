"""From the start of the processes to the first page (G5)."""

import os
import signal
import time
from pathlib import Path

import pytest
import requests

from tests.journeys.waiting import eventually
from tests.operations.processes import descendants

pytestmark = pytest.mark.deployed
STARTS = 3
READY_SECONDS, FIRST_PAGE_SECONDS = 5, 1


def seconds_to_ready_and_first_page(start, url):
    """By the clock until it is ready, by the processor until then, and by the clock to a page."""
    began_at = time.monotonic()
    process = start()
    # The socket is held, so the question waits there until somebody answers.
    eventually(
        lambda: requests.get(f"{url}/readyz", timeout=60).status_code == 200,
        within=60,
        what="the shop is ready",
    )
    ready_at, worked = time.monotonic(), processor_seconds(process.pid)
    assert requests.get(f"{url}/", timeout=60).status_code == 200
    first_page_at = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    return ready_at - began_at, worked, first_page_at - ready_at


def processor_seconds(pid):
    """What a process and those it started have used of a processor."""
    ticks = 0
    for each in [pid, *descendants(pid)]:
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])  # in our code, and in the system's for us
    return ticks / os.sysconf("SC_CLK_TCK")


def test_a_shop_is_ready_within_five_seconds(start, held, worker):
    """The best of three. By the clock only where nobody else wants the processors."""
    url = f"http://127.0.0.1:{held.getsockname()[1]}"
    is_quiet = os.getloadavg()[0] < os.cpu_count()

    taken = [seconds_to_ready_and_first_page(start, url) for _ in range(STARTS)]

    ready, worked, first_page = (min(seconds) for seconds in zip(*taken, strict=True))
    print(f"ready after {ready:.2f} s, {worked:.2f} s of them worked; a page in {first_page:.2f} s")
    assert worked <= READY_SECONDS
    if is_quiet:
        assert ready <= READY_SECONDS
        assert first_page <= FIRST_PAGE_SECONDS
