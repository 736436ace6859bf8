"""Template filters for words that are picked by a value."""

from django import template

register = template.Library()


@register.filter
def word_of(name: str, words: dict[str, str]) -> str:
    """The word of that name; the name itself when there is none."""
    return words.get(name, name)


@register.filter
def title_of(status: str, words: dict[str, str]) -> str:
    """The heading of a status. A payment in the widget still waits for the bank."""
    return words[f"{'created' if status == 'in_progress' else status}_title"]


@register.filter
def text_of(status: str, words: dict[str, str]) -> str:
    """The sentence under that heading."""
    return words[f"{'created' if status == 'in_progress' else status}_text"]
