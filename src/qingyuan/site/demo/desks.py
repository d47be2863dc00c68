"""Desks for reports in the demo city: who sits at them, and their keys, which are made here for want of a browser."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.conf import settings

from qingyuan.engines import envelope
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.api import kinds as org_kinds
from qingyuan.org.api import rules as org
from qingyuan.reports.api import DutyKey, kinds, queries
from qingyuan.reports.api import rules as reports
from qingyuan.site.demo.accounts import PASSWORD
from qingyuan.site.demo.cast import Member
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment
from qingyuan.site.wiring import DEMO_KEYS

QUICK = 12  # the passphrase stands in the handbook, so it need not be dear to try
RESIDENT = (("Z90021", "席敬之"), ("Z90022", "计知微"))
UPPER = (("Z90031", "宓守谦"), ("Z90032", "路明远"))
DeskKind = kinds.DeskKind
COUNTY, CHIEF = "源河分局", "纪检组组长"


@dataclass
class Seats:
    """Who sits where; ``identities``: private keys by person, kept while the story is told."""

    city: list[Person] = field(default_factory=list)
    unit: list[Person] = field(default_factory=list)
    resident: list[Person] = field(default_factory=list)
    upper: list[Person] = field(default_factory=list)
    keys: dict[int, DutyKey] = field(default_factory=dict)
    identities: dict[int, str] = field(default_factory=dict, repr=False)

    lent: list[tuple[Person, str]] = field(default_factory=list)

    @property
    def all(self) -> list[Person]:
        return [*self.city, *self.unit, *self.resident, *self.upper]


def plan(city: City, seats: Seats) -> None:
    """Outsiders come, desks are set up, a second agrees to holders, keys are made, shares left with other offices."""
    at = city.story.at
    at(moment(date(2021, 3, 1), 9), partial(_enrol, city, seats))
    at(moment(date(2021, 3, 1), 14), partial(_set_up, city, seats))
    at(moment(date(2021, 3, 2), 9), partial(_make_keys, seats))
    at(moment(date(2021, 3, 2), 10), partial(_leave_shares, seats))


def county_chief(city: City) -> Member:
    """Who leads discipline in the county bureau that has a desk of its own."""
    code = city.cast.unit(COUNTY).code
    return next(one for one in city.cast.members if one.place == code and one.title == CHIEF)


def _enrol(city: City, seats: Seats, at: datetime) -> None:
    system, security = (city.administrators[role] for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN))
    for people, numbers in ((seats.resident, RESIDENT), (seats.upper, UPPER)):
        for number, name in numbers:
            civilian = org_kinds.Category.CIVILIAN
            person = org.add_outsider(police_no=number, name=name, category=civilian, by=system, at=at)
            org.appoint(person=person, role=Role.DISCIPLINE, unit=city.root, by=security, at=at)
            people.append(person)
    chief = city.person(county_chief(city))
    org.appoint(person=chief, role=Role.DISCIPLINE, unit=city.unit(COUNTY), by=security, at=at)
    seats.unit.append(chief)
    seats.lent += [
        (chief, COUNTY),
        (seats.resident[0], "驻市公安局纪检监察组"),
        (seats.upper[0], "省公安厅督察总队"),
    ]
    seats.city += [city.person(member) for member in city.inspectors[:2]]


def _set_up(city: City, seats: Seats, at: datetime) -> None:
    first, second = (city.person(member) for member in city.inspectors[3:5])
    desks: tuple[tuple[DeskKind, Unit | None, str, str, list[Person]], ...] = (
        (DeskKind.CITY, city.unit("督察支队"), "市局督察支队举报岗", "City supervision", seats.city),
        (DeskKind.UNIT, city.unit(COUNTY), f"{COUNTY}纪检岗", "Yuanhe unit discipline", seats.unit),
        (DeskKind.RESIDENT, None, "驻市公安局纪检监察组", "Resident discipline group", seats.resident),
        (DeskKind.UPPER, None, "省公安厅督察总队", "Provincial supervision", seats.upper),
    )
    for kind, unit, name, name_en, people in desks:
        desk = reports.open_desk(kind=kind, unit=unit, name=name, name_en=name_en, by=first, at=at)
        for person in people:
            holder = reports.propose_holder(desk_id=desk.pk, person=person, by=first, at=at)
            reports.agree_to_holder(holder_id=holder.pk, by=second, at=at)


def _make_keys(seats: Seats, at: datetime) -> None:
    """What each holder would do in his browser; the sealed file lies where the key page finds it."""
    folder: Path = settings.DATA / DEMO_KEYS
    folder.mkdir(mode=0o700, exist_ok=True)
    for person in seats.all:
        identity = envelope.new_identity()
        recipient = envelope.recipient_of(identity)
        seat = queries.reading.holdings(person)[0]
        seats.keys[person.pk] = reports.make_key(holder_id=seat.pk, recipient=recipient, by=person, at=at)
        seats.identities[person.pk] = identity
        (folder / f"{person.police_no}.age").write_bytes(
            envelope.seal_pass(identity, PASSWORD, work_factor=QUICK)
        )


def _leave_shares(seats: Seats, at: datetime) -> None:
    offices = (seats.city, seats.unit, seats.resident, seats.upper)
    for mine in offices:
        for person in mine:
            keepers = [other[0] for other in offices if other is not mine]
            parts = envelope.split(envelope.secret_of(seats.identities[person.pk]), 2, len(keepers))
            shares = {
                seats.keys[keeper.pk].key: envelope.seal(part, seats.keys[keeper.pk].recipient)
                for keeper, part in zip(keepers, parts, strict=True)
            }
            reports.keep_shares(key_id=seats.keys[person.pk].pk, shares=shares, by=person, at=at)
