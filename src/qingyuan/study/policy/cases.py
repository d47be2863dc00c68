"""What is hidden in a warning case, who reads how much of it, and what it needs before others read it.

A name is marked once, as ``[[张三]]``, anywhere in the case; it is then taken out everywhere in it, marked or not,
with or without spaces between its characters. A private character stands in its place, shown as 某某.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qingyuan.study.kinds import CaseLevel

SHOWN = "某某"
FIRST = 0xE100  # private use area of Unicode: the first name's character; nobody types these
NAMES_AT_MOST = 100
LONGEST = 60
MARKED = re.compile(r"\[\[(.*?)\]\]", re.S)
PRIVATE = re.compile(r"[\ue000-\uf8ff]")
BLANK = r"[\s\u200b-\u200f\u2060\ufeff]"  # what may stand between the characters of a name
LEVELS = tuple(CaseLevel)


@dataclass(frozen=True)
class Taken:
    """Texts without names, and the names in the order of their characters."""

    texts: Mapping[str, str]
    names: tuple[str, ...]


def names_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Every name that is marked, without blanks, the longest first."""
    found = {re.sub(BLANK, "", name) for text in texts for name in MARKED.findall(text)}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def name_faults(names: Iterable[str]) -> list[str]:
    """The names that cannot be hidden: shorter than two characters (they would stand in other words), too long,
    or made of what stands for names.
    """
    wrong = [name for name in names if not 2 <= len(name) <= LONGEST or set(name) & set("某[]")]
    return wrong or ["too_many"] * (len(list(names)) > NAMES_AT_MOST)


def take_out(texts: Mapping[str, str]) -> Taken:
    """Take every marked name out of all texts.

    >>> taken = take_out({"title": "张三受贿案", "force": "民警[[张三]]收钱，张 三被查。"})
    >>> [shown(text) for text in taken.texts.values()], taken.names
    (['某某受贿案', '民警某某收钱，某某被查。'], ('张三',))
    """
    clean = {key: PRIVATE.sub("", text) for key, text in texts.items()}
    names = names_in(clean.values())
    plain = {key: MARKED.sub(r"\1", text) for key, text in clean.items()}
    if not names:
        return Taken(plain, ())
    places = {name.casefold(): place for place, name in enumerate(names)}
    spaced = (f"{BLANK}*".join(re.escape(letter) for letter in name) for name in names)
    pattern = re.compile("|".join(spaced), re.I)

    def sign(found: re.Match[str]) -> str:
        return chr(FIRST + places[re.sub(BLANK, "", found[0]).casefold()])

    return Taken({key: pattern.sub(sign, text) for key, text in plain.items()}, names)


def shown(text: str) -> str:
    """A text as everybody reads it."""
    return PRIVATE.sub(SHOWN, text)


def with_names(text: str, names: Sequence[str], *, marked: bool = False) -> str:
    """A text with its names, ``marked`` as they are typed."""

    def name(found: re.Match[str]) -> str:
        place = ord(found[0]) - FIRST
        if not 0 <= place < len(names):
            return SHOWN
        return f"[[{names[place]}]]" if marked else names[place]

    return PRIVATE.sub(name, text)


def text_at(texts: Mapping[CaseLevel, str], level: CaseLevel) -> tuple[CaseLevel, str]:
    """The fullest text that a reader at a level may read, and which it is. Never one above his level."""
    for one in LEVELS[LEVELS.index(level) :]:
        if texts.get(one, "").strip():
            return one, texts[one]
    return level, ""


@dataclass(frozen=True)
class CaseText:
    """What decides whether a case may be read by others."""

    title: str
    rule: str
    force: str
    failed: str
    control: str
    external: bool = False
    function: str = ""


def approving_faults(said: CaseText) -> list[str]:
    """What a case lacks before others may read it: above all what control failed, and what is in place now."""
    needed = ("title", "rule", "force", "failed", "control", *(("function",) if said.external else ()))
    return [name for name in needed if not getattr(said, name).strip()]


def release_faults(*, approved: bool, public: str, released: bool, second: bool) -> list[str]:
    """What keeps the public text of a case from everybody: writing one is not releasing it."""
    faults = [] if approved else ["not_approved"]
    faults += [] if public.strip() else ["no_public"]
    faults += ["released"] if released else []
    return faults + ([] if second else ["second"])


def may_approve(by: int, maker: int, changed: int) -> bool:
    """A second person approves: neither who made the case nor who wrote in it last."""
    return by not in (maker, changed)
