"""The wall chart's numbers: what is drawn is what stands on the ledger, as far as the reader may see it."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingyuan.campaign.testing import a_task
from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.ledger.kinds import LaneGroup, Mark
from qingyuan.ledger.queries import Asked, counts, narrowed
from qingyuan.ledger.queries.wall import LANES_AT_MOST, Wall, mark, public_wall, wall
from qingyuan.matters.api import Category, Figures, Matter, kinds, policy, queries, rules, visible
from qingyuan.matters.testing import a_matter, at_work, closed, long_term, submitted
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person, a_unit, holds

from .conftest import AT, City

LATER = AT + timedelta(days=40)
CODES = ("no_case_filing", "case_overdue", "formalism", "service_attitude")


def key_of(matter: Matter) -> str:
    """The lane of a matter, said once more and differently."""
    if matter.task_id:
        return f"task:{matter.task_id}"
    return f"category:{matter.category_id}" if matter.category_id else f"kind:{matter.kind}"


def counted(matters: list[Matter], today: date) -> dict[str, int]:
    """The figures of some matters, one by one and without the kept figures."""
    found: dict[str, int] = dict.fromkeys(Figures.__dataclass_fields__, 0)
    for matter in matters:
        state, term = kinds.State(matter.state), kinds.Term(matter.term)
        if state is kinds.State.VOID:
            continue
        is_open = state in kinds.OPEN
        found["open"] += is_open
        found["registered"] += state is kinds.State.REGISTERED
        found["submitted"] += state is kinds.State.SUBMITTED
        found["overdue"] += policy.is_overdue(state, term, matter.due_on, today)
        found["soon"] += policy.is_due_soon(state, term, matter.due_on, today)
        found["long_open"] += is_open and term is kinds.Term.LONG
        found["closed"] += state is kinds.State.CLOSED
        found["on_time"] += state is kinds.State.CLOSED and bool(matter.on_time)
        found["dated_closed"] += state is kinds.State.CLOSED and term is kinds.Term.DATED
        found["reopened"] += matter.reopened > 0
    return found


def as_counts(figures: Figures) -> dict[str, int]:
    return {name: getattr(figures, name) for name in Figures.__dataclass_fields__}


def a_ledger(city: City, seed: int, size: int = 45) -> None:
    """Matters of every state at every unit, some of leaders, some long-term, some of the plan's tasks."""
    rnd = random.Random(seed)
    a_task(city.campaign, [city.ours, city.theirs], title="自查自纠逐人填表", at=AT)
    a_task(city.campaign, [city.third], title="警示教育大会", at=AT)
    boss = a_person(city.ours, name="领导", leader=True)
    todo = list(Matter.objects.filter(kind=kinds.Kind.TASK))
    for _n in range(size):
        unit = rnd.choice([city.ours, city.station, city.theirs, city.third, city.root])
        kind = rnd.choice([kinds.Kind.PROBLEM, kinds.Kind.PROBLEM, kinds.Kind.FINDING])
        todo.append(
            city.registered(unit=unit, category=rnd.choice(CODES), kind=kind, statement=f"事项{rnd.random()}")
        )
    for matter in todo:
        end = rnd.random()
        owner = rnd.choice([city.owner, city.owner, boss])
        if end < 0.1:
            continue
        if end < 0.15 and matter.unit_id != city.root.pk:
            rules.void_matter(matter_id=matter.pk, reason="重复登记", by=city.inspector, at=AT)
            continue
        if end < 0.27:
            long_term(matter, owner=owner, by=city.office, at=AT, stages=((date(2021, 6, 30), "第一阶段"),))
            continue
        due = local_day(LATER) + timedelta(days=rnd.choice([-30, -5, -1, 0, 1, 3, 20]))
        at_work(matter, owner=owner, by=city.office, at=AT, due_on=due)
        if end > 0.5:
            asked = AT + timedelta(days=rnd.randint(0, 38))
            submitted(matter, by=owner, at=asked)
            if end > 0.62 and matter.unit_id != city.root.pk:
                closed(matter, by=city.inspector, at=asked + timedelta(days=1))
                if end > 0.92:
                    rules.reopen_matter(matter_id=matter.pk, reason="反弹", by=city.inspector, at=LATER)


def assert_drawn_as_counted(drawn: Wall, matters: list[Matter], at: datetime) -> None:
    today = local_day(at)
    below: dict[tuple[str, str], list[Matter]] = defaultdict(list)
    paths = {row.unit_id: Unit.objects.get(pk=row.unit_id).path for row in drawn.rows}
    others = [path for row in drawn.rows if not row.own for path in [paths[row.unit_id]]]
    for matter in matters:
        for row in drawn.rows:
            path = paths[row.unit_id]
            if row.own:
                mine = matter.unit_path.startswith(path) and not any(
                    matter.unit_path.startswith(o) for o in others
                )
            else:
                mine = matter.unit_path.startswith(path)
            if mine:
                below[f"{row.unit_id}{row.own}", key_of(matter)].append(matter)
    for row in drawn.rows:
        for lane, figures in zip(drawn.lanes, row.figures, strict=True):
            mine = [m for key in lane.members for m in below[f"{row.unit_id}{row.own}", key]]
            assert as_counts(figures) == counted(mine, today), (row.name, lane.words)
    assert as_counts(drawn.whole) == counted(matters, today)
    assert as_counts(drawn.leaders_whole) == counted([m for m in matters if m.key_few], today)
    assert queries.total(row.total for row in drawn.rows) == drawn.whole == queries.total(drawn.sums)
    assert queries.total(row.leaders for row in drawn.rows) == drawn.leaders_whole


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_cell_is_what_counting_the_matters_one_by_one_gives(city: City, seed: int) -> None:
    a_ledger(city, seed)
    drawn = wall(city.campaign, by=city.office, at=LATER)
    assert drawn.whole.overdue
    assert drawn.whole.long_open
    assert drawn.whole.closed
    assert drawn.leaders_whole.open
    assert_drawn_as_counted(drawn, list(Matter.objects.all()), LATER)


def test_a_unit_opened_shows_its_stations_and_what_stands_at_the_unit_itself(city: City) -> None:
    a_ledger(city, 4)
    drawn = wall(city.campaign, by=city.office, at=LATER, below=city.ours)
    assert [(row.unit_id, row.own) for row in drawn.rows] == [(city.ours.pk, True), (city.station.pk, False)]
    ours = list(Matter.objects.filter(unit_path__startswith=city.ours.path))
    assert_drawn_as_counted(drawn, ours, LATER)


def test_the_head_of_a_unit_sees_his_units_and_nobody_elses(city: City) -> None:
    a_ledger(city, 5)
    drawn = wall(city.campaign, by=city.head, at=LATER)
    assert drawn.unit == city.ours
    assert {row.unit_id for row in drawn.rows} == {city.ours.pk, city.station.pk}
    assert_drawn_as_counted(drawn, list(Matter.objects.filter(unit_path__startswith=city.ours.path)), LATER)


def test_a_unit_outside_ones_scope_shows_no_figures_even_if_it_were_asked_for(city: City) -> None:
    city.working(unit=city.theirs)
    drawn = wall(city.campaign, by=city.head, at=LATER, below=city.theirs)
    assert drawn.whole == Figures()
    assert drawn.lanes == ()


def test_an_officer_answers_for_no_unit_and_gets_no_chart(city: City) -> None:
    city.working()
    drawn = wall(city.campaign, by=city.owner, at=LATER)
    assert drawn.rows == ()
    assert drawn.whole == Figures()


def test_who_is_named_does_not_find_the_matter_in_any_count(city: City) -> None:
    a_ledger(city, 6, size=8)
    before = wall(city.campaign, by=city.head, at=LATER).whole
    city.registered(names=(city.head,), category="property_in_case", statement="反映负责人")
    named = wall(city.campaign, by=city.head, at=LATER)
    assert named.whole == before
    assert "category:property_in_case" not in {lane.key for lane in named.lanes}
    office = wall(city.campaign, by=city.office, at=LATER)
    lane = next(n for n, lane in enumerate(office.lanes) if lane.key == "category:property_in_case")
    assert office.sums[lane].open == 1


def test_a_public_screen_counts_nothing_that_is_hidden_from_anybody(city: City) -> None:
    city.registered()
    city.registered(names=(city.head,), category="property_in_case")
    drawn = public_wall(city.campaign, city.root, at=LATER)
    assert drawn.whole.open == 1
    assert [lane.key for lane in drawn.lanes] == ["category:no_case_filing"]


def test_long_term_matters_are_counted_apart_from_what_must_be_closed(city: City) -> None:
    long_term(
        city.registered(), owner=city.owner, by=city.office, at=AT, stages=((date(2021, 6, 30), "第一阶段"),)
    )
    city.closed()
    whole = wall(city.campaign, by=city.office, at=LATER).whole
    assert (whole.closed, whole.due, whole.long_open, whole.all) == (1, 1, 1, 2)


@pytest.mark.parametrize(
    ("figures", "state"),
    [
        (Figures(), Mark.NONE),
        (Figures(open=3, overdue=1, soon=1, closed=4), Mark.LATE),
        (Figures(open=3, soon=1), Mark.SOON),
        (Figures(open=1, closed=9), Mark.GOING),
        (Figures(open=2, long_open=2, closed=1), Mark.LONG),
        (Figures(open=2, long_open=1), Mark.GOING),
        (Figures(closed=1), Mark.DONE),
    ],
)
def test_the_worst_matter_decides_the_mark(figures: Figures, state: Mark) -> None:
    assert mark(figures) is state


def test_tasks_stand_before_categories_and_these_before_what_has_neither(city: City) -> None:
    city.registered(category="formalism")
    a_task(city.campaign, [city.ours], title="后办", due_on=date(2021, 5, 1), at=AT)
    a_task(city.campaign, [city.ours], title="先办", due_on=date(2021, 4, 1), at=AT)
    rules.open_matter(
        campaign=city.campaign,
        draft=rules.Draft(kind=kinds.Kind.DECISION, statement="会议议定", unit=city.ours),
        by=city.office,
        at=AT,
    )
    drawn = wall(city.campaign, by=city.office, at=LATER)
    assert [lane.words for lane in drawn.lanes] == ["先办", "后办", "形式主义、官僚主义", "议定事项"]
    assert drawn.groups == [(LaneGroup.TASK, 2), (LaneGroup.CATEGORY, 1), (LaneGroup.OTHER, 1)]


def test_where_lanes_find_no_room_the_last_one_gathers_the_rest_and_nothing_is_lost(city: City) -> None:
    for n in range(LANES_AT_MOST + 6):
        a_task(
            city.campaign, [city.ours], title=f"任务{n}", due_on=date(2021, 4, 1) + timedelta(days=n), at=AT
        )
    for category in Category.objects.filter(active=True):
        city.registered(category=category.pk)
    drawn = wall(city.campaign, by=city.office, at=LATER)
    assert len(drawn.lanes) <= LANES_AT_MOST
    assert [lane.group for lane in drawn.lanes if lane.rest] == [LaneGroup.TASK, LaneGroup.CATEGORY]
    assert drawn.whole.all == Matter.objects.count()


def test_the_timeline_says_what_day_it_is(city: City) -> None:
    phases = wall(city.campaign, by=city.office, at=AT).phases
    assert [phase.words for phase in phases.phases] == ["学习教育", "查纠整改", "总结提升"]
    assert [phase.current for phase in phases.phases] == [True, False, False]
    assert (phases.day, phases.days) == (21, 124)
    assert phases.today == 20 * 1000 // 124


def queries_of(city: City) -> int:
    fresh = Person.objects.get(pk=city.office.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        wall(city.campaign, by=fresh, at=AT)
    return sum("org_dayoff" not in query["sql"] for query in asked.captured_queries)


def test_no_more_questions_for_28_units_than_for_two(city: City) -> None:
    for unit in (city.ours, city.theirs):
        a_matter(campaign=city.campaign, unit=unit, by=city.office, at=AT)
    a_task(city.campaign, [city.ours], at=AT)
    few = queries_of(city)
    for n in range(26):
        unit = a_unit(city.root, name=f"第{n}支队")
        a_matter(campaign=city.campaign, unit=unit, by=city.office, at=AT, category=CODES[n % 4])
    city.campaign.unit.refresh_from_db()
    assert len(wall(city.campaign, by=city.office, at=AT).rows) >= 28
    assert queries_of(city) == few <= 10


# -- the tabs of the list are drawn from the same kept figures ---------------------------------------------------


@pytest.mark.parametrize("seed", [7, 8])
def test_the_tabs_count_what_one_counts_who_sees_the_rows(city: City, seed: int) -> None:
    a_ledger(city, seed)
    holds(city.owner, Role.CLERK, city.station)  # sees a station, and owns matters in all units
    city.registered(unit=city.station, names=(city.stranger,), statement="涉人问题")
    today = local_day(LATER)
    soon = workdays.shift(today, policy.SOON)
    for by in (city.office, city.head, city.owner, city.stranger, city.inspector, city.admin):
        for asked in (
            *(Asked(), Asked(kind="problem"), Asked(key_few=True)),
            *(Asked(unit=city.ours), Asked(unit=city.theirs), Asked(unit=city.station, kind="problem")),
        ):
            seen = visible(by, at=LATER).filter(campaign=city.campaign)
            rows = narrowed(seen, replace(asked, state="all"), today=today, soon=soon)
            shown = as_counts(counts(by, city.campaign.pk, asked, at=LATER, today=today, soon=soon))
            assert shown == counted(list(rows), today), (by, asked)
