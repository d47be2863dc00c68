"""Reports from browsers without script: sealed on arrival, in memory, by the same engine. Nothing plain is kept."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingyuan.engines import envelope
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.reports.errors import CannotReport
from qingyuan.reports.kinds import Channel
from qingyuan.reports.models import DutyKey, Report
from qingyuan.reports.policy.sealing import SHARES_NEEDED, Sealed, SealedVault
from qingyuan.reports.queries.routing import Facts, routed
from qingyuan.reports.rules.intake import accept_report, attach, say

FILE = Reason("file", _("附件没有接收：超过 20 MB 或无法处理。举报内容已收到，可以凭查询码补充附件"))
TOO_FEW = Reason("too_few", _("目前保管身份信息的人不足两人，暂不能实名，请先匿名举报"), "name")
TOO_LONG = Reason("too_long", _("内容太长，请分成几次补充"), "what")


@dataclass(frozen=True)
class PlainWords:
    """What somebody wrote without script: in memory only, until it is sealed."""

    said: dict[str, Any]
    facts: Facts
    name: dict[str, str] | None
    files: tuple[tuple[str, str, bytes], ...]


def take_plain(*, words: PlainWords, at: datetime) -> tuple[Report, str]:
    """Seal and take a report; the code is the second value, and is nowhere else."""
    way = routed(words.facts, at)
    code = envelope.new_code()
    keys = envelope.from_code(code)
    content = envelope.new_identity()
    recipient = envelope.recipient_of(content)
    facts = words.facts
    said = {
        **words.said,
        "facts": {"units": [list(one) for one in facts.units], "desks": list(facts.desks), "avoid": []},
        "nonce": facts.nonce.hex(),
    }
    sealed = Sealed(
        recipient=recipient,
        reporter=keys.recipient,
        locator=locator(keys),
        own_slot=envelope.seal(content.encode(), keys.recipient),
        slots={key.pk: envelope.seal(content.encode(), key.recipient) for key in way.sealed_to},
        body=_sealed(said, recipient),
        vault=_vault(words.name, way.keepers) if words.name else None,
    )
    report = accept_report(sealed=sealed, facts=facts, work=None, at=at, channel=Channel.PLAIN)
    for name, kind, data in words.files:
        attach_plain(
            locator_bytes=sealed.locator, recipient=recipient, name=name, kind=kind, data=data, at=at
        )
    return report, code


def say_plain(*, locator_bytes: bytes, recipient: str, words: str, at: datetime) -> None:
    """A message, sealed on arrival."""
    say(locator=locator_bytes, sealed=_sealed({"text": words}, recipient), at=at)


def attach_plain(
    *, locator_bytes: bytes, recipient: str, name: str, kind: str, data: bytes, at: datetime
) -> None:
    """A file, sealed on arrival under a name that tells nothing."""
    try:
        sealed = envelope.seal(envelope.pad_file(name, kind, data), recipient)
    except envelope.EnvelopeError:
        raise CannotReport(FILE) from None
    attach(locator=locator_bytes, sealed=sealed, at=at)


def locator(keys: envelope.CodeKeys) -> bytes:
    """The 32 bytes of a locator."""
    from base64 import urlsafe_b64decode

    return urlsafe_b64decode(keys.locator + "=")


def _sealed(said: dict[str, Any], recipient: str) -> bytes:
    try:
        return envelope.seal(envelope.pad(json.dumps(said, ensure_ascii=False).encode()), recipient)
    except (envelope.EnvelopeError, UnicodeEncodeError):
        raise CannotReport(TOO_LONG) from None


def _vault(name: dict[str, str], keepers: list[DutyKey]) -> SealedVault:
    if len({key.holder.person_id for key in keepers}) < SHARES_NEEDED:
        raise CannotReport(TOO_FEW)
    identity = envelope.new_identity()
    recipient = envelope.recipient_of(identity)
    shares = envelope.split(envelope.secret_of(identity), SHARES_NEEDED, len(keepers))
    pairs = zip(keepers, shares, strict=True)
    return SealedVault(
        recipient,
        _sealed(dict(name), recipient),
        {key.pk: envelope.seal(share, key.recipient) for key, share in pairs},
    )
