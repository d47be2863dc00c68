"""A holder who lost his key gets it back: shares of two other offices, sealed again to his new key, by themselves.

The server holds sealed shares before and after and can open none. Nobody but the holder himself may ask: who takes a
desk over is sealed to by those who read already, because routing has to be asked of each report before he has it, and
what it has to be asked lies inside.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.reports.errors import CannotKeepKey, missing
from qingyuan.reports.kinds import Lost, RecoveryEnd
from qingyuan.reports.models import DutyKey, KeyShare, Recovery, RecoveryShare
from qingyuan.reports.policy import sealing
from qingyuan.reports.queries import recovering
from qingyuan.reports.rules.desks import NOT_HOLDER
from qingyuan.trail.api import record

FEW = Reason("few_shares", _("这把密钥交出的恢复份额不足两份，无法恢复；请由同岗位的人为您的新密钥重新加密"))
ASKED = Reason("asked", _("已经提出过恢复，正在等待保管人"))
NOT_SAID = Reason("said", _("核对的指纹与申请人新密钥的不一致，没有交出；请向本人当面或电话核对"), "said")
NOT_YET = Reason("not_yet", _("交出的份额还不足两份"))
SELF = Reason("self", _("不能向自己交出份额"))
SAID = 9  # the last two groups of a fingerprint: 40 bits that only the asker's own page shows


def _told(recovery: Recovery, act: str, by: Person, at: datetime, **detail: str | int | bool) -> None:
    """An entry about a key is about its desk: the audit administrator sees it, and no report stands in it."""
    said = {"key": recovery.of.key, "recovery": recovery.pk, **detail}
    desk = recovery.of.holder.desk.key
    record(actor=by.key, act=f"reports.{act}", subject=f"desk:{desk}", at=at, detail=said)


@transaction.atomic
def ask_recovery(*, key_id: int, why: Lost, by: Person, at: datetime) -> Recovery:
    """Ask for a key of one's own that has retired: to one's current key at the same desk."""
    require(by, "reports.handle", at=at)
    old = recovering.lost(by).select_for_update(of=("self",)).filter(pk=key_id).first()
    if old is None:
        raise missing()
    new = DutyKey.objects.filter(holder=old.holder_id, retired_at__isnull=True).first()
    if new is None:
        raise CannotKeepKey(NOT_HOLDER)
    if len(recovering.sitting(old)) < sealing.SHARES_NEEDED:
        raise CannotKeepKey(FEW)
    try:
        with transaction.atomic():
            asked = Recovery.objects.create(of=old, into=new, asked_by=by, why=why, asked_at=at)
    except IntegrityError:
        raise CannotKeepKey(ASKED) from None
    _told(asked, "ask_recovery", by, at, into=new.key, why=why.value)
    return asked


def _waiting(recovery_id: int, by: Person, at: datetime) -> tuple[Recovery, KeyShare]:
    require(by, "reports.handle", at=at)
    found = recovering.waiting_for(by).select_for_update(of=("self",)).filter(pk=recovery_id).first()
    if found is None:
        raise missing()
    return found, recovering.share_of(found, by)


@transaction.atomic
def give_share(*, recovery_id: int, sealed: bytes, said: str, by: Person, at: datetime) -> RecoveryShare:
    """Give one's share, sealed again to the asker's new key. ``said``: the end of its fingerprint, read out by him."""
    found, share = _waiting(recovery_id, by, at)
    typed = "".join(said.split()).upper().replace("O", "0").replace("I", "1").replace("L", "1")
    if typed.replace("-", "") != found.into.fingerprint[-SAID:].replace("-", ""):
        raise CannotKeepKey(NOT_SAID)
    if found.asked_by_id == by.pk:
        raise CannotKeepKey(SELF)
    if not sealing.is_share(sealed):
        raise CannotKeepKey(sealing.BAD_SEAL)
    given = RecoveryShare.objects.create(recovery=found, keeper=share.keeper, by=by, sealed=sealed, at=at)
    _told(found, "give_share", by, at, keeper=share.keeper.key)
    return given


@transaction.atomic
def refuse_recovery(*, recovery_id: int, by: Person, at: datetime) -> Recovery:
    """A keeper says no: the recovery ends there, for whoever asked was not who he said, or had no reason."""
    found, _share = _waiting(recovery_id, by, at)
    return _end(found, RecoveryEnd.REFUSED, by, at, "refuse_recovery")


def _mine(recovery_id: int, by: Person, at: datetime) -> Recovery:
    require(by, "reports.handle", at=at)
    rows = Recovery.objects.select_for_update(of=("self",)).select_related("of__holder__desk", "into")
    found = rows.filter(
        pk=recovery_id, asked_by=by, ended_at__isnull=True, into__retired_at__isnull=True
    ).first()
    if found is None:
        raise missing()
    return found


@transaction.atomic
def withdraw_recovery(*, recovery_id: int, by: Person, at: datetime) -> Recovery:
    """Who asked does not need it any more."""
    return _end(_mine(recovery_id, by, at), RecoveryEnd.WITHDRAWN, by, at, "withdraw_recovery")


@transaction.atomic
def take_shares(*, recovery_id: int, by: Person, at: datetime) -> list[bytes]:
    """Hand the shares to who asked, once there are enough of two offices: after the record says so."""
    found = _mine(recovery_id, by, at)
    shares = list(found.shares.select_related("keeper__holder").order_by("pk"))
    if len({one.keeper.holder.desk_id for one in shares}) < sealing.SHARES_NEEDED:
        raise CannotKeepKey(NOT_YET)
    _told(found, "take_shares", by, at, shares=len(shares))
    return [bytes(one.sealed) for one in shares]


@transaction.atomic
def finish_recovery(*, recovery_id: int, by: Person, at: datetime) -> Recovery:
    """Everything is sealed to the new key. The old one stays retired, and its shares go."""
    found = _mine(recovery_id, by, at)
    done = _end(found, RecoveryEnd.DONE, by, at, "finish_recovery")
    KeyShare.objects.filter(of=found.of).delete()
    return done


def _end(found: Recovery, how: RecoveryEnd, by: Person, at: datetime, act: str) -> Recovery:
    found.end, found.ended_at, found.ended_by = how, at, by
    found.save(update_fields=["end", "ended_at", "ended_by"])
    found.shares.update(sealed=b"")
    _told(found, act, by, at)
    return found
