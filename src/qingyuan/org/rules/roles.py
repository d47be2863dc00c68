"""Give and end roles. Separation of duties is decided in the policy; here it is enforced."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.org import policy
from qingyuan.org.errors import CannotAppoint, Missing
from qingyuan.org.kinds import ADMINISTRATORS, Role
from qingyuan.org.models import ROLE_WORDS, Person, RoleHolding, Unit
from qingyuan.org.queries import require, standing
from qingyuan.trail.api import record


@transaction.atomic
def appoint(*, person: Person, role: Role, unit: Unit, by: Person, at: datetime) -> RoleHolding:
    """Give a role at a unit, unless it may not stand beside the roles already held, or one gives it to himself.

    A role that begins on a later day already counts against the others.
    """
    require(by, "org.appoint", at=at, unit=unit)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    on = local_day(at)
    standing_on = RoleHolding.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), person=person)
    held = frozenset(Role(role) for role in standing_on.values_list("role", flat=True))
    problems = [
        Reason(
            "conflict",
            _("“%(wanted)s”与已任“%(held)s”不能由同一人担任（三员分立、职责分离）"),
            "role",
            {"wanted": ROLE_WORDS[role], "held": ROLE_WORDS[other]},
        )
        for other in policy.conflicts(held, role)
    ]
    if person.pk == by.pk:
        problems.append(Reason("self", _("不能给自己授予角色"), "person"))
    if standing_on.filter(unit=unit, role=role).exists():
        problems.append(Reason("held", _("该人员在该单位已有此角色"), "role"))
    if problems:
        raise CannotAppoint(problems)
    holding = RoleHolding.objects.create(person=person, unit=unit, role=role, from_on=on, given_by=by)
    person.__dict__.pop("_standings", None)
    record(
        actor=by.key,
        act="org.appoint",
        subject=f"person:{person.key}",
        at=at,
        detail={"role": role.value, "unit": unit.code},
    )
    return holding


@transaction.atomic
def dismiss(*, holding: RoleHolding, by: Person, at: datetime) -> None:
    """End a role from today: it no longer counts. The history stays; what began today leaves only its trail.

    Nobody takes a role from himself, and each of the three administrators' roles keeps one holder: otherwise
    nobody could mend it.
    """
    require(by, "org.appoint", at=at, path=holding.unit.path)
    on = local_day(at)
    if (
        holding.role in ADMINISTRATORS
    ):  # two who dismiss each other go in turn: the second finds himself the last
        alike = RoleHolding.objects.on(on).filter(role=holding.role)
        list(alike.select_for_update().order_by("pk").values_list("pk", flat=True))
    held = (
        RoleHolding.objects.select_for_update(of=("self",))
        .select_related("person", "unit")
        .filter(pk=holding.pk)
        .first()
    )
    if held is None:
        raise Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))
    problems = []
    if held.to_on is not None and held.to_on < on:
        problems.append(Reason("ended", _("该角色已于 %(day)s 结束"), params={"day": held.to_on}))
    if held.person_id == by.pk:
        problems.append(Reason("self", _("不能收回自己的角色，请由另一位安全管理员办理")))
    others = RoleHolding.objects.on(on).filter(role=held.role).exclude(person=held.person_id)
    if held.role in ADMINISTRATORS and not others.exists():
        words = _("这是最后一位“%(role)s”，请先任命接替的人")
        problems.append(Reason("last", words, params={"role": ROLE_WORDS[held.role]}))
    if problems:
        raise CannotAppoint(problems)
    if held.from_on >= on:
        held.delete()
    else:
        held.to_on = on - timedelta(days=1)
        held.save(update_fields=["to_on"])
    record(
        actor=by.key,
        act="org.dismiss",
        subject=f"person:{held.person.key}",
        at=at,
        detail={"role": held.role, "unit": held.unit.code},
    )


def is_administrator(person: Person, at: datetime) -> bool:
    """Whether the person holds one of the three administrators' roles on the day."""
    return bool(standing(person, at).roles & ADMINISTRATORS)
