"""Duty rosters: a list in Excel or CSV read into entries, and the forms of the page.

Moments are written as people write them: a day alone means all of it, a clock time alone as the end means the next
time that the clock shows it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qingyuan.engines import sheets
from qingyuan.engines.sheets import Cell, Column, Field
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words
from qingyuan.org.errors import CannotRoster
from qingyuan.org.forms.people import among
from qingyuan.org.forms.places import PersonField, UnitField
from qingyuan.org.forms.reading import Reading, open_table, told
from qingyuan.org.kinds import DutyKind
from qingyuan.org.models import DUTY_WORDS, Person
from qingyuan.org.policy import DutyLine

FIELDS = (
    Field("name", ("姓名", "值班人员", "人员", "民警姓名"), required=True),
    Field("police_no", ("警号", "警员编号", "工号", "辅警编号")),
    Field("from_at", ("开始", "开始时间", "起始时间", "值班日期", "日期", "上班时间", "起"), required=True),
    Field("to_at", ("结束", "结束时间", "截止时间", "下班时间", "止")),
    Field("kind", ("安排", "类型", "类别", "班次", "事由")),
)
NAMES: Mapping[str, Words] = {
    "name": _("姓名"),
    "police_no": _("警号"),
    "from_at": _("开始"),
    "to_at": _("结束"),
    "kind": _("安排"),
}
KINDS = {
    **dict.fromkeys(("值班", "备勤", "带班", "值守", "勤务", "执勤"), DutyKind.DUTY),
    **dict.fromkeys(("白班", "夜班", "早班", "中班", "晚班"), DutyKind.DUTY),
    **dict.fromkeys(("脱产培训", "培训", "集训", "轮训"), DutyKind.TRAINING),
    **dict.fromkeys(("出差", "外派", "外出"), DutyKind.ERRAND),
    # why somebody is on leave is not kept: all of it is leave
    **dict.fromkeys(("休假", "年休假", "年假", "公休", "补休", "轮休", "调休", "休息", "请假"), DutyKind.LEAVE),
    **dict.fromkeys(("病假", "事假", "婚假", "产假", "陪产假", "探亲假", "丧假"), DutyKind.LEAVE),
}  # fmt: skip
_CLOCK = re.compile(
    r"(?P<half>凌晨|早上?|上午|中午|下午|晚上?)?\s*(?P<hour>\d{1,2})\s*[:：时点]\s*(?:(?P<minute>\d{1,2})\s*(?:分|[:：]\d{1,2})?)?\s*$"
)


@dataclass(frozen=True)
class DutyList:
    """What was read: the entries, what is wrong with cells, and what the sender should know."""

    lines: tuple[DutyLine, ...]
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
    sheet: str


def read_duty(source: Path | bytes, name: str, *, on: date) -> DutyList:
    """Read a duty roster, or raise CannotRoster if the file as a whole cannot be read.

    ``on``: the day whose year ``3月8日`` means.
    """
    table, columns = open_table(source, name, FIELDS, NAMES, CannotRoster)
    reading = _Reading(table, columns, on)
    lines = tuple(line for row in table.rows if (line := reading.line(row)) is not None)
    return DutyList(lines, tuple(reading.reasons), tuple(told(table, columns)), table.sheet)


def clock_time(value: object) -> timedelta | None:
    """The time of day that a cell's value ends with, up to 24:00; None if it tells none.

    >>> [str(clock_time(text)) for text in ("2021-03-19 08:30", "3月19日晚8点", "24:00", "3月19日")]
    ['8:30:00', '20:00:00', '1 day, 0:00:00', 'None']
    """
    if isinstance(value, datetime):
        return timedelta(hours=value.hour, minutes=value.minute)
    found = _CLOCK.search(value) if isinstance(value, str) else None
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"] and found["half"][0] in "下晚" and hour < 12:
        hour += 12
    told_time = timedelta(hours=hour, minutes=minute)
    return told_time if minute < 60 and told_time <= timedelta(days=1) else None


def only_clock(value: object) -> bool:
    """Whether a cell tells a time of day and no day."""
    return isinstance(value, str) and _CLOCK.fullmatch(value.strip()) is not None


def moment(day: date, since_midnight: timedelta) -> datetime:
    """A moment where the bureau is."""
    return timezone.make_aware(datetime.combine(day, time()) + since_midnight)


class _Reading(Reading):
    """The rows of a duty roster."""

    def __init__(self, table: sheets.Table, columns: Mapping[str, Column], on: date) -> None:
        super().__init__(table, columns, NAMES)
        self.on = on

    def line(self, row: sheets.Row) -> DutyLine | None:
        """One entry, or None if a cell is wrong."""
        before = len(self.reasons)
        cells = self.cells(row)
        texts = {key: self.text(cell) for key, cell in cells.items()}
        number = texts.get("police_no", "")
        if number:
            self.number(cells["police_no"], number)
        if not texts["name"] and not number:
            self.blank("name", cells["name"])
        kind: DutyKind | None = DutyKind.DUTY
        if "kind" in cells:
            kind = self.one_of(cells["kind"], texts["kind"], KINDS, DutyKind.DUTY)
        span = self._span(cells["from_at"], cells.get("to_at"))
        if len(self.reasons) > before or kind is None or span is None:
            return None
        return DutyLine(
            name=texts["name"],
            kind=kind,
            from_at=span[0],
            to_at=span[1],
            police_no=number,
            place=f"{self.columns['name'].letter}{row.number}",
            cells={key: cell.address for key, cell in cells.items()},
        )

    def _span(self, begin: Cell, end: Cell | None) -> tuple[datetime, datetime] | None:
        """From the one moment up to the other; a day alone counts as a whole."""
        day = self._day(begin)
        if day is None:
            if begin.value in (None, ""):
                self.blank("from_at", begin)
            return None
        at = clock_time(begin.value)
        start = moment(day, at or timedelta())
        if end is None or end.value in (None, ""):
            if at is not None:
                self.against(end or begin, "no_end", _("写了开始时刻的，也要写结束时间"))
                return None
            return start, moment(day, timedelta(days=1))
        if only_clock(end.value):
            until = clock_time(end.value)
            if until is None:
                self.against(end, "clock", _("看不懂这个时刻，请写成 08:30"))
                return None
            same_day = moment(day, until)
            return start, same_day if same_day > start else moment(day + timedelta(days=1), until)
        last = self._day(end)
        if last is None:
            return None
        until = clock_time(end.value)
        return start, moment(last, timedelta(days=1) if until is None else until)

    def _day(self, cell: Cell) -> date | None:
        return self.day(cell, self.on, _("请写明哪一天，如 2021-03-08 或 2021-03-08 08:30"))


# -- the forms of the page ----------------------------------------------------------------------------------


class DutyWeekForm(forms.Form):
    """Which unit, which week, and whether those without an entry are listed as well."""

    unit = UnitField(required=False)
    week = forms.DateField(
        label=_("哪一周"), required=False, widget=forms.DateInput, help_text=_("填该周任意一天")
    )
    all = forms.BooleanField(label=_("也列出没有安排的人"), required=False)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "unit", by, "org.see_duty")


class DutyForm(forms.Form):
    """One entry. A day's entry is given from midnight to midnight."""

    person = PersonField()
    kind = forms.TypedChoiceField(
        label=_("安排"), coerce=DutyKind, choices=[(kind.value, DUTY_WORDS[kind.value]) for kind in DutyKind]
    )
    from_at = forms.DateTimeField(label=_("开始"), widget=forms.DateTimeInput)
    to_at = forms.DateTimeField(label=_("结束"), widget=forms.DateTimeInput)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "person", by, "org.keep_duty")


class DutyListForm(forms.Form):
    """A duty roster of one unit: looked at first, taken over only when asked to."""

    unit = UnitField(
        label=_("排班单位"), help_text=_("写全称、简称或12位机构代码；下属单位的人也可以在同一张表里")
    )
    file = forms.FileField(
        label=_("排班表"),
        help_text=_("Excel（.xlsx）或 CSV。列：姓名、警号（可不填）、开始、结束、安排"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    first_on = forms.DateField(
        label=_("排班从"), required=False, widget=forms.DateInput, help_text=_("不填就是表里的第一天")
    )
    last_on = forms.DateField(
        label=_("排班到"), required=False, widget=forms.DateInput, help_text=_("不填就是表里的最后一天")
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "unit", by, "org.keep_duty")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("first_on"), said.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("截止日期不能早于起始日期"))
        return said
