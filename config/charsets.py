"""Requests are UTF-8: browsers send nothing else to a page that is."""

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Utf8Request(WSGIRequest):
    """One that names a charset in vain. Python knows some that decode no text, and fails."""

    @property
    def encoding(self) -> None:
        """Django's default, for the address and for forms."""

    @encoding.setter
    def encoding(self, named: str) -> None:
        """Not taken: Django would read the address by it at once, where nothing answers yet."""

    def _load_post_and_files(self) -> None:
        """Raises BadRequest for a form in another charset: read as UTF-8 it would be garbled."""
        named = (self.content_params or {}).get("charset", "utf-8")
        if self.content_type in FORMS and named.lower() != "utf-8":
            raise BadRequest("a form has to be UTF-8")
        super()._load_post_and_files()


class Handler(WSGIHandler):
    """Django's own, with such requests."""

    request_class = Utf8Request
