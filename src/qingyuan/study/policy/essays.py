"""Essays (心得体会): at most one a stage, the author looks first, and figures are of groups only.

1. One a stage, at least 300 characters, never more than the bureau's own limit (charter 7).
2. What stands in an official document is a quotation; what stands in the author's own earlier essay is his own.
   Neither counts. A passage counts once, however many sources it has.
3. An essay is read by the secretary of the author's branch or the head of his unit; a leader's by the head of a unit
   above. Nobody reads his own.
4. Figures are of a rank group in a unit. Below five essays nothing is said, nor where all of a group are alike, and so
   much more is left out that what is left out cannot be had by subtraction.
5. An author may let an essay that was read be published in the bureau, and take that back. Only a published one is
   named as the source of a passage; every other is "another essay in this bureau".
6. What was found and who was helped is told when the time for handing in is over: before, a figure that grows by one
   tells of the one who has just handed in.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from qingyuan.kit import disclosure
from qingyuan.study.kinds import Origin

LEAST = 300  # characters; requirement RISK-07: no minimum above
MOST = 3000  # shipped; a setting of the bureau
MOST_AT_MOST = 20_000
MUCH = 400  # thousandths of an essay that stand elsewhere
ALL = 0  # the unit of a sum
GROUP = 5  # essays below which a group is not shown
STEP = 4  # characters of a path that a level takes
YOUNG = 100  # texts below which a collection does not know yet which words everybody uses
VERBATIM, AGREED = 40, 30


def letters(text: str) -> int:
    """The letters and figures of a text: what counts as its length, whatever stands between them.

    >>> letters("我想，起 来了。"), letters("…… \\n")
    (5, 0)
    """
    return sum(map(str.isalnum, text))


def text_faults(text: str, most: int) -> list[str]:
    """What keeps a text from being handed in."""
    length = letters(text)
    return ["short"] if length < LEAST else ["long"] if length > most else []


# -- who is asked, and until when ---------------------------------------------------------------------------


def call_faults(
    *,
    ranks: Collection[str],
    due_on: date,
    today: date,
    closes_on: date,
    closed: bool,
    taken: bool,
    most: int,
) -> list[str]:
    """Everything that speaks against asking for an essay, all at once."""
    faults = ["taken"] if taken else []
    faults += ["closed"] if closed or today > closes_on else []
    faults += [] if ranks else ["nobody"]
    faults += ["past"] if due_on < today else ["beyond"] if due_on > closes_on else []
    faults += [] if LEAST <= most <= MOST_AT_MOST else ["most"]
    return faults


# -- what stands elsewhere ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A passage that also stands elsewhere: its span, what that is, which one (own numbering), and where there."""

    begin: int
    end: int
    origin: Origin
    source: int = 0
    source_begin: int = 0
    source_end: int = 0

    @property
    def counts(self) -> bool:
        return self.origin in (Origin.ESSAY, Origin.PUBLISHED, Origin.TEMPLATE)


def is_copy(told: bool, *, agreed: int, longest: int, texts: int) -> bool:
    """Whether a passage is more than two people would write alike. ``told``: what the engine says of it.

    Among few texts the engine has not heard the formulas yet, and takes for one what two of three have: there a
    long run counts as it stands, and a short one does not.

    >>> is_copy(True, agreed=14, longest=14, texts=20), is_copy(False, agreed=60, longest=60, texts=20)
    (False, True)
    """
    if texts >= YOUNG:
        return told
    return longest >= VERBATIM or (told and agreed >= AGREED)


@dataclass(frozen=True)
class Piece:
    """A part of a text: one's own (``found`` None) or a passage that also stands elsewhere."""

    begin: int
    end: int
    found: Found | None = None


# Of two that overlap the one that harms less wins.
_FIRST = {Origin.DOCUMENT: 0, Origin.OWN: 1, Origin.TEMPLATE: 2, Origin.PUBLISHED: 3, Origin.ESSAY: 4}


def pieces(length: int, found: Iterable[Found]) -> list[Piece]:
    """A text of so many characters cut into pieces that fill it; each character belongs to one.

    >>> [(p.begin, p.end, p.found and p.found.origin.value) for p in pieces(
    ...     20, [Found(2, 9, Origin.ESSAY), Found(5, 12, Origin.DOCUMENT)])]
    [(0, 2, None), (2, 5, 'essay'), (5, 12, 'document'), (12, 20, None)]
    """
    order = sorted(found, key=lambda one: (_FIRST[one.origin], one.begin - one.end, one.begin, one.source))
    owner: list[Found | None] = [None] * length
    for one in order:
        for at in range(max(0, one.begin), min(length, one.end)):
            if owner[at] is None:
                owner[at] = one
    cut: list[Piece] = []
    for at, whose in enumerate(owner):
        if cut and cut[-1].found is whose:
            cut[-1] = Piece(cut[-1].begin, at + 1, whose)
        else:
            cut.append(Piece(at, at + 1, whose))
    return cut


@dataclass(frozen=True)
class Weighed:
    """How many letters of a text there are, stand elsewhere, and are quoted."""

    length: int
    copied: int
    quoted: int

    @property
    def own(self) -> int:
        """What is neither, in hundredths, rounded down unless it is all."""
        return 100 * (self.length - self.copied - self.quoted) // self.length if self.length else 0

    @property
    def much(self) -> bool:
        return self.copied * 1000 > self.length * MUCH


def weighed(text: str, found: Iterable[Found]) -> Weighed:
    """A text with what was found in it."""
    copied = quoted = 0
    for piece in pieces(len(text), found):
        if piece.found is not None:
            size = letters(text[piece.begin : piece.end])
            copied += size if piece.found.counts else 0
            quoted += size if piece.found.origin is Origin.DOCUMENT else 0
    return Weighed(letters(text), copied, quoted)


def origin_of(essay: int, *, mine: Collection[int], published: Collection[int]) -> Origin:
    """What is said of an essay in which a passage stands too."""
    if essay in mine:
        return Origin.OWN
    return Origin.PUBLISHED if essay in published else Origin.ESSAY


def offer_faults(*, read: bool, over: bool, published: bool, title: str) -> list[str]:
    """What keeps an author from offering his essay to the bureau, all at once."""
    faults = [] if read else ["unread"]
    faults += ["over"] if over else []
    faults += ["published"] if published else []
    return faults + ([] if title.strip() else ["title"])


# -- who reads it -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reader:
    """Somebody who might read an essay: places where he is head, branches of which he is secretary."""

    person: int
    heads: tuple[str, ...] = ()
    branches: tuple[int, ...] = ()


@dataclass(frozen=True)
class Written:
    """Whose an essay is, as far as it decides who reads it."""

    person: int
    path: str
    leader: bool
    branch: int | None = None


def may_read(reader: Reader, essay: Written) -> bool:
    """Whether this reader signs that he has read this essay."""
    if reader.person == essay.person:
        return False
    if essay.leader:
        return any(essay.path.startswith(head) and essay.path != head for head in reader.heads)
    if essay.branch is not None and essay.branch in reader.branches:
        return True
    return any(essay.path in (head,) or essay.path[:-STEP] == head for head in reader.heads)


# -- figures ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """A rank group of a unit: how many were asked, handed in, copied much, were helped."""

    unit: int
    rank: str
    asked: int
    submitted: int
    much: int = 0
    helped: int = 0


def _sum(cells: Iterable[Cell], rank: str) -> Cell:
    group = list(cells)
    return Cell(
        0,
        rank,
        sum(one.asked for one in group),
        sum(one.submitted for one in group),
        sum(one.much for one in group),
        sum(one.helped for one in group),
    )


def tellable(cell: Cell) -> bool:
    """Whether a group is large enough, and not all alike: of "all of them" each is known."""
    return cell.submitted >= GROUP and cell.much < cell.submitted and cell.helped < cell.submitted


def shown(cells: Iterable[Cell]) -> disclosure.Told[tuple[int, str], tuple[int, str]]:
    """Which groups of all units may be shown beside the sum of their rank group, whoever looks."""
    known = {(one.unit, one.rank): one for one in sorted(cells, key=lambda one: -one.submitted)}
    figures = {(ALL, rank): frozenset(key for key in known if key[1] == rank) for _unit, rank in known}
    return disclosure.told(
        {**figures, **{key: frozenset({key}) for key in known}},
        {key: one.submitted for key, one in known.items()},
        fit=lambda parts: tellable(_sum((known[part] for part in parts), "")),
    )


def summed(
    cells: Sequence[Cell], rank: str, told: disclosure.Told[tuple[int, str], tuple[int, str]]
) -> Cell | None:
    """A rank group of some units together, or nothing if it may not be told, or would tell more than ``told``."""
    group = [one for one in cells if one.rank == rank]
    total = _sum(group, rank)
    follows = told.holds((one.unit, rank) for one in group)
    return total if follows and tellable(total) else None
