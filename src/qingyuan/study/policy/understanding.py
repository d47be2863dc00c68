"""What it is to have understood a topic, which questions somebody gets, and which figures may be shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from qingyuan.study.kinds import QuestionKind

DRAWN = 3
FEWEST = 5  # people: a figure about fewer could be a figure about one
CHOICES_AT_LEAST, CHOICES_AT_MOST = 2, 6


def mixed(things: Iterable[int], *, person: str, topic: int, number: int) -> tuple[int, ...]:
    """Questions or choices in an order by chance, yet the same whenever the page is opened again."""

    def chance(thing: int) -> bytes:
        return sha256(f"{person}:{topic}:{number}:{thing}".encode()).digest()

    return tuple(sorted(set(things), key=chance))


def drawn(questions: Iterable[int], *, person: str, topic: int, number: int) -> tuple[int, ...]:
    """The three questions of somebody's attempt. One more in the bank, or one less, changes at most one of them."""
    return mixed(questions, person=person, topic=topic, number=number)[:DRAWN]


def is_right(right: Collection[int], chosen: Collection[int]) -> bool:
    """Right is who chose all that is right and nothing else."""
    return bool(right) and set(right) == set(chosen)


def understood(asked: Sequence[int], replies: Mapping[int, bool]) -> bool:
    """All three right, in one attempt."""
    return len(asked) == DRAWN and all(replies.get(question, False) for question in asked)


@dataclass(frozen=True)
class QuestionText:
    """A question as it is written; ``choices`` with whether each is right."""

    kind: QuestionKind
    text: str
    explanation: str
    source: str
    choices: tuple[tuple[str, bool], ...]


def question_faults(said: QuestionText) -> list[str]:
    """Everything that is wrong with a question, by code."""
    faults = [
        code
        for code, words in (("text", said.text), ("explanation", said.explanation), ("source", said.source))
        if not words.strip()
    ]
    words = [text.strip() for text, _right in said.choices]
    right = sum(is_so for _text, is_so in said.choices)
    if not CHOICES_AT_LEAST <= len(words) <= CHOICES_AT_MOST:
        faults.append("choices")
    if len(set(words)) < len(words) or "" in words:
        faults.append("twice")
    if right == 0 or (right == len(words) and said.kind is QuestionKind.SINGLE):
        faults.append("no_right")
    elif said.kind is QuestionKind.SINGLE and right > 1:
        faults.append("many_right")
    return faults


def written(text: str) -> tuple[tuple[str, bool], ...]:
    """Choices as they are typed: one a line, a star before what is right.

    >>> written("* 逢问必录\\n不用记录\\n")
    (('逢问必录', True), ('不用记录', False))
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple((line.lstrip("*＊").strip(), line[0] in "*＊") for line in lines)
