"""Cell values to clean text, whole numbers, yes or no, and persons' names; each reading is total."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Generic, TypeVar

from ._cells import Cell, as_text
from ._numerals import number_of, visible
from ._problems import Problem, excerpt

T = TypeVar("T")

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\u180e]")
_EDGES = " \t\u00a0\u3000"
_YES = frozenset(
    """是 有 √ ✓ ✔ ☑ ✅ 对 已 y yes true t 1 ok 完成 已完成
    已销号 销号 已整改 已办结 已整改到位 整改到位 整改完成 已完成整改 已落实
    已采纳 通过 合格 已验收""".split()  # noqa: SIM905
)
_NO = frozenset(
    """否 无 × ✗ ✘ ☒ ❌ x 不 未 没有 不是 n no false f 0
    未完成 未销号 未整改 未办结 未整改到位 未完成整改 尚未完成 整改中 正在整改
    进行中 未落实 未采纳 不通过 不合格 未验收 待销号 办理中""".split()  # noqa: SIM905
)
_UNIT = re.compile(
    r"(?<=[\d零一二两三四五六七八九十百千])\s*(?:个|人|件|条|项|次|名|份|起|天|日|分|元|台|辆|场|期)$"
)
_BETWEEN = re.compile(
    r"[、,;/\\|\n\r\t,;/|]+|\s+(?:和|及|与)\s+|(?<=[\u4e00-\u9fff])\s*(?:以及)\s*(?=[\u4e00-\u9fff])"
)
_ONE_SPACED_NAME = re.compile(r"[\u3400-\u9fff]\s+[\u3400-\u9fff]")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff·]")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A value, or the problem that stands in its way; both empty for a blank cell."""

    value: T | None = None
    problem: Problem | None = None


def _raw(value: object) -> tuple[str, str]:
    """Text and place of a cell or a plain value."""
    if isinstance(value, Cell):
        return as_text(value.value), value.address
    return as_text(value), ""


def clean_text(value: object, limit: int = 2_000) -> Parsed[str]:
    """Text in NFC without control and zero-width characters or blanks at the ends; longer than ``limit`` fails.

    Line breaks are kept as ``\\n``.  Nothing is cut off silently.  The time it takes grows with the length only,
    and what is far too long is not even looked at: one long text may stand in a million cells.
    """
    raw, place = _raw(value)
    if len(raw) > 2 * limit + 100:
        return Parsed(None, Problem("text.too_long", {"length": len(raw), "limit": limit}, place))
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ZERO_WIDTH.sub("", _CONTROL.sub("", text))
    text = "\n".join(line.rstrip(_EDGES) for line in text.split("\n")).strip()
    if len(text) > limit:
        return Parsed(None, Problem("text.too_long", {"length": len(text), "limit": limit}, place))
    return Parsed(text or None)


def parse_yes_no(value: object) -> Parsed[bool]:
    """是/否, √/×, 已销号/未销号 and their like; blank gives no value, anything else a problem."""
    raw, place = _raw(value)
    text = re.sub(r"[\s。.!!]+", "", visible(raw)).casefold()
    if not text:
        return Parsed()
    if text in _YES:
        return Parsed(True)
    if text in _NO:
        return Parsed(False)
    return Parsed(None, Problem("yes_no.unreadable", {"text": excerpt(raw)}, place))


def parse_int(value: object, low: int = 0, high: int = 10**9) -> Parsed[int]:
    """A whole number within ``low`` to ``high``: ``12``, ``1,200``, ``十二``, ``12人``, full width; 2.5 fails."""
    raw, place = _raw(value)
    text = visible(raw).strip()
    if not text:
        return Parsed()
    plain = _UNIT.sub("", text).replace(" ", "")
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+", plain):
        plain = plain.replace(",", "")
    digits = re.fullmatch(r"([+-]?[0-9]{1,18})(?:\.0+)?", plain)
    number = int(digits[1]) if digits else number_of(plain)
    if number is None:
        return Parsed(None, Problem("integer.unreadable", {"text": excerpt(raw)}, place))
    if not low <= number <= high:
        return Parsed(None, Problem("integer.range", {"value": number, "low": low, "high": high}, place))
    return Parsed(number)


def split_names(value: object) -> tuple[str, ...]:
    """The persons or units of one cell in order, each once.

    Split at 、 , ; / | and line breaks, and at blanks when every piece is a name of two or more characters:
    ``张三 李四`` is two persons, ``张 三`` (a two-character name set wide) is one.  Brackets keep what is in them.
    """
    text = visible(_raw(value)[0]).strip()
    held: list[str] = []
    bracketed = re.sub(r"\([^()]*\)", lambda found: _BETWEEN.sub("\x00", found[0]), text)
    for piece in _BETWEEN.split(bracketed):
        words = piece.replace("\x00", "、").split()
        if len(words) > 1 and all(len(_NOT_HAN.sub("", word)) >= 2 for word in words):
            held.extend(words)
        elif words and all(_NOT_HAN.sub("", word) == word for word in words):
            held.extend(_join_wide(words))
        elif words:
            held.append(" ".join(words))
    return tuple(dict.fromkeys(name for name in held if name))


def _join_wide(words: list[str]) -> list[str]:
    """``["张", "三", "李四"]`` -> ``["张三", "李四"]``: single characters belong to the next one."""
    out: list[str] = []
    pending = ""
    for word in words:
        if len(word) == 1 and not pending:
            pending = word
        elif pending:
            if len(word) == 1:
                out.append(pending + word)
            else:
                out.extend((pending, word))
            pending = ""
        else:
            out.append(word)
    if pending:
        out.append(pending)
    return out
