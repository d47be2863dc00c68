"""Which matters exist for whom: what the database leaves is what one finds who goes from unit to unit by hand."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qingyuan.campaign.models import Campaign
from qingyuan.matters.api import Matter, visible
from qingyuan.matters.models import Naming
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.models import Post, RoleHolding
from qingyuan.org.testing import a_unit

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Shanghai")
ON = date(2021, 3, 19)
AT = datetime(2021, 3, 19, 0, 30, tzinfo=ZONE)  # still the day before in UTC
SEES_A_UNIT = {
    Role.CAMPAIGN_OFFICE,
    Role.UNIT_HEAD,
    Role.CLERK,
    Role.BRANCH_SECRETARY,
    Role.DISCIPLINE,
    Role.LEGAL,
    Role.GUIDANCE,
}  # whoever has a post besides sees what he is responsible for
ADMINISTER = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}

STEPS = st.integers(0, 6)
days = st.tuples(st.integers(1, 28), st.none() | st.integers(0, 40)).map(
    lambda span: (
        date(2021, 3, span[0]),
        None if span[1] is None else date.fromordinal(date(2021, 3, span[0]).toordinal() + span[1]),
    )
)
Span = tuple[date, date | None]
LONG = (date(2021, 3, 1), None)


@dataclass(frozen=True)
class Held:
    """One post (``role`` None) or role of the one who asks, at the unit of a number."""

    role: Role | None
    unit: int
    span: Span


@dataclass(frozen=True)
class Case:
    """A matter at a unit: whether the asker owns it, whom it names (units by number, the asker as -1), and whether
    it is a lead, which is for those who handle leads.
    """

    unit: int
    own: bool
    named: tuple[int, ...]
    lead: bool = False


roles = st.builds(Held, st.sampled_from(list(Role)), STEPS, days)
cases = st.lists(
    st.builds(
        Case,
        STEPS,
        st.booleans(),
        st.lists(st.integers(-1, 6), max_size=2, unique=True).map(tuple),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def counts(span: Span) -> bool:
    first, last = span
    return first <= ON and (last is None or last >= ON)


def above(unit: int, parents: list[int]) -> set[int]:
    """A unit and all above it."""
    found = {unit}
    while unit:
        unit = parents[unit]
        found.add(unit)
    return found


def exists_for(case: Case, home: Held | None, held: list[Held], parents: list[int]) -> bool:
    """In words: he sees what lies in or below a unit where his role sees it, or is his own; but nothing that names
    him, or a unit that he belongs to, himself or through one below it. Who administers sees nothing as an officer.
    """
    now = [one for one in held if counts(one.span)]
    if any(one.role in ADMINISTER for one in now):
        now = [one for one in now if one.role is not Role.OFFICER]
    sees = any(one.role in SEES_A_UNIT and one.unit in above(case.unit, parents) for one in now)
    owns = case.own and any(one.role is Role.OFFICER for one in now)
    places = {one.unit for one in now} | ({home.unit} if home is not None and counts(home.span) else set())
    belongs = {unit for place in places for unit in above(place, parents)}
    if case.lead:
        sees = any(one.role is Role.DISCIPLINE and one.unit in above(case.unit, parents) for one in now)
        owns = False
    return (sees or owns) and not any(name == -1 or name in belongs for name in case.named)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    shape=st.lists(STEPS, max_size=5),
    home=st.none() | st.builds(Held, st.none(), STEPS, days),
    held=st.lists(roles, max_size=4, unique_by=lambda one: (one.role, one.unit)),
    matters=cases,
)
@example(  # the head of a unit whose desk stands in another one
    shape=[0, 0], home=Held(None, 2, LONG), held=[Held(Role.UNIT_HEAD, 1, LONG)], matters=[Case(1, False, (1,))]
)  # fmt: skip
@example(  # one of a station, and a matter about its county that he is responsible for
    shape=[0, 1], home=Held(None, 2, LONG), held=[Held(Role.OFFICER, 2, LONG)], matters=[Case(2, True, (1,))]
)  # fmt: skip
def test_the_matters_that_exist_for_somebody_are_those_found_by_hand(shape, home, held, matters):
    with transaction.atomic():
        _agree(shape, home, held, matters)
        transaction.set_rollback(True)


def _agree(shape: list[int], home: Held | None, held: list[Held], matters: list[Case]) -> None:
    units, parents = [a_unit()], [0]
    for below in shape:
        parents.append(below % len(units))
        units.append(a_unit(Unit.objects.get(pk=units[parents[-1]].pk)))

    def placed(one: Held) -> Held:
        return Held(one.role, one.unit % len(units), one.span)

    asker = Person.objects.create(police_no="asker", name="询问人", category="police")
    other = Person.objects.create(police_no="other", name="旁人", category="police")
    home = placed(home) if home else None
    if home:
        unit, (first, last) = units[home.unit], home.span
        Post.objects.create(person=asker, unit=unit, title="民警", from_on=first, to_on=last)
    held = list({(one.role, one.unit): one for one in map(placed, held)}.values())
    for one in held:
        unit, (first, last) = units[one.unit], one.span
        RoleHolding.objects.create(person=asker, unit=unit, role=one.role, from_on=first, to_on=last)
    campaign = Campaign.objects.create(
        unit=units[0], name="教育整顿", starts_on=date(2021, 3, 1), ends_on=date(2021, 6, 30), created_by=other,
        created_at=AT, template="three_stage",
    )  # fmt: skip
    expected = set()
    for number, drawn in enumerate(matters):
        case = Case(
            drawn.unit % len(units),
            drawn.own,
            tuple(n if n < 0 else n % len(units) for n in drawn.named),
            drawn.lead,
        )
        unit = units[case.unit]
        matter = Matter.objects.create(
            number=f"题{number}", campaign=campaign, kind="lead" if case.lead else "problem",
            source="typed", statement="问题", unit=unit,
            unit_path=unit.path, owner=asker if case.own else other, opened_at=AT, opened_on=ON, opened_by=other,
            restricted=bool(case.named),
        )  # fmt: skip
        for name in case.named:
            named = {"person": asker} if name < 0 else {"unit": units[name]}
            Naming.objects.create(matter=matter, **named)
        if exists_for(case, home, held, parents):
            expected.add(matter.pk)
    asker = Person.objects.get(pk=asker.pk)
    assert set(visible(asker, at=AT).values_list("pk", flat=True)) == expected
