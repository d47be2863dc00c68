"""A cell, its address, and the day a serial number means."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

CellValue = str | int | float | bool | date | datetime | None


class Kind(StrEnum):
    """What a cell holds."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"


class Cell(NamedTuple):
    """One cell: 1-based ``row`` and ``column``, and its value.

    A DATE cell holds ``date`` (whole serial) or ``datetime`` (naive, as written in the file).  An ERROR cell
    holds ``None``; its problem stands in the sheet's ``problems``.
    """

    row: int
    column: int
    value: CellValue = None
    kind: Kind = Kind.BLANK

    @property
    def address(self) -> str:
        return f"{letter(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """The value as a person would read it."""
        return as_text(self.value)


def as_text(value: object) -> str:
    """A cell's value as text: dates as 2021-03-08, whole floats without the fraction, booleans as 是/否."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


@lru_cache(maxsize=20_000)
def letter(column: int) -> str:
    """1 -> A, 27 -> AA."""
    out = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


@lru_cache(maxsize=20_000)
def column_of(letters: str) -> int:
    """A -> 1, AA -> 27; 0 when it is not a column (three letters at most, up to XFD)."""
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        return 0
    number = 0
    for one in letters.upper():
        number = number * 26 + ord(one) - 64
    return number if number <= 16_384 else 0


def split_address(address: str) -> tuple[int, int] | None:
    """``C5`` -> (5, 3) as (row, column), or ``None``."""
    letters = address.rstrip("0123456789")
    digits = address[len(letters) :]
    if not digits or len(digits) > 7:
        return None
    row, column = int(digits), column_of(letters)
    return (row, column) if column and 1 <= row <= 1_048_576 else None


_DAY_0_1900 = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet knows no time zone
_DAY_0_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_958_466.0


def from_serial(serial: float, *, date1904: bool = False) -> date | datetime | None:
    """The day of a serial number (ECMA-376-1 18.17.4.1), or ``None`` when there is none.

    In the 1900 system serial 60 is 29 February 1900, a day that never was; days before it are one later.
    Whole numbers give a ``date``, others a ``datetime`` rounded to the second.
    """
    if not 0 <= serial < _LAST_SERIAL:
        return None
    if date1904:
        if serial >= _LAST_SERIAL - 1462:
            return None
        moment = _DAY_0_1904 + timedelta(days=serial)
    else:
        if serial < 1 or 60 <= serial < 61:
            return None
        moment = _DAY_0_1900 + timedelta(days=serial + (1 if serial < 60 else 0))
    if float(serial).is_integer():
        return moment.date()
    try:
        return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    except OverflowError:
        return None
