"""Witnesses of the record: who is one, and what each has vouched for."""

from datetime import UTC, datetime

from django.db import transaction

from qingyuan.discipline.api import kinds as discipline_kinds
from qingyuan.discipline.api import rules as discipline
from qingyuan.engines.merkle import KeyKind, MerkleError, Note, VerifierKey, open_checkpoint, witnessed
from qingyuan.kit.errors import Missing, Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.portal.errors import CannotKeep, CannotRegister
from qingyuan.portal.models import Witness
from qingyuan.reports.events import ReporterKnown
from qingyuan.trail.api import record, verifier_key, vouched_for

AT_MOST = 16  # signatures on one checkpoint: signed-note lets a reader stop there


@transaction.atomic
def register_witness(*, name: str, key: str, by: Person, at: datetime) -> Witness:
    """Take up the public key of an outside witness. The record keeps the key, so that nobody exchanges it quietly."""
    require(by, "portal.register_witness", at=at)
    problems = []
    if not name.strip():
        problems.append(Reason("no_name", _("请填写见证人的名称"), "name"))
    try:
        parsed = VerifierKey.parse(key.strip())
    except MerkleError:
        parsed = None
    if parsed is None or parsed.kind is not KeyKind.COSIGNATURE_V1:
        problems.append(Reason("bad_key", _("这不是见证人的公钥（由 qingyuan witness keygen 生成）"), "key"))
    elif Witness.objects.filter(key=str(parsed)).exists():
        problems.append(Reason("known_key", _("这个公钥已经登记过"), "key"))
    if Witness.objects.filter(ended_at__isnull=True).count() >= AT_MOST - 1:
        problems.append(Reason("too_many", _("见证人已满")))
    if problems:
        raise CannotRegister(problems)
    assert parsed is not None
    kept = Witness.objects.create(name=name.strip(), key=str(parsed), since=at)
    detail = {"key_id": parsed.id.hex(), "key": parsed.public.hex()}
    record(actor=by.key, act="portal.register_witness", subject=f"witness:{kept.pk}", at=at, detail=detail)
    return kept


@transaction.atomic
def end_witness(*, witness_id: int, by: Person, at: datetime) -> Witness:
    """Take no more cosignatures of a witness. What it vouched for stays known."""
    require(by, "portal.register_witness", at=at)
    kept = Witness.objects.select_for_update().filter(pk=witness_id, ended_at__isnull=True).first()
    if kept is None:
        raise Missing(Reason("missing", _("没有这个见证人")))
    kept.ended_at = at
    kept.save(update_fields=["ended_at"])
    record(actor=by.key, act="portal.end_witness", subject=f"witness:{kept.pk}", at=at)
    return kept


@transaction.atomic
def keep_cosignature(*, note: bytes) -> Witness:
    """Keep what a registered witness has signed, if it is a checkpoint that this log went through.

    Recorded nowhere: each entry would make a new checkpoint, and that one would have to be signed again.
    An older one than the witness's last is passed over.
    """
    known = {
        VerifierKey.parse(one.key): one
        for one in Witness.objects.select_for_update().filter(ended_at__isnull=True)
    }
    own = VerifierKey.parse(verifier_key())
    try:
        parsed = Note.parse(note)
        checkpoint = open_checkpoint(parsed, own)
        stamps = witnessed(parsed, known, 1)
        by, stamp = max(stamps.items(), key=lambda one: one[1])
        moment = datetime.fromtimestamp(stamp, UTC)
    except (MerkleError, OverflowError, ValueError, OSError):
        raise CannotKeep(Reason("unknown", _("没有已登记见证人的有效签名"))) from None
    if checkpoint.extensions or not vouched_for(checkpoint):
        raise CannotKeep(Reason("another_log", _("这不是本记录的检查点")))
    kept = known[by]
    if (checkpoint.size, moment) > (kept.size, kept.stamp or datetime.min.replace(tzinfo=UTC)):
        mine = tuple(
            one
            for one in parsed.signatures
            if (one.name, one.key_id) in ((own.name, own.id), (by.name, by.id))
        )
        kept.checkpoint, kept.size, kept.stamp = str(Note(parsed.text, mine)), checkpoint.size, moment
        kept.save(update_fields=["checkpoint", "size", "stamp"])
    return kept


@transaction.atomic
def reporter_known(fact: ReporterKnown) -> None:
    """Of two rooms side by side one tells whom, the other watches over him; neither knows of which report."""
    discipline.interference.protect_person(
        person=Person.objects.get(pk=fact.person_id),
        source=discipline_kinds.Source.REPORTER,
        by=Person.objects.get(pk=fact.by_id),
        at=fact.at,
    )
