"""The founding of a bureau: the one act that nobody signed in can do, possible once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.org import passwords, policy
from qingyuan.org.errors import CannotFound
from qingyuan.org.kinds import Category, Level, Role
from qingyuan.org.models import Account, Person, Post, RoleHolding, Unit
from qingyuan.trail.api import Act, record_many

FOUNDING = "founding"  # the actor of the first acts: nobody is signed in yet
TITLES = {
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}


@dataclass(frozen=True)
class Founder:
    """One of the three first people."""

    police_no: str
    name: str
    category: Category = Category.POLICE


@dataclass(frozen=True)
class Founded:
    """The root and the three administrators with their temporary passwords, which are told only here."""

    unit: Unit
    administrators: dict[Role, Person]
    passwords: dict[Role, str]


@transaction.atomic
def found_bureau(
    *,
    code: str,
    area: str,
    name: str,
    system: Founder,
    security: Founder,
    audit: Founder,
    at: datetime,
    level: Level = Level.CITY,
    name_en: str = "",
    short: str = "",
) -> Founded:
    """Make the root unit and its three administrators, three different people, with their accounts.

    Possible only while no person exists. From then on the system administrator adds units and people, the
    security administrator gives roles and accounts, and the audit administrator watches both.
    """
    founders = {Role.SYSTEM_ADMIN: system, Role.SECURITY_ADMIN: security, Role.AUDIT_ADMIN: audit}
    problems = []
    if Person.objects.exists() or Unit.objects.exists():
        problems.append(Reason("founded", _("已经初始化过：库中已有单位或人员")))
    if not policy.is_code(code, 12):
        problems.append(Reason("code", _("机构代码应为12位数字：%(code)s"), "code", {"code": code}))
    if not policy.is_code(area, 6):
        problems.append(Reason("area", _("行政区划代码应为6位数字：%(area)s"), "area", {"area": area}))
    if not name.strip():
        problems.append(Reason("name", _("单位名称不能为空"), "name"))
    if len({policy.sign_in_name(founder.police_no) for founder in founders.values()}) < len(founders):
        problems.append(Reason("same", _("系统、安全、审计三名管理员必须是三个不同的人")))
    for role, founder in founders.items():
        if not founder.police_no.strip() or not founder.name.strip():
            problems.append(
                Reason("founder", _("%(role)s的警号和姓名不能为空"), params={"role": TITLES[role]})
            )
        if policy.looks_like_identity_number(founder.police_no):
            problems.append(Reason("identity_number", _("这像是身份证号：本系统不收集身份证号"), "police_no"))
    if problems:
        raise CannotFound(problems)
    unit: Unit = Unit.objects.add_root(
        {
            "code": code,
            "area": area,
            "name": name.strip(),
            "level": level,
            "name_en": name_en.strip(),
            "short": short.strip(),
        }
    )
    acts = [Act(FOUNDING, "org.found_bureau", f"unit:{code}", at)]
    people, words, on = {}, {}, local_day(at)
    for role, founder in founders.items():
        person = Person.objects.create(
            police_no=founder.police_no.strip(), name=founder.name.strip(), category=founder.category
        )
        Post.objects.create(person=person, unit=unit, title=TITLES[role], from_on=on)
        for held in (role, Role.OFFICER):
            RoleHolding.objects.create(person=person, unit=unit, role=held, from_on=on, given_by=None)
        account = Account(person=person, username=policy.sign_in_name(person.police_no), created_at=at)
        words[role] = passwords.temporary()
        account.set_password(words[role])
        account.save()
        people[role] = person
        subject = f"person:{person.key}"
        acts += [
            Act(FOUNDING, "org.add_person", subject, at, {"unit": code}),
            Act(FOUNDING, "org.appoint", subject, at, {"role": role.value, "unit": code}),
            Act(FOUNDING, "org.open_account", subject, at),
        ]
    record_many(acts)
    return Founded(unit, people, words)
