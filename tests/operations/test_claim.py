"""The claim is the lease: who takes which rows, and when they come back."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from operations.claim import claim, still_ours
from orders.models import Outbox
from tests import factories

NOW = timezone.now().replace(microsecond=0)
LEASE = timedelta(minutes=2)


def rows(count, *, due_at=NOW):
    order = factories.order()
    Outbox.objects.all().delete()
    Outbox.objects.bulk_create(
        Outbox(key=f"{number:03}", kind="E1", order=order, due_at=due_at, created_at=NOW)
        for number in range(count)
    )


def take(limit=10, *, now=NOW, queryset=None):
    queryset = Outbox.objects.all() if queryset is None else queryset
    return claim(queryset, limit=limit, lease=LEASE, now=now)


@pytest.mark.parametrize(
    ("due_at", "is_taken"),
    [
        (NOW - timedelta(days=1), True),
        (NOW, True),
        (NOW + timedelta(microseconds=1), False),
        (None, False),
    ],
    ids=["long due", "due now", "due later", "never due"],
)
def test_only_rows_that_are_due_are_taken(due_at, is_taken, db):
    rows(1, due_at=due_at)

    assert bool(take()) is is_taken


def test_a_taken_row_is_leased(db):
    rows(1)

    (row,) = take()

    assert row.due_at == NOW + LEASE
    assert Outbox.objects.filter(due_at=NOW + LEASE).count() == 1


def test_only_a_row_whose_work_begins_is_counted(db):
    """Those behind it in the batch are not to blame for what ends the worker."""
    rows(2)

    first, _second = take()
    still_ours(first, lease=LEASE, now=NOW)

    assert first.attempts == 1
    assert sorted(Outbox.objects.values_list("attempts", flat=True)) == [0, 1]


def test_a_leased_row_is_not_taken_again_until_its_lease_ends(db):
    rows(1)
    take()

    assert take(now=NOW + LEASE - timedelta(seconds=1)) == []
    assert len(take(now=NOW + LEASE)) == 1


def test_the_longest_due_come_first_and_no_more_than_the_limit(db):
    rows(3)
    Outbox.objects.filter(key="002").update(due_at=NOW - timedelta(hours=2))
    Outbox.objects.filter(key="001").update(due_at=NOW - timedelta(hours=1))

    assert [row.key for row in take(limit=2)] == ["002", "001"]
    assert [row.key for row in take(limit=2)] == ["000"]


def test_a_queryset_may_narrow_and_join(db):
    rows(2)

    taken = take(queryset=Outbox.objects.select_related("order", "payment").filter(key="001"))

    assert [row.key for row in taken] == ["001"]


def test_idling_takes_no_lock(db, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        assert take() == []

    assert "UPDATE" not in str(queries.captured_queries)


CLAIMERS, ROWS = 6, 90


def race(take_some):
    """What each of some claimers took, all starting together and going on till nothing is due."""
    taken = [[] for _ in range(CLAIMERS)]
    faults = []
    start = threading.Barrier(CLAIMERS)

    def work(mine):
        try:
            start.wait()
            while some := take_some():
                mine += [row.key for row in some]
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[mine]) for mine in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    return sorted(key for mine in taken for key in mine)


@pytest.mark.django_db(transaction=True)
def test_claimers_at_once_never_take_the_same_row():
    rows(ROWS)

    assert race(lambda: take(limit=3)) == [f"{number:03}" for number in range(ROWS)]


@pytest.mark.django_db(transaction=True)
def test_a_claim_that_only_reads_and_then_writes_does_take_rows_twice():
    """The negative control: what the race would find."""
    rows(ROWS)
    both_have_read = threading.Barrier(CLAIMERS)

    def careless():
        due = list(Outbox.objects.filter(due_at__lte=NOW).order_by("due_at", "key")[:ROWS])
        both_have_read.wait()
        Outbox.objects.filter(pk__in=[row.pk for row in due]).update(due_at=NOW + LEASE)
        return due

    assert len(race(careless)) > ROWS


@pytest.mark.django_db
def test_a_row_that_another_worker_took_meanwhile_is_left_to_it():
    rows(1)
    (mine,) = take()
    later = NOW + 2 * LEASE
    (theirs,) = take(now=later)

    assert not still_ours(mine, lease=LEASE, now=later)
    assert still_ours(theirs, lease=LEASE, now=later)
