"""What the web takes of a small machine's memory."""

import pytest
import requests

from tests.bench.machine import memory_of
from tests.operations.processes import descendants

pytestmark = pytest.mark.deployed
PAGES = 2_000
MEGABYTES = 110  # docs/performance.md tells how many it is after 30,000 requests


def test_two_workers_go_on_sharing_what_was_loaded_once(start, held):
    url = f"http://127.0.0.1:{held.getsockname()[1]}"
    process = start()
    for _ in range(PAGES):  # the first waits at the held socket
        assert requests.get(f"{url}/", timeout=60).status_code == 200

    taken = memory_of([process.pid, *descendants(process.pid)])
    print(f"two workers take {taken:.0f} MB after {PAGES:,} pages")
    assert taken <= MEGABYTES
