"""Sessions in the database, by keys that a database can be asked for.

Most pages of the shop read one, for the cart's count: the statement is composed once.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import DatabaseError, OperationalError
from django.utils import timezone

import statements

LIVING = "WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """A cookie is whatever a browser sends, and PostgreSQL refuses to look up a NUL."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()

    def save(self, must_create: bool = False) -> None:
        """Raises CreateError if a new key is taken, UpdateError if the row is gone.

        A database that is away or locked is no session that is gone: trying again helps.
        """
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(self._session)  # type: ignore[attr-defined]
        try:
            statements.update(row, "session_data", "expire_date")
        except OperationalError:
            raise
        except DatabaseError as error:
            raise UpdateError from error

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = statements.first(self.model, LIVING, self.session_key, timezone.now())
        if found is None:
            self._session_key = None
        return found
