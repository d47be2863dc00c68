"""Cells, merged ranges and headers: what stands where, and what was left out."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets_building import (
    LEDGER,
    a_workbook,
    messy,
    rows_of,
)

from qingyuan.engines.sheets import SheetError, find_table, open_workbook


def table_of(data, name="台账.xlsx", **options):
    return find_table(open_workbook(data, name), **options)


def values(table, at):
    return [cell.value for cell in table.rows[at].cells]


def codes(notes):
    return [note.code for note in notes]


def test_a_messy_sheet_of_three_header_levels_is_read():
    table = table_of(a_workbook(messy))
    assert table.header_rows == (4, 5, 6)
    assert [column.path for column in table.columns] == [
        ("序号",),
        ("问题表述",),
        ("整改情况", "整改责任", "责任单位"),
        ("整改情况", "整改责任", "责任人"),
        ("整改情况", "整改落实", "整改措施"),
        ("整改情况", "整改落实", "整改进展"),
        ("整改时限",),
        ("是否销号",),
    ]
    assert table.columns[3].display == "整改情况 / 整改责任 / 责任人"
    assert [row.number for row in table.rows] == [9, 10, 11, 13]
    assert [row.cells[2].value for row in table.rows] == ["交警支队", "交警支队", "交警支队", None]
    assert table.rows[1].cells[2].address == "C10"
    assert table.titles[0] == "示例市公安局队伍教育整顿问题整改台账"
    told = {(note.code, note.params.get("row")) for note in table.notes}
    assert told == {
        ("sheet.column_numbers", 7),
        ("sheet.section_row", 8),
        ("sheet.total_row", 14),
        ("sheet.total_row", 15),
        ("sheet.note_row", 16),
        ("sheet.note_row", 17),
    }


def test_the_full_ledger_header_is_found_without_help():
    table = table_of(a_workbook(rows_of(("附件1",), ("问题整改台账",), LEDGER, (1, "WT1", "自查"))))
    assert tuple(column.name for column in table.columns) == LEDGER
    assert table.header_rows == (3,)
    assert [row.number for row in table.rows] == [4]


FORMS = {
    "state audit": (
        "序号 单位名称 问题来源 问题类别 问题表述 具体责任单位 整改类型 "
        "法规政策依据 整改要求 整改时限 整改完成标准 细化的整改措施 对应的完成时间 "
        "整改第一责任人 协助整改工作的领导 牵头整改部门责任人及联系电话 "
        "配合整改部门责任人 已采取的整改措施 追责问题情况 完善制度情况 "
        "未整改到位问题原因及下一步计划 是否已完成整改 是否销号"
    ),
    "environment": (
        "问题描述 台账来源 是否上级重点关注 违反法规条款 整改措施 整改时限 整改进展 "
        "整改验收时间 验收人员 是否销号 核查单位 核查时间 核查人 责任部门/责任人 "
        "备注"
    ),
    "supervision": ("开始时间 结束时间 责任单位 监督单位 督察方式 存在不足 问题概述 整改情况 整改说明 附件"),
    "check record": (
        "检查时间 检查单位 检查人 责任单位 责任领导 责任人 考评标准 扣分情况 整改情况 整改意见 备注"
    ),
    "roster": ("警号 姓名 性别 单位 职务 政治面貌 人员类别"),
}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_headers_of_real_forms_are_found_under_title_and_unit_line(form):
    labels = FORMS[form].split()
    data = tuple(f"{label}之{at}的具体内容" if at % 3 else "甲分局" for at, label in enumerate(labels))
    table = table_of(
        a_workbook(
            rows_of(("某局问题整改情况统计表",), ("填报单位:甲分局", None, "2021年3月"), labels, data, data)
        )
    )
    assert table.header_rows == (3,)
    assert [column.name for column in table.columns] == labels
    assert len(table.rows) == 2


def test_two_levels_without_merged_cells_are_read_but_nothing_is_guessed():
    table = table_of(
        a_workbook(
            rows_of(
                ("序号", "问题表述", "整改责任", None, "整改时限"),
                (None, None, "责任单位", "责任人", None),
                (1, "超期未结", "交警支队", "张三", "3月底"),
            )
        )
    )
    assert table.header_rows == (1, 2)
    assert [column.path for column in table.columns][2:4] == [("整改责任", "责任单位"), ("责任人",)]
    assert len(table.rows) == 1


def test_only_merged_ranges_fill_down():
    def fill(book, page):
        for at, text in enumerate(("序号", "责任单位", "问题表述")):
            page.write(0, at, text)
        page.merge_range("B2:B3", "交警支队")
        for row in range(1, 6):
            page.write(row, 0, row)
            page.write(row, 2, f"问题{row}")
        page.write(3, 1, "特警支队")

    assert [row.cells[1].value for row in table_of(a_workbook(fill)).rows] == [
        "交警支队",
        "交警支队",
        "特警支队",
        None,
        None,
    ]


def test_a_repeated_header_is_left_out_and_said():
    head = ("序号", "问题表述", "责任单位")
    table = table_of(a_workbook(rows_of(head, (1, "甲", "乙"), head, (2, "丙", "丁"))))
    assert [row.number for row in table.rows] == [2, 4]
    assert codes(table.notes) == ["sheet.repeated_header"]


def test_the_sheet_with_the_best_header_is_chosen_and_hidden_ones_are_not():
    data = a_workbook(
        rows_of(("填表说明",), ("请按要求填写", "每周五报")),
        rows_of(("序号", "问题表述", "责任单位", "整改时限"), (1, "甲", "乙", "3月底")),
        rows_of(LEDGER, tuple(LEDGER)),
        names=("说明", "台账", "旧台账"),
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["旧台账"].sheet_state = "veryHidden"
    held = io.BytesIO()
    book.save(held)
    table = table_of(held.getvalue())
    assert table.sheet == "台账"
    assert codes(table.notes) == ["sheet.hidden", "sheet.chosen"]
    assert table_of(held.getvalue(), sheet="旧台账").sheet == "旧台账"
    try:
        table_of(held.getvalue(), sheet="没有")
    except SheetError as caught:
        assert caught.code == "sheet.unknown"
        assert "旧台账" in caught.message
    else:
        raise AssertionError("an unknown sheet was accepted")


def test_hidden_rows_and_columns_are_read_and_said():
    def fill(book, page):
        rows_of(("序号", "问题表述", "责任单位"), (1, "甲", "乙"), (2, "丙", "丁"))(book, page)
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(2, 2, None, None, {"hidden": True})

    table = table_of(a_workbook(fill))
    assert [row.hidden for row in table.rows] == [False, True]
    assert [column.hidden for column in table.columns] == [False, False, True]
    assert [(note.code, note.params["count"]) for note in table.notes] == [
        ("sheet.hidden_rows", 1),
        ("sheet.hidden_columns", 1),
    ]


def test_blank_and_twin_headers_are_said():
    table = table_of(a_workbook(rows_of(("序号", "责任单位", "责任单位", None), (1, "甲", "乙", "丙"))))
    assert sorted(codes(table.notes)) == ["sheet.header_blank", "sheet.header_twice"]
    assert table.columns[3].display == "（D 列）"


def test_a_sheet_without_a_header_is_refused():
    for rows in ([(1, 2, 3), (4, 5, 6)], [("一段说明。",)], [("2021-3-8", "3.5")]):
        try:
            table_of(a_workbook(rows_of(*rows)))
        except SheetError as caught:
            assert caught.code == "sheet.no_header"
        else:
            raise AssertionError(rows)


words = st.sampled_from(
    ["关于印发通知", "示例市公安局", "2021年3月", "附件2", "填报单位:源河分局", "内部资料", "第一批"]
)


@settings(deadline=None, max_examples=60)
@given(
    titles=st.lists(st.lists(words, min_size=1, max_size=3), max_size=5),
    chosen=st.sets(st.integers(0, len(LEDGER) - 1), min_size=4),
    group=st.booleans(),
    merged_title=st.booleans(),
    blank=st.integers(0, 3),
    left=st.integers(0, 3),
    count=st.integers(1, 6),
)
def test_a_planted_header_is_found_under_any_titles_and_merges(
    titles, chosen, group, merged_title, blank, left, count
):
    labels = [LEDGER[n] for n in sorted(chosen)]

    def fill(book, page):
        row = 0
        for title in titles:
            if merged_title and len(title) == 1:
                page.merge_range(row, left, row, left + len(labels) - 1, title[0])
            else:
                for at, text in enumerate(title):
                    page.write(row, left + at, text)
            row += 1
        row += blank
        if group:
            page.merge_range(row, left + 1, row, left + 2, "整改责任")
            for at, label in enumerate(labels):
                if at not in (1, 2):
                    page.merge_range(row, left + at, row + 1, left + at, label)
                else:
                    page.write(row + 1, left + at, label)
            row += 1
        else:
            for at, label in enumerate(labels):
                page.write(row, left + at, label)
        for n in range(count):
            row += 1
            page.write(row, left, n + 1)
            for at in range(1, len(labels)):
                page.write(row, left + at, f"第{n + 1}条的内容{at}甲乙丙丁戊己庚辛")

    table = table_of(a_workbook(fill))
    assert [column.name for column in table.columns] == [
        label.replace("(", "(").replace(")", ")") for label in labels
    ]
    assert len(table.rows) == count
    if group:
        assert table.columns[1].path[0] == "整改责任"


cells = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e14, 1e14, allow_subnormal=False),
    st.booleans(),
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r"), max_size=30),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
)


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.lists(st.one_of(cells, words, st.sampled_from(LEDGER)), min_size=1, max_size=6),
        min_size=1,
        max_size=10,
    )
)
def test_random_cells_raise_nothing_but_the_engines_error(grid):
    def fill(book, page):
        for r, row in enumerate(grid):
            for c, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(r, c, value)
                elif value is not None:
                    page.write(r, c, value)

    try:
        table = table_of(a_workbook(fill))
    except SheetError as caught:
        assert caught.message
    else:
        assert all(len(row.cells) == len(table.columns) for row in table.rows)
        assert all(note.message for note in (*table.notes, *table.problems))
