"""What each way is about, by language: the same stories in each, in the same order."""

from dataclasses import dataclass

from operations.tour.stories.english import ENGLISH, ENGLISH_WORDS
from operations.tour.stories.spanish import SPANISH, SPANISH_WORDS


@dataclass(frozen=True)
class Story:
    """What goes wrong, what a shop without care does then, and what this one does."""

    name: str
    title: str
    what: str
    elsewhere: str
    here: str


WORDS = {"es": SPANISH_WORDS, "en": ENGLISH_WORDS}
STORIES = {
    language: {name: Story(name, *parts) for name, parts in told.items()}
    for language, told in {"es": SPANISH, "en": ENGLISH}.items()
}
