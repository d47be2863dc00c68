"""A sheet as a table: named columns, data rows with their addresses, and a note on all that was left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ._cells import Cell, as_text, letter
from ._headers import SEARCHED_ROWS, Header, find_header
from ._labels import bare, normal, tidy
from ._problems import Problem, excerpt, refuse
from ._workbook import Workbook
from ._worksheet import Sheet

_TOTAL = re.compile(r"(?:合计|小计|总计|共计|累计|总数|本页小计|本页合计|合计数)(?:[(:].*)?")
_NOTE = re.compile(
    r"[((\[【*※]?(?:注|备注|说明|填表说明|填报说明|填写说明|注意事项|填表人|填报人|制表人?|审核人?|复核|"
    r"经办人|联系人|负责人|主要领导|分管领导|单位盖章|盖章|单位负责人|填报单位|填报日期|填报时间)(?:[::\d一二三)]|[^:]{0,8}[::])"
)
_STEPS = 2_000_000  # cells that merged ranges may fill: as many as a file may hold of its own
_TOLD = 20  # overlapping ranges that are told one by one


@dataclass(frozen=True, slots=True)
class Column:
    """A column: 1-based ``index``, ``letter``, and its names from the top level down."""

    index: int
    letter: str
    path: tuple[str, ...]
    hidden: bool = False

    @property
    def name(self) -> str:
        """The lowest name."""
        return self.path[-1] if self.path else ""

    @property
    def display(self) -> str:
        return " / ".join(self.path) or f"（{self.letter} 列）"


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: its number in the sheet and its cells.  Blank ones are made when they are asked for: a sheet
    of many rows and one far column would else be laid out densely."""

    number: int
    held: Mapping[int, Cell]
    span: range
    hidden: bool = False

    def at(self, index: int) -> Cell:
        """The cell of a column, by the column's 1-based index."""
        found = self.held.get(index)
        return Cell(self.number, index) if found is None else found

    @property
    def cells(self) -> tuple[Cell, ...]:
        """One cell for each column of the table, blank ones included."""
        return tuple(self.at(index) for index in self.span)


@dataclass(frozen=True, slots=True)
class Table:
    """``problems`` are those of cells (by address); ``notes`` tell what was chosen, skipped or is hidden."""

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    date1904: bool = False

    def cell(self, row: Row, column: Column) -> Cell:
        """The cell of ``row`` in ``column``."""
        return row.at(column.index)


def find_table(workbook: Workbook, labels: Iterable[str] = (), sheet: str | None = None) -> Table:
    """The table of the sheet with the best header (or of the sheet named), or ``SheetError``.

    ``labels`` are column names the caller hopes for; they only help to find the header.
    """
    known = frozenset(filter(None, [form for label in labels for form in (normal(label), bare(label))]))
    offered = [one for one in workbook.sheets if one.rows]
    if sheet is not None:
        chosen = [one for one in workbook.sheets if one.name == sheet]
        if not chosen:
            names = "、".join(excerpt(one.name) for one in workbook.sheets[:20])
            raise refuse("sheet.unknown", sheet=excerpt(sheet), known=names)
    else:
        chosen = [one for one in offered if not one.hidden] or offered
    found = [(header, one) for one in chosen if (header := find_header(one, known)) is not None]
    if not found:
        raise refuse("sheet.no_header", sheet=chosen[0].name if chosen else "", rows=SEARCHED_ROWS)
    header, best = max(found, key=lambda pair: (pair[0].score, len(pair[1].rows)))
    notes = list(workbook.notes)
    visible = [one for one in offered if not one.hidden]
    if sheet is None and len(visible) > 1:
        notes.append(Problem("sheet.chosen", {"sheet": best.name, "count": len(visible)}, "", best.name))
    return _Body(best, header, workbook.date1904).table(notes)


class _Body:
    def __init__(self, sheet: Sheet, header: Header, date1904: bool) -> None:
        self.sheet, self.header, self.date1904 = sheet, header, date1904
        self.notes: list[Problem] = []
        self.numbers = [row for row in sorted(sheet.rows) if row > header.last]
        with_data = {c for row in self.numbers for c, cell in sheet.rows[row].items()}
        used = with_data | {c for c, path in header.paths.items() if path}
        self.span = range(min(used), max(used) + 1)
        self.columns = tuple(
            Column(c, letter(c), header.paths.get(c, ()), c in sheet.hidden_columns) for c in self.span
        )
        self.with_data = with_data
        self.filled = self._filled_down()
        self.wide = self._wide_rows()

    def table(self, notes: list[Problem]) -> Table:
        kept = self._skip_tail([row for row in self.numbers if not self._skipped(row)])
        rows = tuple(self._row(number) for number in kept)
        self._note_columns(kept)
        if not rows:
            self._note("sheet.no_rows")
        wanted = {*kept, *range(self.header.first, self.header.last + 1)}
        problems = tuple(
            problem
            for (row, column), problem in sorted(self.sheet.problems.items(), key=lambda item: item[0])
            if row in wanted and column in self.span
        )
        titles = tuple(
            tidy(as_text(cell.value))
            for row in sorted(self.sheet.rows)
            if row < self.header.first
            for cell in self.sheet.rows[row].values()
        )
        self.notes.sort(key=lambda note: int(note.params.get("row", 0)))
        return Table(
            self.sheet.name,
            tuple(range(self.header.first, self.header.last + 1)),
            self.columns,
            rows,
            titles,
            problems,
            (*notes, *self.notes),
            self.date1904,
        )

    def _note(self, code: str, place: str = "", **params: str | int) -> None:
        self.notes.append(Problem(code, params, place, self.sheet.name))

    def _row(self, number: int) -> Row:
        own, filled = self.sheet.rows[number], self.filled.get(number)
        if filled:
            own = {**filled, **own}
        return Row(number, own, self.span, number in self.sheet.hidden_rows)

    def _filled_down(self) -> dict[int, dict[int, Cell]]:
        """Values of vertically merged ranges for the rows below their first; nothing else is ever filled."""
        filled: dict[int, dict[int, Cell]] = {}
        steps = told = 0
        for r1, c1, r2, c2 in self.sheet.merges:
            if r1 <= self.header.last or r1 == r2 or c1 not in self.span:
                continue
            source = self.sheet.rows.get(r1, {}).get(c1)
            if source is None:
                continue
            first, stop = bisect_right(self.numbers, r1), bisect_right(self.numbers, r2)
            for at in range(first, stop):  # rows that hold nothing are no data, however far a range reaches
                row, steps = self.numbers[at], steps + 1
                if steps > _STEPS:
                    raise refuse("file.too_many_cells", name=self.sheet.name, limit=_STEPS)
                held = filled.setdefault(row, {})
                if c1 in held or c1 in self.sheet.rows[row]:
                    where = f"{letter(c1)}{r1}:{letter(c2)}{r2}"
                    if (told := told + 1) <= _TOLD:
                        self._note("sheet.merged_overlap", where, range=where)
                    break
                held[c1] = Cell(row, c1, source.value, source.kind)
        return filled

    def _wide_rows(self) -> frozenset[int]:
        """Rows whose one text is merged over most of the table."""
        return frozenset(
            r1
            for r1, c1, _, c2 in self.sheet.merges
            if r1 > self.header.last and c2 - c1 + 1 >= 3 and (c2 - c1 + 1) * 10 >= len(self.span) * 6
            if len(self.sheet.rows.get(r1, {})) == 1 and c1 in self.sheet.rows[r1]
        )

    def _skipped(self, number: int) -> bool:
        own = self.sheet.rows[number]
        in_order = [own[c] for c in sorted(own)]
        texts = [cell.value for cell in in_order if isinstance(cell.value, str)]
        for text in texts[:3]:
            word = normal(text) if len(text) < 40 else ""
            if word and _TOTAL.fullmatch(word):
                self._note("sheet.total_row", f"{in_order[0].address}", row=number, word=excerpt(word))
                return True
        first = tidy(texts[0]) if texts else ""
        few = len(own) <= max(2, len(self.span) // 4)
        if few and first and in_order[0].value == texts[0] and _NOTE.match(first):
            self._note("sheet.note_row", in_order[0].address, row=number, text=excerpt(first))
            return True
        if number in self.wide:
            self._note("sheet.section_row", in_order[0].address, row=number, text=excerpt(in_order[0].text))
            return True
        if self._repeats_header(own):
            self._note("sheet.repeated_header", in_order[0].address, row=number)
            return True
        if number <= self.header.last + 2 and _counts_up(in_order):
            self._note("sheet.column_numbers", in_order[0].address, row=number)
            return True
        return False

    def _repeats_header(self, own: Mapping[int, Cell]) -> bool:
        if len(own) < 2:
            return False
        same = 0
        for column, cell in own.items():
            if isinstance(cell.value, str) and len(cell.value) < 60:
                same += tidy(cell.value) in self.header.paths.get(column, ())
        return same >= 2 and same * 10 >= len(own) * 8

    def _skip_tail(self, kept: list[int]) -> list[int]:
        """Lone texts at the very end of a wide table are remarks, not rows."""
        while kept and len(self.span) >= 5:
            own = self.sheet.rows[kept[-1]]
            (cell, *others) = own.values()
            if (
                others
                or not isinstance(cell.value, str)
                or cell.column > self.span[0] + 1
                or kept[-1] in self.filled
            ):
                break
            self._note("sheet.note_row", cell.address, row=kept[-1], text=excerpt(cell.value))
            kept.pop()
        return kept

    def _note_columns(self, kept: Collection[int]) -> None:
        hidden = [str(row) for row in kept if row in self.sheet.hidden_rows]
        if hidden:
            told = "、".join(hidden[:10]) + ("……" if len(hidden) > 10 else "")
            self._note("sheet.hidden_rows", count=len(hidden), rows=told)
        unseen = [column.letter for column in self.columns if column.hidden]
        if unseen:
            self._note("sheet.hidden_columns", count=len(unseen), columns="、".join(unseen[:20]))
        seen: dict[tuple[str, ...], list[str]] = {}
        for column in self.columns:
            if not column.path and column.index in self.with_data:
                self._note("sheet.header_blank", f"{column.letter}{self.header.last}", column=column.letter)
            elif column.path:
                seen.setdefault(column.path, []).append(column.letter)
        for path, letters in seen.items():
            if len(letters) > 1:
                self._note("sheet.header_twice", label=" / ".join(path), columns="、".join(letters))


def _counts_up(cells: list[Cell]) -> bool:
    """1 2 3 4 ... (or (1) (2) ...; 甲 乙 may lead) under a header."""
    words = [normal(cell.text) for cell in cells]
    words = [word for word in words if word not in ("甲", "乙", "丙", "丁", "戊", "栏次")]
    return len(words) >= 3 and words == [str(n) for n in range(1, len(words) + 1)]
