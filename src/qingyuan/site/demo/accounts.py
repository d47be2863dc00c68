"""The accounts with which visitors look around, one for each role; and the mark that says: this is a demo."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial

from qingyuan.matters.api import rules as matters
from qingyuan.org.api import Person, Role, rules
from qingyuan.site import figures
from qingyuan.site.demo.city import City

PASSWORD = "Clear-Source-2021"  # noqa: S105 -- documented: everybody who builds the demo knows it
MARK = figures.MARK
Lent = list[tuple[Person, str]]


@dataclass(frozen=True)
class DemoAccount:
    """What a visitor types (``name`` and ``password``), and whom he then is."""

    role: str
    name: str
    password: str
    person: str
    unit: str

    def said(self) -> dict[str, str]:
        return {**asdict(self), "account": self.name}


def visitors(city: City, lent: Lent) -> list[tuple[Role, Person, str]]:
    """Who lends his account, for each role, and the name of the unit he acts for; ``lent``: of other desks."""
    first = city.cast.units[0]
    station = city.cast.below(first)[0]
    secretary = next(m for m in city.cast.members if m.secretary and m.place == station.code)
    officer = city.cast.officers[first.code][0]
    root = city.root.name
    people = [
        (Role.CAMPAIGN_OFFICE, city.office, root),
        (Role.UNIT_HEAD, city.head(first.code), first.name),
        (Role.CLERK, city.clerk(first.code), first.name),
        (Role.BRANCH_SECRETARY, city.person(secretary), station.name),
        (Role.OFFICER, city.person(officer), first.name),
        (Role.DISCIPLINE, city.person(city.inspectors[0]), root),
        (Role.LEGAL, city.person(city.lawyers[0]), root),
        (Role.GUIDANCE, city.guidance[0], root),
    ]
    people += [(Role.DISCIPLINE, person, place) for person, place in lent]
    return people + [(role, person, root) for role, person in city.administrators.items()]


def plan(city: City, snapshot: str, opened: list[DemoAccount], lent: Lent) -> None:
    """Open the accounts an hour before the story ends; ``opened`` is filled then."""
    city.story.at(city.story.end - timedelta(days=2), partial(_read, city, lent))
    city.story.at(city.story.end - timedelta(hours=1), partial(_open, city, snapshot, opened, lent))


def _read(city: City, lent: Lent, at: datetime) -> None:
    """Who lends his account has seen the reminders of all the weeks but the last days."""
    for _role, person, _unit in visitors(city, lent):
        matters.mark_read(by=person, at=at)


def _open(city: City, snapshot: str, opened: list[DemoAccount], lent: Lent, at: datetime) -> None:
    """Each owner replaces the temporary password by the documented one, as on a first sign-in."""
    security = city.administrators[Role.SECURITY_ADMIN]
    for role, person, unit in visitors(city, lent):
        if role in city.temporary:
            account, word = person.account, city.temporary[role]
        else:
            made = rules.open_account(person=person, by=security, at=at)
            account, word = made.account, made.password
        rules.change_password(account=account, old=word, new=PASSWORD, at=at)
        opened.append(DemoAccount(role.value, account.username, PASSWORD, person.name, unit))
    rules.change_setting(name=MARK, value=snapshot, by=city.administrators[Role.SYSTEM_ADMIN], at=at)
