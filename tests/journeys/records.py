"""What the demo's database says, read beside the running shop and never written."""

import sqlite3
from contextlib import closing
from pathlib import Path


class Records:
    """Rows of one demo's SQLite file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def rows(self, query: str, *values: str) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(query, values).fetchall()

    def status_events(self, order_number: str) -> list[sqlite3.Row]:
        """The order's statuses with what caused each, oldest first."""
        return self.rows(
            "SELECT event.value, event.cause FROM orders_orderevent event"
            " JOIN orders_order o ON o.id = event.order_id"
            " WHERE o.number = ? AND event.kind = 'status' ORDER BY event.id",
            order_number,
        )

    def payments(self, order_number: str) -> list[sqlite3.Row]:
        """The order's payments, oldest first."""
        return self.rows(
            "SELECT payment.* FROM orders_payment payment"
            " JOIN orders_order o ON o.id = payment.order_id"
            " WHERE o.number = ? ORDER BY payment.id",
            order_number,
        )

    def outbox(self, order_number: str) -> list[sqlite3.Row]:
        """The order's mails, sent, waiting and dropped."""
        return self.rows(
            "SELECT outbox.* FROM orders_outbox outbox"
            " JOIN orders_order o ON o.id = outbox.order_id"
            " WHERE o.number = ? ORDER BY outbox.id",
            order_number,
        )
