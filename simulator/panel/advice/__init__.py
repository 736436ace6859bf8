"""What each button is called, and what a shop should do about it: one line, by language.

Names are those of `panel/actions.py`.
"""

from simulator.panel.advice.english import ENGLISH
from simulator.panel.advice.spanish import SPANISH

ADVICE = {"es": SPANISH, "en": ENGLISH}
