"""The answer to a form that did something: 303, look there, and with GET."""

from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url


class SeeOther(HttpResponseRedirect):
    status_code = 303


def see_other(view: str, **arguments: object) -> SeeOther:
    """Send the browser to the page of `view`; reloading that page posts nothing again."""
    return SeeOther(resolve_url(view, **arguments))
