"""How many durable commits a piece of work took, read from the write-ahead log itself.

Neither database says it as a figure that is exact, and both write it down: PostgreSQL one COMMIT
record for each transaction that changed anything, SQLite one frame that ends each.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

HEADER, FRAME_HEADER = 32, 24  # bytes; https://www.sqlite.org/fileformat2.html#the_write_ahead_log


# The log is the whole server's: those count that wrote to this database, whose number stands in the
# middle of each block's name.
COMMITS = """
  WITH log AS MATERIALIZED (SELECT * FROM pg_get_wal_records_info(%s, %s)),
    here AS (
      SELECT '%%/' || oid || '/%%' AS name FROM pg_database WHERE datname = current_database()
    )
  SELECT count(*) FROM log WHERE resource_manager = 'Transaction' AND record_type = 'COMMIT'
    AND xid IN (SELECT xid FROM log, here WHERE block_ref LIKE here.name)
"""


@contextmanager
def durable_commits() -> Iterator[list[int]]:
    """Collect the number of commits that the block made durable, in a list of one."""
    counted: list[int] = []
    if connection.vendor == "postgresql":
        with _in_postgresql(counted):
            yield counted
    else:
        with _in_sqlite(counted):
            yield counted


@contextmanager
def _in_postgresql(counted: list[int]) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect")
    before = _value("SELECT pg_current_wal_flush_lsn()")
    yield
    after = _value("SELECT pg_current_wal_flush_lsn()")
    counted.append(_value(COMMITS, before, after) if before != after else 0)


@contextmanager
def _in_sqlite(counted: list[int]) -> Iterator[None]:
    _value("PRAGMA wal_autocheckpoint=0")  # or the log begins anew in the middle of it
    before = _commit_frames()
    yield
    counted.append(_commit_frames() - before)
    _value("PRAGMA wal_autocheckpoint=1000")


def _commit_frames() -> int:
    """The frames of the log's present round that say how large the database is: ends of commits."""
    log = Path(f"{connection.settings_dict['NAME']}-wal").read_bytes()
    page_size, salt = struct.unpack(">I", log[8:12])[0], log[16:24]
    starts = range(HEADER, len(log) - FRAME_HEADER + 1, FRAME_HEADER + page_size)
    frames = [log[start : start + FRAME_HEADER] for start in starts]
    return sum(frame[8:16] == salt and frame[4:8] != bytes(4) for frame in frames)


def _value(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchone()[0]
