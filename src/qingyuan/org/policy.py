"""Who may do what, and which roles exclude one another: decisions without database or clock."""

import unicodedata
from base64 import b32encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from qingyuan.org.kinds import ADMINISTRATORS, Category, DutyKind, Rank, Reach, Role

STEP = 4  # characters of a path for each level of the tree: the root's path has so many
PASSWORD_LENGTH = 10  # GB/T 22239-2019 gives no number; see docs/decisions/0006-sign-in.md
PASSWORD_CLASSES = 3  # of upper case, lower case, digit, other
PASSWORD_DAYS = 90
PASSWORD_HISTORY = 5
DUTY_DAYS = 366  # no entry of a duty roster is longer: a year beside the right one is a slip of the pen
FREE_WITHIN = 60  # days around a day in which a free one is looked for

BUSINESS = frozenset(Role) - ADMINISTRATORS - {Role.OFFICER}


@dataclass(frozen=True)
class Holding:
    """One role held at one unit: ``path`` is the unit's place in the tree."""

    role: Role
    unit_id: int
    path: str


@dataclass(frozen=True)
class Standing:
    """Everything about a person that decides what he may do, on one day."""

    person_id: int
    key: str
    home_path: str
    holdings: tuple[Holding, ...]
    home_name: str = ""
    reaches: "dict[str, Reached]" = field(default_factory=dict, compare=False, repr=False)  # found out so far

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(holding.role for holding in self.holdings)

    @property
    def places(self) -> tuple[str, ...]:
        """Where he belongs: the unit of his main post, and every unit for which he holds a role."""
        held = {self.home_path, *(holding.path for holding in self.holdings)}
        return tuple(sorted(path for path in held if path))


@dataclass(frozen=True)
class Reached:
    """How far a permission goes: subtrees by path, own things, and things that belong to no unit."""

    paths: tuple[str, ...] = ()
    own: bool = False
    any: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths) or self.own or self.any


@dataclass(frozen=True)
class RosterLine:
    """One person of a roster. ``unit``: a name or a 12-digit code; ``branch`` may be empty.

    ``place`` says where the line stands in its file, ``cells`` where each value stands (by field name).
    """

    police_no: str
    name: str
    unit: str
    title: str
    category: Category
    from_on: date
    rank: Rank = Rank.OFFICER
    leader: bool = False
    branch: str = ""
    place: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DutyLine:
    """One entry of a duty roster, half-open between two zone-aware moments; ``police_no`` may be empty.

    ``place`` and ``cells`` as in :class:`RosterLine`.
    """

    name: str
    kind: DutyKind
    from_at: datetime
    to_at: datetime
    police_no: str = ""
    place: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


def duty_fault(from_at: datetime, to_at: datetime) -> str:
    """What is wrong with the two moments of an entry: ``reversed``, ``too_long`` or nothing."""
    if to_at <= from_at:
        return "reversed"
    return "too_long" if to_at - from_at > timedelta(days=DUTY_DAYS) else ""


def first_overlap(spans: Sequence[tuple[datetime, datetime]]) -> tuple[int, int] | None:
    """The places of two half-open spans that overlap, the later one second; None if none do.

    >>> day = [datetime(2021, 3, n) for n in range(1, 6)]
    >>> first_overlap([(day[2], day[4]), (day[0], day[1]), (day[1], day[3])]), first_overlap([(day[0], day[1])])
    ((2, 0), None)
    """
    order = sorted(range(len(spans)), key=lambda n: (spans[n][0], n))
    for before, after in pairwise(order):
        if spans[after][0] < spans[before][1]:
            return before, after
    return None


def nearest_free(
    day: date,
    taken: Collection[tuple[date, date]],
    is_workday: Callable[[date], bool],
    *,
    not_before: date,
) -> date | None:
    """The working day nearest to ``day`` that no span of days (both ends included) takes; the earlier of two.

    None if there is none within :data:`FREE_WITHIN` days, or none from ``not_before`` on.
    """
    for away in range(1, FREE_WITHIN + 1):
        for near in (day - timedelta(days=away), day + timedelta(days=away)):
            free = near >= not_before and not any(first <= near <= last for first, last in taken)
            if free and is_workday(near):
                return near
    return None


def in_force(held: Iterable[Holding]) -> tuple[Holding, ...]:
    """What counts of the roles that somebody holds: who administers sees no business, so as long as he does,
    what he has as an officer rests (GB/T 22239-2019, 8.1.4.2: separation of administrators).
    """
    whole = tuple(held)
    if not any(holding.role in ADMINISTRATORS for holding in whole):
        return whole
    return tuple(holding for holding in whole if holding.role is not Role.OFFICER)


def reached(standing: Standing, reach: Mapping[Role, Reach]) -> Reached:
    """How far ``standing`` reaches with a permission that grants ``reach``. Nothing granted, nothing reached.

    Of two subtrees of which one holds the other, only the larger is kept.
    """
    granted = [(holding, reach[holding.role]) for holding in standing.holdings if holding.role in reach]
    paths = sorted({holding.path for holding, far in granted if far is Reach.UNIT})
    tops = [path for path in paths if not any(path != top and path.startswith(top) for top in paths)]
    return Reached(
        paths=tuple(tops),
        own=any(far is Reach.OWN for _, far in granted),
        any=any(far is Reach.BUREAU and len(holding.path) == STEP for holding, far in granted),
    )


def covers(far: Reached, *, path: str | None = None, own: bool = False) -> bool:
    """Whether a thing at ``path`` (and of the person's own, if ``own``) is within reach.

    ``path`` None: a thing that belongs to no unit. The SQL of :func:`qingyuan.org.queries.permission` says the same.
    """
    if far.any or (far.own and own):
        return True
    if path is None:
        return bool(far.paths)
    return any(path.startswith(top) for top in far.paths)


def path_after(path: str) -> str:
    """The smallest path that sorts after every path below ``path``: the upper end of a subtree's range.

    Paths are made of equal steps over 0-9A-Z, as materialised-path trees write them.

    >>> path_after("00010002"), path_after("0001000Z")
    ('00010003', '00010010')
    """
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    letters = list(path)
    for position in range(len(letters) - 1, -1, -1):
        place = alphabet.index(letters[position])
        if place + 1 < len(alphabet):
            letters[position] = alphabet[place + 1]
            return "".join(letters)
        letters[position] = alphabet[0]
    return "Z" * 256  # longer than any path, so after all of them, in every collation


def conflicts(held: Collection[Role], wanted: Role) -> tuple[Role, ...]:
    """The roles already held that exclude ``wanted``: separation of duties (GB/T 22239-2019, 8.1.4.2).

    The three administrators exclude one another and every business role; the upper guidance group only
    reads, so it excludes every role that writes.
    """
    if wanted in ADMINISTRATORS:
        against: Iterable[Role] = (ADMINISTRATORS | BUSINESS) - {wanted}
    elif wanted is Role.GUIDANCE:
        against = (ADMINISTRATORS | BUSINESS) - {wanted}
    elif wanted in BUSINESS:
        against = ADMINISTRATORS | {Role.GUIDANCE}
    else:
        against = ()
    return tuple(role for role in Role if role in set(against) and role in held)


def password_classes(password: str) -> int:
    """How many of the four classes of characters the password uses."""
    tests = (str.islower, str.isupper, str.isdigit)
    used = [any(test(letter) for letter in password) for test in tests]
    return sum(used) + any(not letter.isalnum() for letter in password)


def password_expired(changed_on: date | None, on: date) -> bool:
    """Whether a password is due for change: never changed by its owner, or older than 90 days."""
    return changed_on is None or on > changed_on + timedelta(days=PASSWORD_DAYS)


def sign_in_name(typed: str) -> str:
    """What was typed as an account's name, in one form: full-width letters and case do not make another account.

    >>> sign_in_name("  A０1 ")
    'a01'
    """
    return unicodedata.normalize("NFKC", typed).strip().lower()


def digits(typed: str) -> str:
    """A code of digits as typed, without the spaces that people put into it; full-width digits count.

    >>> digits(" ０12 345 ")
    '012345'
    """
    return "".join(unicodedata.normalize("NFKC", typed).split())


def is_code(text: str, length: int) -> bool:
    """Whether ``text`` is a code of exactly ``length`` ASCII digits.

    >>> is_code("990100000000", 12), is_code("九九", 2), is_code("９９", 2)
    (True, False, False)
    """
    return len(text) == length and text.isascii() and text.isdigit()


def looks_like_identity_number(text: str) -> bool:
    """Whether a text has the shape of a citizen identity number (GB 11643-1999): the product collects none.

    >>> looks_like_identity_number("99010119900101001X"), looks_like_identity_number("040123")
    (True, False)
    """
    plain = digits(text).upper()
    return len(plain) == 18 and is_code(plain[:17], 17) and (plain[17] in "0123456789X")


def base32(secret: bytes) -> str:
    """A secret as people type it into their device (RFC 4648, 6; RFC 6238 takes the same bytes).

    >>> base32(b"12345678901234567890")
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    """
    return b32encode(secret).decode().rstrip("=")
