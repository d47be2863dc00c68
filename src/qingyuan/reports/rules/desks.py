"""Desks, who sits at them, and their keys. Nobody comes to a desk by one person's word."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from qingyuan.engines import envelope
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Role, Unit, require, standing
from qingyuan.reports.errors import CannotKeepKey, missing
from qingyuan.reports.kinds import OUTSIDE, DeskKind
from qingyuan.reports.models import Desk, DutyKey, Holder, KeyShare
from qingyuan.reports.policy import sealing
from qingyuan.reports.queries.routing import current_keys
from qingyuan.trail.api import record

NO_UNIT = Reason("no_unit", _("单位纪检和市级督察岗位须选择单位；派驻和上级岗位不属于任何单位"), "unit")
NO_ROLE = Reason("no_role", _("此人没有“纪检督察”角色，不能到岗"), "person")
AT_DESK = Reason("at_desk", _("此人已在这个岗位"), "person")
SECOND = Reason("second", _("须由提名人和本人以外的第二人同意"))
NOT_HOLDER = Reason("not_holder", _("您不在这个岗位上"))
USED_KEY = Reason("used_key", _("这把公钥已经登记过"))
OWN_OFFICE = Reason("own_office", _("恢复份额须交给其他岗位的人保管，至少两份"))


@transaction.atomic
def open_desk(
    *, kind: DeskKind, unit: Unit | None, name: str, name_en: str, by: Person, at: datetime
) -> Desk:
    """Set a desk up."""
    require(by, "reports.keep_desks", at=at)
    if (unit is None) != (kind in OUTSIDE):
        raise CannotKeepKey(NO_UNIT)
    desk = Desk.objects.create(kind=kind, unit=unit, name=name.strip(), name_en=name_en.strip())
    record(
        actor=by.key, act="reports.open_desk", subject=f"desk:{desk.key}", at=at, detail={"kind": kind.value}
    )
    return desk


@transaction.atomic
def close_desk(*, desk_id: int, by: Person, at: datetime) -> Desk:
    """Close a desk: nothing new is sealed to it."""
    require(by, "reports.keep_desks", at=at)
    desk = Desk.objects.select_for_update().filter(pk=desk_id, closed_at__isnull=True).first()
    if desk is None:
        raise missing()
    desk.closed_at = at
    desk.save(update_fields=["closed_at"])
    record(actor=by.key, act="reports.close_desk", subject=f"desk:{desk.key}", at=at)
    return desk


@transaction.atomic
def propose_holder(*, desk_id: int, person: Person, by: Person, at: datetime) -> Holder:
    """Propose that somebody sit at a desk. Nothing is sealed to him before a second person agrees."""
    require(by, "reports.keep_desks", at=at)
    desk = Desk.objects.select_for_update().filter(pk=desk_id, closed_at__isnull=True).first()
    if desk is None:
        raise missing()
    if Role.DISCIPLINE not in standing(person, at).roles:
        raise CannotKeepKey(NO_ROLE)
    if Holder.objects.filter(desk=desk, person=person, to_at__isnull=True).exists():
        raise CannotKeepKey(AT_DESK)
    holder = Holder.objects.create(desk=desk, person=person, from_at=at, proposed_by=by)
    record(
        actor=by.key,
        act="reports.propose_holder",
        subject=f"desk:{desk.key}",
        at=at,
        detail={"person": person.key},
    )
    return holder


@transaction.atomic
def agree_to_holder(*, holder_id: int, by: Person, at: datetime) -> Holder:
    """The second person agrees: neither who proposed it nor who is to sit there."""
    require(by, "reports.agree_to_holder", at=at)
    holder = (
        Holder.objects.select_for_update(of=("self",))
        .select_related("desk", "person")
        .filter(pk=holder_id, to_at__isnull=True, agreed_by__isnull=True)
        .first()
    )
    if holder is None:
        raise missing()
    if by.pk in (holder.proposed_by_id, holder.person_id):
        raise CannotKeepKey(SECOND)
    holder.agreed_by, holder.agreed_at = by, at
    holder.save(update_fields=["agreed_by", "agreed_at"])
    record(
        actor=by.key,
        act="reports.agree_to_holder",
        subject=f"desk:{holder.desk.key}",
        at=at,
        detail={"person": holder.person.key},
    )
    return holder


@transaction.atomic
def end_holder(*, holder_id: int, by: Person, at: datetime) -> Holder:
    """Somebody leaves a desk: his keys retire with him, and his slots open to nobody."""
    require(by, "reports.keep_desks", at=at)
    holder = (
        Holder.objects.select_for_update(of=("self",))
        .select_related("desk", "person")
        .filter(pk=holder_id, to_at__isnull=True)
        .first()
    )
    if holder is None:
        raise missing()
    holder.to_at = at
    holder.save(update_fields=["to_at"])
    DutyKey.objects.filter(holder=holder, retired_at__isnull=True).update(retired_at=at)
    record(
        actor=by.key,
        act="reports.end_holder",
        subject=f"desk:{holder.desk.key}",
        at=at,
        detail={"person": holder.person.key},
    )
    return holder


@transaction.atomic
def make_key(*, holder_id: int, recipient: str, by: Person, at: datetime) -> DutyKey:
    """Register the public half of a key that the holder made in his browser. The one before retires."""
    require(by, "reports.handle", at=at)
    holder = (
        Holder.objects.select_for_update(of=("self",))
        .select_related("desk")
        .filter(pk=holder_id, person=by, to_at__isnull=True, agreed_by__isnull=False)
        .first()
    )
    if holder is None:
        raise CannotKeepKey(NOT_HOLDER)
    if not sealing.is_recipient(recipient):
        raise CannotKeepKey(sealing.BAD_KEY)
    DutyKey.objects.filter(holder=holder, retired_at__isnull=True).update(retired_at=at)
    try:
        with transaction.atomic():
            made = DutyKey.objects.create(
                holder=holder, recipient=recipient, fingerprint=envelope.fingerprint(recipient), made_at=at
            )
    except IntegrityError:
        raise CannotKeepKey(USED_KEY) from None
    record(
        actor=by.key,
        act="reports.make_key",
        subject=f"desk:{holder.desk.key}",
        at=at,
        detail={"key": made.key, "fingerprint": made.fingerprint},
    )
    return made


@transaction.atomic
def keep_shares(*, key_id: int, shares: Mapping[str, bytes], by: Person, at: datetime) -> DutyKey:
    """Leave shares of one's own private key, each sealed to a key at another desk: no office has enough of them."""
    require(by, "reports.handle", at=at)
    mine = DutyKey.objects.filter(pk=key_id, holder__person=by, retired_at__isnull=True).first()
    if mine is None:
        raise CannotKeepKey(NOT_HOLDER)
    keepers = {row.key: row for row in current_keys().filter(key__in=list(shares))}
    others = {row.holder.desk_id for row in keepers.values()} - {mine.holder.desk_id}
    people = {row.holder.person_id for row in keepers.values()} - {by.pk}
    enough = len(others) == len(keepers) == len(shares) == len(people) >= sealing.SHARES_NEEDED
    if not enough:
        raise CannotKeepKey(OWN_OFFICE)
    if not all(map(sealing.is_share, shares.values())):
        raise CannotKeepKey(sealing.BAD_SEAL)
    KeyShare.objects.filter(of=mine).delete()
    KeyShare.objects.bulk_create(
        [KeyShare(of=mine, keeper=keepers[key], sealed=sealed, at=at) for key, sealed in shares.items()]
    )
    record(
        actor=by.key,
        act="reports.keep_shares",
        subject=f"desk:{mine.holder.desk.key}",
        at=at,
        detail={"key": mine.key, "shares": len(shares)},
    )
    return mine
