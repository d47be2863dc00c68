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
7. Minutes are shown as median and 90th percentile of a group, never of fewer than five people.
"""

import calendar
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from rapidfuzz.fuzz import ratio

from qingyuan.burden.kinds import Cap, Filler, Group, PassportState, Spending, Unfit

IDLE_SECONDS = 30 * 60  # rule 5
FEW = 5  # rule 7
MONTHS_AT_MOST = 12  # rule 1
MINUTES_AT_MOST = 240  # what a form may claim for itself
FIELDS_AT_MOST = 40
FILE_AWAY_DAYS = 2  # a week's minutes of persons are kept until the Wednesday after
PERIOD_WEEKS = 4  # closed weeks behind the figures that stand beside the results
ANSWER_DAYS = 5  # working days in which a complaint is answered (burden.md 6.2, 11)
SURVEY_DAYS = 20  # working days for what a survey brought up
NEAR = 88  # per cent of likeness from which two names of fields count as the same

DEFAULTS: Mapping[Cap, int] = {
    Cap.OFFICER_FORM_MINUTES: 15,
    Cap.OFFICER_FORMS: 2,
    Cap.SECRETARY_FORM_MINUTES: 40,
    Cap.CLERK_FORM_MINUTES: 180,
    Cap.STUDY_OUTSIDE_MINUTES: 120,
    Cap.STUDY_OUTSIDE_SESSIONS: 1,
    Cap.ESSAYS_A_STAGE: 1,
    Cap.INSPECTIONS_BODY_MONTH: 1,
    Cap.INSPECTIONS_MONTH: 2,
    Cap.ATTACHMENTS: 2,
    Cap.BULLETIN_CHARACTERS: 4000,
    Cap.PLAN_MINUTES: 3,
}
FORM_MINUTES: Mapping[Filler, Cap] = {
    Filler.OFFICER: Cap.OFFICER_FORM_MINUTES,
    Filler.SECRETARY: Cap.SECRETARY_FORM_MINUTES,
    Filler.CLERK: Cap.CLERK_FORM_MINUTES,
}


# -- time ------------------------------------------------------------------------------------------------------------


def week_of(day: date) -> date:
    """The Monday of a day's week.

    >>> week_of(date(2021, 3, 19)), week_of(date(2021, 3, 15))
    (datetime.date(2021, 3, 15), datetime.date(2021, 3, 15))
    """
    return day - timedelta(days=day.weekday())


def counted_seconds(opened_at: datetime, saved_at: datetime) -> int:
    """From opening to saving, at most half an hour; nothing if the clock went back."""
    return min(max(int((saved_at - opened_at).total_seconds()), 0), IDLE_SECONDS)


def in_minutes(seconds: int) -> int:
    """Seconds as minutes, rounded; what took any time at all counts as one."""
    return max(round(seconds / 60), 1) if seconds > 0 else 0


def lowered(kept: Sequence[int], less: int) -> list[int]:
    """Seconds that were told, in the order in which they were, with so many taken back from the last ones.

    >>> lowered([600, 300], 400), lowered([600], 900)
    ([500, 0], [0])
    """
    left = []
    for seconds in reversed(kept):
        taken = min(seconds, less)
        less -= taken
        left.append(seconds - taken)
    return left[::-1]


def is_filed(week: date, today: date) -> bool:
    """Whether a week is over for good: its minutes of persons are added up and gone."""
    return today >= week + timedelta(days=7 + FILE_AWAY_DAYS)


def last_day(approved_on: date, months: int = MONTHS_AT_MOST) -> date:
    """The last day that a passport approved on a day may name.

    >>> last_day(date(2020, 2, 29)), last_day(date(2021, 3, 19))
    (datetime.date(2021, 2, 28), datetime.date(2022, 3, 19))
    """
    month = approved_on.month - 1 + months
    year, month = approved_on.year + month // 12, month % 12 + 1
    return date(year, month, min(approved_on.day, calendar.monthrange(year, month)[1]))


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


def load(weeks: Sequence[Histogram], most: int | None = None) -> Load:
    """The load of a group over some weeks; what the few bear is not told, not even to the page."""
    people = min((sum(one.values()) for one in weeks), default=0)
    whole: dict[int, int] = {}
    for one in weeks:
        for value, n in one.items():
            whole[value] = whole.get(value, 0) + n
    if people < FEW:
        return Load(0, people, 0, 0)
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
        "too_long": said.valid_until > last_day(today),
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


# -- caps ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asking:
    """What is asked of a unit, or of a part of it (a party branch), on a day; ``sender_id``: who asks."""

    kind: Spending
    on: date
    minutes: int
    filler: Filler | None = None
    sender_id: int | None = None
    part: str = ""


@dataclass(frozen=True)
class Left:
    """How much of a cap is used by what stands already; ``asks`` what the new one would add."""

    cap: Cap
    most: int
    used: int
    asks: int = 0

    @property
    def left(self) -> int:
        return max(self.most - self.used, 0)

    @property
    def full(self) -> bool:
        """Whether the new one does not fit any more."""
        return self.used + self.asks > self.most

    @property
    def near(self) -> bool:
        """Whether it would fit, and use more than three quarters."""
        return not self.full and 4 * (self.used + self.asks) > 3 * self.most


def _together(one: Asking, other: Asking) -> bool:
    """Whether two askings fall on the same people: what is for the whole unit is for each of its parts."""
    return not one.part or not other.part or one.part == other.part


def budget(new: Asking, standing: Iterable[Asking], caps: Mapping[Cap, int]) -> list[Left]:
    """The caps that an asking falls under, with what is used of each. Meetings are counted and have no cap."""
    others = [one for one in standing if one.kind is new.kind and _together(one, new)]
    if new.kind is Spending.INSPECTION:
        month = [one for one in others if (one.on.year, one.on.month) == (new.on.year, new.on.month)]
        same = sum(one.sender_id == new.sender_id for one in month)
        return [
            Left(Cap.INSPECTIONS_BODY_MONTH, caps[Cap.INSPECTIONS_BODY_MONTH], same, 1),
            Left(Cap.INSPECTIONS_MONTH, caps[Cap.INSPECTIONS_MONTH], len(month), 1),
        ]
    week = [one for one in others if week_of(one.on) == week_of(new.on)]
    minutes = sum(one.minutes for one in week if one.filler is new.filler)
    if new.kind is Spending.STUDY:
        whole = sum(one.minutes for one in week)
        return [
            Left(Cap.STUDY_OUTSIDE_MINUTES, caps[Cap.STUDY_OUTSIDE_MINUTES], whole, new.minutes),
            Left(Cap.STUDY_OUTSIDE_SESSIONS, caps[Cap.STUDY_OUTSIDE_SESSIONS], len(week), 1),
        ]
    if new.kind is Spending.FORM and new.filler is not None:
        cap = FORM_MINUTES[new.filler]
        found = [Left(cap, caps[cap], minutes, new.minutes)]
        if new.filler is Filler.OFFICER:
            forms = sum(one.filler is Filler.OFFICER for one in week)
            found.append(Left(Cap.OFFICER_FORMS, caps[Cap.OFFICER_FORMS], forms, 1))
        return found
    return []


def cap_faults(before: int, after: int, *, head: bool, reason: str) -> list[str]:
    """What stands against a new value of a cap: everybody in charge may lower it, only the head may raise it.

    >>> cap_faults(15, 10, head=False, reason=""), cap_faults(15, 20, head=True, reason="")
    ([], ['no_reason'])
    """
    faults = [] if after >= 0 else ["negative"]
    if after == before:
        faults.append("same")
    if after > before:
        faults += [] if head else ["head_only"]
        faults += [] if reason.strip() else ["no_reason"]
    return faults


def group_of(category: str, rank: str) -> Group:
    """In which group somebody's minutes are shown: police by rank group, everybody else together."""
    return Group(rank) if category == "police" else Group.AUXILIARY
