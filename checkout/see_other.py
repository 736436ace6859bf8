"""The answer to a form that did something: 303, look there, and with GET."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


class SeeOther(HttpResponseRedirect):
    status_code = 303


def see_other(
    view: str, *, query: Mapping[str, object] | None = None, **arguments: object
) -> SeeOther:
    """Send the browser to the page of `view`; reloading that page posts nothing again."""
    asked = f"?{urlencode(query)}" if query else ""
    return SeeOther(resolve_url(view, **arguments) + asked)
