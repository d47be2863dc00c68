"""What an event may be: for whom it may exist, and what it lacks to be planned or recorded."""

from dataclasses import dataclass
from datetime import date

from qingyuan.study.kinds import OF_MEETINGS, EventKind, Openness

LESSONS_A_YEAR = 1  # by each leader (L2)
PRIZES_AT_MOST = 5  # of entrants one in five: a prize for most is a list of those without


def openness(kind: EventKind) -> tuple[Openness, ...]:
    """For whom an event of a kind may be: what a leadership team studies stays in its unit, only halls open to all.

    >>> [str(one) for one in openness(EventKind.LECTURE)]
    ['below', 'unit']
    """
    if kind in OF_MEETINGS:
        return (Openness.UNIT,)
    if kind is EventKind.LECTURE_HALL:
        return (Openness.ALL, Openness.BELOW, Openness.UNIT)
    return (Openness.BELOW, Openness.UNIT)


@dataclass(frozen=True)
class Said:
    """What was said of an event, as far as it decides whether it can be kept."""

    kind: EventKind
    title: str
    effect: str
    open_to: Openness = Openness.UNIT
    speaker: bool = False
    giver: bool = False
    base: bool = False
    series: bool = False
    texts: bool = False
    meeting: bool = False
    first_item: bool = False


def lacks(said: Said) -> tuple[str, ...]:
    """Everything that is missing or does not belong, by the name of its field."""
    found = []
    if not said.title.strip():
        found.append("title")
    if not said.effect.strip():
        found.append("effect")
    if said.open_to not in openness(said.kind):
        found.append("open_to")
    needed = {
        "speaker": said.kind in (EventKind.LECTURE, EventKind.LECTURE_HALL) and not said.speaker,
        "giver": said.kind is EventKind.PARTY_LESSON and not said.giver,
        "base": said.kind is EventKind.SITE_VISIT and not said.base,
        "series": said.kind is EventKind.LECTURE_HALL and not said.series,
        "texts": said.kind in OF_MEETINGS and not said.texts,
        "meeting": said.kind is EventKind.MEETING_STUDY and not said.meeting,
    }
    found += [name for name, missing in needed.items() if missing]
    if said.meeting and said.kind not in OF_MEETINGS:
        found.append("meeting")
    if said.first_item and not said.meeting:
        found.append("first_item")
    return tuple(found)


def too_early(on: date, today: date) -> bool:
    """Whether an event cannot be recorded yet: it has not taken place."""
    return on > today


def prizes_too_many(entrants: int, prizes: int) -> bool:
    """Whether more prizes are given than one to five entrants; the first is always allowed.

    >>> prizes_too_many(640, 60), prizes_too_many(3, 1), prizes_too_many(10, 3)
    (False, False, True)
    """
    return prizes > max(1, entrants // PRIZES_AT_MOST)
