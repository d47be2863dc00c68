"""An official document (公文) and a briefing (简报) as plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ._layout import NATIONAL, Layout
from ._text import safe_link


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


_NUMBER = re.compile(
    r"(?P<code>[^\s〔〕\[\]（）()第\d]{1,20})〔(?P<year>[1-9]\d{3})〕(?P<serial>[1-9]\d{0,4})号"
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """发文字号: issuer's code (机关代字), year in 〔 〕, serial without leading zero and without 第 (7.2.5)."""

    code: str
    year: int
    serial: int

    @property
    def text(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"

    @property
    def well_formed(self) -> bool:
        return _NUMBER.fullmatch(self.text) is not None

    @classmethod
    def parse(cls, text: str) -> DocumentNumber:
        """`示公通〔2021〕3号` → its parts. ValueError (in Chinese) for any other form."""
        found = _NUMBER.fullmatch(text.strip())
        if found is None:
            raise ValueError(
                f"发文字号应写作“机关代字〔年份〕序号号”，序号不编虚位、不加“第”：{text.strip()[:40]}"
            )
        return cls(found["code"], int(found["year"]), int(found["serial"]))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. `link` must be http, https or relative, else LinkRefused."""

    text: str
    bold: bool = False
    link: str | None = None

    def __post_init__(self) -> None:
        if self.link is not None:
            object.__setattr__(self, "link", safe_link(self.link))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1..4; its number is computed from its place. ValueError for another level."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError(f"标题只有 1 至 4 级：{self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, text: str) -> Paragraph:
        return cls((Run(text),))

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header row repeats on each page.

    `widths` are relative column widths (default: equal), `aligns` one per column (default: left). ValueError
    when a row, the widths or the aligns have not exactly as many entries as the header.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    aligns: tuple[Align, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        columns = len(self.header)
        if columns == 0:
            raise ValueError("表格至少要有一列")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != columns:
                raise ValueError(f"表格第 {number} 行有 {len(row)} 格，表头有 {columns} 格")
        if self.widths and (len(self.widths) != columns or min(self.widths) <= 0):
            raise ValueError("列宽须为正数且与表头格数相同")
        if self.aligns and len(self.aligns) != columns:
            raise ValueError("对齐方式须与表头格数相同")

    def column_widths_mm(self, total_mm: float) -> list[float]:
        """Column widths in mm that fill `total_mm`."""
        weights = self.widths or (1.0,) * len(self.header)
        return [total_mm * weight / sum(weights) for weight in weights]


@dataclass(frozen=True, slots=True)
class ItemList:
    """Items, each a paragraph of its own; ordered ones are counted 1. 2. 3., others have no mark."""

    items: tuple[Paragraph, ...]
    ordered: bool = True


Block = Heading | Paragraph | Table | ItemList


@dataclass(frozen=True, slots=True)
class RedHead:
    """版头 of an official document: issuer mark in red, number, red line (GB/T 9704-2012, 7.2)."""

    issuer_mark: str
    number: DocumentNumber | None = None
    copy_number: int | None = None
    secrecy: str = ""
    urgency: str = ""
    signatory: str = ""


@dataclass(frozen=True, slots=True)
class BriefingHead:
    """报头 of a briefing: name in red, issue within the year, total issue, editing unit left, date right."""

    name: str
    issue: int
    unit: str
    issued_on: date
    total_issue: int | None = None
    secrecy: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: copied to (抄送), printing organ and print date between a thick, a thin and a thick line (7.4)."""

    copy_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True)
class BriefingFoot:
    """报尾: 报 (to those above), 送 (to peers), 发 (to those below), copies printed, copies added."""

    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    issue_to: tuple[str, ...] = ()
    copies: int | None = None
    added_copies: int | None = None


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """One document. `genre` is the 文种 the title must name (通报, 通知, 报告); empty for briefings.

    `sealed`: with a seal the date stands 4 characters from the right and the signature is centred above it
    (7.3.5.1); without one the signature stands 2 characters from the right (7.3.5.2).
    A line break in the title is kept; a long title without one is broken into balanced lines.
    """

    head: RedHead | BriefingHead
    title: str
    body: tuple[Block, ...]
    genre: str = ""
    addressees: tuple[str, ...] = ()
    editor_note: str = ""
    attachments: tuple[str, ...] = ()
    signature: str = ""
    dated_on: date | None = None
    sealed: bool = True
    note: str = ""
    foot: Imprint | BriefingFoot | None = None
    layout: Layout = field(default=NATIONAL)


@dataclass(frozen=True, slots=True)
class Properties:
    """Core properties of the file; nothing is taken from the machine or a clock."""

    author: str = ""
    subject: str = ""
    keywords: str = ""
    created_at: datetime | None = None
    modified_at: datetime | None = None


def written_date(day: date) -> str:
    """成文日期 in Arabic numerals without leading zeros: 2021年3月18日 (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def written_period(first: date, last: date) -> str:
    """A period without repeating year or month: 2021年3月11日至18日; one day is written once."""
    if first == last:
        return written_date(first)
    if first.year != last.year:
        return f"{written_date(first)}至{written_date(last)}"
    month = "" if first.month == last.month else f"{last.month}月"
    return f"{written_date(first)}至{month}{last.day}日"
