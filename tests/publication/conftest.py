"""Standing people: one who drafts, one who issues, one whose unit is told of, one who must see nothing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from qingyuan.campaign.api import Campaign
from qingyuan.campaign.testing import a_campaign
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person, a_unit

AT = datetime(2021, 3, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class City:
    campaign: Campaign
    root: Unit
    ours: Unit
    theirs: Unit
    third: Unit
    office: Person
    second: Person
    head: Person
    clerk: Person
    their_clerk: Person
    discipline: Person
    guidance: Person
    officer: Person
    admin: Person
    stranger: Person


@pytest.fixture(autouse=True)
def _cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _own_data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def city(db: None) -> City:
    root = a_unit(name="示例市公安局", code="990100000000")
    ours, theirs, third = (a_unit(root, name=name) for name in ("源河分局", "郾川分局", "召原分局"))
    politics = a_unit(root, name="政治部")
    elsewhere = Unit.objects.add_root(
        {"code": "990200000000", "area": "990200", "name": "邻市公安局", "level": "city"}
    )
    root = Unit.objects.get(pk=root.pk)
    ours, theirs, third = (Unit.objects.get(pk=unit.pk) for unit in (ours, theirs, third))
    admin = a_person(root, Role.SYSTEM_ADMIN, name="管系统")
    admin.holdings.exclude(role=Role.SYSTEM_ADMIN).delete()
    return City(
        campaign=a_campaign(root),
        root=root,
        ours=ours,
        theirs=theirs,
        third=third,
        office=a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="贺正清"),
        second=a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="沈若岚"),
        head=a_person(root, Role.UNIT_HEAD, name="陆闻道", leader=True),
        clerk=a_person(ours, Role.CLERK, name="顾行之"),
        their_clerk=a_person(theirs, Role.CLERK, name="江以宁"),
        discipline=a_person(politics, Role.DISCIPLINE, at_unit=root, name="罗维桢"),
        guidance=a_person(root, Role.GUIDANCE, name="韩青野"),
        officer=a_person(ours, name="白知秋"),
        admin=admin,
        stranger=a_person(elsewhere, Role.UNIT_HEAD, name="外来客"),
    )
