"""A contest of practices (事例评选): which practices does a jury find worth copying?

1. What is entered is a practice card that is there already: a demonstration point or a lesson of the pilot. Nobody
   writes anything for it.
2. A juror has no vote on what he has an interest in: an entry of his own unit (the one right below the bureau that
   holds the contest, with all below it), of the unit whose contact point he looks after, or that he entered himself.
3. A ballot is cast once, for at most so many entries as the contest says, and is not kept: sums grow, and apart from
   them stands who has voted. Nobody sees a sum before the ballot has closed.
4. Chosen is what more than half of those found worth copying who had a vote on it, three at least. Chosen ones stand in
   the order of the units; there is no first place, and no number is published.
5. A second person signs the outcome: he did not set the contest up, entered nothing and was on no jury of it.
6. It says in one line what effect it wants, and once the outcome is signed in one line what came of it: who copied
   what (requirement 236).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from qingyuan.study.kinds import Phase

STEP = 4  # characters of a path that a level takes
JURORS, JURORS_AT_MOST = 3, 30
PICKS_AT_MOST = 10
QUORUM = 3  # votes that may be cast on an entry before it can be chosen


def phase(
    *, entries_until: date, votes_until: date, today: date, signed: bool = False, called_off: bool = False
) -> Phase:
    """Where a contest stands on a day."""
    if called_off:
        return Phase.CALLED_OFF
    if signed:
        return Phase.SIGNED
    if today <= entries_until:
        return Phase.ENTRIES
    return Phase.BALLOT if today <= votes_until else Phase.COUNT


def sums_are_told(now: Phase) -> bool:
    """Whether those who see to the outcome are told the sums: when nobody can vote any more."""
    return now in (Phase.COUNT, Phase.SIGNED)


@dataclass(frozen=True)
class Juror:
    """Who votes: where he belongs."""

    person: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """What is voted on: whose practice it is, who looks after that unit, who entered it."""

    key: int
    path: str
    leader: int | None = None
    entered_by: int | None = None


def own_unit(path: str, top: str) -> str:
    """The unit right below the one that holds the contest; that one itself for who stands nowhere below it.

    >>> own_unit("000100020003", "0001"), own_unit("0001", "0001")
    ('00010002', '0001')
    """
    return path[: len(top) + STEP]


def has_interest(juror: Juror, entry: Entry, top: str) -> bool:
    """Whether a juror has no vote on an entry."""
    if juror.person in (entry.leader, entry.entered_by):
        return True
    return own_unit(entry.path, top) in {own_unit(place, top) for place in juror.places}


def open_to(juror: Juror, entries: Iterable[Entry], top: str) -> set[int]:
    """The entries that a juror votes on."""
    return {entry.key for entry in entries if not has_interest(juror, entry, top)}


def ballot_faults(picked: Collection[int], votes: Collection[int], picks: int) -> list[str]:
    """What is wrong with a ballot. ``votes``: the entries that this juror votes on. An empty one is a ballot."""
    faults = [] if set(picked) <= set(votes) else ["interest"]
    return faults + (["many"] if len(set(picked)) > picks else [])


def is_chosen(in_favour: int, asked: int) -> bool:
    """More than half of those who had a vote on it, and three such at least.

    >>> is_chosen(2, 3), is_chosen(2, 4), is_chosen(2, 2)
    (True, False, False)
    """
    return asked >= QUORUM and 2 * in_favour > asked


def may_sign(by: int, *, kept_by: Collection[int], jury: Collection[int], enterers: Collection[int]) -> bool:
    """A second person signs: nobody who kept the contest, judged in it or entered something."""
    return by not in {*kept_by, *jury, *enterers}


def contest_faults(
    *, title: str, effect: str, entries_until: date, votes_until: date, today: date, picks: int, jurors: int
) -> list[str]:
    """What is wrong with how a contest is set up, all at once."""
    faults = [] if title.strip() else ["title"]
    faults += [] if effect.strip() else ["effect"]
    faults += ["past"] if entries_until < today else []
    faults += ["reversed"] if votes_until <= entries_until else []
    faults += [] if 1 <= picks <= PICKS_AT_MOST else ["picks"]
    faults += [] if jurors >= JURORS else ["few"]
    return faults + (["crowd"] if jurors > JURORS_AT_MOST else [])
