"""The rules that must be argued about, on one page: moves, clocks, who may sign off, and what closing needs.

Nothing here knows a database, a page or the time. A supervisor can be shown this file.

1. One matter has one responsible unit, one responsible person, measures and a deadline before work starts
   (三定). A long-term matter (长期坚持) has milestones instead of the one deadline.
2. Only the moves in ``MOVES`` exist. There is no way from "working" to "closed" but through "submitted",
   and submitting and closing are done by two different persons.
3. Closing needs a statement of effect, a root cause, and a rule gap or the reason why there is none;
   no more evidence is taken than the cap of attachments says (`burden`), and none is compulsory.
4. Where the kind demands an outside sign-off, nobody whose home is in the responsible unit closes it.
5. "Already investigated" is no ground without a fresh review note and a second reviewer.
6. Overdue is derived from the deadline and the day. Nobody can set it, so nobody can hide it.
7. A closed matter is rechecked after 3, 6 and 12 months; a relapse opens it again.
8. What the public feels strongly about (群众反映强烈) is marked hot by the campaign office, with what is said and
   where. From then a clock of its own runs to the first response. It is no state: whatever the matter's state, its
   deadline and its closing stay what they are. How many working days it has is a default, not law, and may be set.
9. Another room may add reasons against closing (a veto). None can permit what this page refuses.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from qingyuan.kit import workdays
from qingyuan.matters.errors import Gap
from qingyuan.matters.kinds import (
    AT_UNIT,
    OPEN,
    Act,
    Audience,
    Breadth,
    Ground,
    Kind,
    RuleChange,
    State,
    Term,
)

MOVES: dict[tuple[State, Act], State] = {
    (State.REGISTERED, Act.FIX): State.WORKING,
    (State.REGISTERED, Act.VOID): State.VOID,
    (State.WORKING, Act.REASSIGN): State.WORKING,
    (State.WORKING, Act.PROGRESS): State.WORKING,
    (State.WORKING, Act.EXTEND): State.WORKING,
    (State.WORKING, Act.MILESTONE): State.WORKING,
    (State.WORKING, Act.SUBMIT): State.SUBMITTED,
    (State.WORKING, Act.VOID): State.VOID,
    (State.SUBMITTED, Act.RETURN): State.WORKING,
    (State.SUBMITTED, Act.CLOSE): State.CLOSED,
    (State.CLOSED, Act.RECHECK): State.CLOSED,
    (State.CLOSED, Act.REOPEN): State.WORKING,
    **{(state, Act.MARK_HOT): state for state in OPEN},
    **{(state, Act.RESPOND): state for state in (*OPEN, State.CLOSED)},
}


@dataclass(frozen=True)
class KindRules:
    """What differs from kind to kind. ``days``: proposed deadline in working days after registration."""

    prefix: str
    days: int
    outside: bool
    rechecks: tuple[int, ...] = ()


RULES: dict[Kind, KindRules] = {
    Kind.PROBLEM: KindRules("WT", 20, outside=True, rechecks=(3, 6, 12)),
    Kind.LEAD: KindRules("XS", 60, outside=True),
    Kind.OPINION: KindRules("YJ", 15, outside=False),
    Kind.PLEDGE: KindRules("CN", 60, outside=True, rechecks=(6,)),
    Kind.FINDING: KindRules("FX", 15, outside=True, rechecks=(3, 6, 12)),
    Kind.WARNING: KindRules("YX", 10, outside=False),
    Kind.TASK: KindRules("RW", 20, outside=True),
    Kind.DECISION: KindRules("YD", 20, outside=False),
}

ALIKE_FOR_COMMON = 3  # three or more alike propose a common matter
SOON = 3  # working days before the deadline from which a matter counts as due soon


def next_state(state: State, act: Act) -> State | None:
    """Where ``act`` leads from ``state``; None if there is no such move."""
    return MOVES.get((state, act))


def acts_from(state: State) -> tuple[Act, ...]:
    """The acts that exist in a state, in the order of the table."""
    return tuple(act for (start, act) in MOVES if start is state)


# -- 1. the three fixes ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fix:
    """What is proposed when a matter leaves registration, or is assigned anew."""

    has_person: bool
    measures: str
    term: Term
    due_on: date | None
    milestones: tuple[date, ...]
    registered_on: date


def fix_gaps(fix: Fix) -> list[Gap]:
    """Everything that keeps a matter in registration."""
    gaps = []
    if not fix.has_person:
        gaps.append(Gap.NO_PERSON)
    if not fix.measures.strip():
        gaps.append(Gap.NO_MEASURES)
    if fix.term is Term.DATED:
        if fix.due_on is None:
            gaps.append(Gap.NO_DEADLINE)
        elif fix.due_on < fix.registered_on:
            gaps.append(Gap.DEADLINE_PAST)
        if fix.milestones:
            gaps.append(Gap.MILESTONES_BUT_DATED)
    else:
        if fix.due_on is not None:
            gaps.append(Gap.DEADLINE_BUT_LONG)
        if not fix.milestones:
            gaps.append(Gap.NO_MILESTONES)
        if any(later <= earlier for earlier, later in pairwise(fix.milestones)):
            gaps.append(Gap.MILESTONES_OUT_OF_ORDER)
        if fix.milestones and fix.milestones[0] < fix.registered_on:
            gaps.append(Gap.DEADLINE_PAST)
    return gaps


# -- 2 to 5. submitting and signing off ----------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """What the responsible side states when it asks for sign-off."""

    kind: Kind
    term: Term
    breadth: Breadth
    effect: str
    has_cause: bool
    cause_words: str
    rule_change: RuleChange | None
    rule_words: str
    open_milestones: int
    ground: Ground = Ground.FIXED


def submit_gaps(claim: Claim) -> list[Gap]:
    """Everything that is missing from a request for sign-off (销号申请)."""
    gaps = []
    if not claim.effect.strip():
        gaps.append(Gap.NO_EFFECT)
    if not claim.has_cause:
        gaps.append(Gap.NO_CAUSE)
    elif not claim.cause_words.strip():
        gaps.append(Gap.NO_CAUSE_WORDS)
    if claim.rule_change is None:
        gaps.append(Gap.NO_RULE_GAP)
    elif not claim.rule_words.strip():
        none = claim.rule_change is RuleChange.NONE
        gaps.append(Gap.NO_REASON_FOR_NONE if none else Gap.NO_RULE_NAMED)
    if claim.open_milestones:
        gaps.append(Gap.MILESTONES_OPEN)
    return gaps


@dataclass(frozen=True)
class SignOff:
    """Who signs off what. Paths are places in the unit tree; empty means no home in it."""

    signer_id: int
    signer_home: str
    owner_id: int | None
    submitter_id: int | None
    unit_path: str
    review_note: str = ""
    reviewer_id: int | None = None
    submitted_effect: str = ""


def is_member(home: str, unit_path: str) -> bool:
    """Whether a person whose home is at ``home`` belongs to the unit at ``unit_path`` or one below it."""
    return bool(home) and home.startswith(unit_path)


def close_gaps(claim: Claim, sign: SignOff) -> list[Gap]:
    """Everything that stands against closing: the claim's gaps again, and who is signing."""
    gaps = submit_gaps(claim)
    if sign.signer_id in (sign.owner_id, sign.submitter_id):
        gaps.append(Gap.SAME_PERSON)
    if RULES[claim.kind].outside and is_member(sign.signer_home, sign.unit_path):
        gaps.append(Gap.OWN_UNIT)
    if claim.ground is Ground.ALREADY_INVESTIGATED:
        if not sign.review_note.strip() or sign.review_note.strip() == sign.submitted_effect.strip():
            gaps.append(Gap.NO_REVIEW_NOTE)
        if sign.reviewer_id is None or sign.reviewer_id in (sign.signer_id, sign.owner_id, sign.submitter_id):
            gaps.append(Gap.NO_SECOND_REVIEWER)
    return gaps


# -- 6. deadlines ------------------------------------------------------------------------------------------


def is_overdue(state: State, term: Term, due_on: date | None, today: date) -> bool:
    """Whether a matter is past its deadline today. One that waits for sign-off is not: that delay is the signer's."""
    return state in AT_UNIT and term is Term.DATED and due_on is not None and due_on < today


def is_due_soon(state: State, term: Term, due_on: date | None, today: date) -> bool:
    """Whether the deadline is today or within the next three working days."""
    dated = state in AT_UNIT and term is Term.DATED and due_on is not None
    return dated and today <= due_on <= workdays.shift(today, SOON)  # type: ignore[operator]


def is_on_time(due_on: date | None, submitted_on: date) -> bool:
    """Whether the request for sign-off that led to closing came by the deadline. The signer's delay is not
    the unit's."""
    return due_on is None or submitted_on <= due_on


def proposed_deadline(kind: Kind, registered_on: date) -> date:
    """The deadline that a form proposes; any other may be written."""
    return workdays.shift(registered_on, RULES[kind].days)


@dataclass(frozen=True)
class Reminder:
    """One step of the ladder: ``offset`` in working days from the deadline, and who is told."""

    name: str
    offset: int
    audience: Audience


LADDER: tuple[Reminder, ...] = (
    Reminder("before", -3, Audience.OWNER),
    Reminder("due", 0, Audience.OWNER),
    Reminder("late_head", 1, Audience.HEAD),
    Reminder("late_above", 3, Audience.ABOVE),
)


LOOK_AHEAD = 20  # days: more than three working days, whatever the holidays


def deadlines_of(step: Reminder, today: date) -> tuple[date, date]:
    """The deadlines, from and to, for which a step of the ladder is due today, unless it was sent."""
    last = today + timedelta(days=LOOK_AHEAD if step.offset < 0 else 0)
    while workdays.shift(last, step.offset) > today:
        last -= timedelta(days=1)
    return (today if step.offset <= 0 else date.min), last


def reminders_due(
    due_on: date, today: date, sent: Collection[str], ladder: tuple[Reminder, ...] = LADDER
) -> list[Reminder]:
    """The steps that are due and not yet sent, in order. A step that a later one has overtaken while the
    system was off is still sent, once; the "coming up" ones only while they are still true."""
    due = []
    for step in ladder:
        if step.name in sent or workdays.shift(due_on, step.offset) > today:
            continue
        if step.offset <= 0 and today > due_on:
            continue
        due.append(step)
    return due


# -- 8. what the public feels strongly about -------------------------------------------------------------

HOT_DAYS = 2  # working days to the first response; a default of this house: no law names a number
HOT_DAYS_AT_MOST = 15  # longer is no fast lane: letters and visits in general are answered in 15 working days
HOT_LADDER: tuple[Reminder, ...] = (
    Reminder("hot_due", 0, Audience.OWNER),
    Reminder("hot_head", 1, Audience.HEAD),
    Reminder("hot_above", 2, Audience.ABOVE),
)


def hot_gaps(kind: Kind, restricted: bool, already: bool, reason: str, place: str) -> list[Gap]:
    """Everything that stands against marking a matter hot: what is answered in public must not be about somebody."""
    gaps = [Gap.NOT_FOR_THE_PUBLIC] if restricted or kind is Kind.LEAD else []
    gaps += [Gap.HOT_ALREADY] if already else []
    gaps += [] if reason.strip() else [Gap.NO_HOT_REASON]
    return gaps + ([] if place.strip() else [Gap.NO_HOT_PLACE])


def response_due(marked_on: date, days: int) -> date:
    """The last day of the first response.

    >>> response_due(date(2021, 3, 19), 2)  # a Friday
    datetime.date(2021, 3, 23)
    """
    return workdays.shift(marked_on, days)


def is_response_late(due_on: date, responded_on: date | None, today: date) -> bool:
    """Whether the first response came, or has not come, past its day."""
    return (responded_on or today) > due_on


def median_hours(spans: Iterable[timedelta]) -> float | None:
    """The median of times from marking to the first response, in hours of the clock; None if there is none.

    >>> median_hours([timedelta(hours=2), timedelta(hours=30), timedelta(hours=7)]), median_hours([])
    (7.0, None)
    """
    hours = sorted(span / timedelta(hours=1) for span in spans)
    if not hours:
        return None
    half = len(hours) // 2
    return hours[half] if len(hours) % 2 else (hours[half - 1] + hours[half]) / 2


# -- 7. rechecks -------------------------------------------------------------------------------------------


def months_after(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last day.

    >>> months_after(date(2021, 11, 30), 3)
    datetime.date(2022, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


RECHECK_AHEAD = timedelta(days=14)  # so long before its day a look back may already be made


def is_too_early(due_on: date, on: date) -> bool:
    """Whether a look back that found nothing comes too early to count: after a week nothing can have held a year."""
    return on < due_on - RECHECK_AHEAD


def recheck_days(kind: Kind, closed_on: date) -> list[tuple[int, date]]:
    """After how many months, and on which working day, a closed matter is looked at again."""
    planned = ((months, months_after(closed_on, months)) for months in RULES[kind].rechecks)
    return [(months, day if workdays.is_workday(day) else workdays.shift(day, 1)) for months, day in planned]


# -- common problems ---------------------------------------------------------------------------------------


def proposes_common(alike_units: Iterable[int]) -> bool:
    """Whether like problems stand open in three or more units, so that a common problem is proposed."""
    return len(set(alike_units)) >= ALIKE_FOR_COMMON
