"""Tables out again: text stays text in every program that opens the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import xlsxwriter

from ._csv import FORMULA_MARKS
from ._problems import refuse
from ._values import clean_text

_CELL_CHARACTERS = 32_767
_ROWS = 1_048_575


class Shade(StrEnum):
    """Background for a value of the colour column; light enough for black text, apart also in grey print."""

    DONE = "#C6E7CE"
    SOON = "#FFE699"
    OVERDUE = "#F4A6A0"
    QUIET = "#D9D9D9"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column to be written: its ``label`` and ``width`` (characters), dates shown as ``date_format``."""

    label: str
    width: float = 14.0
    date_format: str = "yyyy-mm-dd"


Target = Path | str | IO[bytes]
Value = str | int | float | bool | date | datetime | Enum | None


def write_table(
    target: Target,
    columns: Sequence[ExportColumn],
    rows: Iterable[Sequence[Value]],
    *,
    sheet: str = "台账",
    colour_column: int | None = None,
    colours: Mapping[str, Shade | str] = MappingProxyType({}),
) -> int:
    """Write an .xlsx and return the number of rows.  ``SheetError`` when a value does not fit; no partial file.

    Strings are always stored as strings, and those that look like a formula also carry Excel's quote prefix, so
    that editing them does not turn them into one.  The header is frozen and filtered; the cells of
    ``colour_column`` (0-based) take the colour of their value by conditional formats, so that they follow edits.
    With a path, rows are streamed through a temporary file beside it; other targets are built in memory.
    """
    if not isinstance(target, Path | str):
        return _write(target, {"in_memory": True}, columns, rows, sheet, colour_column, colours)
    path = Path(target)
    part = path.with_name(path.name + ".part")
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    try:
        count = _write(str(part), options, columns, rows, sheet, colour_column, colours)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write(
    target: str | IO[bytes],
    options: dict[str, Any],
    columns: Sequence[ExportColumn],
    rows: Iterable[Sequence[Value]],
    sheet: str,
    colour_column: int | None,
    colours: Mapping[str, Shade | str],
) -> int:
    quiet = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, {**options, **quiet})
    try:
        page = book.add_worksheet(_sheet_name(sheet))
        wrap = {"text_wrap": True, "valign": "top"}
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#E7ECF3", **wrap})
        plain = book.add_format(wrap)
        quoted = book.add_format({**wrap, "quote_prefix": True})
        dates = [book.add_format({**wrap, "num_format": column.date_format}) for column in columns]
        moment = book.add_format({**wrap, "num_format": "yyyy-mm-dd hh:mm:ss"})
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width)
            page.write_string(0, at, column.label, head)
        page.freeze_panes(1, 0)
        count = 0
        for count, row in enumerate(rows, 1):
            if count > _ROWS:
                raise refuse("write.too_many_rows", limit=_ROWS)
            _check_shape(row, columns, count)
            for at, value in enumerate(row):
                where = (count, at)
                value = _plain(value)
                if value is None:
                    continue
                if isinstance(value, str):
                    text = _fitting(value, columns[at].label, count)
                    guard = text.lstrip().startswith(FORMULA_MARKS) or text.startswith(FORMULA_MARKS)
                    page.write_string(*where, text, quoted if guard else plain)
                elif isinstance(value, date):
                    if value.year < 1900 or (value.year, value.month) < (1900, 3):
                        page.write_string(*where, value.isoformat(), plain)
                    elif isinstance(value, datetime):
                        page.write_datetime(*where, value.replace(tzinfo=None), moment)
                    else:
                        page.write_datetime(*where, value, dates[at])
                elif abs(value) >= 10**15 or value != value:  # more digits than a cell's number can hold
                    page.write_string(*where, str(value), plain)
                else:
                    page.write_number(*where, value, plain)
        if columns:
            page.autofilter(0, 0, max(count, 1), len(columns) - 1)
        if colour_column is not None:
            for text, shade in colours.items():
                criterion = '"' + text.replace('"', '""') + '"'
                rule = {"type": "cell", "criteria": "==", "value": criterion}
                rule["format"] = book.add_format({"bg_color": str(shade)})
                page.conditional_format(1, colour_column, max(count, 1), colour_column, rule)
        book.close()
    except BaseException:
        _abandon(book)
        raise
    return count


def _abandon(book: Any) -> None:
    """Let go of the temporary files of a workbook that will not be finished."""
    for page in book.worksheets():
        with suppress(Exception):
            page._opt_close()
        with suppress(Exception):
            Path(page.row_data_filename).unlink(missing_ok=True)
    book.fileclosed = True


def write_csv(target: Target, columns: Sequence[ExportColumn], rows: Iterable[Sequence[Value]]) -> int:
    """Write a CSV (UTF-8 with mark, CRLF) and return the number of rows; no partial file.

    A field that a program would take for a formula gets an apostrophe in front (OWASP, CSV Injection);
    ``open_workbook`` takes it off again.  Numbers and dates are written as they are.
    """
    if not isinstance(target, Path | str):
        wrapper = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
        try:
            return _write_csv(wrapper, columns, rows)
        finally:
            wrapper.detach()
    path = Path(target)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as handle:
            count = _write_csv(handle, columns, rows)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_csv(handle: Any, columns: Sequence[ExportColumn], rows: Iterable[Sequence[Value]]) -> int:
    writer = csv.writer(handle, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_guarded(column.label) for column in columns])
    count = 0
    for count, row in enumerate(rows, 1):
        _check_shape(row, columns, count)
        writer.writerow(
            [_csv_field(value, column, count) for value, column in zip(row, columns, strict=True)]
        )
    return count


def _csv_field(value: Value, column: ExportColumn, row: int) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return _guarded(_fitting(plain, column.label, row))
    if isinstance(plain, datetime):
        return plain.replace(tzinfo=None).isoformat(" ", "seconds")
    return plain.isoformat() if isinstance(plain, date) else str(plain)


def _guarded(text: str) -> str:
    return (
        "'" + text
        if text.lstrip("' \n").startswith(FORMULA_MARKS) or text.startswith(FORMULA_MARKS)
        else text
    )


def _plain(value: Value) -> str | int | float | date | datetime | None:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value


def _fitting(text: str, column: str, row: int) -> str:
    """The text without characters that XML cannot hold; too long for a cell is refused, not cut."""
    if text.isprintable() and len(text) <= _CELL_CHARACTERS:
        return text
    fitting = clean_text(text, limit=_CELL_CHARACTERS)
    if fitting.problem is not None:
        raise refuse("write.text_too_long", row=row, column=column, length=len(text))
    return fitting.value or ""


def _check_shape(row: Sequence[Value], columns: Sequence[ExportColumn], count: int) -> None:
    if len(row) != len(columns):
        raise refuse("write.shape", row=count, found=len(row), expected=len(columns))
    for value, column in zip(row, columns, strict=True):
        if value is not None and not isinstance(value, str | int | float | date | Enum):
            raise refuse("write.value", row=count, column=column.label)


def _sheet_name(name: str) -> str:
    """A name Excel takes: no []:*?/\\, at most 31 characters, no apostrophe at the ends, not 'History'."""
    plain = "".join("_" if one in "[]:*?/\\" or not one.isprintable() else one for one in name)[:31].strip(
        "' "
    )
    return plain if plain and plain.lower() != "history" else "Sheet1"
