"""From a file to lines: which table, which columns, and what each row says. Nothing here asks the database."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qingyuan.engines import sheets
from qingyuan.engines.sheets import Cell, Column, How, Kind, Severity
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.ledger.errors import CannotImport
from qingyuan.ledger.queries.columns import FIELDS, LABELS, PRIVATE, REQUIRED
from qingyuan.ledger.queries.findings import Finding
from qingyuan.matters.api import kinds

LIMITS = {"statement": 2000, "measures": 2000, "progress": 2000, "criterion": 300, "basis": 200}
OTHER_LIMIT = 1000
SHORTEST = 4  # characters of a statement that says something
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
_SPLIT_WORDS = re.compile(r"^(是|否)[（(,，]")


@dataclass(frozen=True)
class Choices:
    """What the person decided. ``columns``: field to column letter; ``units``, ``categories``: text to code;
    ``people``: "unit code/text" to police number; ``accepted``: rows to be taken although they look like
    duplicates; ``sheet``: the sheet to read (empty: the one with the most)."""

    columns: Mapping[str, str] | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    default_category: str = ""
    accepted: frozenset[int] = frozenset()
    sheet: str = ""


@dataclass(frozen=True)
class Line:
    """One row as read. ``texts`` are cleaned; dates are days; ``cells`` say where each field stands."""

    row: int
    texts: Mapping[str, str]
    cells: Mapping[str, str]
    due_on: date | None = None
    opened_on: date | None = None
    long: bool = False
    done: bool = False
    wrong: bool = False

    def text(self, key: str) -> str:
        return self.texts.get(key, "")


@dataclass(frozen=True)
class Read:
    """A file as far as it can be read alone. ``doubtful``: fields whose column the person must settle."""

    name: str
    table: sheets.Table
    columns: Mapping[str, Column]
    mapping: sheets.Mapping
    signature: str
    notes: tuple[Finding, ...]
    missing: tuple[str, ...]
    sheet_names: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether every column is settled: nothing near, nothing open, nothing missing."""
        return not (self.doubtful or self.missing or self.unknown)

    def place(self, address: str) -> str:
        return f"{self.table.sheet}!{address}"


def read(
    source: Path | bytes,
    name: str,
    *,
    remembered: Mapping[str, Mapping[str, str]] | None = None,
    choices: Choices | None = None,
) -> Read:
    """Read a file, or raise ``SheetError`` in words for the person who brought it."""
    decided = choices or Choices()
    book = sheets.open_workbook(source, name)
    table = sheets.find_table(book, LABELS, decided.sheet or None)
    mapping = sheets.match_columns(table, FIELDS, remembered)
    if decided.columns is not None:
        columns, unknown = _decided(table, decided.columns)
        doubtful: tuple[str, ...] = ()
    else:
        columns = {key: match.column for key, match in mapping.matches.items()}
        unknown = ()
        near = [key for key, match in mapping.matches.items() if match.how is How.NEAR]
        # A lone 完成时间 may be the deadline or the day of completion: only the person knows.
        odd = ["done_on"] * ("done_on" in columns and "due_on" not in columns and not _remembered(mapping))
        doubtful = tuple(dict.fromkeys([*near, *mapping.ambiguous, *odd]))
    missing = tuple(key for key in REQUIRED if key not in columns)
    notes = [Finding.of_problem(note) for note in (*book.notes, *table.notes)]
    return Read(
        name=name,
        table=table,
        columns=columns,
        mapping=mapping,
        signature=sheets.signature(table),
        notes=tuple(notes),
        missing=missing,
        sheet_names=tuple(sheet.name for sheet in book.sheets if sheet.rows),
        doubtful=doubtful,
        unknown=unknown,
    )


def _decided(table: sheets.Table, wanted: Mapping[str, str]) -> tuple[dict[str, Column], tuple[str, ...]]:
    """Columns as the person named them, by letter or by header; and those that are not there."""
    named = {column.name: column for column in reversed(table.columns) if column.path}
    named |= {column.display: column for column in table.columns if column.path}
    named |= {column.letter: column for column in table.columns}
    keys = {label: field.key for field in reversed(FIELDS) for label in field.labels[:1]}
    keys |= {field.key: field.key for field in FIELDS}
    columns = {keys[key]: named[at] for key, at in wanted.items() if key in keys and at in named}
    unknown = [key for key in wanted if key not in keys] + [at for at in wanted.values() if at not in named]
    return columns, tuple(unknown)


def _remembered(mapping: sheets.Mapping) -> bool:
    return any(match.how is How.REMEMBERED for match in mapping.matches.values())


def unused(read: Read) -> tuple[list[str], list[str]]:
    """Columns that were not read: ordinary ones, and those about persons that never would be."""
    used = {column.index for column in read.columns.values()}
    names = [column.display for column in read.table.columns if column.index not in used and column.path]
    private = [name for name in names if any(word in name for word in PRIVATE)]
    return [name for name in names if name not in private], private


class Lines:
    """The rows of a table one by one; gathers what is wrong with cells in ``findings``."""

    def __init__(self, read: Read, on: date) -> None:
        self.read, self.on = read, on
        self.findings: list[Finding] = []
        self._broken = {
            problem.place: problem
            for problem in read.table.problems
            if problem.severity in (Severity.ERROR, Severity.WARNING)
        }
        self._at = {key: column.index for key, column in read.columns.items()}

    def __iter__(self) -> Iterator[Line]:
        for row in self.read.table.rows:
            yield self._line(row)

    def _line(self, row: sheets.Row) -> Line:
        self._wrong = False
        held = {key: row.at(index) for key, index in self._at.items()}
        if self._broken:
            self._check(held)
        texts = {key: text for key, cell in held.items() if (text := self._text(key, cell))}
        cells = {key: cell.address for key, cell in held.items()}
        opened = self._day(held.get("opened_on"), self.on)[0]
        due, long = self._day(held.get("due_on"), opened or self.on)
        for key in REQUIRED:
            if key not in texts and key in held and held[key].kind is not Kind.ERROR:
                self._against("blank", held[key], column=self.read.columns[key].display)
        if 0 < len(texts.get("statement", "")) < SHORTEST:
            self._against("statement_short", held["statement"], text=texts["statement"])
        return Line(
            row=row.number,
            texts=texts,
            cells=cells,
            due_on=due,
            opened_on=opened,
            long=long or "长期" in texts.get("term", ""),
            done=self._said_done(texts),
            wrong=self._wrong,
        )

    def _check(self, held: Mapping[str, Cell]) -> None:
        for key, cell in held.items():
            problem = self._broken.get(cell.address)
            if problem is not None and key != "serial":
                self._wrong = self._wrong or problem.severity is Severity.ERROR
                self.findings.append(Finding.of_problem(problem, self.read.table.sheet))

    def _text(self, key: str, cell: Cell) -> str:
        if cell.value is None:
            return ""
        parsed = sheets.clean_text(cell, LIMITS.get(key, OTHER_LIMIT))
        if parsed.problem is not None:
            self._wrong = True
            self.findings.append(Finding.of_problem(parsed.problem, self.read.table.sheet))
        text = parsed.value or ""
        if key in ("owner", "leader", "accepted_by") and (text and _PHONE.search(text)):
            text = _PHONE.sub(" ", text).strip(" ,，、:：()（）")
            self.findings.append(Finding("phone", self.read.place(cell.address)))
        return text

    def _day(self, cell: Cell | None, reference: date) -> tuple[date | None, bool]:
        """The day, and whether it is none because the work goes on for good."""
        if cell is None or cell.value is None:
            return None, False
        reading = sheets.parse_date(cell, reference, date1904=self.read.table.date1904)
        if reading.problem is not None:
            self._wrong = True
            self.findings.append(Finding.of_problem(reading.problem, self.read.table.sheet))
            return None, False
        self.findings += [Finding.of_problem(note, self.read.table.sheet) for note in reading.notes]
        if isinstance(reading.value, date):
            return reading.value, False
        return None, reading.value is sheets.LONG_TERM

    def _said_done(self, texts: Mapping[str, str]) -> bool:
        """Whether the list says that the work is finished or signed off."""
        said = texts.get("closed", "")
        if said:
            begun = _SPLIT_WORDS.match(said)
            answer = sheets.parse_yes_no(begun[1] if begun else said).value
            if answer is not None:
                return answer
        return bool(texts.get("done_on") or texts.get("closed_on"))

    def _against(self, code: str, cell: Cell, **params: str | int) -> None:
        self._wrong = True
        self.findings.append(Finding(code, self.read.place(cell.address), params))


def said_on(line: Line, key: str, on: date) -> str:
    """A day as the list gives it, in one form where it can be read, else as it stands."""
    text = line.text(key)
    found = sheets.parse_date(text, line.opened_on or on).value if text else None
    return found.isoformat() if isinstance(found, date) else text


def breadth_of(text: str) -> kinds.Breadth | None:
    """共性 or 个性; None: something else is written."""
    if not text or "个性" in text or text in ("否", "×"):
        return kinds.Breadth.INDIVIDUAL
    return kinds.Breadth.COMMON if "共性" in text or text in ("是", "√") else None


def map_of(text: str, name: str) -> Choices:
    """What a map file (JSON) says: ``columns units categories people default_category accepted sheet``.

    >>> map_of('{"columns": {"due_on": "H"}, "default_category": "other"}', "map.json").columns
    {'due_on': 'H'}
    """
    try:
        told = json.loads(text)
    except ValueError as wrong:
        words = _("对照文件“%(name)s”不是能读的 JSON：%(detail)s")
        raise CannotImport(Reason("map", words, "", {"name": name, "detail": str(wrong)[:80]})) from None
    shapes = {"columns": dict, "units": dict, "categories": dict, "people": dict, "default_category": str,
              "accepted": list, "sheet": str}  # fmt: skip
    told = told if isinstance(told, dict) else {"": told}
    for key, value in told.items():
        sound = key in shapes and isinstance(value, shapes[key])
        if sound and isinstance(value, dict):
            sound = all(isinstance(one, str) for one in value.values())
        if sound and isinstance(value, list):
            sound = all(isinstance(one, int) for one in value)
        if not sound:
            words = _("对照文件里的“%(key)s”写得不对")
            raise CannotImport(Reason("map", words, "", {"key": str(key)[:40]}))
    return Choices(**{**told, "accepted": frozenset(told.get("accepted", ()))})
