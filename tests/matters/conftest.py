"""Standing people: one who owns, one who helps, one who signs off, one who must see nothing."""

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
    office: Person
    owner: Person
    head: Person
    clerk: Person
    inspector: Person
    guidance: Person
    stranger: Person


@pytest.fixture
def city(db: None) -> City:
    root = a_unit(name="示例市公安局", code="990100000000")
    ours, theirs = a_unit(root, name="源河分局"), a_unit(root, name="郾川分局")
    a_unit(root, name="召原分局")
    station = a_unit(ours, name="城关派出所")
    root = Unit.objects.get(pk=root.pk)
    politics = a_unit(root, name="政治部")
    office = a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="整顿办")
    return City(
        campaign=a_campaign(root),
        root=root,
        ours=Unit.objects.get(pk=ours.pk),
        station=Unit.objects.get(pk=station.pk),
        theirs=Unit.objects.get(pk=theirs.pk),
        office=office,
        owner=a_person(ours, name="责任人"),
        head=a_person(ours, Role.UNIT_HEAD, name="局长", leader=True),
        clerk=a_person(ours, Role.CLERK, name="内勤"),
        inspector=a_person(politics, Role.DISCIPLINE, at_unit=root, name="督察"),
        guidance=a_person(root, Role.GUIDANCE, name="指导组"),
        stranger=a_person(theirs, Role.CLERK, name="外人"),
    )


@pytest.fixture
def at() -> datetime:
    return AT
