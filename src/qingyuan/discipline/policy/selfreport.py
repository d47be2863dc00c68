"""When somebody may answer, whose answer comes first, and what the server asks of what it cannot read.

1. The policy is read before anything is answered, once a version.
2. Leaders first (requirement 072): whoever is no leader is asked only when every leader of his unit and of the units
   above it, as far as the window reaches, has answered and has said in public what he found and will change. A leader
   who is away that day (leave, training, errand) holds nobody up.
3. Telling by oneself (主动说明问题) needs no window and waits for nobody: the date counts for the person, and a slow
   leader must not cost him it.
4. Leniency follows from two dates (``handling.is_lenient``). Nobody has an opinion to give here.
5. Nobody is asked twice in one window, and there is no number of self-reports that anybody has to reach.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from qingyuan.engines import envelope

SLOT_PLAIN = 74  # AGE-SECRET-KEY-1 and 58 characters
PUBLIC_AT_LEAST = 10  # characters of what a leader says in public: a sentence, not a full stop


@dataclass(frozen=True)
class Leader:
    """A leader by his place: the path of the unit that he leads or where his leading post is."""

    person: int
    path: str


def waited_for(
    path: str, leaders: Iterable[Leader], answered: Collection[int], away: Collection[int] = ()
) -> frozenset[int]:
    """The leaders at a place and above it who have not answered and are not away: until none is left, nobody else
    there is asked.

    >>> sorted(waited_for("0001000A", [Leader(1, "0001"), Leader(2, "0001000A"), Leader(3, "0001000B")], {1}))
    [2]
    """
    return frozenset(
        one.person
        for one in leaders
        if path.startswith(one.path) and one.person not in answered and one.person not in away
    )


@dataclass(frozen=True)
class Asked:
    """Somebody who is about to answer in a window. ``asked``: he is one of those whom it asks."""

    opens_on: date
    closes_on: date
    asked: bool
    read: bool
    leader: bool
    spoke: bool
    waits: frozenset[int]
    answered: bool


def gaps(said: Asked, today: date) -> list[str]:
    """Codes of everything that stands against answering."""
    found = []
    if not said.asked:
        found.append("not_asked")
    if not said.opens_on <= today:
        found.append("not_open")
    if today > said.closes_on:
        found.append("over")
    if not said.read:
        found.append("not_read")
    if said.leader and not said.spoke:
        found.append("no_commitment")
    if not said.leader and said.waits:
        found.append("leaders_first")
    if said.answered:
        found.append("answered")
    return found


# -- what is sealed --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sealed:
    """A self-report as it arrives. ``slots``: its own key sealed to each reader, by the name of the reader's key;
    ``own``: the same key under the person's own passphrase, or nothing."""

    recipient: str
    body: bytes
    slots: Mapping[str, bytes]
    own: bytes = b""


def is_body(data: bytes) -> bool:
    """Whether this is a padded text sealed to exactly one reader."""
    return _size(data) in envelope.BUCKETS


def is_slot(data: bytes) -> bool:
    """Whether this is a key sealed to exactly one reader."""
    return _size(data) == SLOT_PLAIN


def is_draft(data: bytes) -> bool:
    """Whether this is a padded text that only a passphrase opens."""
    return _size(data, "scrypt") in envelope.BUCKETS


def is_own(data: bytes) -> bool:
    """Whether this is a key under a passphrase."""
    return _size(data, "scrypt") == SLOT_PLAIN


def _size(data: bytes, kind: str = "X25519") -> int:
    try:
        return envelope.sealed_for_one(data, kind)
    except envelope.EnvelopeError:
        return -1


def sealed_faults(sealed: Sealed, readers: Collection[str]) -> list[str]:
    """Codes of what keeps a sealed self-report from being taken: a slot for each allowed reader and for nobody else."""
    found = []
    if not readers:
        found.append("nobody")
    elif set(sealed.slots) != set(readers):
        found.append("wrong_readers")
    whole = is_body(sealed.body) and all(map(is_slot, sealed.slots.values()))
    try:
        envelope.fingerprint(sealed.recipient)
    except envelope.EnvelopeError:
        whole = False
    if not whole or (sealed.own and not is_own(sealed.own)):
        found.append("bad_seal")
    return found


def digest(
    *,
    public_id: str,
    person: str,
    window: str,
    said: str,
    moment: str,
    nonce: bytes,
    parts: Mapping[str, bytes],
) -> bytes:
    """SHA-256 over all of an answer that never changes: what the receipt names and the record holds.

    ``nonce``: 16 random bytes, so that nobody finds by trying whether it was nil. ``parts``: SHA-256 of what is sealed.
    """
    whole = sha256(b"qingyuan.discipline.selfreport.v1\n" + nonce)
    for text in (public_id, person, window, said, moment):
        data = text.encode()
        whole.update(len(data).to_bytes(4, "big") + data)
    for name in sorted(parts):
        whole.update(name.encode() + b"\n" + parts[name])
    return whole.digest()
