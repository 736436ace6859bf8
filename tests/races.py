"""Real races: real threads, real connections. And what takes the shop's protection away.

A race that is won proves little unless the same race is lost without the lock. `unprotected` and
`all_read_before_any_writes` make it be lost, on either database, for the negative controls.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet

Job = Callable[[], Any]


def at_once(jobs: Sequence[Job], *, threads: int = 16) -> list[Any]:
    """Run the jobs in threads with a connection each; return their results, in the jobs' order."""
    waiting = deque(enumerate(jobs))
    results: dict[int, Any] = {}
    faults: list[Exception] = []

    def work() -> None:
        try:
            while waiting:
                with suppress(IndexError):  # another thread took the last one
                    number, job = waiting.popleft()
                    results[number] = _result(job, faults)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if faults:
        raise faults[0]
    return [results[number] for number in range(len(jobs))]


def _result(job: Job, faults: list[Exception]) -> Any:
    try:
        return job()
    except Exception as fault:
        faults.append(fault)
        return None


def together(jobs: Sequence[Job]) -> list[Job]:
    """The same jobs, none of which begins before all of them can."""
    start = threading.Barrier(len(jobs), timeout=20)

    def ready(job: Job) -> Job:
        def begin() -> Any:
            start.wait()
            return job()

        return begin

    return [ready(job) for job in jobs]


@contextmanager
def unprotected() -> Iterator[None]:
    """No row is locked and no transaction is opened: each statement is for itself.

    On SQLite it is the transaction that protects (it is IMMEDIATE), on PostgreSQL the row's lock.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
        patch.setattr(transaction, "atomic", lambda *_args, **_options: nullcontext())
        yield


@contextmanager
def all_read_before_any_writes(
    place: type, method: str, *, readers: int, patience: float = 10
) -> Iterator[None]:
    """Hold everybody who calls `method`, which comes after reading, until `readers` are there."""
    real = getattr(place, method)
    have_read = threading.Barrier(readers, timeout=patience)

    def held(self: Any, *args: Any, **kwargs: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            have_read.wait()
        return real(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, method, held)
        yield
