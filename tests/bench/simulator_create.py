"""How fast the simulator starts and creates payment intents, each on one core.

`python -m tests.bench.simulator_create` prints one line per figure. The simulator gets core 0 and
this process the others, so that measuring does not slow down what is measured.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

STARTS, ROUNDS, CALLS, WARM_UP = 5, 5, 400, 100
BODY = json.dumps({"amount": 2476, "currency": "CLP", "metadata": {"order": "CL-1"}})


def main() -> None:
    os.sched_setaffinity(0, (os.sched_getaffinity(0) - {0}) or {0})
    starts = [measure_start() for _ in range(STARTS)]
    print(f"start, empty: median {statistics.median(starts):.2f} s of {STARTS}")
    rates, milliseconds = measure_create()
    shown = ", ".join(f"{rate:.0f}" for rate in rates)
    print(f"create payment intent: median {statistics.median(rates):.0f}/s of {shown}")
    print(
        f"of its core it needs {milliseconds:.2f} ms each: {1000 / milliseconds:.0f}/s undisturbed"
    )


def measure_start() -> float:
    began = time.monotonic()
    process, _ = start()
    seconds = time.monotonic() - began
    end(process)
    return seconds


def measure_create() -> tuple[list[float], float]:
    """Calls a second in each round, and milliseconds of the processor for one call."""
    process, line = start()
    try:
        connection = http.client.HTTPConnection(urlsplit(line["url"]).netloc)
        for _ in range(WARM_UP):
            create(connection, line["secret_key"])
        before = processor_seconds(process.pid)
        rates = [measure_round(connection, line["secret_key"]) for _ in range(ROUNDS)]
        used = processor_seconds(process.pid) - before
        return rates, used * 1000 / (ROUNDS * CALLS)
    finally:
        end(process)


def measure_round(connection: http.client.HTTPConnection, key: str) -> float:
    began = time.monotonic()
    for _ in range(CALLS):
        create(connection, key)
    return CALLS / (time.monotonic() - began)


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def create(connection: http.client.HTTPConnection, key: str) -> None:
    headers = {
        "Authorization": key,
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),  # every official client sends one
    }
    connection.request("POST", "/v1/payment_intents", body=BODY, headers=headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 201, answer.status


def start() -> tuple[subprocess.Popen, dict]:
    command = [sys.executable, "-m", "simulator", "--port", "0", "--memory"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {0}),
    )
    return process, json.loads(process.stdout.readline())


def end(process: subprocess.Popen) -> None:
    process.terminate()
    process.wait(timeout=10)
    process.stdout.close()


if __name__ == "__main__":
    main()
