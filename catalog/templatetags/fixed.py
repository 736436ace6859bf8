"""`{% fixed "includes/legal_links.html" %}`: a part of a page that is the same for everybody.

It is written once per process for each language and store, and copied from then on. Its template
is given the store's facts and languages, what the tag names, and nothing else: so nothing of a
visitor, a session or a form's token can get into it. Name values, like those of a `Card`, and never
a row, which stays the same while its values change.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.translation import get_language

register = template.Library()

Facts = tuple[tuple[str, Any], ...]
KEPT_AT_MOST = 1000


@register.simple_tag(takes_context=True)
def fixed(context: Context, template_name: str, **named: Hashable) -> str:
    """Include the template `template_name`, written now or before."""
    facts = tuple(context["store"].items()), tuple(named.items())
    if settings.DEBUG:  # whoever edits it sees that at once
        return written(template_name, get_language(), *facts)
    return kept(template_name, get_language(), *facts)


def written(name: str, language: str | None, store: Facts, named: Facts) -> str:
    """Write it, in the language that is active."""
    languages = {"LANGUAGE_CODE": language, "LANGUAGES": settings.LANGUAGES}
    facts = {**languages, "store": dict(store), **dict(named)}
    return render_to_string(name, facts)


kept = lru_cache(maxsize=KEPT_AT_MOST)(written)
