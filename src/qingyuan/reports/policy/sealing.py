"""What the server asks of sealed things, which it cannot read: one reader each, sizes that tell little."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from qingyuan.engines import envelope
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _

SLOT_PLAIN = 74  # AGE-SECRET-KEY-1 and 58 characters
SHARES_NEEDED = 2
FILES_AT_MOST = 5
MESSAGES_AT_MOST = 200
BODY_AT_MOST = 2 << 20  # bytes of a form that carries no file: slots, shares and one text


@dataclass(frozen=True)
class Sealed:
    """A report as it arrives, nothing of it readable. ``slots`` by id of key; ``vault`` may be missing."""

    recipient: str
    reporter: str
    locator: bytes
    own_slot: bytes
    slots: Mapping[int, bytes]
    body: bytes
    vault: "SealedVault | None" = None


@dataclass(frozen=True)
class SealedVault:
    """Who the reporter is, sealed to a key of its own; ``shares`` of that key by id of the keepers' keys."""

    recipient: str
    sealed: bytes
    shares: Mapping[int, bytes]


BAD_SEAL = Reason("bad_seal", _("内容没有按要求加密，没有接收。请刷新页面后重试。"))
WRONG_READERS = Reason("wrong_readers", _("收件人与规定的不一致，没有接收。请刷新页面后重试。"))
BAD_KEY = Reason("bad_key", _("密钥格式不对"))


def is_text(data: bytes) -> bool:
    """Whether this is a padded text sealed to exactly one reader."""
    return _size(data, envelope.is_text_size)


def is_file(data: bytes) -> bool:
    """Whether this is a padded file sealed to exactly one reader."""
    return _size(data, envelope.is_file_size)


def is_slot(data: bytes) -> bool:
    """Whether this is a key sealed to exactly one reader."""
    return _size(data, lambda size: size == SLOT_PLAIN)


def is_share(data: bytes) -> bool:
    """Whether this is a share of a key (32 bytes, its sum, its head) sealed to exactly one reader."""
    return _size(data, lambda size: 40 <= size <= 80)


def _size(data: bytes, fits: "object") -> bool:
    try:
        return bool(fits(envelope.sealed_for_one(data)))  # type: ignore[operator]
    except envelope.EnvelopeError:
        return False


def is_recipient(text: str) -> bool:
    """Whether this is a public key as age writes it."""
    try:
        envelope.fingerprint(text)
    except envelope.EnvelopeError:
        return False
    return True


def faults(sealed: Sealed, readers: Collection[int], keepers: Collection[int]) -> list[Reason]:
    """Everything that keeps a report from being taken: a slot for each allowed reader and for nobody else."""
    found = []
    keys = [sealed.recipient, sealed.reporter] + ([sealed.vault.recipient] if sealed.vault else [])
    if len(sealed.locator) != 32 or not all(map(is_recipient, keys)) or len(set(keys)) < len(keys):
        found.append(BAD_KEY)
    if set(sealed.slots) != set(readers):
        found.append(WRONG_READERS)
    whole = is_text(sealed.body) and is_slot(sealed.own_slot) and all(map(is_slot, sealed.slots.values()))
    vault = sealed.vault
    if vault is not None:
        whole = whole and is_text(vault.sealed) and all(map(is_share, vault.shares.values()))
        if not set(vault.shares) <= set(keepers) or len(vault.shares) < SHARES_NEEDED:
            found.append(WRONG_READERS)
    if not whole:
        found.append(BAD_SEAL)
    return found


def the_hour(moment: datetime) -> datetime:
    """A moment as far as anybody is told when a reporter did something: the hour it lies in."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def digest_of_report(
    *,
    public_id: str,
    locator: bytes,
    recipient: str,
    reporter: str,
    promised: bytes,
    parts: Mapping[str, bytes],
) -> bytes:
    """SHA-256 over all of a report that never changes; ``parts``: SHA-256 of each sealed thing it came with."""
    whole = sha256(b"qingyuan.reports.report.v1\n")
    for said in (public_id.encode(), locator, recipient.encode(), reporter.encode(), promised):
        whole.update(len(said).to_bytes(4, "big") + said)
    for name in sorted(parts):
        whole.update(name.encode() + b"\n" + parts[name])
    return whole.digest()
