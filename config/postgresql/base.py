"""Django's PostgreSQL, which asks a kept connection whether it lives only if there is doubt.

Django asks before each request, which costs a page of one statement a second one. A server that
stopped or threw us out has said so, or at least hung up, and then there is something to read.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection on which nobody said anything is usable."""

    def is_usable(self) -> bool:
        """Whether the next request may have this connection."""
        return self._is_quiet() or bool(super().is_usable())

    def _is_quiet(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0)
