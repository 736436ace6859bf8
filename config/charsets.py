"""Requests are UTF-8: browsers send nothing else to a page that is."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Utf8Request(WSGIRequest):
    """One that names a charset in vain. Python knows some that decode no text, and fails."""

    @property
    def encoding(self) -> None:
        """Django's default, for the address and for forms."""

    @encoding.setter
    def encoding(self, named: str) -> None:
        """Not taken: Django would read the address by it at once, where nothing answers yet."""


class Handler(WSGIHandler):
    """Django's own, with such requests."""

    request_class = Utf8Request
