"""The English words of all rooms together: Django puts the catalogues on one heap, where the first one wins."""

from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

ROOMS = Path(__file__).resolve().parent.parent / "src" / "qingyuan"


def test_no_word_has_one_english_in_one_room_and_another_in_the_next() -> None:
    """Two meanings of one Chinese word take a context, else the room that is loaded first speaks for all."""
    said: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for place in ROOMS.glob("*/locale/en/LC_MESSAGES/django.po"):
        with place.open("rb") as words:
            for message in read_po(words, locale="en"):
                if isinstance(message.id, str) and message.id and message.string:
                    key = (message.context or "", message.id)
                    said[key][str(message.string)].add(place.relative_to(ROOMS).parts[0])
    torn = {key: dict(english) for key, english in said.items() if len(english) > 1}
    assert len(said) > 1000
    assert not torn
