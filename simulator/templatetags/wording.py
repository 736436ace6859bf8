"""Template filters for words that are picked by a value."""

from django import template

from simulator.panel.actions import Action
from simulator.panel.advice import ADVICE

register = template.Library()


@register.filter
def word_of(name: str, words: dict[str, str]) -> str:
    """The word of that name; the name itself when there is none."""
    return words.get(name, name)


@register.filter
def action_of(name: str, language: str) -> Action:
    """The button of that name; its form says what it is posted to."""
    return Action(name, "", *ADVICE[language][name])
