"""A list of leads in Excel or CSV, read column by column, with every error at its cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qingyuan.discipline.errors import CannotRegister, Reason
from qingyuan.discipline.forms.fields import PeopleField, UnitsField
from qingyuan.discipline.kinds import CHANNEL_WORDS, Channel
from qingyuan.discipline.rules.leads import LeadDraft
from qingyuan.engines import sheets
from qingyuan.engines.sheets import Cell, Column, Field, How, Problem, Severity, SheetError
from qingyuan.kit.words import Words, listed
from qingyuan.kit.words import _ as _lazy
from qingyuan.org.api import Unit

NEVER_READ = ("举报人", "反映人", "身份证", "证件号", "电话", "手机", "住址")
LINES_AT_MOST = 5000
FIELDS = (
    Field("channel", ("来源渠道", "线索来源", "来源"), required=True),
    Field("received_on", ("收到时间", "收到日期", "登记时间"), required=True),
    Field("statement", ("反映的问题", "简要情况", "反映问题", "主要问题"), required=True),
    Field("people", ("被反映人", "被反映的人")),
    Field("units", ("被反映单位", "被反映人单位", "被反映的单位")),
    Field("real_name", ("是否实名", "实名")),
    Field("repeat", ("是否重复", "重复")),
    Field("assigned_by", ("交办单位", "交办机关")),
    Field("outside_number", ("来文编号", "线索编号", "编号")),
)
NAMES: dict[str, Words] = {
    "channel": _lazy("来源渠道"),
    "received_on": _lazy("收到时间"),
    "statement": _lazy("反映的问题"),
}
ALIASES: dict[str, Channel] = {
    "12389": Channel.HOTLINE_12389,
    "12337": Channel.PLATFORM_12337,
    "来信": Channel.LETTER,
    "信访": Channel.LETTER,
    "来访": Channel.VISIT,
    "上级交办": Channel.ASSIGNED,
    "交办": Channel.ASSIGNED,
    "监督检查发现": Channel.INSPECTION,
    "监督检查中发现": Channel.INSPECTION,
    "自查发现": Channel.OWN_CHECK,
    "其他": Channel.OTHER,
}


@dataclass(frozen=True)
class LeadList:
    """What was read: the drafts, what is wrong with cells, and what the sender should know."""

    drafts: tuple[LeadDraft, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]


def said(problem: Problem) -> str:
    """A problem of the reading engine, in the language of the page."""
    return str(_(sheets.MESSAGES[problem.code])).format_map(problem.params)


def read_leads(content: bytes, name: str, *, unit: Unit, on: date) -> LeadList:
    """Read a list of leads, or raise CannotRegister if the file as a whole cannot be read.

    Columns about who reported are told and never read: a name belongs into the vault, not on this ledger.
    """
    try:
        book = sheets.open_workbook(content, name)
        table = sheets.find_table(book, [label for field in FIELDS for label in field.labels])
    except SheetError as wrong:
        raise CannotRegister(Reason(wrong.code, said(wrong.problem), "file")) from None
    matches = sheets.match_columns(table, FIELDS).matches
    columns = {
        key: match.column
        for key, match in matches.items()
        if match.how is not How.NEAR and not _private(match.column.display)
    }
    missing = listed(str(words) for key, words in NAMES.items() if key not in columns)
    if missing:
        words = _lazy("没有找到这些列：%(columns)s。请改好表头再导入。")
        raise CannotRegister(Reason("columns", words, "file", {"columns": missing}))
    if len(table.rows) > LINES_AT_MOST:
        words = _lazy("超过 %(most)d 行，请分成几份导入")
        raise CannotRegister(Reason("too_many", words, "file", {"most": LINES_AT_MOST}))
    reading = _Reading(table, columns, unit, on)
    drafts = tuple(draft for row in table.rows if (draft := reading.draft(row)) is not None)
    notes = [said(note) for note in table.notes if note.severity is not Severity.ERROR]
    skipped = [column.display for column in table.columns if _private(column.display)]
    if skipped:
        words_ = _("没有读入“%(columns)s”：线索台账上不记举报人的任何信息")
        notes.append(words_ % {"columns": listed(skipped)})
    return LeadList(drafts, tuple(reading.reasons), tuple(notes))


def _private(heading: str) -> bool:
    plain = heading.replace("被反映人", "")
    return any(word in plain for word in NEVER_READ)


class _Reading:
    """One table, row by row; gathers what is wrong with each cell."""

    def __init__(self, table: sheets.Table, columns: Mapping[str, Column], unit: Unit, on: date) -> None:
        self.table, self.columns, self.unit, self.on = table, columns, unit, on
        self.reasons: list[Reason] = []
        self.broken = {one.place: one for one in table.problems if one.severity is Severity.ERROR}
        self.known: dict[tuple[str, str], tuple[object, ...]] = {}

    def against(self, cell: Cell, code: str, words: Words, **params: object) -> None:
        self.reasons.append(Reason(code, words, cell.address, dict(params)))

    def draft(self, row: sheets.Row) -> LeadDraft | None:
        """One lead, or None if a cell is wrong."""
        before = len(self.reasons)
        cells = {key: self.table.cell(row, column) for key, column in self.columns.items()}
        for cell in cells.values():
            if (problem := self.broken.get(cell.address)) is not None:
                self.against(cell, problem.code, said(problem))
        texts = {key: self._text(cell, 2000 if key == "statement" else 200) for key, cell in cells.items()}
        channel = self._channel(cells["channel"], texts["channel"])
        received = self._day(cells["received_on"])
        if not texts["statement"]:
            self.against(cells["statement"], "blank", _lazy("没有写反映的问题"))
        people = self._found(cells.get("people"), texts.get("people", ""), "people")
        units = self._found(cells.get("units"), texts.get("units", ""), "units")
        real_name, repeat = self._yes(cells.get("real_name")), self._yes(cells.get("repeat"))
        if len(self.reasons) > before or channel is None or received is None:
            return None
        return LeadDraft(
            channel=channel,
            statement=texts["statement"],
            received_on=received,
            at_unit=self.unit,
            assigned_by=texts.get("assigned_by", "")[:80],
            outside_number=texts.get("outside_number", "")[:60],
            people=people,  # type: ignore[arg-type]
            units=units,  # type: ignore[arg-type]
            place=cells["statement"].address,
            real_name=real_name,
            repeat=repeat,
        )

    def _text(self, cell: Cell, limit: int) -> str:
        parsed = sheets.clean_text(cell, limit)
        if parsed.problem is not None:
            self.against(cell, parsed.problem.code, said(parsed.problem))
        return (parsed.value or "").strip()

    def _channel(self, cell: Cell, text: str) -> Channel | None:
        plain = text.replace(" ", "").removesuffix("举报").removesuffix("热线").removesuffix("平台")
        found = ALIASES.get(plain)
        if found is None:
            known = listed(str(words) for one, words in CHANNEL_WORDS.items() if one is not Channel.REPORT)
            self.against(
                cell, "channel", _lazy("看不懂“%(text)s”，请写：%(known)s"), text=text[:40], known=known
            )
        return found

    def _day(self, cell: Cell) -> date | None:
        read = sheets.parse_date(cell, reference=self.on)
        if read.problem is not None:
            self.against(cell, read.problem.code, said(read.problem))
        elif isinstance(read.value, date) and not read.approximate:
            return read.value
        else:
            self.against(cell, "day", _lazy("请写明哪一天，如 2021-03-08"))
        return None

    def _yes(self, cell: Cell | None) -> bool:
        if cell is None:
            return False
        parsed = sheets.parse_yes_no(cell)
        if parsed.problem is not None:
            self.against(cell, parsed.problem.code, said(parsed.problem))
        return bool(parsed.value)

    def _found(self, cell: Cell | None, text: str, kind: str) -> tuple[object, ...]:
        if cell is None or not text:
            return ()
        if (kind, text) not in self.known:
            field = PeopleField(required=False) if kind == "people" else UnitsField(required=False)
            try:
                self.known[kind, text] = field.clean(text)
            except ValidationError as wrong:
                for message in wrong.messages:
                    self.against(cell, kind, str(message))
                return ()
        return self.known[kind, text]
