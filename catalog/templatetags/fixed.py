"""`{% fixed "includes/footer.html" %}`: a part of a page that is the same for everybody.

It is written once per process for each language and store, and copied from then on. Its template
is given the store's facts and languages, what the tag names, and nothing else: so nothing of a
visitor or a session can get into it. Where it has a form, the visitor's token, the page that it
leads back to and the most that can be asked for are put into the copy. Name values, like those of a
`Card`, and never a row, which stays the same while its values change.
"""

import secrets
from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

Facts = tuple[tuple[str, Any], ...]
KEPT_AT_MOST = 400  # a full shelf is about 10 KB
# What stands for a visitor's own, and for what each sale changes; a template can only write it.
# Nobody can know it, and write it into a product.
PLACES = {name: secrets.token_hex(16) for name in ("csrf_token", "page_url", "most")}


@register.simple_tag(takes_context=True)
def fixed(context: Context, template_name: str, **named: Hashable) -> str:
    """Include the template `template_name`, written now or before."""
    facts = tuple(context["store"].items()), tuple(named.items())
    write = written if settings.DEBUG else kept  # whoever edits it sees that at once
    part = write(template_name, get_language(), *facts)
    for name, place in PLACES.items():
        if place in part:
            part = part.replace(place, escape(str(context.get(name, ""))))
    return SafeString(part)


def written(name: str, language: str | None, store: Facts, named: Facts) -> str:
    """Write it, in the language that is active."""
    languages = {"LANGUAGE_CODE": language, "LANGUAGES": settings.LANGUAGES}
    facts = {**languages, **PLACES, "store": dict(store), **dict(named)}
    return render_to_string(name, facts)


kept = lru_cache(maxsize=KEPT_AT_MOST)(written)
