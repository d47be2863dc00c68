"""Builders for self-examination: desks with keys, a policy, a window, and what a browser seals."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from qingyuan.discipline.models import LeniencyPolicy, SelfReport, Window
from qingyuan.discipline.policy.selfreport import Sealed
from qingyuan.discipline.queries import selfreport as queries
from qingyuan.discipline.rules import selfreport as rules
from qingyuan.engines import envelope
from qingyuan.org.api import Person, Unit
from qingyuan.reports.kinds import DeskKind
from qingyuan.reports.testing import Seat, a_seat

SECRET = "我收过梧桐街商户两条烟"
ITEMS = (("收受管理服务对象礼品礼金", "公安机关人民警察纪律条令第二十条"), ("违规过问案件", "三个规定"))


@dataclass
class Desks:
    city: Seat
    resident: Seat


def desks(city, at: datetime) -> Desks:
    """Keys of the city supervision and of the resident group."""
    return Desks(
        a_seat(DeskKind.CITY, city.supervision, at=at, person=city.handler),
        a_seat(DeskKind.RESIDENT, None, at=at, person=city.resident),
    )


def a_policy(unit: Unit, by: Person, at: datetime, days: int = 10) -> LeniencyPolicy:
    return rules.publish_policy(
        unit=unit,
        title="自查从宽、被查从严政策",
        words="主动交代的，可以从轻或者减轻。",
        basis="政务处分法第十一条第一项",
        answer_days=days,
        adviser="纪检监察室 000-1001",
        by=by,
        at=at,
    )


def a_window(campaign, unit: Unit, by: Person, at: datetime, *, days: int = 30) -> Window:
    first = at.date()
    draft = rules.WindowDraft("对照自查", first, date.fromordinal(first.toordinal() + days), ITEMS)
    return rules.hold_window(campaign=campaign, unit=unit, draft=draft, by=by, at=at)


def read(window: Window, person: Person, at: datetime) -> None:
    rules.read_policy(policy_id=window.policy_id, by=person, at=at)


def leads_first(window: Window, person: Person, at: datetime) -> SelfReport:
    """A leader reads, speaks in public and answers nil."""
    read(window, person, at)
    rules.speak_first(window_id=window.pk, words="查到会议过多，四月底前压减一半。", by=person, at=at)
    return rules.answer_nil(window_id=window.pk, by=person, at=at)


def sealed_for(person: Person, at: datetime, words: str = SECRET) -> tuple[Sealed, str]:
    """What a browser makes of words: the sealed self-report, and its key."""
    identity = envelope.new_identity()
    recipient = envelope.recipient_of(identity)
    body = envelope.seal(envelope.pad(json.dumps({"text": words}, ensure_ascii=False).encode()), recipient)
    slots = {one.key: envelope.seal(identity.encode(), one.recipient) for one in queries.readers(person, at)}
    return Sealed(recipient, body, slots), identity


def opened_with(seat: Seat, report: SelfReport) -> str:
    """What a handler's browser makes of a self-report with his key."""
    slot = report.slots.get(key=seat.key.key)
    identity = envelope.open_(bytes(slot.sealed), seat.identity).decode()
    return str(json.loads(envelope.unpad(envelope.open_(bytes(report.sealed), identity)))["text"])
