"""What is late and who owns it: by unit, then by person, with how far the reminders have gone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from qingyuan.ledger.policy import Calendar
from qingyuan.ledger.queries.people import below
from qingyuan.matters.api import Matter, Sent, kinds, policy, visible
from qingyuan.org.api import Person, Unit, queries, reach

SHOWN_AT_MOST = 300


@dataclass(frozen=True)
class LateMatter:
    """``days``: working days since the deadline; ``step``: the last step of the ladder that was taken."""

    matter: Matter
    days: int
    step: str


@dataclass(frozen=True)
class LatePerson:
    """One person's late matters; ``person`` None: nobody was named yet."""

    person: Person | None
    key_few: bool
    matters: tuple[LateMatter, ...]


@dataclass(frozen=True)
class LateUnit:
    """One unit's late matters by person, leaders first."""

    unit: Unit
    people: tuple[LatePerson, ...]
    total: int
    longest: int


def reads_rosters(by: Person, at: datetime) -> bool:
    """Whether a count of clashes tells this person the truth: he reads the rosters of units, or sees only his own
    matters. To others, who see many matters and one roster, a zero would say more than they know."""
    far = reach(by, "org.see_duty", at)
    return bool(far.paths) or (far.own and not reach(by, "matters.see", at).paths)


def on_duty_days(by: Person, *, at: datetime, today: date) -> Q:
    """The predicate "its deadline is still to come, and lies on a duty day of the responsible person" (two needs,
    work and duty, in each other's way: 两不误). Only rosters that ``by`` may read are known."""
    coming = Q(state__in=kinds.AT_UNIT, term=kinds.Term.DATED, due_on__gte=today)
    return coming & queries.on_duty_day(by, at=at)


def clashes(
    by: Person, campaign_id: int, *, at: datetime, today: date, unit: Unit | None = None
) -> int | None:
    """How many deadlines lie on a duty day, among the matters that ``by`` sees; None: not for him to know."""
    if not reads_rosters(by, at):
        return None
    rows = visible(by, at=at).filter(on_duty_days(by, at=at, today=today), campaign=campaign_id)
    return (rows.filter(below(unit.path)) if unit is not None else rows).count()


def late_by_unit(
    by: Person, campaign_id: int, *, at: datetime, calendar: Calendar, unit: Unit | None = None
) -> tuple[list[LateUnit], int]:
    """The late matters that ``by`` sees, most late unit first, and how many there are. Three queries.

    At most :data:`SHOWN_AT_MOST` are listed, those that are late the longest.
    """
    rows = visible(by, at=at).overdue(calendar.today).filter(campaign=campaign_id)
    if unit is not None:
        rows = rows.filter(below(unit.path))
    shown = list(
        rows.select_related("unit", "owner", "category").order_by("due_rank", "pk")[: SHOWN_AT_MOST + 1]
    )
    total = len(shown) if len(shown) <= SHOWN_AT_MOST else rows.count()
    shown = shown[:SHOWN_AT_MOST]
    steps = _steps(shown)
    units: dict[int, Unit] = {}
    grouped: dict[int, dict[int | None, list[LateMatter]]] = defaultdict(lambda: defaultdict(list))
    for matter in shown:
        units[matter.unit_id] = matter.unit
        days = calendar.late(matter.due_on) if matter.due_on else 0
        grouped[matter.unit_id][matter.owner_id].append(LateMatter(matter, days, steps.get(matter.pk, "")))
    lines = [_unit(units[pk], people) for pk, people in grouped.items()]
    return sorted(lines, key=lambda line: (-line.total, -line.longest, line.unit.path)), total


def _unit(unit: Unit, people: dict[int | None, list[LateMatter]]) -> LateUnit:
    persons = [
        LatePerson(late[0].matter.owner, any(one.matter.key_few for one in late), tuple(late))
        for late in people.values()
    ]
    persons.sort(
        key=lambda one: (not one.key_few, -len(one.matters), one.person.police_no if one.person else "")
    )
    every = [late for one in persons for late in one.matters]
    return LateUnit(unit, tuple(persons), len(every), max(late.days for late in every))


def _steps(matters: list[Matter]) -> dict[int, str]:
    """The highest step of the ladder that went out for the present deadline of each matter."""
    order = {step.name: place for place, step in enumerate(policy.LADDER)}
    due = {matter.pk: matter.due_on for matter in matters}
    reached: dict[int, str] = {}
    for pk, step, on in Sent.objects.filter(matter__in=list(due)).values_list("matter", "step", "due_on"):
        known = reached.get(pk)
        if on == due[pk] and (known is None or order.get(step, -1) > order.get(known, -1)):
            reached[pk] = step
    return reached
