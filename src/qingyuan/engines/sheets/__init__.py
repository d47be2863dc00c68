"""Hostile, messy office spreadsheets read into clean rows with cell addresses, and safe tables written.

Reading goes in steps, each usable alone: the file (`open_workbook`), the table in it (`find_table`), the
columns (`match_columns`), the values (`parse_date`, `parse_yes_no`, `parse_int`, `clean_text`, `split_names`),
the units (`Resolver`) and what is there already (`near_duplicates`).  A file that cannot be trusted or read
raises `SheetError`; everything else that is wrong is a `Problem` with a code, a Chinese sentence and the place.
Nothing is guessed silently: what was assumed, skipped or hidden is told as a note.

>>> from datetime import date
>>> text = "问题整改台账,,\\n序号,问题表述,整改时限\\n1,接处警不规范,3月底\\n合计,1,\\n"
>>> table = find_table(open_workbook(text.encode("gb18030"), "台账.csv"))
>>> [column.display for column in table.columns], [row.number for row in table.rows]
(['序号', '问题表述', '整改时限'], [3])
>>> [note.message for note in table.notes]
['第 4 行是“合计”行，没有读入']
>>> fields = (Field("statement", ("问题表述", "问题描述"), required=True), Field("due_on", ("整改时限",)))
>>> found = match_columns(table, fields)
>>> due = parse_date(table.cell(table.rows[0], found.matches["due_on"].column), reference=date(2021, 3, 8))
>>> due.value.isoformat(), due.approximate, [note.code for note in due.notes]
('2021-03-31', True, ['date.year_assumed', 'date.approximate'])
>>> Resolver([Entry("990100070000", "交警支队")]).resolve("市公安局交警支队").code
'990100070000'

Limits are in `Limits`.  Workbooks are parsed as a stream (ECMA-376 / ISO/IEC 29500 parts, strict and
transitional), because a reader that lays sheets out densely can be made to allocate gigabytes by two cells.
Old .xls (BIFF) is refused with how to convert it.
"""

from ._cells import Cell, Kind, letter
from ._columns import Field, How, Mapping, Match, match_columns, remember, signature
from ._dates import LONG_TERM, DateReading, Special, parse_date
from ._duplicates import Duplicate, Statement, fingerprint, near_duplicates
from ._limits import Limits
from ._names import Entry, Found, Proposal, Resolution, Resolver
from ._problems import MESSAGES, Problem, Severity, SheetError
from ._tables import Column, Row, Table, find_table
from ._values import Parsed, clean_text, parse_int, parse_yes_no, split_names
from ._workbook import Workbook, open_workbook
from ._worksheet import Sheet
from ._writing import ExportColumn, Shade, write_csv, write_table

__all__ = [
    "LONG_TERM",
    "MESSAGES",
    "Cell",
    "Column",
    "DateReading",
    "Duplicate",
    "Entry",
    "ExportColumn",
    "Field",
    "Found",
    "How",
    "Kind",
    "Limits",
    "Mapping",
    "Match",
    "Parsed",
    "Problem",
    "Proposal",
    "Resolution",
    "Resolver",
    "Row",
    "Severity",
    "Shade",
    "Sheet",
    "SheetError",
    "Special",
    "Statement",
    "Table",
    "Workbook",
    "clean_text",
    "find_table",
    "fingerprint",
    "letter",
    "match_columns",
    "near_duplicates",
    "open_workbook",
    "parse_date",
    "parse_int",
    "parse_yes_no",
    "remember",
    "signature",
    "split_names",
    "write_csv",
    "write_table",
]
