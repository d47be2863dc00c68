"""From what a clerk wrote to one unit: by code, by name, by an unmistakable short form, or only a proposal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from ._cells import Cell, as_text
from ._numerals import visible
from ._problems import Problem, excerpt
from ._values import split_names

_SAME_WORD = (
    ("交通管理", "交警"),
    ("交通警察", "交警"),
    ("公安交警", "交警"),
    ("刑事侦查", "刑侦"),
    ("刑事警察", "刑侦"),
    ("刑警", "刑侦"),
    ("经济犯罪侦查", "经侦"),
    ("治安管理", "治安"),
    ("网络安全保卫", "网安"),
    ("特殊警察", "特警"),
    ("巡特警", "特警"),
    ("禁毒警察", "禁毒"),
    ("监所管理", "监管"),
    ("警务督察", "督察"),
    ("出入境管理", "出入境"),
    ("大数据管理", "大数据"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
)
_CITY = re.compile(r"^[\u4e00-\u9fff]{2,8}?(?:市|州|盟|地区)公安局(?=.)")
_CITY_BUREAU = re.compile(r"[\u4e00-\u9fff]{2,8}(?:市|州|盟|地区)公安局")
_HOME = ("市公安局", "市局", "本局", "局机关", "公安局")
_RANK = re.compile(r"(?:支队|大队|中队|总队|派出所|分局|公安局|县局|区局|处|科|室|中心|委|部|局|所|队)$")
_COUNTY = re.compile(r"(?:县公安局|县局|公安局|区公安分局|区分局|公安分局|分局)$")
_PUNCTUATION = re.compile(r"[\s,.:;、。·\-—_\"'“”‘’*#]+")
_CODE = re.compile(r"(?<!\d)\d{12}(?!\d)")
_BRACKETED = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_PROPOSED = 60.0


class Found(StrEnum):
    """How a unit was found."""

    CODE = "code"
    NAME = "name"
    NORMALISED = "normalised"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit that may be named: its 12-digit organ code, full name and other names."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit that may be meant; ``score`` 0 to 1."""

    code: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """``code`` when there is no doubt; else a ``problem`` and perhaps ``proposals``, best first."""

    code: str | None = None
    how: Found = Found.NONE
    proposals: tuple[Proposal, ...] = ()
    problem: Problem | None = None


class Resolver:
    """Resolve unit names against ``entries``.

    ``home`` names the bureau whose units these are (``示例市公安局``); such a prefix is dropped before names are
    compared.  A name with another city's bureau in front is never accepted, only proposed.
    """

    def __init__(self, entries: Sequence[Entry], home: Iterable[str] = ()) -> None:
        self._by_code = {entry.code: entry for entry in entries}
        if len(self._by_code) != len(entries):
            raise ValueError("two entries share a code")
        self._home = sorted({*home, *_HOME, *_bureaus(entries)}, key=len, reverse=True)
        self._exact: dict[str, set[str]] = {}
        self._plain: dict[str, set[str]] = {}
        self._stem: dict[str, set[str]] = {}
        for entry in entries:
            for name in (entry.name, *entry.aliases):
                self._exact.setdefault(_spelling(name), set()).add(entry.code)
                for form in {name, _BRACKETED.sub("", visible(name))}:
                    plain = self._without_home(form)
                    self._plain.setdefault(plain, set()).add(entry.code)
                    for stem in _stems(plain):
                        self._stem.setdefault(stem, set()).add(entry.code)
        cities = [entry.code for entry in entries if _CITY_BUREAU.fullmatch(_spelling(entry.name))]
        for short in ("市公安局", "市局") if len(cities) == 1 else ():
            self._plain.setdefault(short, set()).update(cities)
        self._choices = sorted(self._plain)
        self._memory: dict[str, Resolution] = {}

    def resolve(self, value: object) -> Resolution:
        """Find the one unit that a cell, text or number names."""
        text = as_text(value.value) if isinstance(value, Cell) else as_text(value)
        text = text[:300]
        found = self._memory.get(text)
        if found is None:
            found = self._resolve(text)
            if len(self._memory) < 50_000:
                self._memory[text] = found
        if isinstance(value, Cell) and found.problem is not None:
            return Resolution(None, Found.NONE, found.proposals, found.problem.at(value.address))
        return found

    def _resolve(self, raw: str) -> Resolution:
        text = visible(raw).strip()
        if not text:
            return Resolution(problem=Problem("name.blank"))
        codes = _CODE.findall(text)
        if codes:
            return self._by_number(raw, text, codes)
        whole = self._by_name(text)
        if whole is not None:
            return whole
        pieces = split_names(text)
        if len(pieces) > 1:
            known = [found for piece in pieces if (found := self._by_name(piece)) is not None and found.code]
            if known:
                proposals = tuple(self._proposal(found.code or "", 1.0) for found in known)
                return Resolution(
                    None, Found.NONE, proposals, Problem("name.several", {"text": excerpt(raw)})
                )
        return self._near(raw, text)

    def _by_number(self, raw: str, text: str, codes: list[str]) -> Resolution:
        if len(set(codes)) > 1:
            return Resolution(problem=Problem("name.several", {"text": excerpt(raw)}))
        code = codes[0]
        if code not in self._by_code:
            return Resolution(problem=Problem("name.code_unknown", {"text": code}))
        rest = re.sub(r"[()\[\]【】/:]", "", text.replace(code, "")).strip()
        if rest:
            named = self._by_name(rest)
            if named is not None and named.code is not None and named.code != code:
                proposals = (self._proposal(code, 1.0), self._proposal(named.code, 1.0))
                return Resolution(
                    None, Found.NONE, proposals, Problem("name.code_conflict", {"text": excerpt(raw)})
                )
        return Resolution(code, Found.CODE)

    def _by_name(self, text: str) -> Resolution | None:
        for how, table, forms in (
            (Found.NAME, self._exact, (_spelling(text), _spelling(_BRACKETED.sub("", text)))),
            (
                Found.NORMALISED,
                self._plain,
                (self._without_home(text), self._without_home(_BRACKETED.sub("", text))),
            ),
        ):
            for form in forms:
                if form and form in table:
                    return self._one_of(table[form], text, how)
        plain = self._without_home(text)
        for stem in _stems(plain):
            codes = self._stem.get(stem, set())
            fitting = {code for code in codes if self._same_rank(plain, code)}
            if fitting:
                return self._one_of(fitting, text, Found.NORMALISED)
        return None

    def _one_of(self, codes: set[str], text: str, how: Found) -> Resolution:
        if len(codes) == 1:
            return Resolution(next(iter(codes)), how)
        proposals = tuple(self._proposal(code, 1.0) for code in sorted(codes))
        told = "、".join(proposal.name for proposal in proposals[:5])
        problem = Problem("name.ambiguous", {"text": excerpt(text), "proposals": told})
        return Resolution(None, Found.NONE, proposals, problem)

    def _same_rank(self, plain: str, code: str) -> bool:
        """A short form may leave the rank out (交警), but never carry another (交警大队 for a 支队)."""
        mine = _rank(plain)
        entry = self._by_code[code]
        return not mine or mine in {_rank(self._without_home(name)) for name in (entry.name, *entry.aliases)}

    def _near(self, raw: str, text: str) -> Resolution:
        plain = _CITY.sub("", self._without_home(text))
        best: dict[str, float] = {}
        for choice, score, _ in process.extract(
            plain, self._choices, scorer=fuzz.ratio, score_cutoff=_PROPOSED, limit=8
        ):
            for code in self._plain[choice]:
                best[code] = max(best.get(code, 0.0), score / 100)
        for stem in _stems(plain):
            for code in self._stem.get(stem, ()):
                best[code] = max(best.get(code, 0.0), 0.8)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:5]
        if not ranked:
            return Resolution(problem=Problem("name.unknown", {"text": excerpt(raw)}))
        proposals = tuple(self._proposal(code, min(score, 0.99)) for code, score in ranked)
        told = "、".join(proposal.name for proposal in proposals[:3])
        return Resolution(
            None, Found.NONE, proposals, Problem("name.proposals", {"text": excerpt(raw), "proposals": told})
        )

    def _proposal(self, code: str, score: float) -> Proposal:
        return Proposal(code, self._by_code[code].name, round(score, 4))

    def _without_home(self, name: str) -> str:
        plain = _spelling(name)
        for home in self._home:
            if plain.startswith(home) and len(plain) > len(home):
                plain = plain[len(home) :]
                break
        for long, short in _SAME_WORD:
            plain = plain.replace(long, short)
        return plain


def _spelling(name: str) -> str:
    return _PUNCTUATION.sub("", visible(name)).casefold()


def _bureaus(entries: Sequence[Entry]) -> set[str]:
    """City bureaus that stand among the entries or in front of their names: their own name is the home prefix."""
    found = set()
    for entry in entries:
        name = _spelling(entry.name)
        if (prefix := _CITY.match(name)) is not None:
            found.add(prefix[0])
        elif _CITY_BUREAU.fullmatch(name):
            found.add(name)
    return found


def _rank(plain: str) -> str:
    """The rank word at the end; county bureaus and branch bureaus count as one (分局, 县公安局, 县局)."""
    if _COUNTY.search(plain):
        return "分局"
    found = _RANK.search(plain)
    return found[0] if found else ""


def _stems(plain: str) -> tuple[str, ...]:
    """The name without its rank: ``交警支队`` -> ``交警``; ``临漕县公安局`` -> ``临漕县``, ``临漕``."""
    stems = [plain]
    if (county := _COUNTY.sub("", plain)) != plain:
        stems.append(county)
    elif (shorter := _RANK.sub("", plain)) != plain:
        stems.append(shorter)
    last = stems[-1]
    if len(last) > 2 and last[-1] in "县区市" and not last.endswith("开发区"):
        stems.append(last[:-1])
    return tuple(dict.fromkeys(stem for stem in stems if len(stem) >= 2))
