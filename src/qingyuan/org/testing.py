"""Builders for the tests of any room: a bureau, units, people with roles, and clients that are signed in.

They write directly, without rules and without the trail, so that a test pays only for what it is about.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib import import_module
from itertools import count

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from qingyuan.kit import clock
from qingyuan.org.kinds import Category, DutyKind, Level, Rank, Role
from qingyuan.org.models import Account, Branch, Duty, Person, Post, RoleHolding, Unit
from qingyuan.org.sign_in import BACKEND, SEEN

LONG_AGO = date(2019, 1, 1)
PASSWORD = "Clear-Source-2021"  # noqa: S105 -- of every account that a builder opens

_numbers = count(1)


@dataclass(frozen=True)
class Bureau:
    """A root unit and its three administrators."""

    unit: Unit
    system: Person
    security: Person
    audit: Person


def a_unit(
    above: Unit | None = None,
    *,
    name: str = "",
    code: str = "",
    level: Level | None = None,
    area: str = "990100",
    short: str = "",
    name_en: str = "",
) -> Unit:
    """A unit below another; without ``above`` below the root, which is made if there is none."""
    number = next(_numbers)
    fields = {
        "code": code or f"9901{number:08d}",
        "area": area,
        "name": name or f"第{number}单位",
        "short": short,
        "name_en": name_en,
    }
    above = above or Unit.objects.order_by("path").first()
    if above is None:
        root: Unit = Unit.objects.add_root({**fields, "level": level or Level.CITY})
        return root
    unit: Unit = Unit.objects.add_child(above, {**fields, "level": level or Level.COUNTY})
    return unit


def a_branch(unit: Unit, *, name: str = "", secretary: Person | None = None) -> Branch:
    """A party branch of a unit."""
    return Branch.objects.create(unit=unit, name=name or f"第{next(_numbers)}党支部", secretary=secretary)


def a_person(
    unit: Unit | None = None,
    role: Role | None = None,
    *,
    roles: tuple[Role, ...] = (),
    at_unit: Unit | None = None,
    name: str = "",
    police_no: str = "",
    category: Category = Category.POLICE,
    rank: Rank = Rank.OFFICER,
    leader: bool = False,
    title: str = "民警",
    branch: Branch | None = None,
    from_on: date = LONG_AGO,
) -> Person:
    """A person with a main post in ``unit`` (else in a new one) and OFFICER, and with ``role``/``roles``.

    The roles are held at ``at_unit``, if given, instead of the unit of the post.
    """
    unit = unit or a_unit()
    number = next(_numbers)
    person = Person.objects.create(
        police_no=police_no or f"{number:06d}",
        name=name or f"人员{number}",
        category=category,
        rank=rank,
        branch=branch,
    )
    Post.objects.create(person=person, unit=unit, title=title, leader=leader, from_on=from_on)
    held = [(Role.OFFICER, unit)]
    held += [
        (extra, at_unit or unit) for extra in (*((role,) if role else ()), *roles) if extra != Role.OFFICER
    ]
    RoleHolding.objects.bulk_create(
        [RoleHolding(person=person, unit=place, role=extra, from_on=from_on) for extra, place in held]
    )
    return person


def holds(person: Person, role: Role, unit: Unit, *, from_on: date = LONG_AGO) -> RoleHolding:
    """Give a person one more role at a unit."""
    person.__dict__.pop("_standings", None)
    return RoleHolding.objects.create(person=person, unit=unit, role=role, from_on=from_on)


def a_duty(
    person: Person,
    first: date,
    last: date | None = None,
    *,
    kind: DutyKind = DutyKind.DUTY,
    span: tuple[datetime, datetime] | None = None,
    roster: Unit | None = None,
) -> Duty:
    """An entry for whole days, both ends included; or for a ``span`` of moments that touches them."""
    home = Post.objects.select_related("unit").get(person=person, main=True, to_on=None).unit
    last = last or first
    whole = (_midnight(first), _midnight(last + timedelta(days=1)))
    from_at, to_at = span or whole
    return Duty.objects.create(
        person=person,
        unit=home,
        roster=roster or home,
        kind=kind,
        from_at=from_at,
        to_at=to_at,
        first_on=first,
        last_on=last,
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def a_bureau(*, name: str = "示例市公安局") -> Bureau:
    """The root unit (found, or made) and three administrators of it."""
    root = Unit.objects.order_by("path").first() or a_unit(name=name, code="990100000000")
    return Bureau(
        root,
        a_person(root, Role.SYSTEM_ADMIN, name="系统员"),
        a_person(root, Role.SECURITY_ADMIN, name="安全员"),
        a_person(root, Role.AUDIT_ADMIN, name="审计员"),
    )


@lru_cache(maxsize=8)
def _hashed(password: str, hasher: str) -> str:
    return make_password(password, hasher=import_string(hasher)().algorithm)


def an_account(
    person: Person, *, password: str = PASSWORD, changed_at: datetime | None = None, temporary: bool = False
) -> Account:
    """A person's account with a password that is his own, or a ``temporary`` one; the account he has, if any."""
    account = Account.objects.filter(person=person).first()
    if account is not None:
        return account
    at = clock.now()
    return Account.objects.create(
        person=person,
        username=person.police_no.lower(),
        password=_hashed(password, settings.PASSWORD_HASHERS[0]),
        created_at=at,
        password_changed_at=None if temporary else changed_at or at,
    )


def signed_in(client: Client, person: Person) -> Client:
    """The same client, with a session of the person: nothing is typed, nothing recorded."""
    account = an_account(person)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[SEEN] = clock.now().timestamp()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def a_client(person: Person) -> Client:
    """A new client that is signed in as the person."""
    return signed_in(Client(), person)
