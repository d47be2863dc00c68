"""Who the reporter is: opened with a stated reason by two persons, and shown to those who watch over it."""

from datetime import datetime

from django.db import transaction

from qingyuan.kit import bus
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.reports.errors import CannotOpenVault, missing
from qingyuan.reports.events import ReporterKnown
from qingyuan.reports.kinds import Why
from qingyuan.reports.models import Report, Vault, VaultOpening, VaultShare
from qingyuan.reports.policy import sealing
from qingyuan.reports.queries.reading import my_keys, readable
from qingyuan.reports.rules._told import act
from qingyuan.trail.api import record_many

ANONYMOUS = Reason("anonymous", _("这是匿名举报，没有身份信息"))
NO_SHARE = Reason("no_share", _("您不保管这份身份信息的份额，须由保管份额的人提出"))
ASKED = Reason("asked", _("您已经提出过，等待第二人同意"))
WATCHED = Reason("watched", _("已经列入防打击报复名单"))
ONESELF = Reason("oneself", _("不能把自己列为举报人"), "person")
SAME = Reason("same", _("须由提出人以外的第二人同意"))


@transaction.atomic
def ask_identity(*, report_id: int, why: Why, tell_reporter: bool, by: Person, at: datetime) -> VaultOpening:
    """Ask for the reporter's identity. Who asks handles the report and keeps a share; alone it opens nothing."""
    require(by, "reports.handle", at=at)
    report = readable(by).select_for_update(of=("self",)).filter(pk=report_id).first()
    if report is None:
        raise missing()
    vault = Vault.objects.filter(report=report).first()
    if vault is None:
        raise CannotOpenVault(ANONYMOUS)
    share = VaultShare.objects.filter(vault=vault, key__in=my_keys(by)).select_related("key").first()
    if share is None:
        raise CannotOpenVault(NO_SHARE)
    if VaultOpening.objects.filter(vault=vault, asked_by=by, agreed_by__isnull=True).exists():
        raise CannotOpenVault(ASKED)
    asked = VaultOpening.objects.create(
        vault=vault, asked_by=by, key=share.key, why=why, tell_reporter=tell_reporter, asked_at=at
    )
    record_many([act(report, "ask_identity", at, by=by, why=why.value)])
    return asked


@transaction.atomic
def agree_to_identity(*, opening_id: int, sealed: bytes, by: Person, at: datetime) -> VaultOpening:
    """The second keeper gives his share, sealed again in his browser to who asked."""
    require(by, "reports.handle", at=at)
    asked = (
        VaultOpening.objects.select_for_update(of=("self",))
        .select_related("vault__report")
        .filter(pk=opening_id, agreed_by__isnull=True, vault__shares__key__in=my_keys(by))
        .first()
    )
    if asked is None:
        raise missing()
    if asked.asked_by_id == by.pk:
        raise CannotOpenVault(SAME)
    if not sealing.is_share(sealed):
        raise CannotOpenVault(sealing.BAD_SEAL)
    asked.agreed_by, asked.agreed_at, asked.share = by, at, sealed
    asked.save(update_fields=["agreed_by", "agreed_at", "share"])
    report: Report = asked.vault.report
    record_many([act(report, "agree_to_identity", at, by=by, opening=asked.pk)])
    return asked


@transaction.atomic
def take_identity(*, opening_id: int, by: Person, at: datetime) -> tuple[VaultOpening, bytes]:
    """Hand the two shares and the vault to who asked: after the record says so. The other share is the second value."""
    require(by, "reports.handle", at=at)
    asked = (
        VaultOpening.objects.select_related("vault__report")
        .filter(pk=opening_id, asked_by=by, agreed_by__isnull=False)
        .first()
    )
    if asked is None or not readable(by).filter(pk=asked.vault.report_id).exists():
        raise missing()
    own = VaultShare.objects.filter(vault=asked.vault, key=asked.key).values_list("sealed", flat=True)[0]
    asked.taken_at = asked.taken_at or at
    asked.save(update_fields=["taken_at"])
    record_many([act(asked.vault.report, "take_identity", at, by=by, opening=asked.pk)])
    return asked, bytes(own)


@transaction.atomic
def watch_reporter(*, opening_id: int, person: Person, by: Person, at: datetime) -> VaultOpening:
    """Have a reporter who is an officer watched over against retaliation: only who has opened the identity decides it.

    The record says that it was done for this report, not for whom; the fact says for whom, not for which report.
    """
    require(by, "reports.handle", at=at)
    asked = (
        VaultOpening.objects.select_for_update(of=("self",))
        .select_related("vault__report")
        .filter(pk=opening_id, asked_by=by, taken_at__isnull=False)
        .first()
    )
    if asked is None or not readable(by).filter(pk=asked.vault.report_id).exists():
        raise missing()
    if asked.watched_at is not None:
        raise CannotOpenVault(WATCHED)
    if person.pk == by.pk:
        raise CannotOpenVault(ONESELF)
    asked.watched_at = at
    asked.save(update_fields=["watched_at"])
    record_many([act(asked.vault.report, "watch_reporter", at, by=by, opening=asked.pk)])
    bus.tell(ReporterKnown(person.pk, by.pk, at))
    return asked
