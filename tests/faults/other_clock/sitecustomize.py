"""Python imports this first, in a process with this folder in PYTHONPATH: its clock is CLOCK_OFF
seconds off. Time-outs are not: they go by a clock that nobody sets."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

off = timedelta(seconds=float(os.environ["CLOCK_OFF"]))
time_machine.travel(datetime.now(UTC) + off, tick=True).start()
