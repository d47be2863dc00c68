"""What may be asked of people, how it is measured and shown. No database, no clock.

1. A form has a passport: number, maker, approval, basis, purpose, fields, who fills it, how often, minutes, and a last
   day at most twelve months away. Without it, or past that day, it is not sent, and whoever should fill it may refuse
   (统计法 art. 17).
2. Who approves did not write.
3. The forms of a level only become fewer: beyond what was counted, a new one takes the place of one that is switched
   off in the same act.
4. A field has one owner and one source. What is known is not asked again under another name.
5. Minutes are counted from opening to saving, at most 30 a form: the rest is idle time.
6. A unit is not asked beyond its caps; a cap may be lowered, and raised only by the head with a reason.
7. Minutes are shown as median and 90th percentile of a group, never of fewer than five people, and never beside
   others from which those of fewer than five would follow.
8. A form that a room brings with it is asked without passport for sixty days from when the house first met it. From
   the day after its passport ran out, or on which it was switched off, it is not asked and may be refused. The campaign
   office is told thirty days before. What is nobody's form but a right or a clock of the law is never stopped.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from rapidfuzz.fuzz import ratio

from qingyuan.burden.kinds import Group, PassportState, Unfit
from qingyuan.burden.policy import caps, weeks

__all__ = ["caps", "weeks"]

FEW = 5  # rule 7
MINUTES_AT_MOST = 240  # what a form may claim for itself
FIELDS_AT_MOST = 40
PERIOD_WEEKS = 4  # closed weeks behind the figures that stand beside the results
ANSWER_DAYS = 5  # working days in which a complaint is answered (burden.md 6.2, 11)
SURVEY_DAYS = 20  # working days for what a survey brought up
GRACE_DAYS = 60  # rule 8
WARN_DAYS = 30
NEAR = 88  # per cent of likeness from which two names of fields count as the same


# -- figures of groups -----------------------------------------------------------------------------------------------

Histogram = Mapping[int, int]
"""Minutes to how many officer-weeks had so many."""


def quantile(histogram: Histogram, share: float) -> int:
    """The smallest value that at least ``share`` of all do not exceed (nearest rank).

    >>> quantile({10: 5, 20: 4, 90: 1}, 0.5), quantile({10: 5, 20: 4, 90: 1}, 0.9)
    (10, 20)
    """
    left = max(ceil(round(share * sum(histogram.values()), 9)), 1)
    for value in sorted(histogram):
        left -= histogram[value]
        if left <= 0:
            return value
    return 0


@dataclass(frozen=True)
class Load:
    """What a group had to bear: ``weeks`` officer-weeks of at least ``people`` people; hidden if they are too few."""

    weeks: int
    people: int
    median: int
    p90: int
    over: int = 0

    @property
    def hidden(self) -> bool:
        return self.people < FEW


def load(weeks: Sequence[Histogram], most: int | None = None, *, shown: bool = True) -> Load:
    """The load of a group over some weeks; what the few bear is not told, not even to the page. ``shown`` not: nor is
    this one, since that of a small group would follow from it.
    """
    people = min((sum(one.values()) for one in weeks), default=0)
    whole: dict[int, int] = {}
    for one in weeks:
        for value, n in one.items():
            whole[value] = whole.get(value, 0) + n
    if people < FEW or not shown:
        return Load(0, min(people, FEW - 1), 0, 0)
    over = 0 if most is None else sum(n for value, n in whole.items() if value > most)
    return Load(sum(whole.values()), people, quantile(whole, 0.5), quantile(whole, 0.9), over)


# -- passports -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FormText:
    """A passport as written."""

    name: str
    number: str
    basis: str
    approval: str
    purpose: str
    minutes: int
    fields: int
    valid_until: date


def passport_faults(said: FormText, today: date) -> list[str]:
    """Everything that keeps a passport at the desk, all at once."""
    lacks = {
        "no_name": not said.name.strip(),
        "no_number": not said.number.strip(),
        "no_basis": not said.basis.strip(),
        "no_approval": not said.approval.strip(),
        "no_purpose": not said.purpose.strip(),
        "no_fields": not said.fields,
        "too_many_fields": said.fields > FIELDS_AT_MOST,
        "minutes": not 1 <= said.minutes <= MINUTES_AT_MOST,
        "past": said.valid_until < today,
        "too_long": said.valid_until > weeks.last_day(today),
    }
    return [code for code, fault in lacks.items() if fault]


def may_approve(approver: int, made_by: int, changed_by: int) -> bool:
    """Whether somebody is a second person: neither the maker nor the last one who wrote in it."""
    return approver not in (made_by, changed_by)


def unfit(state: PassportState | None, valid_until: date | None, today: date) -> Unfit | None:
    """Why a form must not be sent and may be refused; None if it is in order."""
    if state is PassportState.RETIRED:
        return Unfit.RETIRED
    if state is not PassportState.IN_FORCE or valid_until is None:
        return Unfit.NO_PASSPORT
    return Unfit.EXPIRED if valid_until < today else None


def ceiling_after(
    most: int | None, active: int, *, retired: int = 0, idle: int = 0, fresh: int = 0
) -> int | None:
    """The ceiling of a level after one act: ``retired`` of its ``active`` forms and ``idle`` expired ones are
    switched off, ``fresh`` ones come into force. It never rises.

    Not allowed: ValueError. ``most`` None: the stock of this level has not been taken yet.

    >>> ceiling_after(5, 5, retired=1, fresh=1), ceiling_after(5, 5, retired=2), ceiling_after(5, 4, fresh=1)
    (5, 3, 5)
    """
    if most is None:
        return None
    after = active - retired + fresh
    if fresh and after > most:
        raise ValueError("the forms of a level only become fewer")
    return min(max(most - max(retired + idle - fresh, 0), after), most)


@dataclass(frozen=True)
class Standing:
    """How a form that a room brings with it stands: the first day on which it is not asked any more, and why."""

    stops_on: date | None = None
    why: Unfit | None = None

    def stopped(self, today: date) -> bool:
        return self.stops_on is not None and today >= self.stops_on

    def warned(self, today: date) -> bool:
        """Whether the campaign office is told that it will stop: a form without passport from its first day on."""
        if self.stops_on is None or self.stopped(today):
            return False
        return self.why is Unfit.NO_PASSPORT or today >= self.stops_on - timedelta(days=WARN_DAYS)


def own_standing(
    state: PassportState | None, valid_until: date | None, retired_on: date | None, seen_on: date | None
) -> Standing:
    """Rule 8. ``state``, ``valid_until``, ``retired_on``: of its passport; ``seen_on``: when the house first met it.

    >>> own_standing(PassportState.IN_FORCE, date(2021, 3, 19), None, None).stops_on
    datetime.date(2021, 3, 20)
    """
    if state is PassportState.RETIRED and retired_on is not None:
        return Standing(retired_on, Unfit.RETIRED)
    if state is PassportState.IN_FORCE and valid_until is not None:
        return Standing(valid_until + timedelta(days=1), Unfit.EXPIRED)
    if seen_on is None:
        return Standing()
    return Standing(seen_on + timedelta(days=GRACE_DAYS), Unfit.NO_PASSPORT)


# -- fields ----------------------------------------------------------------------------------------------------------


def plain_name(words: str) -> str:
    """The name of a field without what does not tell fields apart: width, case, spaces, punctuation, "本单位".

    >>> plain_name("本单位 民警人数（人）") == plain_name("民警人数(人)")
    True
    """
    folded = unicodedata.normalize("NFKC", words).casefold().replace("本单位", "").replace("我单位", "")
    return "".join(letter for letter in folded if letter.isalnum())


def same_field(words: str, others: Iterable[tuple[str, str]]) -> tuple[str, bool] | None:
    """Of known fields (code, words) the one that a name means, and whether it is exactly that; None if it is new."""
    plain = plain_name(words)
    named = [(code, plain_name(other)) for code, other in others]
    for code, other in named:
        if plain == other:
            return code, True
    likeness = max(((ratio(plain, other), code) for code, other in named), default=(0.0, ""))
    return (likeness[1], False) if likeness[0] >= NEAR else None


def merged_minutes(minutes: int, asked: int, fresh: int) -> int:
    """How long a form takes of whose ``asked`` fields only ``fresh`` ones are not asked already in the same sitting.

    >>> merged_minutes(10, 4, 1), merged_minutes(10, 4, 0), merged_minutes(10, 4, 4)
    (3, 0, 10)
    """
    return ceil(minutes * fresh / asked) if asked else 0


def group_of(category: str, rank: str) -> Group:
    """In which group somebody's minutes are shown: police by rank group, everybody else together."""
    return Group(rank) if category == "police" else Group.AUXILIARY
