"""The limit on SQLite: the same function and the same three statements, each commit on the disk."""

import os
import sqlite3

from limit import answering

STORE = (
    "INSERT INTO shop_event (event_id, type, payload, received_at)"
    " VALUES (?, ?, ?, CURRENT_TIMESTAMP) ON CONFLICT (event_id) DO NOTHING"
)
MOVE = (
    "UPDATE shop_order SET status = 'paid', changed_at = CURRENT_TIMESTAMP"
    " WHERE intent_id = ? AND status = 'created' RETURNING id, email, number"
)
QUEUE = (
    "INSERT INTO shop_mail (order_id, recipient, subject, created_at)"
    " VALUES (?, ?, ?, CURRENT_TIMESTAMP)"
)
kept: list[sqlite3.Connection] = []


def hear(event, body):
    connection = connected()
    connection.execute("BEGIN IMMEDIATE")
    stored = connection.execute(STORE, (event["id"], event["type"], body.decode()))
    if stored.rowcount:
        order = connection.execute(MOVE, (event["data"]["id"],)).fetchone()
        if order is not None:
            connection.execute(QUEUE, (order[0], order[1], f"Pedido {order[2]}"))
    connection.execute("COMMIT")


def connected():
    if not kept:
        file = os.environ["DATABASE_FILE"]
        kept.append(sqlite3.connect(file, timeout=20, isolation_level=None))
        kept[0].executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    return kept[0]


application = answering(hear)
