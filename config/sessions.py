"""Sessions in the database, by keys that a database can be asked for.

Most pages of the shop read one, for the cart's count: the statement is composed once.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from orders.models import statements

LIVING = "WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """A cookie is whatever a browser sends, and PostgreSQL refuses to look up a NUL."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = statements.first(self.model, LIVING, self.session_key, timezone.now())
        if found is None:
            self._session_key = None
        return found
