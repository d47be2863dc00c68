"""Standing people: who handles at county and city, who is about it, and those who must see nothing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from qingyuan.campaign.api import Campaign
from qingyuan.campaign.testing import a_campaign
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
    supervision: Unit
    office: Person
    head: Person
    clerk: Person
    officer: Person
    constable: Person
    local: Person
    local2: Person
    handler: Person
    helper: Person
    approver: Person
    resident: Person
    third: Person
    system: Person
    security: Person
    audit: Person
    guidance: Person


@pytest.fixture
def city(db: None) -> City:
    root = a_unit(name="示例市公安局", code="990100000000")
    ours, theirs = a_unit(root, name="源河分局"), a_unit(root, name="郾川分局")
    station = a_unit(ours, name="城关派出所")
    supervision, politics = a_unit(root, name="督察支队"), a_unit(root, name="政治部")
    resident = a_unit(root, name="派驻纪检监察组")
    root, ours, theirs, station, supervision = (
        Unit.objects.get(pk=unit.pk) for unit in (root, ours, theirs, station, supervision)
    )
    discipline = Role.DISCIPLINE
    return City(
        campaign=a_campaign(root, units=0),
        root=root,
        ours=ours,
        station=station,
        theirs=theirs,
        supervision=supervision,
        office=a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="整顿办"),
        head=a_person(ours, Role.UNIT_HEAD, name="局长", leader=True),
        clerk=a_person(ours, Role.CLERK, name="内勤"),
        officer=a_person(ours, name="民警甲"),
        constable=a_person(station, name="民警乙"),
        local=a_person(ours, discipline, name="县督察甲"),
        local2=a_person(ours, discipline, name="县督察乙"),
        handler=a_person(supervision, discipline, at_unit=root, name="市督察甲"),
        helper=a_person(supervision, discipline, at_unit=root, name="市督察乙"),
        approver=a_person(supervision, discipline, at_unit=root, name="督察长"),
        resident=a_person(resident, discipline, at_unit=root, name="派驻甲"),
        third=a_person(resident, discipline, at_unit=root, name="派驻乙"),
        system=a_person(root, Role.SYSTEM_ADMIN, name="系统员"),
        security=a_person(root, Role.SECURITY_ADMIN, name="安全员"),
        audit=a_person(root, Role.AUDIT_ADMIN, name="审计员"),
        guidance=a_person(root, Role.GUIDANCE, name="指导组"),
    )


@pytest.fixture
def at() -> datetime:
    return AT
