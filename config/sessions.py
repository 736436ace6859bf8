"""Sessions in the database, by keys that a database can be asked for."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """A cookie is whatever a browser sends, and PostgreSQL refuses to look up a NUL."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()
