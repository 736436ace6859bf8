"""The panel's words, by language: the same keys in each. Statuses stay in Fintoc's words."""

from simulator.panel.words.english import ENGLISH
from simulator.panel.words.spanish import SPANISH

WORDS = {"es": SPANISH, "en": ENGLISH}
