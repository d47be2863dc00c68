"""Standing people: who took part, who may hear, and those who must see nothing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from qingyuan.campaign.api import Campaign
from qingyuan.campaign.testing import a_campaign
from qingyuan.kit import clock
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person, a_unit
from qingyuan.resolutions.models import Occasion
from qingyuan.resolutions.testing import an_occasion

AT = datetime(2021, 3, 19, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class City:
    campaign: Campaign
    root: Unit
    ours: Unit
    station: Unit
    theirs: Unit
    chief: Person
    office: Person
    discipline: Person
    head: Person
    deputy: Person
    second: Person
    clerk: Person
    other_clerk: Person
    secretary: Person
    officer: Person
    constable: Person
    their_head: Person
    their_clerk: Person
    guidance: Person
    system: Person
    security: Person
    audit: Person

    def everybody(self) -> list[Person]:
        return [one for one in vars(self).values() if isinstance(one, Person)]


@pytest.fixture
def city(db: None) -> City:
    root = a_unit(name="示例市公安局", code="990100000000")
    ours, theirs = a_unit(root, name="源河分局"), a_unit(root, name="郾川分局")
    station = a_unit(ours, name="城关派出所")
    root, ours, theirs, station = (Unit.objects.get(pk=one.pk) for one in (root, ours, theirs, station))
    return City(
        campaign=a_campaign(root, units=0),
        root=root,
        ours=ours,
        station=station,
        theirs=theirs,
        chief=a_person(root, Role.UNIT_HEAD, name="市局长", leader=True),
        office=a_person(root, Role.CAMPAIGN_OFFICE, name="整顿办"),
        discipline=a_person(root, Role.DISCIPLINE, name="市督察"),
        head=a_person(ours, Role.UNIT_HEAD, name="局长", leader=True),
        deputy=a_person(ours, name="副局长甲", leader=True),
        second=a_person(ours, name="副局长乙", leader=True),
        clerk=a_person(ours, Role.CLERK, name="内勤"),
        other_clerk=a_person(ours, Role.CLERK, name="内勤乙"),
        secretary=a_person(station, Role.BRANCH_SECRETARY, name="支部书记"),
        officer=a_person(ours, name="民警甲"),
        constable=a_person(station, name="民警乙"),
        their_head=a_person(theirs, Role.UNIT_HEAD, name="外局长", leader=True),
        their_clerk=a_person(theirs, Role.CLERK, name="外内勤"),
        guidance=a_person(root, Role.GUIDANCE, name="指导组"),
        system=a_person(root, Role.SYSTEM_ADMIN, name="系统员"),
        security=a_person(root, Role.SECURITY_ADMIN, name="安全员"),
        audit=a_person(root, Role.AUDIT_ADMIN, name="审计员"),
    )


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


@pytest.fixture
def meeting(city: City, at: datetime) -> Occasion:
    """Chaired by the head, two deputies took part, the clerk kept the minutes."""
    return an_occasion(
        campaign=city.campaign,
        unit=city.ours,
        chair=city.head,
        members=(city.deputy, city.second),
        recorder=city.clerk,
        by=city.clerk,
        at=at,
    )
