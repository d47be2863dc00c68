"""Where the header of a sheet is, and how many rows it has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ._cells import Kind, as_text
from ._labels import likeness, tidy
from ._worksheet import Merge, Sheet

SEARCHED_ROWS = 60
_DEEPEST = 4
_SPREAD = 200_000  # cells over which the merged ranges of the upper rows are spread, all together
_TITLE = re.compile(
    "(?:台账|台帐|表|清单|名册|花名册|一览|汇总|统计|登记|情况|方案|附件\\d*)(?:[((].*[))])?$"
)


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``first`` to ``last``, the name of each column from top to bottom, and how sure we are."""

    first: int
    last: int
    paths: dict[int, tuple[str, ...]]
    score: float


class _Top:
    """The upper rows of a sheet with merged cells spread over all they cover."""

    def __init__(self, sheet: Sheet, known: frozenset[str]) -> None:
        self.known = known
        self.numbers = sorted(sheet.rows)[: SEARCHED_ROWS + _DEEPEST]
        last = self.numbers[-1] if self.numbers else 0
        widest = max((max(sheet.rows[row]) for row in self.numbers), default=0)
        self.merges: list[Merge] = [
            (r1, c1, min(r2, last), min(c2, max(widest, c1)))
            for r1, c1, r2, c2 in sheet.merges
            if r1 <= last and c1 <= widest and r1 in sheet.rows and c1 in sheet.rows[r1]
        ][:5_000]
        self.texts: dict[int, dict[int, str]] = {row: {} for row in self.numbers}
        self.plain: dict[int, dict[int, float]] = {row: {} for row in self.numbers}
        self.own: dict[int, set[int]] = {row: set(sheet.rows[row]) for row in self.numbers}
        for row in self.numbers:
            for column, cell in sheet.rows[row].items():
                text = tidy(as_text(cell.value)) if cell.kind is Kind.TEXT else ""
                self.texts[row][column] = text
                self.plain[row][column] = likeness(text, known) if text else -2.0
        room = _SPREAD
        for r1, c1, r2, c2 in self.merges:
            bottom = min(r2, r1 + SEARCHED_ROWS)
            room -= (bottom - r1 + 1) * (c2 - c1 + 1)
            if room < 0:  # ranges of a sound file do not overlap, so they never cover so much
                break
            for row in range(r1, bottom + 1):
                for column in range(c1, c2 + 1):
                    self.texts.setdefault(row, {}).setdefault(column, self.texts[r1].get(c1, ""))
                    self.plain.setdefault(row, {}).setdefault(column, self.plain[r1].get(c1, -2.0))
                    self.own.setdefault(row, set())

    def score(self, row: int) -> float:
        """The sum of likeness over the distinct texts of a row; 0 when it has fewer than two."""
        seen: dict[str, float] = {}
        lost = 0.0
        for column, text in self.texts[row].items():
            if text:
                seen[text] = self.plain[row][column]
            else:
                lost -= 2.0
        return sum(seen.values()) + lost if len(seen) >= 2 else 0.0

    def merged_down(self, first: int, last: int) -> tuple[int, int]:
        """The block widened by every vertical merge of a label that reaches into it."""
        changed = True
        while changed:
            changed = False
            for r1, c1, r2, _ in self.merges:
                if r1 < r2 and r1 <= last and r2 >= first and (r1 < first or r2 > last):
                    low, high = min(r1, first), max(r2, last)
                    if high - low < _DEEPEST and self.plain[r1].get(c1, -2.0) > 0:
                        first, last, changed = low, high, True
        return first, last

    def is_group_row(self, row: int, below: int) -> bool:
        """Whether the row above a header names groups of its columns (整改责任 over 责任单位 and 责任人)."""
        texts, under = self.texts.get(row), self.texts.get(below)
        if not texts or not under or any(value < 0 for value in self.plain[row].values()):
            return False
        distinct = set(texts.values())
        width = max(under) - min(under) + 1
        wide = [
            (c1, c2)
            for r1, c1, r2, c2 in self.merges
            if r1 <= row <= r2 and c2 > c1 and (c2 - c1 + 1) * 10 < width * 9
        ]
        if len(distinct) == 1:
            (text,) = distinct
            return bool(wide) and wide[0][0] > min(under) and not _TITLE.search(text)
        if any(_TITLE.search(text) and text not in self.known and len(text) > 6 for text in distinct):
            return False
        hits = sum(value >= 2 for value in self.plain[row].values())
        return bool(wide) or (hits >= 2 and len(distinct) < len(set(under.values())))

    def is_second_level(self, row: int, above: int) -> bool:
        """Whether the row below a header goes on with it: only labels, some under a blank of the header."""
        texts = {
            column: self.texts[row][column] for column in self.own.get(row, ()) if self.texts[row][column]
        }
        if len(texts) < 2 or len(texts) != len(self.own[row]) or len(set(texts.values())) != len(texts):
            return False
        if any(self.plain[row][column] < 2 for column in texts):
            return False
        upper = self.texts.get(above, {})
        grouped = {
            c for r1, c1, r2, c2 in self.merges if r1 <= above <= r2 and c2 > c1 for c in range(c1, c2 + 1)
        }
        return any(column in grouped or not upper.get(column) for column in texts)


def find_header(sheet: Sheet, known: frozenset[str] = frozenset()) -> Header | None:
    """The header of a sheet, or ``None``.  ``known`` are normalised labels the caller expects (they weigh most).

    The row whose texts look most like column names wins (the upper one when equal); merged ranges and rows of
    group names then widen it to at most four rows.
    """
    if not sheet.rows:
        return None
    top = _Top(sheet, known)
    scored = [(top.score(row), -row) for row in top.numbers[:SEARCHED_ROWS]]
    best, negative = max(scored)
    if best < 2.0:
        return None
    first, last = top.merged_down(-negative, -negative)
    while last - first + 1 < _DEEPEST and top.is_second_level(last + 1, last) and last + 1 in top.texts:
        first, last = top.merged_down(first, last + 1)
    while first > 1 and last - first + 1 < _DEEPEST and top.is_group_row(first - 1, first):
        first, last = top.merged_down(first - 1, last)
    paths: dict[int, tuple[str, ...]] = {}
    for row in range(first, last + 1):
        for column, text in top.texts.get(row, {}).items():
            held = paths.get(column, ())
            if text and (not held or held[-1] != text):
                paths[column] = (*held, text)
    return Header(first, last, paths, best)
