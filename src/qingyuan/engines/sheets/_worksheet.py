"""One worksheet part, streamed into cells, with everything a spreadsheet program would hide from the eye."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import datetime

from ._cells import Cell, Kind, column_of, from_serial, letter, split_address
from ._limits import Limits
from ._package import Package
from ._parts import Book, SheetPart, unescape
from ._problems import Problem, excerpt, refuse
from ._xml import local, parse

_EXTERNAL = re.compile(r"\[\d+\]|\[[^\]\[]*\.xl\w*\]|\\\\|\bWEBSERVICE\(", re.IGNORECASE)
_TEXT_IN_FORMULA = re.compile(r'"(?:[^"]|"")*"')
_QUOTED_NAME = re.compile(r"'(?:[^']|'')*'")
_EXACT = 10**15  # a double keeps 15 decimal digits; Excel writes zeros after them

Merge = tuple[int, int, int, int]
"""first row, first column, last row, last column, all 1-based and inclusive."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's cells by row and column (blank cells are left out), merged ranges and hidden parts."""

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    problems: dict[tuple[int, int], Problem] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()


class Budget:
    """Cells still allowed in this file, shared by its sheets."""

    def __init__(self, limits: Limits, name: str) -> None:
        self.left, self._limit, self._name = limits.cells, limits.cells, name

    def take(self, count: int = 1) -> None:
        self.left -= count
        if self.left < 0:
            raise refuse("file.too_many_cells", name=self._name, limit=self._limit)


def read_sheet(package: Package, part: SheetPart, book: Book, limits: Limits, budget: Budget) -> Sheet:
    """The sheet, or ``SheetError`` when it is damaged, starts programs or is too large."""
    reading = _Reading(package.name, part, book, limits, budget)
    parse(
        package,
        part.path,
        start=reading.start,
        end=reading.end,
        text=reading.text,
    )
    return reading.sheet()


class _Reading:
    def __init__(self, name: str, part: SheetPart, book: Book, limits: Limits, budget: Budget) -> None:
        self.name, self.part, self.book, self.limits, self.budget = name, part, book, limits, budget
        self.rows: dict[int, dict[int, Cell]] = {}
        self.problems: dict[tuple[int, int], Problem] = {}
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.row = self.column = 0
        self.in_cell = self.taking = False
        self.phonetic = 0
        self.type = self.style = ""
        self.value: list[str] = []
        self.has_value = False
        self.formula: list[str] | None = None
        self.target: list[str] = self.value

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c" or (":" in tag and local(tag) == "c"):
            self._start_cell(attributes)
            return
        found = local(tag)
        if self.in_cell:
            if found == "v" or (found == "t" and self.phonetic == 0):
                self.taking, self.target, self.has_value = True, self.value, True
            elif found == "f":
                self.formula = []
                self.taking, self.target = True, self.formula
            elif found == "rPh":
                self.phonetic += 1
        elif found == "row":
            self._start_row(attributes)
        elif found == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif found == "col" and attributes.get("hidden", "0") in ("1", "true"):
            first, last = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
            self.hidden_columns.update(range(max(first, 1), min(last, self.limits.columns) + 1))

    def end(self, tag: str) -> None:
        if tag == "c" or (":" in tag and local(tag) == "c"):
            self._end_cell()
        elif self.in_cell:
            found = local(tag)
            if found in ("v", "t", "f"):
                self.taking = False
            elif found == "rPh":
                self.phonetic -= 1

    def text(self, some: str) -> None:
        if self.taking:
            self.target.append(some)

    def sheet(self) -> Sheet:
        return Sheet(
            self.part.name,
            self.part.hidden,
            self.rows,
            tuple(self.merges),
            frozenset(self.hidden_rows & self.rows.keys()),
            frozenset(self.hidden_columns),
            self.problems,
        )

    def _damaged(self, detail: str) -> Exception:
        return refuse("file.damaged", name=self.name, part=self.part.name, detail=detail)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self.row = _whole(number) if number is not None else self.row + 1
        self.column = 0
        if not 1 <= self.row <= 1_048_576:
            raise self._damaged("行号不对")
        if attributes.get("hidden", "0") in ("1", "true"):
            self.hidden_rows.add(self.row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            letters = reference.rstrip("0123456789")
            self.column = column_of(letters)
            if not self.column or reference[len(letters) :] != str(self.row):
                raise self._damaged(f"单元格地址“{excerpt(reference)}”不对")
        self.type = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.value.clear()
        self.formula = None
        self.in_cell, self.taking, self.has_value, self.phonetic = True, False, False, 0

    def _end_cell(self) -> None:
        self.in_cell = self.taking = False
        raw = "".join(self.value)
        if self.formula is not None:
            self._look_at_formula("".join(self.formula), raw)
        if not self.has_value or (not raw and self.type not in ("e", "s")):
            if (self.row, self.column) in self.problems:
                self._keep(None, Kind.ERROR)
            return
        self._take(raw)

    def _take(self, raw: str) -> None:
        kind = self.type
        if kind == "s":
            index = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else -1
            if not 0 <= index < len(self.book.strings):
                raise self._damaged(f"{letter(self.column)}{self.row} 指向不存在的文字")
            self._text(self.book.strings[index])
        elif kind in ("str", "inlineStr"):
            self._text(unescape(raw))
        elif kind == "b":
            self._keep(raw.strip() in ("1", "true"), Kind.BOOLEAN)
        elif kind == "e":
            self._fail("cell.error_value", value=excerpt(raw))
        elif kind == "d":
            self._iso(raw.strip())
        elif kind == "n":
            self._number(raw.strip())
        else:
            raise self._damaged(f"{letter(self.column)}{self.row} 的类型不认识")

    def _text(self, text: str) -> None:
        if text and not text.isspace():
            if len(text) > self.limits.cell_characters:
                self._fail("text.too_long", length=len(text), limit=self.limits.cell_characters)
            else:
                self._keep(text, Kind.TEXT)

    def _number(self, raw: str) -> None:
        try:
            number: int | float = (
                int(raw) if len(raw) < 16 and raw.isascii() and raw.isdigit() else float(raw)
            )
        except ValueError:
            return self._fail("cell.number_bad", text=excerpt(raw))
        if not math.isfinite(number):
            return self._fail("cell.number_bad", text=excerpt(raw))
        if self.style != "0" and self.style.isdigit() and int(self.style) in self.book.date_styles:
            return self._date(number)
        if abs(number) >= _EXACT:
            return self._fail("cell.digits_lost")
        return self._keep(number, Kind.NUMBER)

    def _date(self, number: float) -> None:
        if 0 <= number < 1 and not (self.book.date1904 and number == 0):  # a clock time on no day
            seconds = round(number * 86_400) % 86_400
            return self._keep(f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}", Kind.TEXT)
        day = from_serial(number, date1904=self.book.date1904)
        if day is None:
            return self._fail("cell.date_serial", value=f"{number:g}")
        return self._keep(day, Kind.DATE)

    def _iso(self, raw: str) -> None:
        try:
            moment = datetime.fromisoformat(raw).replace(tzinfo=None)
        except ValueError:
            return self._fail("cell.number_bad", text=excerpt(raw))
        whole = moment.hour == moment.minute == moment.second == moment.microsecond == 0
        return self._keep(moment.date() if whole else moment, Kind.DATE)

    def _look_at_formula(self, formula: str, raw: str) -> None:
        bare = _TEXT_IN_FORMULA.sub("", formula)
        if "|" in _QUOTED_NAME.sub("", bare):  # program|'topic'!item; a formula has no other use for the bar
            raise refuse("file.dde", name=self.name, part=f"{self.part.name}!{letter(self.column)}{self.row}")
        if _EXTERNAL.search(bare):
            self._note("cell.formula_external")
        if not self.has_value or (not raw and self.type not in ("str", "s", "inlineStr")):
            self._note("cell.formula_no_value")

    def _note(self, code: str, **params: str | int) -> None:
        place = f"{letter(self.column)}{self.row}"
        self.problems[self.row, self.column] = Problem(code, params, place, self.part.name)

    def _fail(self, code: str, **params: str | int) -> None:
        self._note(code, **params)
        self._keep(None, Kind.ERROR)

    def _keep(self, value: str | int | float | bool | datetime | object, kind: Kind) -> None:
        held = self.rows.get(self.row)
        if held is None:
            if len(self.rows) >= self.limits.rows:
                raise refuse("file.too_many_rows", sheet=self.part.name, limit=self.limits.rows)
            held = self.rows[self.row] = {}
        if self.column > self.limits.columns:
            raise refuse("file.too_many_columns", sheet=self.part.name, limit=self.limits.columns)
        if self.column in held:
            raise self._damaged(f"{letter(self.column)}{self.row} 出现了两次")
        self.budget.take()
        held[self.column] = Cell(self.row, self.column, value, kind)  # type: ignore[arg-type]

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begin, end = split_address(first), split_address(last or first)
        if begin is None or end is None or begin[0] > end[0] or begin[1] > end[1]:
            raise self._damaged(f"合并区域“{excerpt(reference)}”不对")
        if begin != end:
            if len(self.merges) >= self.limits.cells:
                raise refuse("file.too_many_cells", name=self.name, limit=self.limits.cells)
            self.merges.append((*begin, *end))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
