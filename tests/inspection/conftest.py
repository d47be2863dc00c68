"""Standing people: who makes, who approves, whose unit is asked, whose is spared, and those who must see nothing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import rules as budget
from qingyuan.campaign.api import Campaign
from qingyuan.campaign.testing import a_campaign
from qingyuan.inspection import testing
from qingyuan.inspection.models import Asked, CheckList
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person, a_unit

AT = datetime(2021, 3, 19, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class City:
    campaign: Campaign
    root: Unit
    ours: Unit
    station: Unit
    theirs: Unit
    third: Unit
    office: Person
    inspector: Person
    approver: Person
    chief: Person
    head: Person
    clerk: Person
    officer: Person
    local: Person
    stranger: Person
    spared: Person
    guidance: Person
    legal: Person
    system: Person
    security: Person
    audit: Person


@pytest.fixture
def city(db: None) -> City:
    root = a_unit(name="示例市公安局", code="990100000000")
    ours, theirs, third = (a_unit(root, name=name) for name in ("源河分局", "郾川分局", "召原分局"))
    station, politics = a_unit(ours, name="城关派出所"), a_unit(root, name="政治部")
    root, ours, theirs, third, station = (
        Unit.objects.get(pk=unit.pk) for unit in (root, ours, theirs, third, station)
    )
    office = a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="整顿办")
    return City(
        campaign=a_campaign(root, units=0),
        root=root,
        ours=ours,
        station=station,
        theirs=theirs,
        third=third,
        office=office,
        inspector=a_person(politics, Role.DISCIPLINE, at_unit=root, name="督察甲"),
        approver=a_person(politics, Role.DISCIPLINE, at_unit=root, name="督察乙"),
        chief=a_person(root, Role.UNIT_HEAD, name="市局长", leader=True),
        head=a_person(ours, Role.UNIT_HEAD, name="分局长", leader=True),
        clerk=a_person(ours, Role.CLERK, name="内勤"),
        officer=a_person(ours, name="民警甲"),
        local=a_person(ours, Role.DISCIPLINE, name="县督察"),
        stranger=a_person(theirs, Role.CLERK, name="外内勤"),
        spared=a_person(third, Role.CLERK, name="未问单位内勤"),
        guidance=a_person(root, Role.GUIDANCE, name="指导组"),
        legal=a_person(politics, Role.LEGAL, at_unit=root, name="法制"),
        system=a_person(root, Role.SYSTEM_ADMIN, name="系统员"),
        security=a_person(root, Role.SECURITY_ADMIN, name="安全员"),
        audit=a_person(root, Role.AUDIT_ADMIN, name="审计员"),
    )


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def sent(city: City, at: datetime) -> CheckList:
    """A list that asks ours and theirs, and spares the others."""
    return testing.a_sent_list(
        city.campaign, [city.ours, city.theirs], by=city.inspector, approver=city.approver, at=at
    )


@pytest.fixture
def asked(city: City, sent: CheckList) -> Asked:
    return testing.asked_of(sent, city.ours)


def more_room(city: City, at: datetime) -> None:
    """Caps under which these units may be inspected nine times a month."""
    for code in (burden.Cap.INSPECTIONS_BODY_MONTH, burden.Cap.INSPECTIONS_MONTH):
        budget.caps.set_cap(cap=code, value=9, reason="专项行动", by=city.chief, at=at)


def everybody(city: City) -> list[Person]:
    return [one for one in vars(city).values() if isinstance(one, Person)]
