"""What a handler does with a self-report: open it, note it, or make it a lead; and sealing where no script is."""

import json
from datetime import datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.discipline.errors import CannotAnswer, CannotHandle, Reason, missing
from qingyuan.discipline.kinds import Channel, Followed
from qingyuan.discipline.models import SelfOpening, SelfReport, SelfSlot
from qingyuan.discipline.policy import selfreport as policy
from qingyuan.discipline.queries import selfreport as queries
from qingyuan.discipline.rules.leads import LeadDraft, register_lead
from qingyuan.discipline.rules.selfreport import tell
from qingyuan.engines import envelope
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record

TOO_LONG = Reason("too_long", _("内容太长，请分成几次说明"))


def _locked(report_id: int, by: Person, at: datetime) -> SelfReport:
    require(by, queries.READ, at=at)
    found = queries.readable(by).select_for_update(of=("self",)).filter(pk=report_id).first()
    if found is None:
        raise missing()
    return found


def _note(report: SelfReport, act: str, by: Person, at: datetime) -> None:
    record(actor=by.key, act=f"discipline.{act}", subject=f"{queries.SUBJECT}:{report.public_id}", at=at)


@transaction.atomic
def open_self_report(*, report_id: int, by: Person, at: datetime) -> list[SelfSlot]:
    """Hand a handler his slots, after it stands in the record that he had them."""
    report = _locked(report_id, by, at)
    slots = list(queries.my_slots(by).filter(report=report))
    SelfOpening.objects.create(report=report, person=by, at=at)
    _note(report, "open_self_report", by, at)
    return slots


def _waiting(report: SelfReport, by: Person) -> None:
    problems = []
    if report.followed != Followed.WAITING:
        problems.append(Reason("followed", _("已经研判过")))
    if not report.openings.filter(person=by).exists():
        problems.append(Reason("not_opened", _("请先打开内容，再作决定")))
    if problems:
        raise CannotHandle(problems)


@transaction.atomic
def note_self_report(*, report_id: int, by: Person, at: datetime) -> SelfReport:
    """Keep a self-report as read, without a lead. The person is shown it at once."""
    report = _locked(report_id, by, at)
    _waiting(report, by)
    report.followed, report.followed_at, report.followed_by = Followed.NOTED, at, by
    report.save(update_fields=["followed", "followed_at", "followed_by"])
    _note(report, "note_self_report", by, at)
    return report


@transaction.atomic
def take_up_self_report(
    *, report_id: int, campaign: Campaign, statement: str, at_unit: Unit, by: Person, at: datetime
) -> SelfReport:
    """Make a self-report a lead that names the person: it exists for those alone whom it does not concern."""
    report = _locked(report_id, by, at)
    _waiting(report, by)
    draft = LeadDraft(
        channel=Channel.OWN_CHECK,
        statement=statement,
        received_on=local_day(at),
        at_unit=at_unit,
        real_name=True,
        people=(report.person,),
    )
    report.lead = register_lead(campaign=campaign, draft=draft, by=by, at=at)
    report.followed, report.followed_at, report.followed_by = Followed.MATTER, at, by
    report.save(update_fields=["followed", "followed_at", "followed_by", "lead"])
    _note(report, "take_up_self_report", by, at)
    return report


def tell_plain(*, window_id: int | None, words: dict[str, str], by: Person, at: datetime) -> SelfReport:
    """Seal what came from a browser without script, in memory, and take it. Nothing plain is kept."""
    readers = queries.readers(by, at)
    identity = envelope.new_identity()
    recipient = envelope.recipient_of(identity)
    try:
        body = envelope.seal(envelope.pad(json.dumps(words, ensure_ascii=False).encode()), recipient)
    except (envelope.EnvelopeError, UnicodeEncodeError):
        raise CannotAnswer(TOO_LONG) from None
    slots = {one.key: envelope.seal(identity.encode(), one.recipient) for one in readers}
    sealed = policy.Sealed(recipient, body, slots)
    return tell(window_id=window_id, sealed=sealed, by=by, at=at, plain=True)
