"""Occasions, what was said on them and what was resolved, as they must be argued about.

1. One concept for four occasions: a democratic-life or organisation-life meeting, a committee's list of its own
   measures, a talk to which a leadership team was summoned. They differ in what is said; what is resolved is a matter.
2. Opinions are collected before a meeting, and nobody keeps who said them: there is no field for it, not even for who
   typed them or when, and they stand in the order of their own words.
3. Criticism is said to the face: who says it and whom it is about both took part. It is conduct with a fact and a day.
   Belief, loyalty and thought are refused wherever something is noted (charter, 3).
4. What was said is heard by those who took part and by those who may (the head and discipline duty, of the unit or
   above); that there was an occasion, and what was resolved, is known to all who see the unit's business, and to
   whoever has to do something of it.
5. A summoned talk is held by somebody from above: nobody talks to his own team and calls it a talk.
6. A committee's own measures are known inside the whole bureau, and their state is that of the matters.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from qingyuan.matters.api import policy as matters
from qingyuan.resolutions.kinds import OccasionKind, SaidKind

MOST_PEOPLE = 80
MOST_LINES, LONGEST = 50, 500

SAID_AT: dict[OccasionKind, frozenset[SaidKind]] = {
    OccasionKind.DEMOCRATIC_LIFE: frozenset({SaidKind.OPINION, SaidKind.CRITICISM}),
    OccasionKind.ORG_LIFE: frozenset({SaidKind.OPINION, SaidKind.CRITICISM}),
    OccasionKind.OWN_MEASURES: frozenset(),
    OccasionKind.SUMMONED_TALK: frozenset({SaidKind.DEMAND}),
}

BELIEF: tuple[str, ...] = (
    *(
        "忠诚",
        "信仰",
        "信念",
        "理想信念",
        "政治立场",
        "政治觉悟",
        "政治意识",
        "思想觉悟",
        "思想不纯",
        "政治不纯",
    ),
    *("思想动机", "思想滑坡", "世界观", "价值观", "宗教", "信教", "党性不纯"),
)


@dataclass(frozen=True)
class Holding:
    """An occasion as it is written down. ``chair_home``: the place of the chair's main post, empty without one."""

    kind: OccasionKind
    title: str
    held_on: date
    unit_path: str
    chair_id: int | None
    chair_home: str
    people: tuple[int, ...]
    reason: str


def holding_gaps(said: Holding, today: date) -> list[str]:
    """Codes of everything that stands against writing an occasion down; ``people`` are all but the chair."""
    gaps = []
    if not said.title.strip():
        gaps.append("no_title")
    if said.held_on > today:
        gaps.append("ahead")
    if said.chair_id is None:
        gaps.append("no_chair")
    if not said.people:
        gaps.append("nobody")
    if len(set(said.people)) < len(said.people) or said.chair_id in said.people:
        gaps.append("twice")
    if len(said.people) >= MOST_PEOPLE:
        gaps.append("too_many")
    talk = said.kind is OccasionKind.SUMMONED_TALK
    if talk and not said.reason.strip():
        gaps.append("no_reason")
    if not talk and said.reason.strip():
        gaps.append("reason_not_asked")
    if talk and matters.is_member(said.chair_home, said.unit_path):
        gaps.append("own_unit")
    return gaps


def line_gaps(kind: OccasionKind, said: SaidKind, lines: Collection[str]) -> list[str]:
    """Codes of everything that stands against writing down opinions or demands."""
    if said not in SAID_AT[kind]:
        return ["not_here"]
    gaps = []
    if not lines:
        gaps.append("no_words")
    if len(lines) > MOST_LINES:
        gaps.append("too_many_lines")
    if any(len(line) > LONGEST for line in lines):
        gaps.append("too_long")
    if any(belief_word(line) for line in lines):
        gaps.append("belief")
    return gaps


def in_no_order(lines: Iterable[str]) -> list[str]:
    """Opinions once each and in the order of their words, so that no place in a list tells who came first."""
    return sorted({line.strip() for line in lines if line.strip()})


@dataclass(frozen=True)
class Criticism:
    """One person's criticism of another, or of himself: what was done, and when."""

    speaker_id: int
    about_id: int
    fact: str
    happened_on: date | None
    held_on: date
    took_part: frozenset[int]


def belief_word(text: str) -> str:
    """The first word of a text that speaks of belief or loyalty and not of conduct; empty if there is none.

    >>> belief_word("三次例会没有到，也没有请假"), belief_word("对党不够忠诚")
    ('', '忠诚')
    """
    found = [word for word in BELIEF if word in "".join(text.split())]
    return max(found, key=len, default="")


def criticism_gaps(kind: OccasionKind, said: Criticism) -> list[str]:
    """Codes of everything that stands against writing a criticism down."""
    if SaidKind.CRITICISM not in SAID_AT[kind]:
        return ["not_here"]
    gaps = []
    if said.speaker_id not in said.took_part:
        gaps.append("speaker_absent")
    if said.about_id not in said.took_part:
        gaps.append("about_absent")
    if not said.fact.strip() or said.happened_on is None:
        gaps.append("no_fact")
    elif said.happened_on > said.held_on:
        gaps.append("fact_ahead")
    if len(said.fact.strip()) > LONGEST:
        gaps.append("too_long")
    if belief_word(said.fact):
        gaps.append("belief")
    return gaps


@dataclass(frozen=True)
class Listener:
    """Who asks to hear what was said: how far he may, as paths, and whether taking part counts for him."""

    person_id: int
    paths: tuple[str, ...]
    own: bool


def hears(who: Listener, unit_path: str, present: Collection[int]) -> bool:
    """Whether what was said on an occasion is heard by a person (rule 4); the SQL of the queries says the same."""
    return (who.own and who.person_id in present) or any(unit_path.startswith(path) for path in who.paths)
