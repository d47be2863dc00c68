"""A report opened with its code on the server, for browsers without script: in memory, for one answer."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingyuan.engines import envelope
from qingyuan.reports.errors import NO_CODE, CannotReport
from qingyuan.reports.kinds import Part
from qingyuan.reports.models import Envelope, Report
from qingyuan.reports.queries.reading import located


@dataclass(frozen=True)
class Plain:
    """One sealed thing, opened: ``words`` of a text; of a file its number and size only."""

    number: int
    part: str
    side: str
    at: datetime
    size: int
    words: dict[str, Any]


@dataclass(frozen=True)
class Opened:
    """A report and the locator that found it."""

    report: Report
    locator: bytes
    lines: tuple[Plain, ...]


def opened(code: str) -> Opened:
    """What the code opens, or CannotReport."""
    try:
        keys = envelope.from_code(code)
    except envelope.EnvelopeError:
        raise CannotReport(NO_CODE) from None
    from base64 import urlsafe_b64decode

    locator = urlsafe_b64decode(keys.locator + "=")
    report = located(locator)
    if report is None:
        raise CannotReport(NO_CODE)
    content = envelope.open_(bytes(report.own_slot), keys.identity).decode()
    texts = Envelope.objects.filter(report=report).exclude(part=Part.FILE).order_by("number")
    files = Envelope.objects.filter(report=report, part=Part.FILE).defer("sealed")
    lines = [_plain(one, content) for one in texts]
    lines += [Plain(one.number, one.part, one.side, one.at, one.size, {}) for one in files]
    return Opened(report, locator, tuple(sorted(lines, key=lambda line: line.number)))


def _plain(one: Envelope, content: str) -> Plain:
    """A text that cannot be opened stays closed: who sealed it to something else hurts nobody but himself."""
    try:
        said = json.loads(envelope.unpad(envelope.open_(bytes(one.sealed), content)))
    except (envelope.EnvelopeError, ValueError, RecursionError):
        said = {}
    return Plain(one.number, one.part, one.side, one.at, one.size, said if isinstance(said, dict) else {})
