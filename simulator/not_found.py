"""Addresses that lead nowhere: JSON where programs call, a page where people look."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from simulator.api.errors import ApiError, internal_error
from simulator.languages import language_of
from simulator.panel.words import WORDS

FOR_PROGRAMS = re.compile(r"/(v\d+|control|js)(/|$)")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    message = f"Unrecognized request: {request.method} {request.path}"
    return _answer(request, ApiError("invalid_url", message, status=404))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A body that is too large, say, or a host name that is not this machine's."""
    message = "The simulator cannot read this request. Call it as localhost."
    return _answer(request, ApiError("invalid_params", message, status=400))


def failed(request: HttpRequest) -> HttpResponse:
    return _answer(request, internal_error())


def _answer(request: HttpRequest, error: ApiError) -> HttpResponse:
    if FOR_PROGRAMS.match(request.path):
        return error.as_response()
    language = language_of(request)
    context = {"words": WORDS[language], "language": language, "message": error.message}
    return render(request, "simulator/error.html", context, status=error.status)
