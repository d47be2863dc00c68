"""What can be wrong with a file or a cell, in the words of the person who brought it.

Every problem has a stable ``code``, a Chinese template (``MESSAGES[code]``, fit to be a gettext msgid) and
``params``, so that another language is rendered upstairs from the same three things.  Nothing here ever holds
more of a cell than a short excerpt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

EXCERPT = 40
"""Characters of a cell that a message may quote."""


class Severity(StrEnum):
    """How much a problem matters: an error keeps the row out, a warning needs a look, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_CATALOGUE: dict[str, tuple[Severity, str]] = {
    # the file
    "file.missing": (_E, "找不到文件“{name}”，或者它不是普通文件"),
    "file.empty": (_E, "文件“{name}”是空的，没有任何内容"),
    "file.too_large": (
        _E,
        "文件“{name}”有 {size_mb} MB，超过 {limit_mb} MB 的上限；请删去图片和无关工作表，或分成几份导入",
    ),
    "file.not_a_spreadsheet": (_E, "“{name}”不是电子表格，内容是{kind}；请用 .xlsx 或 .csv 文件"),
    "file.old_xls": (
        _E,
        "“{name}”是旧版 .xls 表格，无法安全读取；请用 Excel 或 WPS 打开，另存为“.xlsx 工作簿”后再导入",
    ),
    "file.other_spreadsheet": (_E, "“{name}”是{kind}，不能直接读取；请打开后另存为“.xlsx 工作簿”再导入"),
    "file.html_table": (
        _E,
        "“{name}”其实是网页表格（HTML），只是改了扩展名；请用 Excel 或 WPS 打开，另存为“.xlsx 工作簿”后再导入",
    ),
    "file.macros": (_E, "“{name}”带有宏，不予读取；请另存为不带宏的“.xlsx 工作簿”后再导入"),
    "file.encrypted": (_E, "“{name}”设置了打开密码；请取消密码另存后再导入"),
    "file.broken_zip": (_E, "“{name}”已损坏，无法解开（{detail}）；请重新打开并另存后再导入"),
    "file.damaged": (_E, "“{name}”内部有损坏（{part}：{detail}）；请用 Excel 或 WPS 打开修复并另存后再导入"),
    "file.zip_bomb": (_E, "“{name}”解压后大得不正常（{detail}），可能是恶意文件，不予读取"),
    "file.lying_header": (_E, "“{name}”内部声明的大小与实际不符（{part}），可能是恶意文件，不予读取"),
    "file.doctype": (_E, "“{name}”内部含有文档类型声明（{part}），正常表格不会有，不予读取"),
    "file.dde": (_E, "“{name}”含有会启动外部程序的 DDE 链接（{part}），不予读取"),
    "file.no_sheet": (_E, "“{name}”里没有任何有内容的工作表"),
    "file.too_many_rows": (_E, "工作表“{sheet}”超过 {limit} 行，请分成几份导入"),
    "file.too_many_columns": (_E, "工作表“{sheet}”在第 {limit} 列之后还有内容，请删去多余的列"),
    "file.too_many_cells": (_E, "“{name}”的单元格超过 {limit} 个，请分成几份导入"),
    "file.encoding": (
        _E,
        "“{name}”的文字编码无法识别（不是 UTF-8、UTF-16 或 GB18030）；请另存为“CSV UTF-8”后再导入",
    ),
    "file.csv_quotes": (_E, "“{name}”第 {line} 行附近的引号不成对，无法分清单元格"),
    "file.csv_field": (_E, "“{name}”第 {line} 行附近有一个单元格过长，多半是引号不成对"),
    # the sheet
    "sheet.unknown": (_E, "文件里没有名为“{sheet}”的工作表；现有：{known}"),
    "sheet.no_header": (_E, "没有找到表头：前 {rows} 行里没有像列名的一行"),
    "sheet.no_rows": (_W, "找到了表头，但表头下面没有数据行"),
    "sheet.hidden": (_N, "工作表“{sheet}”是隐藏的，没有读取"),
    "sheet.chosen": (_N, "文件里有 {count} 张有内容的工作表，读取的是“{sheet}”"),
    "sheet.hidden_rows": (_N, "有 {count} 行是隐藏的，同样读入：{rows}"),
    "sheet.hidden_columns": (_N, "有 {count} 列是隐藏的，同样读入：{columns}"),
    "sheet.total_row": (_N, "第 {row} 行是“{word}”行，没有读入"),
    "sheet.note_row": (_N, "第 {row} 行是说明文字，没有读入：{text}"),
    "sheet.section_row": (_N, "第 {row} 行是分段标题，没有读入：{text}"),
    "sheet.repeated_header": (_N, "第 {row} 行重复了表头，没有读入"),
    "sheet.column_numbers": (_N, "第 {row} 行是列的编号，没有读入"),
    "sheet.header_blank": (_W, "{column} 列有内容但没有列名"),
    "sheet.header_twice": (_W, "列名“{label}”出现了不止一次：{columns}"),
    "sheet.merged_overlap": (_W, "合并区域 {range} 与别的合并区域重叠，没有采用"),
    # the cell
    "cell.formula_no_value": (
        _E,
        "这一格是公式，但文件里没有存它的结果；请在 Excel 或 WPS 中打开、保存后再导入",
    ),
    "cell.formula_external": (_W, "这一格的公式引用了别的文件，读到的是上次保存的结果；请核对或粘贴为数值"),
    "cell.formula_text": (_W, "这一格以“=”开头，像是公式；按文字读入"),
    "cell.error_value": (_E, "这一格是错误值 {value}"),
    "cell.digits_lost": (_E, "这一格是按数字存的长编号，15 位以后的数字已经丢失；请把该列设为文本后重新录入"),
    "cell.number_bad": (_E, "这一格的数字无法读取：“{text}”"),
    "cell.date_serial": (_E, "这一格设成了日期格式，但数值 {value} 不是日期"),
    # the value
    "text.too_long": (_E, "文字有 {length} 个字，超过 {limit} 个字的上限"),
    "date.unreadable": (_E, "看不懂这个日期：“{text}”"),
    "date.impossible": (_E, "没有这一天：“{text}”（{year} 年 {month} 月没有 {day} 日）"),
    "date.month": (_E, "没有 {month} 月：“{text}”"),
    "date.year": (_E, "年份 {year} 不在 {first} 年到 {last} 年之间：“{text}”"),
    "date.lunar": (_E, "“{text}”像是农历日期；请改写成公历"),
    "date.order": (_E, "“{text}”分不清哪个是月、哪个是日；请写成“2021-03-08”的样子"),
    "date.number_ambiguous": (
        _E,
        "“{text}”是按数字存的，末尾的 0 可能已丢失，分不清是 {first} 还是 {second}；请写成“2021-03-08”的样子",
    ),
    "date.reversed": (_E, "“{text}”的结束早于开始"),
    "date.year_assumed": (_N, "“{text}”没有写年份，按 {year} 年处理"),
    "date.century_assumed": (_N, "“{text}”的年份只有两位，按 {year} 年处理"),
    "date.approximate": (_N, "“{text}”没有写到日，按 {date} 处理"),
    "date.range_end": (_N, "“{text}”是一段时间，取结束日 {date}"),
    "date.immediate": (_N, "“{text}”没有写日期，按基准日 {date} 处理"),
    "date.zone": (_N, "“{text}”带有时区，按北京时间为 {date}"),
    "yes_no.unreadable": (_E, "看不懂“{text}”是“是”还是“否”"),
    "integer.unreadable": (_E, "“{text}”不是整数"),
    "integer.range": (_E, "{value} 不在 {low} 到 {high} 之间"),
    # the name
    "name.blank": (_E, "没有填写单位"),
    "name.unknown": (_E, "没有找到“{text}”这个单位"),
    "name.proposals": (_E, "没有叫“{text}”的单位；是不是 {proposals}？"),
    "name.ambiguous": (_E, "“{text}”可以是几个单位：{proposals}"),
    "name.several": (_E, "“{text}”写了几个单位；责任单位只能有一个"),
    "name.code_unknown": (_E, "没有代码为 {text} 的单位"),
    "name.code_conflict": (_E, "“{text}”里的代码和名称不是同一个单位"),
    # writing
    "write.text_too_long": (_E, "第 {row} 行“{column}”有 {length} 个字，超过一个单元格 32767 个字的上限"),
    "write.too_many_rows": (_E, "超过一张工作表 {limit} 行的上限，请缩小导出范围"),
    "write.shape": (_E, "第 {row} 行有 {found} 格，应当有 {expected} 格"),
    "write.value": (_E, "第 {row} 行“{column}”的值无法写入"),
}

MESSAGES: Mapping[str, str] = MappingProxyType({code: text for code, (_, text) in _CATALOGUE.items()})
"""Code to Chinese template with ``{named}`` places."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth knowing.  ``place`` is a cell address (``C5``), ``第 5 行`` or empty."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    place: str = ""
    sheet: str = ""

    @property
    def severity(self) -> Severity:
        return _CATALOGUE[self.code][0]

    @property
    def message(self) -> str:
        """The Chinese sentence."""
        return _CATALOGUE[self.code][1].format_map(self.params)

    def at(self, place: str, sheet: str = "") -> Problem:
        """The same problem, said of a place."""
        return Problem(self.code, self.params, place, sheet or self.sheet)


class SheetError(Exception):
    """The file (or the output) is refused as a whole; ``problem`` says why, in the person's words."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem

    @property
    def code(self) -> str:
        return self.problem.code

    @property
    def message(self) -> str:
        return self.problem.message

    @property
    def params(self) -> Mapping[str, str | int]:
        return self.problem.params

    @property
    def place(self) -> str:
        return self.problem.place


def excerpt(text: object) -> str:
    """At most ``EXCERPT`` printable characters of ``text``, on one line."""
    flat = "".join(c if c.isprintable() else " " for c in str(text)[: EXCERPT * 4])
    flat = " ".join(flat.split())
    return flat if len(flat) <= EXCERPT else flat[: EXCERPT - 1] + "…"


def refuse(code: str, *, place: str = "", sheet: str = "", **params: Any) -> SheetError:
    """The exception that refuses a file; raise what this returns."""
    if sheet:
        params["sheet"] = sheet
    return SheetError(Problem(code, params, place, sheet))
