"""Standing people: who plans, who records, whose branch it is, who is on duty, and those who must see nothing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from qingyuan.campaign.api import Campaign
from qingyuan.campaign.testing import a_campaign
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.kinds import Rank
from qingyuan.org.models import Branch
from qingyuan.org.testing import a_branch, a_person, a_unit

AT = datetime(2021, 3, 8, 9, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday, the day of the kick-off


@dataclass
class City:
    campaign: Campaign
    root: Unit
    ours: Unit
    station: Unit
    theirs: Unit
    branch: Branch  # of ours, with secretary, head, clerk, officer, mate
    other: Branch  # of theirs, with outsider and stranger
    office: Person
    chief: Person
    head: Person
    clerk: Person
    secretary: Person
    officer: Person
    mate: Person
    stranger: Person  # clerk of theirs
    outsider: Person  # secretary of theirs
    inspector: Person
    legal: Person
    guidance: Person
    system: Person
    security: Person
    audit: Person


@pytest.fixture
def city(db: None) -> City:
    root = a_unit(name="示例市公安局", code="990100000000")
    ours, theirs = a_unit(root, name="源河分局"), a_unit(root, name="郾川分局")
    station, politics = a_unit(ours, name="城关派出所"), a_unit(root, name="政治部")
    root, ours, theirs, station = (Unit.objects.get(pk=unit.pk) for unit in (root, ours, theirs, station))
    branch, other = a_branch(ours, name="第一党支部"), a_branch(theirs, name="第一党支部")
    head = a_person(ours, Role.UNIT_HEAD, name="分局长", leader=True, rank=Rank.LEADER, branch=branch)
    secretary = a_person(ours, Role.BRANCH_SECRETARY, name="书记", rank=Rank.MIDDLE, branch=branch)
    outsider = a_person(theirs, Role.BRANCH_SECRETARY, name="外书记", branch=other)
    for one, who in ((branch, secretary), (other, outsider)):
        one.secretary = who
        one.save()
    return City(
        campaign=a_campaign(root, units=0),
        root=root,
        ours=ours,
        station=station,
        theirs=theirs,
        branch=branch,
        other=other,
        office=a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="整顿办"),
        chief=a_person(root, Role.UNIT_HEAD, name="市局长", leader=True, rank=Rank.LEADER),
        head=head,
        clerk=a_person(ours, Role.CLERK, name="内勤", branch=branch),
        secretary=secretary,
        officer=a_person(ours, name="民警甲", branch=branch),
        mate=a_person(ours, name="民警乙", branch=branch),
        stranger=a_person(theirs, Role.CLERK, name="外内勤", branch=other),
        outsider=outsider,
        inspector=a_person(politics, Role.DISCIPLINE, at_unit=root, name="督察"),
        legal=a_person(politics, Role.LEGAL, at_unit=root, name="法制"),
        guidance=a_person(root, Role.GUIDANCE, name="指导组"),
        system=a_person(root, Role.SYSTEM_ADMIN, name="系统员"),
        security=a_person(root, Role.SECURITY_ADMIN, name="安全员"),
        audit=a_person(root, Role.AUDIT_ADMIN, name="审计员"),
    )


@pytest.fixture
def at() -> datetime:
    return AT


def everybody(city: City) -> list[Person]:
    return [one for one in vars(city).values() if isinstance(one, Person)]
