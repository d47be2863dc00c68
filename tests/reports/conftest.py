"""A bureau with four desks, and those who must see nothing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from qingyuan.campaign.api import Campaign
from qingyuan.campaign.testing import a_campaign
from qingyuan.discipline.api import Lead
from qingyuan.discipline.api import kinds as lead_kinds
from qingyuan.discipline.testing import accepted, closed, disposed
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person, a_unit
from qingyuan.reports import rules
from qingyuan.reports.kinds import DeskKind
from qingyuan.reports.models import Report
from qingyuan.reports.testing import Seat, a_seat

AT = datetime(2021, 3, 19, 10, 37, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class City:
    campaign: Campaign
    root: Unit
    county: Unit
    station: Unit
    supervision: Unit
    unit: Seat
    city: Seat
    resident: Seat
    upper: Seat
    head: Person
    clerk: Person
    office: Person
    administrators: tuple[Person, Person, Person]

    @property
    def seats(self) -> list[Seat]:
        return [self.unit, self.city, self.resident, self.upper]

    @property
    def strangers(self) -> list[Person]:
        """Those who must see nothing: the accused unit's head and clerk, the city's office, three administrators."""
        return [self.head, self.clerk, self.office, *self.administrators]


@pytest.fixture
def city(db: None) -> City:
    root = a_unit(name="示例市公安局", code="990100000000")
    county, supervision = a_unit(root, name="源河分局", code="990101000000"), a_unit(root, name="督察支队")
    station = a_unit(county, name="城关派出所", code="990101010000")
    root, county, supervision = (Unit.objects.get(pk=one.pk) for one in (root, county, supervision))
    return City(
        campaign=a_campaign(root),
        root=root,
        county=county,
        station=station,
        supervision=supervision,
        unit=a_seat(DeskKind.UNIT, county, at=AT),
        city=a_seat(DeskKind.CITY, supervision, at=AT),
        resident=a_seat(DeskKind.RESIDENT, None, at=AT),
        upper=a_seat(DeskKind.UPPER, None, at=AT),
        head=a_person(station, Role.UNIT_HEAD, name="所长", leader=True),
        clerk=a_person(station, Role.CLERK, name="内勤"),
        office=a_person(root, Role.CAMPAIGN_OFFICE, name="整顿办"),
        administrators=(
            a_person(root, Role.SYSTEM_ADMIN, name="系统员"),
            a_person(root, Role.SECURITY_ADMIN, name="安全员"),
            a_person(root, Role.AUDIT_ADMIN, name="审计员"),
        ),
    )


@pytest.fixture
def at() -> datetime:
    return AT


def close_lead(city: City, report: Report, *, at: datetime) -> None:
    """Work the lead of a report off at the city's desk; the resident group, a level above, signs."""
    by, signer = city.city.person, city.resident.person
    rules.raise_report(report_id=report.pk, by=by, at=at)
    lead = Lead.objects.get(matter=report.matter_id)
    accepted(lead, handler=by, by=by, at=at)
    disposed(lead, lead_kinds.DisposalKind.CONCLUDE, by=by, approver=signer, at=at)
    closed(lead, by=by, signer=signer, at=at)
