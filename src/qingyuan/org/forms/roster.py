"""A roster in Excel or CSV, read into lines: what each column may hold, and every error with its cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingyuan.engines import sheets
from qingyuan.engines.sheets import Cell, Column, Field, How, Kind, Problem, Severity, SheetError
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words
from qingyuan.org.errors import CannotEnrol
from qingyuan.org.kinds import Category, Rank
from qingyuan.org.policy import RosterLine, looks_like_identity_number

FIELDS = (
    Field("police_no", ("警号", "警员编号", "工号", "辅警编号"), required=True),
    Field("name", ("姓名", "名字"), required=True),
    Field("unit", ("单位", "所在单位", "工作单位", "单位名称", "机构代码", "单位名称或代码"), required=True),
    Field("title", ("职务", "岗位", "现任职务"), required=True),
    Field("category", ("人员类别", "类别", "人员性质"), required=True),
    Field("rank", ("职级组", "职级", "层级")),
    Field("leader", ("关键少数", "是否关键少数")),
    Field("branch", ("党支部", "所在党支部", "支部")),
    Field("from_on", ("起始日期", "任职日期", "任现职时间", "任职时间", "入职日期")),
)
NAMES: Mapping[str, Words] = {
    "police_no": gettext_lazy("警号"),
    "name": gettext_lazy("姓名"),
    "unit": gettext_lazy("单位"),
    "title": gettext_lazy("职务"),
    "category": gettext_lazy("人员类别"),
    "rank": gettext_lazy("职级组"),
    "leader": gettext_lazy("关键少数"),
    "branch": gettext_lazy("党支部"),
    "from_on": gettext_lazy("起始日期"),
}
REFUSED_COLUMNS = ("身份证", "证件号", "公民身份", "住址", "电话", "手机", "出生", "民族", "家庭")
CATEGORIES = {
    "民警": Category.POLICE,
    "警察": Category.POLICE,
    "人民警察": Category.POLICE,
    "辅警": Category.AUXILIARY,
    "警务辅助人员": Category.AUXILIARY,
    "勤务辅警": Category.AUXILIARY,
    "文职辅警": Category.AUXILIARY,
    "文职": Category.CIVILIAN,
    "文职人员": Category.CIVILIAN,
    "职工": Category.CIVILIAN,
    "工勤": Category.CIVILIAN,
    "工勤人员": Category.CIVILIAN,
}
RANKS = {
    "领导干部": Rank.LEADER,
    "局领导": Rank.LEADER,
    "县级干部": Rank.LEADER,
    "院局领导": Rank.LEADER,
    "中层干部": Rank.MIDDLE,
    "中层": Rank.MIDDLE,
    "科级干部": Rank.MIDDLE,
    "基层民警": Rank.OFFICER,
    "基层": Rank.OFFICER,
    "民警": Rank.OFFICER,
    "一般民警": Rank.OFFICER,
}
SHORTEST_NUMBER = 6  # digits: a police number stored as a shorter figure may have lost its leading zeros
LINES_AT_MOST = 20_000
K = TypeVar("K", bound=StrEnum)


@dataclass(frozen=True)
class Roster:
    """What was read: the lines, what is wrong with cells, and what the sender should know."""

    lines: tuple[RosterLine, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
    sheet: str


def said(problem: Problem) -> str:
    """A problem of the reading engine, in the language of the page."""
    return str(_(sheets.MESSAGES[problem.code])).format_map(problem.params)


def read_roster(source: Path | bytes, name: str, *, on: date) -> Roster:
    """Read a roster, or raise CannotEnrol if the file as a whole cannot be read.

    ``on``: the day that a missing begin falls on, and that two-digit years and the like are read by.
    """
    try:
        book = sheets.open_workbook(source, name)
        table = sheets.find_table(book, [label for field in FIELDS for label in field.labels])
    except SheetError as refusal:
        raise CannotEnrol(Reason(refusal.code, said(refusal.problem), "file")) from None
    mapping = sheets.match_columns(table, FIELDS)
    columns = {key: match.column for key, match in mapping.matches.items() if match.how is not How.NEAR}
    missing = [key for key in ("police_no", "name", "unit", "title", "category") if key not in columns]
    if missing:
        words = gettext_lazy("没有找到这些列：%(columns)s。请改好表头再导入。")
        lacking = "、".join(str(NAMES[key]) for key in missing)
        raise CannotEnrol(Reason("columns", words, "file", {"columns": lacking}))
    if len(table.rows) > LINES_AT_MOST:
        words = gettext_lazy("超过 %(most)d 行，请分成几份导入")
        raise CannotEnrol(Reason("too_many", words, "file", {"most": LINES_AT_MOST}))
    reading = _Reading(table, columns, on)
    lines = tuple(line for row in table.rows if (line := reading.line(row)) is not None)
    notes = [said(note) for note in table.notes if note.severity is not Severity.ERROR]
    notes += _left_out(table, columns)
    if reading.undated:
        notes.append(
            _("有 %(count)d 行没有写起始日期，按 %(day)s 处理") % {"count": reading.undated, "day": on}
        )
    return Roster(lines, tuple(reading.reasons), tuple(notes), table.sheet)


def _left_out(table: sheets.Table, columns: Mapping[str, Column]) -> list[str]:
    """Which columns were not read, and which of them never would be."""
    used = {column.index for column in columns.values()}
    names = [column.display for column in table.columns if column.index not in used and column.path]
    private = [name for name in names if any(word in name for word in REFUSED_COLUMNS)]
    others = [name for name in names if name not in private]
    notes = []
    if private:
        words = _("没有读入“%(columns)s”：本系统不收集身份证号、住址、电话等个人信息")
        notes.append(words % {"columns": "、".join(private)})
    if others:
        notes.append(_("没有用到的列：%(columns)s") % {"columns": "、".join(others)})
    return notes


class _Reading:
    """One table, row by row; gathers what is wrong."""

    def __init__(self, table: sheets.Table, columns: Mapping[str, Column], on: date) -> None:
        self.table, self.columns, self.on = table, columns, on
        self.broken = {
            problem.place: problem for problem in table.problems if problem.severity is Severity.ERROR
        }
        self.reasons: list[Reason] = []
        self.undated = 0

    def against(self, cell: Cell, code: str, words: Words, **params: object) -> None:
        self.reasons.append(Reason(code, words, cell.address, dict(params)))

    def line(self, row: sheets.Row) -> RosterLine | None:
        """One person, or None if a cell is wrong."""
        before = len(self.reasons)
        cells = {key: self.table.cell(row, column) for key, column in self.columns.items()}
        for cell in cells.values():
            if (problem := self.broken.get(cell.address)) is not None:
                self.against(cell, problem.code, said(problem))
        texts = {key: self._text(cell) for key, cell in cells.items()}
        category = self._one_of(cells["category"], texts["category"], CATEGORIES, None)
        rank = (
            self._one_of(cells["rank"], texts["rank"], RANKS, Rank.OFFICER)
            if "rank" in cells
            else Rank.OFFICER
        )
        leader = self._leader(cells.get("leader"))
        from_on = self._begin(cells.get("from_on"))
        self._number(cells["police_no"], texts["police_no"])
        for key in ("police_no", "name", "unit", "title"):
            if not texts[key] and cells[key].address not in self.broken:
                self.against(cells[key], "blank", gettext_lazy("“%(column)s”没有填写"), column=NAMES[key])
        if len(self.reasons) > before or category is None or rank is None or from_on is None:
            return None
        return RosterLine(
            police_no=texts["police_no"],
            name=texts["name"],
            unit=texts["unit"],
            title=texts["title"],
            category=category,
            rank=rank,
            leader=leader,
            branch=texts.get("branch", ""),
            from_on=from_on,
            place=f"{self.columns['police_no'].letter}{row.number}",
            cells={key: cell.address for key, cell in cells.items()},
        )

    def _text(self, cell: Cell) -> str:
        parsed = sheets.clean_text(cell, 200)
        if parsed.problem is not None:
            self.against(cell, parsed.problem.code, said(parsed.problem))
        text = " ".join((parsed.value or "").split())
        if looks_like_identity_number(text):
            self.against(cell, "identity_number", gettext_lazy("这像是身份证号：本系统不收集身份证号"))
        return text

    def _number(self, cell: Cell, text: str) -> None:
        if cell.kind is Kind.NUMBER and len(text) < SHORTEST_NUMBER:
            words = gettext_lazy("警号是按数字存的，开头的0可能已丢失；请把该列设为文本后重新录入")
            self.against(cell, "zeros_lost", words)

    def _one_of(self, cell: Cell, text: str, words: Mapping[str, K], blank: K | None) -> K | None:
        found = words.get(text.replace(" ", "")) if text else blank
        if found is None and cell.address not in self.broken:
            # the first words of each kind are enough to choose from
            known = "、".join(
                dict.fromkeys(next(w for w, k in words.items() if k is kind) for kind in words.values())
            )
            told = (
                gettext_lazy("看不懂“%(text)s”，请写：%(known)s")
                if text
                else gettext_lazy("没有填写，请写：%(known)s")
            )
            self.against(cell, "unknown", told, text=text[:40], known=known)
        return found

    def _leader(self, cell: Cell | None) -> bool:
        if cell is None:
            return False
        parsed = sheets.parse_yes_no(cell)
        if parsed.problem is not None:
            self.against(cell, parsed.problem.code, said(parsed.problem))
        return bool(parsed.value)

    def _begin(self, cell: Cell | None) -> date | None:
        read = sheets.parse_date(cell, reference=self.on) if cell is not None else None
        if read is None or (read.value is None and read.problem is None):
            self.undated += 1
            return self.on
        if cell is not None and read.problem is not None:
            self.against(cell, read.problem.code, said(read.problem))
        elif cell is not None and (read.approximate or not isinstance(read.value, date)):
            self.against(cell, "approximate", gettext_lazy("起始日期请写到日，如 2021-03-08"))
        elif isinstance(read.value, date):
            return read.value
        return None
