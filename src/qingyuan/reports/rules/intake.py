"""Taking a report, its messages and files, from somebody nobody knows. What is kept cannot be read here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from qingyuan.engines.envelope import Challenge
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.reports.errors import NO_CODE, CannotReport
from qingyuan.reports.kinds import Channel, Part, Rating, Side, Stage
from qingyuan.reports.models import (
    Allowed,
    DutyKey,
    Envelope,
    Report,
    Slot,
    Spent,
    Vault,
    VaultShare,
    public_id,
)
from qingyuan.reports.policy import sealing
from qingyuan.reports.policy.sealing import Sealed, SealedVault, digest_of_report, the_hour
from qingyuan.reports.queries.routing import Facts, Routed, routed
from qingyuan.reports.rules._gathering import Gathering
from qingyuan.reports.rules._told import act, append
from qingyuan.trail.api import Act, record_many

USED = Reason("used", _("这次提交已经收到过，或者等待太久，请再提交一次"))
PROMISE = Reason("promise", _("补充的内容与原来的举报不符"))
NAMED_ALREADY = Reason("named_already", _("这件举报已经是实名举报"))
NO_RESULT = Reason("no_result", _("还没有告知结果，暂不能评价"))


def accept_report(
    *,
    sealed: Sealed,
    facts: Facts,
    work: Challenge | None,
    at: datetime,
    channel: Channel = Channel.BROWSER,
    way: Routed | None = None,
) -> Report:
    """Take a report, or refuse it with every reason. It is in the record before anybody is told that it was taken.

    ``work``: the challenge that was solved for it; each counts once. Only the hour of ``at`` is kept.
    ``way``: what routing has just said of these facts, if it was asked already.
    """
    way = way or routed(facts, at)
    hour = the_hour(at)
    problems = sealing.faults(sealed, way.way.sealed_to, way.way.keepers)
    if len(facts.nonce) != 16:
        problems.append(sealing.BAD_SEAL)
    if (
        sealed.vault
        and len({way.keys[pk].holder.person_id for pk in sealed.vault.shares if pk in way.keys}) < 2
    ):
        problems.append(sealing.WRONG_READERS)
    if problems:
        raise CannotReport(problems)
    report = _report(sealed, facts, way.keys, hour, channel)
    try:
        _gathered.put(Arrived(report, sealed, work, dict(way.way.later)))
    except IntegrityError:
        raise CannotReport(USED) from None
    return report


@dataclass(frozen=True)
class Arrived:
    """A report that was found sound, as it is to be written. ``levels``: of keys that read only when it rises."""

    report: Report
    sealed: Sealed
    work: Challenge | None
    levels: Mapping[int, int]


def _report(
    sealed: Sealed, facts: Facts, keys: Mapping[int, DutyKey], hour: datetime, channel: Channel
) -> Report:
    name = public_id()
    locator = sha256(sealed.locator).digest()
    parts = {f"slot:{keys[pk].key}": sha256(slot).digest() for pk, slot in sealed.slots.items()}
    parts |= {"body": sha256(sealed.body).digest(), "own": sha256(sealed.own_slot).digest()}
    return Report(
        public_id=name,
        locator_hash=locator,
        recipient=sealed.recipient,
        reporter=sealed.reporter,
        own_slot=sealed.own_slot,
        promised=facts.promised,
        digest=digest_of_report(
            public_id=name,
            locator=locator,
            recipient=sealed.recipient,
            reporter=sealed.reporter,
            promised=facts.promised,
            parts=parts,
        ),
        channel=channel,
        real_name=sealed.vault is not None,
        received_at=hour,
    )


def _write(arrived: Sequence[Arrived]) -> None:
    """Several reports that arrived together, with everything of theirs, and all of it in the record."""
    works = [one.work for one in arrived if one.work is not None]
    Spent.objects.bulk_create([Spent(seed=work.seed, until=work.until) for work in works])
    for one in arrived:
        one.report.pk = None  # it may have one of a transaction that another report brought down
    Report.objects.bulk_create([one.report for one in arrived])
    pairs = [(one, pk, slot) for one in arrived for pk, slot in one.sealed.slots.items()]
    Allowed.objects.bulk_create([Allowed(report=one.report, key_id=pk) for one, pk, _slot in pairs])
    Slot.objects.bulk_create(
        [
            Slot(report=one.report, key_id=pk, sealed=slot, level=one.levels.get(pk, 0))
            for one, pk, slot in pairs
        ]
    )
    Envelope.objects.bulk_create([_body(one) for one in arrived])
    acts = []
    for one in arrived:
        digest, body = bytes(one.report.digest).hex(), sha256(one.sealed.body).hexdigest()
        acts.append(act(one.report, "accept", one.report.received_at, digest=digest, body=body))
        if one.sealed.vault is not None:
            acts.append(_keep_vault(one.report, one.sealed.vault, one.report.received_at))
    record_many(acts)


_gathered = Gathering(_write)


def _body(one: Arrived) -> Envelope:
    sealed = one.sealed.body
    return Envelope(
        report=one.report,
        number=1,
        part=Part.BODY,
        side=Side.REPORTER,
        size=len(sealed),
        sha256=sha256(sealed).digest(),
        sealed=sealed,
        at=one.report.received_at,
    )


def _keep_vault(report: Report, vault: SealedVault, hour: datetime) -> Act:
    digest = sha256(vault.sealed).digest()
    kept = Vault.objects.create(report=report, recipient=vault.recipient, sealed=vault.sealed, sha256=digest)
    VaultShare.objects.bulk_create(
        [VaultShare(vault=kept, key_id=pk, sealed=share) for pk, share in vault.shares.items()]
    )
    return act(report, "give_name", hour, digest=digest.hex(), keepers=len(vault.shares))


def _locked(locator: bytes) -> Report:
    """The report that a code leads to, locked; CannotReport if there is none."""
    found = Report.objects.select_for_update().filter(locator_hash=sha256(locator).digest()).first()
    if found is None:
        raise CannotReport(NO_CODE)
    return found


@transaction.atomic
def say(*, locator: bytes, sealed: bytes, at: datetime) -> Envelope:
    """A message of the reporter. To a declined report too: what was missing may come."""
    report = _locked(locator)
    if not sealing.is_text(sealed):
        raise CannotReport(sealing.BAD_SEAL)
    return append(report, Part.MESSAGE, sealed, side=Side.REPORTER, at=the_hour(at))


@transaction.atomic
def attach(*, locator: bytes, sealed: bytes, at: datetime) -> Envelope:
    """A file of the reporter, five at most."""
    report = _locked(locator)
    if not sealing.is_file(sealed):
        raise CannotReport(sealing.BAD_SEAL)
    return append(report, Part.FILE, sealed, side=Side.REPORTER, at=the_hour(at))


@transaction.atomic
def give_name(*, locator: bytes, vault: SealedVault, facts: Facts, at: datetime) -> Report:
    """Turn an anonymous report into a real-name one: who it is goes into a vault of its own."""
    report = _locked(locator)
    if report.real_name:
        raise CannotReport(NAMED_ALREADY)
    if facts.promised != bytes(report.promised):
        raise CannotReport(PROMISE)
    way = routed(facts, at)
    whole = sealing.is_recipient(vault.recipient) and sealing.is_text(vault.sealed)
    people = {way.keys[pk].holder.person_id for pk in vault.shares if pk in set(way.way.keepers)}
    if not whole or not all(map(sealing.is_share, vault.shares.values())):
        raise CannotReport(sealing.BAD_SEAL)
    if not set(vault.shares) <= set(way.way.keepers) or len(people) < sealing.SHARES_NEEDED:
        raise CannotReport(sealing.WRONG_READERS)
    report.real_name = True
    report.save(update_fields=["real_name"])
    record_many([_keep_vault(report, vault, the_hour(at))])
    return report


@transaction.atomic
def rate(*, locator: bytes, rating: Rating, at: datetime) -> Report:
    """Say whether the result answers the report; may be changed."""
    report = _locked(locator)
    if report.stage != Stage.ANSWERED:
        raise CannotReport(NO_RESULT)
    report.rating = rating
    report.save(update_fields=["rating"])
    record_many([act(report, "rate", the_hour(at), rating=rating.value)])
    return report


def forget_spent(at: datetime) -> int:
    """Drop the challenges that have expired anyway. Returns how many."""
    return Spent.objects.filter(until__lt=at).delete()[0]
