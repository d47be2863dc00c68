"""Builders for tests of any room: desks with holders and keys, a report as a browser would seal it."""

import json
import os
from dataclasses import dataclass, field
from datetime import datetime

from qingyuan.engines import envelope
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person
from qingyuan.reports.kinds import DeskKind
from qingyuan.reports.models import Desk, DutyKey, Holder, Report
from qingyuan.reports.policy.sealing import Sealed, SealedVault
from qingyuan.reports.queries.routing import Facts, routed
from qingyuan.reports.rules import accept_report


@dataclass(frozen=True)
class Seat:
    """A holder with his key: what only his browser knows is ``identity``."""

    desk: Desk
    person: Person
    key: DutyKey
    identity: str = field(repr=False)


def a_seat(
    kind: DeskKind, unit: Unit | None, *, at: datetime, person: Person | None = None, desk: Desk | None = None
) -> Seat:
    """A desk (a new one, unless given) with one holder, whose key is made. Outside desks: a person without a post."""
    root = Unit.objects.order_by("path")[0]
    desk = desk or Desk.objects.create(kind=kind, unit=unit, name=f"{kind.value}办理岗位")
    if person is None:
        person = a_person(unit or root, Role.DISCIPLINE, at_unit=unit or root, name=f"{kind.value}办理人")
        if unit is None:
            person.posts.all().delete()
            person.holdings.filter(role=Role.OFFICER).delete()
    others = [a_person(root, Role.DISCIPLINE, name="提名人"), a_person(root, Role.DISCIPLINE, name="同意人")]
    holder = Holder.objects.create(
        desk=desk, person=person, from_at=at, proposed_by=others[0], agreed_by=others[1], agreed_at=at
    )
    return Seat(desk, person, *a_key(holder, at=at))


def a_key(holder: Holder, *, at: datetime) -> tuple[DutyKey, str]:
    """A key of a holder, and its private half."""
    identity = envelope.new_identity()
    recipient = envelope.recipient_of(identity)
    DutyKey.objects.filter(holder=holder, retired_at__isnull=True).update(retired_at=at)
    key = DutyKey.objects.create(
        holder=holder, recipient=recipient, fingerprint=envelope.fingerprint(recipient), made_at=at
    )
    return key, identity


@dataclass(frozen=True)
class Told:
    """A report and what only its reporter has."""

    report: Report
    code: str = field(repr=False)
    identity: str = field(repr=False)
    locator: bytes = field(repr=False)
    content: str = field(repr=False)
    facts: Facts = field(repr=False)


def sealed_report(
    facts: Facts,
    *,
    at: datetime,
    words: str = "值班时饮酒",
    name: str = "",
    keys: "envelope.CodeKeys | None" = None,
) -> tuple[Sealed, str, str]:
    """What a browser makes of words: the sealed report, the code, and the content identity."""
    way = routed(facts, at)
    code = envelope.new_code()
    keys = keys or envelope.from_code(code)
    content = envelope.new_identity()
    said = {"what": words, "facts": _facts(facts), "nonce": facts.nonce.hex()}
    body = envelope.seal(
        envelope.pad(json.dumps(said, ensure_ascii=False).encode()), envelope.recipient_of(content)
    )
    vault = a_vault(name, way.keepers) if name else None
    sealed = Sealed(
        recipient=envelope.recipient_of(content),
        reporter=keys.recipient,
        locator=locator_bytes(keys.locator),
        own_slot=envelope.seal(content.encode(), keys.recipient),
        slots={key.pk: envelope.seal(content.encode(), key.recipient) for key in way.sealed_to},
        body=body,
        vault=vault,
    )
    return sealed, code, content


def _facts(facts: Facts) -> dict[str, object]:
    return {
        "units": [list(one) for one in facts.units],
        "desks": list(facts.desks),
        "avoid": list(facts.avoid),
    }


def locator_bytes(locator: str) -> bytes:
    """The 32 bytes of a locator."""
    from base64 import urlsafe_b64decode

    return urlsafe_b64decode(locator + "=")


def a_vault(name: str, keepers: list[DutyKey]) -> SealedVault:
    """Who the reporter is, as a browser seals it."""
    identity = envelope.new_identity()
    shares = envelope.split(envelope.secret_of(identity), 2, len(keepers))
    recipient = envelope.recipient_of(identity)
    sealed = envelope.seal(envelope.pad(json.dumps({"name": name}, ensure_ascii=False).encode()), recipient)
    pairs = zip(keepers, shares, strict=True)
    return SealedVault(
        recipient, sealed, {key.pk: envelope.seal(share, key.recipient) for key, share in pairs}
    )


def a_report(*, at: datetime, facts: Facts | None = None, words: str = "值班时饮酒", name: str = "") -> Told:
    """A report that was taken."""
    facts = facts or Facts(nonce=os.urandom(16))
    sealed, code, content = sealed_report(facts, at=at, words=words, name=name)
    report = accept_report(sealed=sealed, facts=facts, work=None, at=at)
    return Told(report, code, envelope.from_code(code).identity, sealed.locator, content, facts)
