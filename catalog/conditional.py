"""Conditional GET for pages that anyone may see: whoever has the same page already gets a 304.

The tag is made of the page itself, so nothing that it shows can be forgotten: prices, stock,
language, the cart's number. Only the token of its forms is left out, which is written anew each
time; the secret behind it is in the tag instead, since an old token is good for as long as that is.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')


def conditional(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let a browser keep the page and ask each time whether it is still the same."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        patch_cache_control(response, private=True, no_cache=True)
        tag = _tag_of(response.content, secret=request.META.get("CSRF_COOKIE", ""))
        response.headers["ETag"] = tag
        return get_conditional_response(request, etag=tag, response=response) or response

    return answer


def _tag_of(page: bytes, *, secret: str) -> str:
    said = TOKEN.sub(rb"\1", page) + secret.encode()
    return f'"{hashlib.sha256(said).hexdigest()[:32]}"'
