"""Standing people: who makes a form, who approves it, whose unit fills it, and those who must see nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person, a_unit

AT = datetime(2021, 3, 19, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2021, 3, 19)


@dataclass
class City:
    root: Unit
    ours: Unit
    station: Unit
    theirs: Unit
    office: Person
    second: Person
    chief: Person
    head: Person
    clerk: Person
    officer: Person
    secretary: Person
    stranger: Person
    guidance: Person
    audit: Person


@pytest.fixture
def city(db: None) -> City:
    root = a_unit(name="示例市公安局", code="990100000000")
    ours, theirs = (a_unit(root, name=name) for name in ("源河分局", "郾川分局"))
    station, politics = a_unit(ours, name="城关派出所"), a_unit(root, name="政治部")
    root, ours, theirs, station = (Unit.objects.get(pk=unit.pk) for unit in (root, ours, theirs, station))
    return City(
        root=root,
        ours=ours,
        station=station,
        theirs=theirs,
        office=a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="整顿办甲"),
        second=a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="整顿办乙"),
        chief=a_person(root, Role.UNIT_HEAD, name="市局长", leader=True),
        head=a_person(ours, Role.UNIT_HEAD, name="分局长", leader=True),
        clerk=a_person(ours, Role.CLERK, name="内勤"),
        officer=a_person(station, name="民警甲"),
        secretary=a_person(ours, Role.BRANCH_SECRETARY, name="支部书记"),
        stranger=a_person(theirs, Role.CLERK, name="外内勤"),
        guidance=a_person(root, Role.GUIDANCE, name="指导组"),
        audit=a_person(root, Role.AUDIT_ADMIN, name="审计员"),
    )


@pytest.fixture
def at() -> datetime:
    return AT
