"""What may be asked of a unit in a week or a month (rule 6), and who may change that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qingyuan.burden.kinds import Cap, Filler, Spending
from qingyuan.burden.policy.weeks import week_of

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
    Cap.REPORT_CHARACTERS: 5000,
    Cap.PLAN_MINUTES: 3,
}
NEVER_ABOVE: Mapping[Cap, int] = {Cap.ESSAYS_A_STAGE: 1}  # charter 7: whoever signs, there is no second
FORM_MINUTES: Mapping[Filler, Cap] = {
    Filler.OFFICER: Cap.OFFICER_FORM_MINUTES,
    Filler.SECRETARY: Cap.SECRETARY_FORM_MINUTES,
    Filler.CLERK: Cap.CLERK_FORM_MINUTES,
}


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


def cap_faults(
    before: int, after: int, *, head: bool, reason: str, never_above: int | None = None
) -> list[str]:
    """What stands against a new value of a cap: everybody in charge may lower it, only the head may raise it.

    >>> cap_faults(15, 10, head=False, reason=""), cap_faults(15, 20, head=True, reason="")
    ([], ['no_reason'])
    """
    faults = [] if after >= 0 else ["negative"]
    if never_above is not None and after > never_above:
        return ["never_above"]
    if after == before:
        faults.append("same")
    if after > before:
        faults += [] if head else ["head_only"]
        faults += [] if reason.strip() else ["no_reason"]
    return faults


def free_slots(used: Iterable[int], most: int) -> list[int]:
    """Where further attachments go beside those that stand. What stood before a cap was lowered stays.

    >>> free_slots([2], 3), free_slots([2], 1), free_slots([], 0)
    ([1, 3], [], [])
    """
    taken = set(used)
    free = [slot for slot in range(1, most + len(taken) + 1) if slot not in taken]
    return free[: max(most - len(taken), 0)]
