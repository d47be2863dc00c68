"""Who may read a report: decided from where people and units stand in the tree, and from nothing else.

1. Nobody reads who is named, nobody whose post is in a named unit or below it, nobody who stands below a named
   head. A named member bars his own unit's people, a named unit or head the whole subtree.
2. A desk inside the bureau whose own unit is barred does not read, whoever sits there.
3. The report goes to the city supervision and to the nearest unit discipline strictly above all that is named.
4. Where the city supervision itself is named or barred, or nobody is left, it goes to the resident group and the
   level above.
5. Where then nobody is left, the report is not taken, and the form says so. :func:`why_closed` keeps the form shut
   from the start unless two desks stand outside, so that naming one of them leaves the other.

6. A report that is read inside the bureau is sealed to the level above as well, the resident group and then the
   upper level; what is sealed to them is handed out only when the report has gone up so far.

Paths are materialised: a unit lies below another when its path begins with the other's.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from qingyuan.kit.words import Words, _
from qingyuan.reports.kinds import OUTSIDE, DeskKind, Post

NAMED_AT_MOST = 20


@dataclass(frozen=True)
class Named:
    """One thing that the reporter says it is about: a unit's ``path``, and what is named there."""

    path: str
    post: Post


@dataclass(frozen=True)
class Key:
    """A key that could read: whose it is, the desk it serves, and where its holder stands.

    ``places``: the paths of all units where the holder has a post or holds an office. ``desk_path``: the desk's
    unit, empty for a desk outside the bureau.
    """

    id: int
    person: int
    desk: int
    kind: DeskKind
    desk_path: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Accusation:
    """What a report is about, as far as routing must know. ``desks``: named desks. ``avoid``: keys whose holder the
    reporter's own browser recognised by name; the name stays there."""

    named: tuple[Named, ...] = ()
    desks: frozenset[int] = field(default_factory=frozenset)
    avoid: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Route:
    """``readers`` get the report; ``keepers`` may keep shares of who the reporter is: the readers, and whoever else of
    the city's and the outside desks may read. Ids of keys, in order. ``later``: id and level of the keys above, which
    read once the report has gone up so many levels (rule 6)."""

    readers: tuple[int, ...]
    keepers: tuple[int, ...]
    later: tuple[tuple[int, int], ...] = ()

    @property
    def sealed_to(self) -> tuple[int, ...]:
        """All that a slot is sealed to, in order."""
        return tuple(sorted({*self.readers, *(number for number, _level in self.later)}))

    def level(self, number: int) -> int:
        """How far the report has to go up before this key reads it."""
        return dict(self.later).get(number, 0)


def is_barred(path: str, named: Iterable[Named]) -> bool:
    """Whether somebody at ``path`` may not read: named units and heads bar all below, a named member his unit."""
    return any(path == one.path if one.post is Post.MEMBER else path.startswith(one.path) for one in named)


def may_read(key: Key, about: Accusation) -> bool:
    """Rules 1 and 2 for one key."""
    if key.id in about.avoid or key.desk in about.desks:
        return False
    if key.kind not in OUTSIDE and is_barred(key.desk_path, about.named):
        return False
    return not any(is_barred(place, about.named) for place in key.places)


def persons_barred(keys: Iterable[Key], about: Accusation) -> frozenset[int]:
    """People who are barred through any one of their keys: they read through no other either."""
    return frozenset(key.person for key in keys if not may_read(key, about))


def route(keys: Sequence[Key], about: Accusation) -> Route:
    """Rules 1 to 4. No readers: nobody is left, and the report must not be taken."""
    barred = persons_barred(keys, about)
    able = [key for key in keys if key.person not in barred]
    city = [key for key in able if key.kind is DeskKind.CITY]
    known = [key for key in keys if key.kind is DeskKind.CITY]
    readers: list[Key] = []
    if not (known and _city_is_named(known, about)):
        readers = city + _nearest_above(able, about.named)
    if not readers:
        readers = [key for key in able if key.kind in OUTSIDE]
    order = sorted({key.id for key in readers})
    keepers = {key.id for key in able if key.kind is not DeskKind.UNIT} | set(order)
    return Route(tuple(order), tuple(sorted(keepers)), _later(able, readers))


LADDER = (DeskKind.RESIDENT, DeskKind.UPPER)


def _later(able: Iterable[Key], readers: Sequence[Key]) -> tuple[tuple[int, int], ...]:
    """Rule 6: whoever may read above those who read now. Nobody stands above the outside desks."""
    if not readers or any(key.kind in OUTSIDE for key in readers):
        return ()
    people = {key.person for key in readers}
    steps = [
        sorted(key.id for key in able if key.kind is kind and key.person not in people) for kind in LADDER
    ]
    return tuple(
        sorted((number, level) for level, step in enumerate(filter(None, steps), 1) for number in step)
    )


def _city_is_named(known: Iterable[Key], about: Accusation) -> bool:
    """Whether one of the city's desks is named, or stands in what is named."""
    return any(key.desk in about.desks or is_barred(key.desk_path, about.named) for key in known)


def _nearest_above(able: Iterable[Key], named: Sequence[Named]) -> list[Key]:
    """Keys of the unit desk nearest above everything that is named; a unit's own desk reads of its members never."""
    if not named:
        return []
    above = [
        key
        for key in able
        if key.kind is DeskKind.UNIT
        and all(one.path.startswith(key.desk_path) and one.path != key.desk_path for one in named)
    ]
    nearest = max((len(key.desk_path) for key in above), default=0)
    return [key for key in above if len(key.desk_path) == nearest]


def why_closed(keys: Sequence[Key]) -> Words:
    """Why the form cannot be open; empty if it can: rule 5."""
    outside = [key for key in keys if key.kind in OUTSIDE and not key.places]
    if len({key.desk for key in outside}) < 2 or len({key.person for key in outside}) < 2:
        return _(
            "网上举报尚未开放：派驻纪检监察组和上一级机关都要有本单位以外的人员生成密钥后才能开放，"
            "这样无论反映谁，都有人可以办理。"
        )
    return ""


# -- what the reporter said it is about, promised but not told ----------------------------------------------------


def promise(nonce: bytes, facts: str) -> bytes:
    """A commitment to the routing facts (SHA-256 over 16 random bytes and the facts in their one spelling).

    The server keeps this and not the facts; the nonce lies in the sealed report. So whoever handles it can let a
    later holder read by showing both, and whoever has the database cannot guess who is named.
    """
    return hashlib.sha256(b"qingyuan.reports.facts.v1\n" + nonce + facts.encode()).digest()


def spelled(units: Collection[tuple[str, str]], desks: Collection[str], avoid: Collection[str]) -> str:
    """The facts in their one spelling: codes of units with posts, desks and keys to leave out, each sorted.

    >>> spelled([("990100000000", "head")], [], ["k2", "k1"])
    '{"avoid":["k1","k2"],"desks":[],"units":[["990100000000","head"]]}'
    """
    said = {"avoid": sorted(set(avoid)), "desks": sorted(set(desks)), "units": sorted({*units})}
    return json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def name_tag(salt: str, name: str) -> str:
    """24 bits of a hash of a holder's name, by which a browser finds that a typed name may be a handler's.

    Some eighty names in China share each tag: it tells a browser enough, and a stranger little.
    """
    return hashlib.sha256(f"{salt}\n{name}".encode()).hexdigest()[:6]
