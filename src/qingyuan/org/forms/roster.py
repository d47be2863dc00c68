"""A roster in Excel or CSV, read into lines: what each column may hold, and every error with its cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingyuan.engines import sheets
from qingyuan.engines.sheets import Cell, Column, Field
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words
from qingyuan.org.errors import CannotEnrol
from qingyuan.org.forms.reading import Reading, open_table, said, told
from qingyuan.org.kinds import Category, Rank
from qingyuan.org.policy import RosterLine

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


@dataclass(frozen=True)
class Roster:
    """What was read: the lines, what is wrong with cells, and what the sender should know."""

    lines: tuple[RosterLine, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
    sheet: str


def read_roster(source: Path | bytes, name: str, *, on: date) -> Roster:
    """Read a roster, or raise CannotEnrol if the file as a whole cannot be read.

    ``on``: the day that a missing begin falls on, and that two-digit years and the like are read by.
    """
    table, columns = open_table(source, name, FIELDS, NAMES, CannotEnrol)
    reading = _Reading(table, columns, on)
    lines = tuple(line for row in table.rows if (line := reading.line(row)) is not None)
    notes = told(table, columns)
    if reading.undated:
        notes.append(
            _("有 %(count)d 行没有写起始日期，按 %(day)s 处理") % {"count": reading.undated, "day": on}
        )
    return Roster(lines, tuple(reading.reasons), tuple(notes), table.sheet)


class _Reading(Reading):
    """The rows of a roster."""

    def __init__(self, table: sheets.Table, columns: Mapping[str, Column], on: date) -> None:
        super().__init__(table, columns, NAMES)
        self.on = on
        self.undated = 0

    def line(self, row: sheets.Row) -> RosterLine | None:
        """One person, or None if a cell is wrong."""
        before = len(self.reasons)
        cells = self.cells(row)
        texts = {key: self.text(cell) for key, cell in cells.items()}
        category = self.one_of(cells["category"], texts["category"], CATEGORIES, None)
        rank = (
            self.one_of(cells["rank"], texts["rank"], RANKS, Rank.OFFICER)
            if "rank" in cells
            else Rank.OFFICER
        )
        leader = self._leader(cells.get("leader"))
        from_on = self._begin(cells.get("from_on"))
        self.number(cells["police_no"], texts["police_no"])
        for key in ("police_no", "name", "unit", "title"):
            if not texts[key]:
                self.blank(key, cells[key])
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

    def _leader(self, cell: Cell | None) -> bool:
        if cell is None:
            return False
        parsed = sheets.parse_yes_no(cell)
        if parsed.problem is not None:
            self.against(cell, parsed.problem.code, said(parsed.problem))
        return bool(parsed.value)

    def _begin(self, cell: Cell | None) -> date | None:
        wrong = len(self.reasons)
        found = (
            self.day(cell, self.on, gettext_lazy("起始日期请写到日，如 2021-03-08"))
            if cell is not None
            else None
        )
        if found is None and len(self.reasons) == wrong:
            self.undated += 1
            return self.on
        return found
