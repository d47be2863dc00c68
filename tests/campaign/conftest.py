"""A city of three units with people who own, help, and must see nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import pytest

from qingyuan.campaign.models import Campaign
from qingyuan.campaign.shelves import followers, gate_figures, results
from qingyuan.campaign.testing import AT, SHANGHAI, a_campaign, an_office
from qingyuan.kit import bus, clock
from qingyuan.org.api import Level, Person, Role, Unit
from qingyuan.org.testing import a_person, a_unit


@dataclass
class City:
    """``a`` and ``b`` are units of the campaign; ``elsewhere`` is another bureau beside it."""

    campaign: Campaign
    unit: Unit
    a: Unit
    b: Unit
    elsewhere: Unit
    office: Person
    head: Person
    guidance: Person
    head_a: Person
    clerk_a: Person
    clerk_b: Person
    officer_a: Person
    stranger: Person
    administrator: Person
    at: datetime = AT


@pytest.fixture(autouse=True)
def _nobody_above(monkeypatch):
    """The room by itself: what rooms above hear and leave on its shelves is for their own tests."""
    monkeypatch.setattr(bus, "_hearers", defaultdict(list))
    monkeypatch.setattr(followers, "_things", {})
    monkeypatch.setattr(gate_figures, "_things", {})
    monkeypatch.setattr(results, "_things", {})


@pytest.fixture
def city(db) -> City:
    province = a_unit(name="示例省公安厅", level=Level.PROVINCE)
    unit = a_unit(province, name="示例市公安局", level=Level.CITY)
    a, b = a_unit(unit, name="源河分局"), a_unit(unit, name="郾川分局")
    elsewhere = a_unit(province, name="邻市公安局", level=Level.CITY)
    campaign = a_campaign(Unit.objects.get(pk=unit.pk), name="政法队伍教育整顿")
    return City(
        campaign=campaign,
        unit=campaign.unit,
        a=a,
        b=b,
        elsewhere=elsewhere,
        office=an_office(unit),
        head=a_person(unit, Role.UNIT_HEAD, name="局长"),
        guidance=a_person(province, Role.GUIDANCE, at_unit=unit, name="指导组长"),
        head_a=a_person(a, Role.UNIT_HEAD, name="甲局长"),
        clerk_a=a_person(a, Role.CLERK, name="甲文秘"),
        clerk_b=a_person(b, Role.CLERK, name="乙文秘"),
        officer_a=a_person(a, name="甲民警"),
        stranger=a_person(elsewhere, Role.CAMPAIGN_OFFICE, name="外人"),
        administrator=a_person(unit, Role.SYSTEM_ADMIN, name="系统员"),
    )


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def still():
    """Time stands still in the afternoon of the day after the kick-off."""
    moment = datetime(2021, 3, 9, 15, 0, tzinfo=SHANGHAI)
    with clock.stopped_at(moment):
        yield moment


@pytest.fixture
def facts(monkeypatch):
    """What was told on the bus."""
    told: list[object] = []
    tell = bus.tell
    monkeypatch.setattr(bus, "tell", lambda fact: (told.append(fact), tell(fact)))
    return told
