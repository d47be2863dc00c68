"""Standing people of the ledger's pages: one who owns, one who helps, one who signs off, one who must see nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from qingyuan.campaign.api import Campaign
from qingyuan.campaign.testing import a_campaign
from qingyuan.kit import clock
from qingyuan.matters.api import Matter
from qingyuan.matters.testing import a_matter, at_work, closed, submitted
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_client, a_person, a_unit

AT = datetime(2021, 3, 19, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DUE = date(2021, 4, 16)


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
    owner: Person
    head: Person
    clerk: Person
    guidance: Person
    stranger: Person
    admin: Person

    def registered(self, *, unit: Unit | None = None, at: datetime = AT, **more: object) -> Matter:
        """A matter of our unit (or another), registered by the office."""
        return a_matter(campaign=self.campaign, unit=unit or self.ours, by=self.office, at=at, **more)  # type: ignore[arg-type]

    def working(self, *, due_on: date = DUE, **more: object) -> Matter:
        """A matter that the owner works on."""
        return at_work(self.registered(**more), owner=self.owner, by=self.office, at=AT, due_on=due_on)  # type: ignore[arg-type]

    def submitted(self, **more: object) -> Matter:
        """A matter whose sign-off the owner asked for."""
        return submitted(self.working(**more), by=self.owner, at=AT + timedelta(hours=1))  # type: ignore[arg-type]

    def closed(self, **more: object) -> Matter:
        """A matter that the inspector signed off."""
        return closed(self.submitted(**more), by=self.inspector, at=AT + timedelta(hours=2))


@pytest.fixture(autouse=True)
def _time_stands_still(settings: object) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    with clock.stopped_at(AT + timedelta(hours=3)):
        yield


@pytest.fixture
def city(db: None) -> City:
    root = a_unit(name="示例市公安局", code="990100000000")
    ours, theirs = a_unit(root, name="源河分局", code="990102000000"), a_unit(root, name="郾川分局")
    third = a_unit(root, name="召原分局")
    station = a_unit(ours, name="城关派出所")
    root = Unit.objects.get(pk=root.pk)
    politics = a_unit(root, name="政治部")
    office = a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="整顿办")
    return City(
        campaign=a_campaign(root, name="2021年教育整顿"),
        root=root,
        ours=Unit.objects.get(pk=ours.pk),
        station=Unit.objects.get(pk=station.pk),
        theirs=Unit.objects.get(pk=theirs.pk),
        third=Unit.objects.get(pk=third.pk),
        office=office,
        inspector=a_person(politics, Role.DISCIPLINE, at_unit=root, name="督察"),
        owner=a_person(ours, name="责任人", police_no="A00001"),
        head=a_person(ours, Role.UNIT_HEAD, name="局长", leader=True, police_no="A00002"),
        clerk=a_person(ours, Role.CLERK, name="内勤", police_no="A00003"),
        guidance=a_person(root, Role.GUIDANCE, name="指导组"),
        stranger=a_person(theirs, Role.CLERK, name="外人", police_no="B00001"),
        admin=a_person(root, Role.SYSTEM_ADMIN, name="系统员"),
    )


@pytest.fixture
def as_():
    """A client that is signed in as somebody: ``as_(city.owner).get(...)``."""
    known: dict[int, Client] = {}

    def signed(person: Person) -> Client:
        if person.pk not in known:
            known[person.pk] = a_client(person)
        return known[person.pk]

    return signed


def text(answer: object) -> str:
    """The page as text."""
    return answer.content.decode()  # type: ignore[attr-defined]


# -- the page of a matter: sound forms, addresses, and what a page offers ------------------------------------------

FIX = {"owner": "A00001", "measures": "逐案核对", "term": "dated", "due_on": DUE.isoformat()}
CLAIM = {
    "effect": "已补录全部案件",
    "cause": "not_followed",
    "cause_words": "交接没有清单",
    "rule_change": "revised",
    "rule_words": "登记制度第三条",
    "ground": "fixed",
}


def at(name: str, matter: Matter, *more: int) -> str:
    """The address of an act on a matter."""
    return reverse(f"ledger:{name}", args=[matter.pk, *more])


def state(matter: Matter) -> str:
    """Where a matter stands by now."""
    return Matter.objects.get(pk=matter.pk).state


def offered(page: Any) -> set[str]:
    """The acts that a page offers."""
    return {card["do"] for card in [*page.context["asked"], *page.context["more"]]}
