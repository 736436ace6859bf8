import pytest

from simulator.panel.words import WORDS as PANEL
from simulator.widget.words import WORDS as WIDGET


@pytest.mark.parametrize("words", [PANEL, WIDGET], ids=["panel", "widget"])
def test_both_languages_have_the_same_words(words):
    assert words["es"].keys() == words["en"].keys()
    assert all(text.strip() for language in words.values() for text in language.values())
