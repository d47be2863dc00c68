"""People, their posts over time, and party branches."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qingyuan.kit import bus
from qingyuan.kit.errors import Reason
from qingyuan.org import policy
from qingyuan.org.errors import CannotChangePerson, CannotChangeUnit
from qingyuan.org.events import PersonLeftPost
from qingyuan.org.kinds import ADMINISTRATORS, Category, Rank, Role
from qingyuan.org.models import Branch, Person, Post, RoleHolding, Unit
from qingyuan.org.queries import home_path, require
from qingyuan.trail.api import record


def _amiss(name: str, police_no: str, branch: Branch | None, unit: Unit) -> list[Reason]:
    problems = []
    if not name.strip():
        problems.append(Reason("name", _("姓名不能为空"), "name"))
    if not police_no.strip():
        problems.append(Reason("police_no", _("警号不能为空"), "police_no"))
    elif policy.looks_like_identity_number(police_no):
        problems.append(Reason("identity_number", _("这像是身份证号：本系统不收集身份证号"), "police_no"))
    if branch is not None and branch.unit_id != unit.pk:
        problems.append(Reason("branch", _("党支部不属于该单位"), "branch"))
    return problems


@transaction.atomic
def add_person(
    *,
    police_no: str,
    name: str,
    category: Category,
    unit: Unit,
    title: str,
    from_on: date,
    by: Person,
    at: datetime,
    rank: Rank = Rank.OFFICER,
    leader: bool = False,
    branch: Branch | None = None,
) -> Person:
    """Add a person with the main post and the role that everybody has."""
    require(by, "org.change_people", at=at, unit=unit)
    police_no = police_no.strip()
    problems = _amiss(name, police_no, branch, unit)
    if Person.objects.filter(police_no=police_no).exists():
        problems.append(Reason("police_no_taken", _("警号已存在：%(no)s"), "police_no", {"no": police_no}))
    if problems:
        raise CannotChangePerson(problems)
    person = Person.objects.create(
        police_no=police_no, name=name.strip(), category=category, rank=rank, branch=branch
    )
    Post.objects.create(person=person, unit=unit, title=title.strip(), leader=leader, from_on=from_on)
    RoleHolding.objects.create(person=person, unit=unit, role=Role.OFFICER, from_on=from_on, given_by=by)
    record(
        actor=by.key, act="org.add_person", subject=f"person:{person.key}", at=at, detail={"unit": unit.code}
    )
    return person


@transaction.atomic
def add_outsider(*, police_no: str, name: str, category: Category, by: Person, at: datetime) -> Person:
    """Add somebody who serves elsewhere (派驻、上级): no post here and no role but what he is appointed to.

    So no unit of the bureau is his, and nobody in it stands above him.
    """
    root = Unit.objects.order_by("path")[0]
    require(by, "org.change_people", at=at, unit=root)
    police_no = police_no.strip()
    problems = _amiss(name, police_no, None, root)
    if Person.objects.filter(police_no=police_no).exists():
        problems.append(Reason("police_no_taken", _("警号已存在：%(no)s"), "police_no", {"no": police_no}))
    if problems:
        raise CannotChangePerson(problems)
    person = Person.objects.create(police_no=police_no, name=name.strip(), category=category)
    record(
        actor=by.key, act="org.add_person", subject=f"person:{person.key}", at=at, detail={"outside": True}
    )
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    name: str,
    category: Category,
    rank: Rank,
    branch: Branch | None,
    by: Person,
    at: datetime,
) -> Person:
    """Correct name, category, rank group or branch. The police number stays: the trail of others refers to it."""
    require(by, "org.change_people", at=at, path=home_path(person, at))
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    post = Post.objects.filter(person=person, main=True, to_on__isnull=True).select_related("unit").first()
    problems = []
    if not name.strip():
        problems.append(Reason("name", _("姓名不能为空"), "name"))
    if branch is not None and (post is None or branch.unit_id != post.unit_id):
        problems.append(Reason("branch", _("党支部不属于该单位"), "branch"))
    if problems:
        raise CannotChangePerson(problems)
    person.name, person.category, person.rank, person.branch = name.strip(), category, rank, branch
    person.save(update_fields=["name", "category", "rank", "branch"])
    record(actor=by.key, act="org.change_person", subject=f"person:{person.key}", at=at)
    return person


@transaction.atomic
def transfer(
    *,
    person: Person,
    unit: Unit,
    title: str,
    from_on: date,
    by: Person,
    at: datetime,
    leader: bool = False,
    branch: Branch | None = None,
) -> Post:
    """End the main post on the eve and begin another. Roles held at the old unit end with it.

    Who transfers must be in charge of both ends. An administrator's role does not end by a transfer:
    only the security administrator takes it back.
    """
    require(by, "org.change_people", at=at, unit=unit)
    require(by, "org.change_people", at=at, path=home_path(person, at))
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    old = Post.objects.select_for_update().filter(person=person, main=True, to_on__isnull=True).first()
    problems = []
    if old is not None and from_on <= old.from_on:
        words = _("新任职日期应晚于现任职务的起始日期 %(day)s")
        problems.append(Reason("too_early", words, "from_on", {"day": old.from_on}))
    if branch is not None and branch.unit_id != unit.pk:
        problems.append(Reason("branch", _("党支部不属于该单位"), "branch"))
    if problems:
        raise CannotChangePerson(problems)
    eve = from_on - timedelta(days=1)
    if old is not None:
        old.to_on = eve
        old.save(update_fields=["to_on"])
        ending = RoleHolding.objects.filter(person=person, unit=old.unit_id, to_on__isnull=True)
        ending = ending.exclude(role__in=ADMINISTRATORS)
        ending.filter(from_on__gt=eve).delete()
        ending.update(to_on=eve)
    post = Post.objects.create(person=person, unit=unit, title=title.strip(), leader=leader, from_on=from_on)
    if not RoleHolding.objects.filter(
        person=person, unit=unit, role=Role.OFFICER, to_on__isnull=True
    ).exists():
        RoleHolding.objects.create(person=person, unit=unit, role=Role.OFFICER, from_on=from_on, given_by=by)
    if person.branch_id is not None or branch is not None:
        person.branch = branch
        person.save(update_fields=["branch"])
    record(
        actor=by.key, act="org.transfer", subject=f"person:{person.key}", at=at, detail={"unit": unit.code}
    )
    if old is not None:
        bus.tell(PersonLeftPost(person.pk, old.unit_id, at))
    return post


@transaction.atomic
def add_branch(*, unit: Unit, name: str, by: Person, at: datetime, secretary: Person | None = None) -> Branch:
    """Add a party branch to a unit."""
    require(by, "org.change_people", at=at, unit=unit)
    name = name.strip()
    if not name:
        raise CannotChangeUnit(Reason("branch_name", _("党支部名称不能为空"), "name"))
    if Branch.objects.filter(unit=unit, name=name).exists():
        raise CannotChangeUnit(Reason("branch_taken", _("该单位已有同名党支部"), "name"))
    branch = Branch.objects.create(unit=unit, name=name, secretary=secretary)
    record(
        actor=by.key, act="org.add_branch", subject=f"branch:{branch.pk}", at=at, detail={"unit": unit.code}
    )
    return branch
