"""Builders of good, messy and hostile files for the tests of the sheets engine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

LEDGER = (
    "序号",
    "问题编号",
    "问题来源",
    "问题类别",
    "共性/个性",
    "问题表述",
    "责任单位",
    "责任领导",
    "责任人",
    "整改措施",
    "整改完成标准",
    "整改时限",
    "整改进展",
    "完成时间",
    "佐证(≤2)",
    "根源",
    "完善制度情况",
    "验收人",
    "验收时间",
    "是否销号",
    "销号时间",
    "回头看结果",
    "备注",
)


def a_workbook(*fill: Callable[[Any, Any], None], names: tuple[str, ...] = (), **options: Any) -> bytes:
    """An .xlsx made by XlsxWriter; each of ``fill`` gets (book, page) of a sheet of its own."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, **options})
    book.set_properties({"created": datetime(2021, 3, 19, 10, tzinfo=UTC)})  # the same bytes at every second
    for at, one in enumerate(fill):
        one(book, book.add_worksheet(names[at] if names else None))
    book.close()
    return held.getvalue()


def rows_of(*rows: tuple[Any, ...]) -> Callable[[Any, Any], None]:
    """A filler that writes plain rows from A1 on."""

    def fill(_: Any, page: Any) -> None:
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    page.write(r, c, value)

    return fill


def simple() -> bytes:
    return a_workbook(rows_of(("序号", "问题表述", "责任单位"), (1, "接处警不规范", "交警支队")))


def repacked(
    data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None
) -> bytes:
    """The same zip with members changed (``None`` leaves one out) and added."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                out.writestr(name, content)
        for name, content in (extra or {}).items():
            out.writestr(name, content)
    return held.getvalue()


def with_sheet_xml(sheet_data: str, *, head: str = "", tail: str = "") -> bytes:
    """A workbook whose only sheet has this ``sheetData``, written by hand."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f"<worksheet {space}><sheetData>{sheet_data}</sheetData>{tail}</worksheet>"
    body = f'<?xml version="1.0" encoding="UTF-8"?>{head}{sheet}'

    def change(name: str, content: bytes) -> bytes:
        return body.encode() if name == "xl/worksheets/sheet1.xml" else content

    return repacked(simple(), change)


def text_cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


HEADER_XML = (
    f'<row r="1">{text_cell("A1", "序号")}{text_cell("B1", "问题表述")}{text_cell("C1", "责任单位")}</row>'
)


def ole(*streams: str) -> bytes:
    """A stub of an OLE compound file whose directory holds these stream names."""
    names = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


def messy(_: Any, page: Any) -> None:
    """Titles, three header rows with merges, a vertically merged unit, a section, totals and remarks."""
    book = _
    plain = book.add_format()
    page.merge_range("A1:H1", "示例市公安局队伍教育整顿问题整改台账", plain)
    page.merge_range("A2:D2", "填报单位:源河分局(盖章)", plain)
    page.merge_range("E2:H2", "填报日期:2021年3月19日", plain)
    for span, text in (
        ("A4:A6", "序\n号"),
        ("B4:B6", "问题 表述"),
        ("C4:F4", "整改情况"),
        ("G4:G6", "整改时限"),
    ):
        page.merge_range(span, text, plain)
    page.merge_range("H4:H6", "是否\n销号", plain)
    page.merge_range("C5:D5", "整改责任", plain)
    page.merge_range("E5:F5", "整改落实", plain)
    for at, text in enumerate(("责任单位", "责任人", "整改措施", "整改进展")):
        page.write(5, 2 + at, text)
    for at in range(8):
        page.write(6, at, at + 1)
    page.merge_range("A8:H8", "一、执法办案方面", plain)
    page.merge_range("C9:C11", "交警支队", plain)
    for at, (row, problem) in enumerate(((9, "超期未结"), (10, "未录音录像"), (11, "卷宗缺页"))):
        page.write(row - 1, 0, at + 1)
        page.write(row - 1, 1, problem)
        page.write(row - 1, 3, "张三")
        page.write(row - 1, 6, "3月底")
        page.write(row - 1, 7, "√")
    page.write(12, 0, 4)
    page.write(12, 1, "窗口态度生硬")
    page.write(12, 3, "李四")
    page.write(13, 0, "小计")
    page.write(13, 1, 4)
    page.write(14, 1, "合 计")
    page.write(14, 2, 4)
    page.merge_range("A16:H16", "注:1.本表每周五前上报。2.整改时限写到日。", plain)
    page.write(16, 0, "填表人:王五    审核人:赵六")
