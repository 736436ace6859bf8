"""The widget's words, by language: the same keys in each."""

from simulator.widget.words.english import ENGLISH
from simulator.widget.words.spanish import SPANISH

WORDS = {"es": SPANISH, "en": ENGLISH}
