"""The second limit on SQLite: the shop's very statements, as they go there.

Django sends BEGIN as one of them, and COMMIT in another way.
"""

from datetime import UTC, datetime

from limit import answering
from limit_sqlite import connected
from our_statements import STATEMENTS, filled


def hear(event, _body):
    number, now = int(event["data"]["id"].removeprefix("pi_n")), datetime.now(UTC)
    connection = connected()
    for is_inside, sql, values in STATEMENTS:
        if not is_inside and send(connection, sql, values, number, now):
            return  # it is known
    for is_inside, sql, values in STATEMENTS:
        if is_inside:
            send(connection, sql, values, number, now)
    connection.execute("COMMIT")


def send(connection, sql, values, number, now):
    """Send a statement; what it found, which a shop would read, too."""
    filled_in = [filled(value, number, now) for value in values]
    return connection.execute(sql.replace("%s", "?"), filled_in).fetchall()


application = answering(hear)
