"""Comma, tab or semicolon separated text in the encodings that offices really use."""

from __future__ import annotations

import codecs
import csv
import io
import re

from ._cells import Cell, Kind
from ._limits import Limits
from ._problems import Problem, excerpt, refuse
from ._worksheet import Budget, Sheet

_DELIMITERS = (",", "\t", ";")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_DIGITS_LOST = re.compile(r"\d\.\d+[eE]\+(?:1[5-9]|2\d)")
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that make a spreadsheet program take a CSV field for a formula (OWASP, CSV Injection)."""


def decode(data: bytes, name: str) -> str | None:
    """The text, or ``None`` when the bytes are not text; ``SheetError`` when they are text we cannot read.

    UTF-8 and UTF-16 by their marks, then strict UTF-8, UTF-16 without a mark by its zero bytes, then GB18030.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(data, encoding, name)
    if b"\x00" in data[:4096]:
        even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
        if not min(even, odd) and len(data) % 2 == 0 and max(even, odd) * 20 >= len(data[:4096]):
            text = _try(data, "utf-16-le" if odd else "utf-16-be")
            return text if text is not None and not _CONTROL.search(text[:65_536]) else None
        return None
    text = _try(data, "utf-8")
    if text is None:
        if _CONTROL.search(data[:65_536].decode("latin-1")):
            return None
        text = _strict(data, "gb18030", name)
    return None if _CONTROL.search(text[:65_536]) else text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strict(data: bytes, encoding: str, name: str) -> str:
    text = _try(data, encoding)
    if text is None:
        raise refuse("file.encoding", name=name)
    return text


def sniff_delimiter(text: str) -> str:
    """The delimiter that splits the first 50 records most evenly; a comma when none does."""
    best, chosen = 0.0, ","
    for delimiter in _DELIMITERS:
        counts: list[int] = []
        try:
            for record in csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter):
                if any(record):
                    counts.append(len(record))
                if len(counts) >= 50:
                    break
        except csv.Error:
            continue
        if not counts:
            continue
        widest = max(set(counts), key=lambda n: (counts.count(n), n))
        score = (widest - 1) * counts.count(widest) / len(counts)
        if score > best:
            best, chosen = score, delimiter
    return chosen


def read_csv(text: str, name: str, limits: Limits) -> Sheet:
    """One sheet named after nothing; row numbers are those a spreadsheet program would show."""
    text = text.removeprefix("\ufeff")
    delimiter = sniff_delimiter(text)
    if text[:4].lower() == "sep=" and "\n" in text[:8]:  # Excel's own hint
        first, _, text = text.partition("\n")
        delimiter = first.strip()[4:] or delimiter
    if len(delimiter) != 1 or delimiter in '"\r\n':
        delimiter = ","
    budget = Budget(limits, name)
    rows: dict[int, dict[int, Cell]] = {}
    problems: dict[tuple[int, int], Problem] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, 1):
            held: dict[int, Cell] = {}
            for column, raw in enumerate(record, 1):
                if not raw or raw.isspace():
                    continue
                if column > limits.columns:
                    raise refuse("file.too_many_columns", sheet=name, limit=limits.columns)
                held[column] = cell = _cell(number, column, raw)
                if (found := _problem(cell, raw, limits)) is not None:
                    problems[number, column] = found
                    if found.severity == "error":
                        held[column] = Cell(number, column, None, Kind.ERROR)
            if held:
                if len(rows) >= limits.rows:
                    raise refuse("file.too_many_rows", sheet=name, limit=limits.rows)
                budget.take(len(held))
                rows[number] = held
    except csv.Error as wrong:
        code = "file.csv_field" if "field limit" in str(wrong) else "file.csv_quotes"
        raise refuse(code, place=f"第 {reader.line_num} 行", name=name, line=reader.line_num) from wrong
    return Sheet(name="", rows=rows, problems=problems)


def _cell(row: int, column: int, raw: str) -> Cell:
    if (kept := _KEPT_AS_TEXT.fullmatch(raw)) is not None:  # ="00123", how offices keep leading zeros
        return Cell(row, column, kept[1], Kind.TEXT) if kept[1] else Cell(row, column)
    if raw[0] == "'" and raw.lstrip("'").startswith(FORMULA_MARKS):  # the guard that write_csv puts on
        raw = raw[1:]
    return Cell(row, column, raw, Kind.TEXT)


def _problem(cell: Cell, raw: str, limits: Limits) -> Problem | None:
    if len(raw) > limits.cell_characters:
        return Problem("text.too_long", {"length": len(raw), "limit": limits.cell_characters}, cell.address)
    if raw[0] == "=" and cell.value == raw:
        return Problem("cell.formula_text", {}, cell.address)
    if _DIGITS_LOST.fullmatch(raw):
        return Problem("cell.digits_lost", {}, cell.address)
    if raw in ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"):
        return Problem("cell.error_value", {"value": excerpt(raw)}, cell.address)
    return None
