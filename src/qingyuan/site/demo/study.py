"""Study in the demo city: the curriculum, two fixed days a week, plans each Monday, attendance each Thursday.

Who a roster takes away stands as such; the rest of those on duty, on leave, absent and made up is dealt out by the
seeded dice so that the sums of the table come out to the head.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from qingyuan.org.api import queries as org
from qingyuan.site.demo.cast import Place
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment
from qingyuan.study.api import Node, Session, excused_by_roster, kinds, rules
from qingyuan.study.api import Place as Where

FIRST, LAST = date(2021, 3, 8), date(2021, 6, 28)
TWO_WEEKS = 10_656  # rows of attendance in the first two weeks, and of these:
ON_DUTY, ON_LEAVE, ABSENT, MADE_UP = 1_066, 373, 53, 1_211
STEP = timedelta(days=7)
Attended = kinds.Attended


@dataclass
class Dealt:
    """How many rows were dealt out so far, and as what."""

    rows: int = 0
    duty: int = 0
    leave: int = 0
    absent: int = 0
    missed: int = 0  # of those on duty and leave, those whose make-up was dealt with
    made_up: int = 0


def plan(city: City) -> None:
    """Put curriculum, plans, attendance and make-up study on the calendar."""
    playing = Study(city)
    at = city.story.at
    at(moment(FIRST, 9, 30), playing.begin)
    units = sorted(city.cast.units, key=lambda unit: len(city.cast.officers[unit.code]))
    monday = FIRST
    while monday <= LAST:
        for n, unit in enumerate(units):
            at(moment(monday, 10, n), partial(playing.week, unit, monday))
            day = monday + timedelta(days=3 if monday < LAST else 1)  # snapshot B ends on a Wednesday
            at(moment(day, 17, n), partial(playing.record, unit, monday))
            at(moment(day + timedelta(days=1), 8, 30 + n), partial(playing.make_up, unit, monday))
        monday += STEP


class Study:
    """Has each plan made and each session recorded by the clerk of the unit."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.dice = Random(city.story.dice.random())
        self.dealt = Dealt()
        self.missed: dict[tuple[str, date], dict[int, list[int]]] = {}

    def begin(self, at: datetime) -> None:
        city = self.city
        rules.curriculum.use_pattern(campaign=city.campaign, by=city.office, at=at)
        for weekdays, title, node in (
            ((1,), "政治教育集中学习", "政治教育"),
            ((3,), "警示教育集中学习", "警示教育"),
        ):
            rules.plans.keep_recurrence(
                campaign=city.campaign,
                unit=city.root,
                draft=rules.plans.LessonDraft(
                    kinds.SessionKind.GROUP,
                    title,
                    time(15),
                    time(16, 30),
                    Node.objects.get(campaign=city.campaign, title=node, above=None),
                ),
                weekdays=weekdays,
                nth=0,
                from_on=FIRST,
                until_on=None,
                by=city.office,
                at=at,
            )

    def week(self, unit: Place, monday: date, at: datetime) -> None:
        """The plan of a week, copied and settled."""
        city = self.city
        by = city.clerk(unit.code)
        made = rules.plans.make_plan(
            campaign=city.campaign, here=Where(city.units[unit.code]), monday=monday, by=by, at=at
        )
        rules.plans.settle_plan(plan_id=made.pk, by=by, at=at)

    def record(self, unit: Place, monday: date, at: datetime) -> None:
        """Both sessions of the week of every branch of a unit."""
        place = self.city.units[unit.code]
        sessions = list(
            Session.objects.filter(
                unit__path__startswith=place.path, day__gte=monday, day__lt=monday + STEP, starts_at__lte=at
            ).order_by("pk")
        )
        members: dict[int, list[int]] = {}
        for branch, person in org.members_of({one.branch_id for one in sessions}, at).values_list(
            "branch_id", "pk"
        ):
            members.setdefault(branch, []).append(person)
        roster = excused_by_roster(sessions, [one for branch in members.values() for one in branch])
        rows = [(one.pk, person) for one in sessions for person in members[one.branch_id]]
        states = self._deal(
            rows, {(pk, p): state for pk, held in roster.items() for p, state in held.items()}
        )
        rules.sessions.record_sessions(
            held=[
                rules.sessions.Held(one.pk, {p: state for (pk, p), state in states.items() if pk == one.pk})
                for one in sessions
            ],
            by=self.city.clerk(unit.code),
            at=at,
        )
        missed: dict[int, list[int]] = {}
        for (session, person), state in states.items():
            if state in kinds.EXCUSED:
                missed.setdefault(session, []).append(person)
        self.missed[unit.code, monday] = missed

    def _deal(
        self, rows: Sequence[tuple[int, int]], roster: dict[tuple[int, int], Attended]
    ) -> dict[tuple[int, int], Attended]:
        """As many of each as the share of rows dealt so far asks for; those on a roster first."""
        found = {row: roster[row] for row in rows if row in roster}
        free = [row for row in rows if row not in roster]
        self.dice.shuffle(free)
        dealt = self.dealt
        dealt.rows += len(rows)
        dealt.duty += sum(state is Attended.DUTY for state in found.values())
        dealt.leave += sum(state is Attended.LEAVE for state in found.values())
        for state, name, whole in (
            (Attended.DUTY, "duty", ON_DUTY),
            (Attended.LEAVE, "leave", ON_LEAVE),
            (Attended.ABSENT, "absent", ABSENT),
        ):
            due = whole * dealt.rows // TWO_WEEKS - getattr(dealt, name)
            for row in free[: max(0, due)]:
                found[row] = state
            del free[: max(0, due)]
            setattr(dealt, name, getattr(dealt, name) + max(0, due))
        return found | dict.fromkeys(free, Attended.PRESENT)

    def make_up(self, unit: Place, monday: date, at: datetime) -> None:
        """The morning after: most of those on duty or leave have made it up."""
        missed = self.missed.pop((unit.code, monday))
        rows = [(session, person) for session, people in missed.items() for person in people]
        self.dice.shuffle(rows)
        self.dealt.missed += len(rows)
        due = MADE_UP * self.dealt.missed // (ON_DUTY + ON_LEAVE) - self.dealt.made_up
        chosen: dict[int, list[int]] = {}
        for session, person in rows[: max(0, due)]:
            chosen.setdefault(session, []).append(person)
        self.dealt.made_up += min(len(rows), max(0, due))
        if chosen:
            rules.sessions.make_up(made=chosen, on=at.date(), by=self.city.clerk(unit.code), at=at)
