"""The second limit: a WSGI function that sends the shop's very statements and decides nothing.

What the shop takes beyond it is Python: its framework, its rules and its mapper. STATEMENTS is a
file that `tests/bench/recording.py` wrote.
"""

import json
import os
from datetime import UTC, datetime

from limit import answering, connected

with open(os.environ["STATEMENTS"]) as script:
    RECORDED = json.load(script)
OFFSETS, STATEMENTS = RECORDED["offsets"], RECORDED["statements"]


def hear(event, _body):
    number, now = int(event["data"]["id"].removeprefix("pi_n")), datetime.now(UTC)
    connection = connected()
    with connection.cursor() as cursor:
        for is_inside, sql, values in STATEMENTS:
            if not is_inside and send(cursor, sql, values, number, now):
                return  # it is known
    with connection.transaction(), connection.cursor() as cursor:
        for is_inside, sql, values in STATEMENTS:
            if is_inside:
                send(cursor, sql, values, number, now)


def send(cursor, sql, values, number, now):
    """Send a statement; what it found, which a shop would read, too."""
    cursor.execute(sql, [filled(value, number, now) for value in values])
    return cursor.fetchall() if cursor.description else []


def filled(value, number, now):
    match value["kind"]:
        case "now":
            return now
        case "key":
            return number + OFFSETS[value["of"]]
        case "text":
            return text(value["text"], number)
        case "list":
            return [filled(item, number, now) for item in value["items"]]
        case _:
            return value["value"]


def text(template, number):
    if "<" not in template:
        return template
    filled_in = template.replace("<n8>", f"{number:08d}").replace("<n>", str(number))
    for name, offset in OFFSETS.items():
        filled_in = filled_in.replace(f"<{name}>", str(number + offset))
    return filled_in


application = answering(hear)
