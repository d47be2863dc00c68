"""What one act is, and the exact content that its entry in the log commits to."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from qingyuan.engines.merkle import Content

Plain = str | int | bool | None
DIGEST = re.compile("[0-9a-f]{64}")
TILE = 256  # hashes in a tile: C2SP tlog-tiles, height 8


@dataclass(frozen=True)
class Act:
    """What one person did to one thing at one moment. ``detail`` holds codes and counts, never content.

    ``actor`` is a person's random key (or the name of a machine part such as "clock"), ``act`` the dotted
    name of the rule, ``subject`` a kind and a key such as "matter:17", ``at`` a zone-aware moment.
    """

    actor: str
    act: str
    subject: str
    at: datetime
    detail: Mapping[str, Plain] = field(default_factory=dict)


def written(detail: Mapping[str, Plain]) -> str:
    """The detail as it is kept: one spelling for one content."""
    return json.dumps(dict(detail), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content(
    *, index: int, at: datetime, actor: str, act: str, subject: str, detail: str
) -> dict[str, str | int]:
    """What the entry commits to. The index is in it, so that an entry fits one place only."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return {"index": index, "at": moment, "actor": actor, "act": act, "subject": subject, "detail": detail}


def promised(said: Content) -> bytes | None:
    """The digest of the thing that an entry speaks of, if its detail names one: what must be held as long as it is."""
    detail = said.get("detail") if isinstance(said, dict) else None
    try:
        named = json.loads(detail) if isinstance(detail, str) else None
        digest = named.get("digest") if isinstance(named, dict) else None
        return bytes.fromhex(digest) if isinstance(digest, str) and DIGEST.fullmatch(digest) else None
    except (ValueError, RecursionError):
        return None
