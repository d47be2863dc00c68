"""What may be argued about when a clerk writes: figures stand in a text by name, and what is pointed out in a draft.

1. A figure is put in by the name of its fact, in braces, and never typed: {问题新增} becomes 12. A rate always
   carries numerator and denominator.
2. Everything found in a draft is advice with its place. Style never keeps a document from being issued; length
   beyond the cap does.
3. A number typed by hand is told: one that the ledger has otherwise as a contradiction, one that it has as such as
   typed twice, one that it does not have as without a source.
4. Who writes, or changed it last, does not issue (GB/T 9704-2012 knows the signatory as a person of his own).
5. Names of people stand in a document only after they were heard, and the issuer vouches for it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from qingyuan.burden.api import kinds as burden
from qingyuan.kit.words import Words, _
from qingyuan.publication.kinds import GENRE_SAID, NUMBERED, Genre, Wants

TITLE_OFFICIAL, TITLE_NEWS = 20, 35
FIXED = {"unit": "单位", "period": "期间", "from": "起日", "to": "止日"}
"""What a template may name beside facts; filled in when a document is begun."""
LIMITS = {
    Genre.REPORT: burden.Cap.REPORT_CHARACTERS
}  # 综合性; the others are 专题 (整治形式主义为基层减负若干规定)
_TOKEN = re.compile(r"\{([^{}\n]{1,40})\}")
_CLAUSE = re.compile(r"[，。；、！？,;!?\n（）()]")
_TYPED = re.compile(
    r"(?<![\d.〔\[第年月+-])(\d+(?:\.\d+)?)(?!\s*个(?:工作日|月|小时|自然日))\s*(%|个百分点|[^\s\d]?)"
)
_UNITS = frozenset("件个起条项人名次场期份家宗处户篇%余多") | {"个百分点"}
_BASIS = re.compile(r"《[^》]+》|第[一二三四五六七八九十百零〇\d]+条|规定|条例|纪律")
_DUE = re.compile(
    r"\d+月\d+日|\d+月底|月底前|年底前|\d+日前|[一二三四五六七八九十\d]+个工作日|当日|立即|时限"
)
_HOLLOW = (
    *("高度重视", "狠抓", "扎实", "全面", "深入", "切实", "不断", "进一步", "显著", "成效明显", "积极"),
    *("认真", "大力", "有力", "有效", "持续", "迅速", "精心", "周密", "良好"),
)
_LONG_ENOUGH = 25


@dataclass(frozen=True)
class Fact:
    """A fact by its code and by the name under which it stands in a text.

    ``said``: words by which a sentence speaks of it, each group whole; ``rate``: it has numerator and denominator.
    """

    code: str
    name: Words
    said: tuple[tuple[str, ...], ...] = ()
    rate: bool = False


@dataclass(frozen=True)
class Value:
    """What a fact comes to: a count, a part of a whole, or words."""

    part: int = 0
    whole: int | None = None
    text: str = ""


# -- figures in a text -----------------------------------------------------------------------------------------


def rate_said(part: int, whole: int) -> str:
    """A rate as it stands in a text: never without what was divided by what.

    >>> rate_said(18, 21)
    '85.71%（18/21）'
    """
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{share}%（{part}/{whole}）"


def said(value: Value) -> str:
    """A figure as it stands in a text."""
    if value.text:
        return value.text
    if value.whole is None:
        return str(value.part)
    return rate_said(value.part, value.whole) if value.whole else f"无基数（{value.part}/0）"


def names_in_braces(text: str) -> list[str]:
    """What stands in braces, in order, each once.

    >>> names_in_braces("新增{问题新增}件，按期{问题新增}")
    ['问题新增']
    """
    return list(dict.fromkeys(found.strip() for found in _TOKEN.findall(text)))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with other names in its braces; names that are not known stay."""
    return _TOKEN.sub(lambda one: "{" + names.get(one[1].strip(), one[1].strip()) + "}", text)


@dataclass(frozen=True)
class Piece:
    """A stretch of text, or a figure in it."""

    text: str
    fact: str = ""


def pieces(text: str, values: Mapping[str, str]) -> list[Piece]:
    """The text cut at its figures. What is in braces and no figure of the text stays as it is."""
    found, at = [], 0
    for one in _TOKEN.finditer(text):
        if (code := one[1].strip()) not in values:
            continue
        if one.start() > at:
            found.append(Piece(text[at : one.start()]))
        found.append(Piece(values[code], code))
        at = one.end()
    return found + ([Piece(text[at:])] if at < len(text) else [])


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text as it will be read.

    >>> filled("新增{new}件", {"new": "12"})
    '新增12件'
    """
    return "".join(piece.text for piece in pieces(text, values))


def stray_braces(text: str) -> bool:
    """Whether a brace stands alone."""
    return bool(set("{}") & set(_TOKEN.sub("", text)))


# -- what is pointed out ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """A fact of the unit and period as it now is: its name and words, and how it is said."""

    name: str
    said: str
    part: int
    whole: int | None
    words: tuple[tuple[str, ...], ...] = ()

    @property
    def rate(self) -> str:
        """The share as a sentence says it, without what was divided by what."""
        return self.said.split("%", 1)[0] if self.whole else ""


@dataclass(frozen=True)
class Part:
    """A section as it is looked at. ``text``: figures still in braces."""

    heading: str
    text: str
    wants: str = Wants.FREE


@dataclass(frozen=True)
class Written:
    """A draft as it is looked at. ``names``: of the roster, that stand in it; ``units``: of whom it may tell; ``most``:
    the cap of its characters (`burden`).
    """

    genre: str
    title: str
    parts: Sequence[Part]
    known: Mapping[str, Known] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    addressed: bool = True
    characters: int = 0
    most: int | None = None
    last_on: date | None = None
    today: date | None = None


@dataclass(frozen=True)
class Point:
    """One thing to look at: what, where (a heading; empty for the title), and the particulars."""

    code: str
    place: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    part: int = 0

    @property
    def words(self) -> str:
        return str(POINTS[self.code]) % self.params


POINTS: dict[str, Words] = {
    "title_form": _("标题建议写成“关于……的%(genre)s”"),
    "title_long": _("标题 %(length)s 字，建议不超过 %(limit)s 字"),
    "no_addressee": _("还没有写主送单位"),
    "too_long": _("全文 %(length)s 字，超过 %(limit)s 字"),
    "empty": _("这一部分还没有写"),
    "contradicts": _("手写的“%(typed)s”与台账不符：%(name)s是 %(said)s"),
    "typed_twice": _("“%(typed)s”台账里有，请改用 {%(name)s}，数字变了会提醒"),
    "no_source": _("“%(typed)s”是手写的，台账里查不到来源，请核对"),
    "no_base": _("{%(name)s}没有基数，这句话建议删去"),
    "no_basis": _("写问题要有依据：请写明违反的条款"),
    "no_unit": _("写问题要写明单位：请写明是哪个单位的"),
    "no_due": _("写要求要有时限：请写明何时完成"),
    "hollow": _("这一段只有形容，没有事实：%(words)s"),
    "names": _("出现与名册相同的姓名：%(names)s。点名须先听取本人意见并经批准"),
    "period_open": _("期间到 %(day)s 才结束，数字还会变，签发前请更新"),
}
"""In the order in which they are told."""


def cap_of(genre: str) -> burden.Cap:
    """Under which cap of characters a document falls."""
    return LIMITS.get(Genre(genre), burden.Cap.BULLETIN_CHARACTERS)


def points(written: Written) -> list[Point]:
    """Everything to look at in a draft, the title first, then section by section. All of it is advice."""
    found = _title(written)
    if written.most is not None and written.characters > written.most:
        found.append(Point("too_long", "", {"length": written.characters, "limit": written.most}))
    if not written.addressed:
        found.append(Point("no_addressee"))
    if written.names:
        found.append(Point("names", "", {"names": "、".join(sorted(written.names))}))
    if written.last_on and written.today and written.last_on > written.today:
        found.append(Point("period_open", "", {"day": written.last_on.isoformat()}))
    found += numbers(written.title, "", 0, written.known)
    for order, part in enumerate(written.parts, 1):
        found += _part(part, order, written)
    return found


def _title(written: Written) -> list[Point]:
    said_title = filled(written.title, {code: one.said for code, one in written.known.items()}).strip()
    genre = Genre(written.genre)
    word, official = GENRE_SAID[genre], genre in NUMBERED
    most = TITLE_OFFICIAL if official else TITLE_NEWS
    found = []
    if official and not re.fullmatch(rf"(?:.+)?关于.+的{word}", said_title):
        found.append(Point("title_form", "", {"genre": word}))
    if len(said_title) > most:
        found.append(Point("title_long", "", {"length": len(said_title), "limit": most}))
    return found


def _part(part: Part, order: int, written: Written) -> list[Point]:
    known = written.known
    if not part.text.strip():
        return [Point("empty", part.heading, part=order)]
    found = numbers(part.text, part.heading, order, known)
    for code in names_in_braces(part.text):
        if code in known and known[code].whole == 0:
            found.append(Point("no_base", part.heading, {"name": known[code].name}, order))
    if part.wants == Wants.FACTS and not _BASIS.search(part.text):
        found.append(Point("no_basis", part.heading, part=order))
    if part.wants == Wants.FACTS and written.units and not any(one in part.text for one in written.units):
        found.append(Point("no_unit", part.heading, part=order))
    if part.wants == Wants.DEMANDS and not _DUE.search(part.text):
        found.append(Point("no_due", part.heading, part=order))
    for line in part.text.splitlines():
        if words := hollow(line):
            found.append(Point("hollow", part.heading, {"words": "、".join(words)}, order))
    return found


def hollow(line: str) -> list[str]:
    """The adjectives of a paragraph that holds nothing else: no figure, no number, no document, no name of a thing.

    >>> hollow("全局上下高度重视，扎实推进，切实抓好各项工作落实，取得了显著成绩。")
    ['高度重视', '扎实', '切实', '显著']
    """
    plain = line.strip()
    if len(plain) < _LONG_ENOUGH or _TOKEN.search(plain) or re.search(r"[\d《“：:]", plain):
        return []
    words = [word for word in _HOLLOW if word in plain]
    return words if len(words) >= 2 else []


# -- typed numbers ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """A number that was typed: as it stands there, its amount, whether it is a share, and the clause it is in."""

    said: str
    amount: Decimal
    share: bool
    clause: str


def typed_in(text: str) -> list[Typed]:
    """The numbers typed in a text that count something. Days, articles, document numbers and versions do not.

    >>> [(one.said, one.share) for one in typed_in("3月18日新增12件，按期率85.7%；见第3条")]
    [('12件', False), ('85.7%', True)]
    """
    plain = unicodedata.normalize("NFKC", _TOKEN.sub(" ", text))
    found = []
    for clause in _CLAUSE.split(plain):
        for one in _TYPED.finditer(clause):
            unit = one[2]
            if unit in _UNITS:
                share = unit in ("%", "个百分点")
                found.append(Typed(f"{one[1]}{unit}", Decimal(one[1]), share, clause))
    return found


def numbers(text: str, place: str, order: int, known: Mapping[str, Known]) -> list[Point]:
    """What there is to say of each number typed in a text (3)."""
    found = []
    for typed in typed_in(text):
        meant = spoken_of(typed, known.values())
        if meant is None:
            found.append(Point("no_source", place, {"typed": typed.said}, order))
            continue
        right = Decimal(meant.rate) if typed.share else Decimal(meant.part)
        params = {"typed": typed.said, "name": meant.name, "said": meant.said}
        # a share may be told with fewer places than the ledger has
        same = (
            right.quantize(typed.amount, ROUND_HALF_UP) == typed.amount
            if typed.share
            else right == typed.amount
        )
        found.append(Point("typed_twice" if same else "contradicts", place, params, order))
    return found


def spoken_of(typed: Typed, known: Iterable[Known]) -> Known | None:
    """The fact that a clause with a typed number speaks of: the one of whose words most stand in it."""
    best, most = None, 0
    for one in known:
        if typed.share != bool(one.rate) or (not typed.share and one.whole is not None):
            continue
        for group in one.words:
            length = sum(map(len, group))
            if length > most and all(word in typed.clause for word in group):
                best, most = one, length
    return best
