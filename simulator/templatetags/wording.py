"""Template filters for words that are picked by a value."""

from django import template

register = template.Library()


@register.filter
def word_of(name: str, words: dict[str, str]) -> str:
    """The word of that name; the name itself when there is none."""
    return words.get(name, name)
