"""A sheet in Excel or CSV, read column by column: what every list has in common, and every error with its cell."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingyuan.engines import sheets
from qingyuan.engines.sheets import Cell, Column, Field, How, Kind, Problem, Severity, SheetError
from qingyuan.kit.errors import Reason, Refused
from qingyuan.kit.words import Words, listed
from qingyuan.org.policy import looks_like_identity_number

REFUSED_COLUMNS = ("身份证", "证件号", "公民身份", "住址", "电话", "手机", "出生", "民族", "家庭")
SHORTEST_NUMBER = 6  # digits: a police number stored as a shorter figure may have lost its leading zeros
LINES_AT_MOST = 20_000
K = TypeVar("K", bound=StrEnum)


def said(problem: Problem) -> str:
    """A problem of the reading engine, in the language of the page."""
    return str(_(sheets.MESSAGES[problem.code])).format_map(problem.params)


def open_table(
    source: Path | bytes,
    name: str,
    fields: Sequence[Field],
    names: Mapping[str, Words],
    refusal: type[Refused],
) -> tuple[sheets.Table, dict[str, Column]]:
    """The table of a file and its columns by field, or ``refusal`` if the file as a whole cannot be read."""
    try:
        book = sheets.open_workbook(source, name)
        table = sheets.find_table(book, [label for field in fields for label in field.labels])
    except SheetError as wrong:
        raise refusal(Reason(wrong.code, said(wrong.problem), "file")) from None
    mapping = sheets.match_columns(table, fields)
    columns = {key: match.column for key, match in mapping.matches.items() if match.how is not How.NEAR}
    missing = [field.key for field in fields if field.required and field.key not in columns]
    if missing:
        words = gettext_lazy("没有找到这些列：%(columns)s。请改好表头再导入。")
        lacking = listed(str(names[key]) for key in missing)
        raise refusal(Reason("columns", words, "file", {"columns": lacking}))
    if len(table.rows) > LINES_AT_MOST:
        words = gettext_lazy("超过 %(most)d 行，请分成几份导入")
        raise refusal(Reason("too_many", words, "file", {"most": LINES_AT_MOST}))
    return table, columns


def told(table: sheets.Table, columns: Mapping[str, Column]) -> list[str]:
    """What the sender should know: what was skipped, and which columns were not read or never would be."""
    notes = [said(note) for note in table.notes if note.severity is not Severity.ERROR]
    return notes + _left_out(table, columns)


def _left_out(table: sheets.Table, columns: Mapping[str, Column]) -> list[str]:
    """Which columns were not read, and which of them never would be."""
    used = {column.index for column in columns.values()}
    names = [column.display for column in table.columns if column.index not in used and column.path]
    private = [name for name in names if any(word in name for word in REFUSED_COLUMNS)]
    others = [name for name in names if name not in private]
    notes = []
    if private:
        words = _("没有读入“%(columns)s”：本系统不收集身份证号、住址、电话等个人信息")
        notes.append(words % {"columns": listed(private)})
    if others:
        notes.append(_("没有用到的列：%(columns)s") % {"columns": listed(others)})
    return notes


class Reading:
    """One table, row by row; gathers what is wrong. ``names``: what a field is called when it is not filled in."""

    def __init__(
        self, table: sheets.Table, columns: Mapping[str, Column], names: Mapping[str, Words]
    ) -> None:
        self.table, self.columns, self.names = table, columns, names
        self.broken = {
            problem.place: problem for problem in table.problems if problem.severity is Severity.ERROR
        }
        self.reasons: list[Reason] = []

    def against(self, cell: Cell, code: str, words: Words, **params: object) -> None:
        self.reasons.append(Reason(code, words, cell.address, dict(params)))

    def cells(self, row: sheets.Row) -> dict[str, Cell]:
        """The cells of a row by field; those that the reading engine could not read are told."""
        found = {key: self.table.cell(row, column) for key, column in self.columns.items()}
        for cell in found.values():
            if (problem := self.broken.get(cell.address)) is not None:
                self.against(cell, problem.code, said(problem))
        return found

    def text(self, cell: Cell) -> str:
        parsed = sheets.clean_text(cell, 200)
        if parsed.problem is not None:
            self.against(cell, parsed.problem.code, said(parsed.problem))
        text = " ".join((parsed.value or "").split())
        if looks_like_identity_number(text):
            self.against(cell, "identity_number", gettext_lazy("这像是身份证号：本系统不收集身份证号"))
        return text

    def blank(self, key: str, cell: Cell) -> None:
        """Say that a cell is not filled in, unless it was found broken already."""
        if cell.address not in self.broken:
            self.against(cell, "blank", gettext_lazy("“%(column)s”没有填写"), column=self.names[key])

    def number(self, cell: Cell, text: str) -> None:
        """A police number that Excel may have shortened."""
        if cell.kind is Kind.NUMBER and len(text) < SHORTEST_NUMBER:
            words = gettext_lazy("警号是按数字存的，开头的0可能已丢失；请把该列设为文本后重新录入")
            self.against(cell, "zeros_lost", words)

    def one_of(self, cell: Cell, text: str, words: Mapping[str, K], blank: K | None) -> K | None:
        """The kind that a text means; ``blank``: what it means to say nothing."""
        found = words.get(text.replace(" ", "")) if text else blank
        if found is None and cell.address not in self.broken:
            # the first words of each kind are enough to choose from
            known = listed(
                dict.fromkeys(next(w for w, k in words.items() if k is kind) for kind in words.values())
            )
            told = (
                gettext_lazy("看不懂“%(text)s”，请写：%(known)s")
                if text
                else gettext_lazy("没有填写，请写：%(known)s")
            )
            self.against(cell, "unknown", told, text=text[:40], known=known)
        return found

    def day(self, cell: Cell, reference: date, vague: Words) -> date | None:
        """The one day that a cell means, or None: blank, or not readable as a day (told, ``vague`` if unsharp)."""
        read = sheets.parse_date(cell, reference=reference)
        if read.problem is not None:
            self.against(cell, read.problem.code, said(read.problem))
        elif read.approximate or isinstance(read.value, sheets.Special):
            self.against(cell, "approximate", vague)
        elif isinstance(read.value, date):
            return read.value
        return None
