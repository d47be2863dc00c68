"""Small files that were made to cost much: read in a moment and in little memory, or refused.

None of these asks the clock: what they guard against took minutes, hours or gigabytes, so it would be noticed.
"""

import tracemalloc
from datetime import date

import pytest
from sheets_building import a_workbook, rows_of, text_cell, with_sheet_xml

from qingyuan.engines.sheets import SheetError, clean_text, find_table, open_workbook, parse_date
from qingyuan.engines.sheets._labels import bare, likeness, normal, tidy
from qingyuan.engines.sheets._parts import is_date_format

HEAD = tuple(
    text_cell(f"{letter}1", name)
    for letter, name in zip("ABC", ("序号", "问题表述", "责任单位"), strict=True)
)
BLANKS = " " * 30_000


def peak(act) -> tuple[object, float]:
    """What an act gives, and the most memory it held meanwhile (MB)."""
    tracemalloc.start()
    try:
        given = act()
        return given, tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def test_a_name_with_thousands_of_blanks_in_it_is_tidied():
    for text in ("问" + BLANKS + "题", "a" + BLANKS + "b", "问" + "\n " * 15_000 + "题"):
        assert len(tidy(text)) < 600


def test_names_are_tidied_as_before():
    assert tidy("  问题 \n 表述 ") == "问题表述"
    assert tidy("责 任\u3000单位") == "责任单位"
    assert tidy("No. 1  编号") == "No. 1 编号"
    assert tidy("第 3 项\n(A B)") == "第 3 项(A B)"


def test_cells_full_of_blanks_do_not_hold_up_the_search_for_the_header():
    cells = ["a" + BLANKS + "b"] * 20
    rows = [("序号", "问题表述", "责任单位"), *[(1, *cells[:2]), (2, *cells[2:4])] * 20]
    table = find_table(open_workbook(a_workbook(rows_of(*rows)), "台账.xlsx"))
    assert len(table.rows) == 40


def test_a_text_with_thousands_of_blanks_in_it_is_cleaned():
    found = clean_text("甲" + " " * 900 + "\n" + "乙" + BLANKS[:900], 2000)
    assert found.value == "甲\n乙"
    assert clean_text("a" + BLANKS + "b", 20_000).problem.code == "text.too_long"
    assert clean_text("a" + BLANKS + "b", 40_000).value == "a" + BLANKS + "b"


def test_a_text_far_too_long_is_refused_by_its_length():
    found = clean_text("长" * 32_000, 2000)
    assert (found.problem.code, found.problem.params["length"]) == ("text.too_long", 32_000)


def test_dates_made_of_blanks_and_dashes_are_read_at_once():
    for n in range(400):  # each another text: nothing is remembered
        assert parse_date("1:" + " " * 190 + f"x{n}", date(2021, 3, 8)).problem is not None
        assert parse_date("1-" * 95 + f"{n}", date(2021, 3, 8)).problem is not None
    assert parse_date("2021-3-1 - 2021-6-30", date(2021, 3, 8)).value == date(2021, 6, 30)
    assert parse_date("3月8日   18 : 00", date(2021, 3, 8)).problem is not None
    assert parse_date("2021年3月8日   18:00", date(2021, 3, 8)).value == date(2021, 3, 8)


def test_a_number_format_of_brackets_is_looked_at_no_further_than_excel_allows():
    assert not is_date_format("[" * 300_000)
    assert is_date_format("[$-804]yyyy/m/d;@")


def test_ranges_merged_over_one_another_do_not_hold_up_the_search_for_the_header():
    rows = "".join(
        f'<row r="{n}">{"".join(text_cell(f"{c}{n}", "单位") for c in "ABC")}'
        f'<c r="GR{n}"><v>1</v></c></row>' for n in range(2, 64)
    )  # fmt: skip
    merged = "".join(f'<mergeCell ref="A{n % 62 + 2}:GR{900_000 + n}"/>' for n in range(5_000))
    made = with_sheet_xml(
        f'<row r="1">{"".join(HEAD)}</row>{rows}<row r="1000000"><c r="A1000000"><v>1</v></c></row>',
        tail=f'<mergeCells count="5000">{merged}</mergeCells>',
    )
    table = find_table(open_workbook(made, "台账.xlsx"))
    assert [column.display for column in table.columns[:3]] == ["序号", "问题表述", "责任单位"]


def test_a_range_merged_to_the_last_row_fills_only_the_rows_there_are():
    rows = "".join(f'<row r="{n}">{text_cell(f"A{n}", "一")}{text_cell(f"B{n}", "二")}</row>' for n in (2, 9))
    merged = "".join(f'<mergeCell ref="{c}2:{c}1048575"/>' for c in ("C", "D", "E", "F", "G", "H"))
    first = "".join(f'<c r="{c}2"><v>1</v></c>' for c in "CDEFGH")
    made = with_sheet_xml(
        f'<row r="1">{"".join(HEAD)}</row>{rows.replace("</row>", first + "</row>", 1)}'
        f'<row r="1048576">{text_cell("A1048576", "三")}{text_cell("B1048576", "四")}</row>',
        tail=f"<mergeCells>{merged}</mergeCells>",
    )
    book = open_workbook(made, "台账.xlsx")
    table, most = peak(lambda: find_table(book))
    assert [row.number for row in table.rows] == [2, 9, 1048576]
    assert table.rows[1].at(3).value == 1
    assert table.rows[2].at(3).value is None
    assert most < 20


def test_many_rows_and_one_far_column_are_not_laid_out_densely():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(3, 8_003))
    far = '<row r="2"><c r="GR2"><v>1</v></c></row>'
    made = with_sheet_xml(f'<row r="1">{"".join(HEAD)}</row>{far}{rows}')
    book = open_workbook(made, "台账.xlsx")
    table, most = peak(lambda: find_table(book))
    assert len(table.rows) == 8_001
    assert len(table.rows[0].cells) == len(table.columns) == 200
    assert most < 20  # 8,000 rows of 200 cells would be 150 MB


def test_overlapping_ranges_are_told_only_so_often():
    rows = "".join(f'<row r="{n}">{text_cell(f"A{n}", "一")}{text_cell(f"B{n}", "二")}</row>' for n in (2, 3))
    merged = "".join(f'<mergeCell ref="A2:A{n}"/>' for n in range(3, 3_003))
    made = with_sheet_xml(
        f'<row r="1">{"".join(HEAD)}</row>{rows}', tail=f"<mergeCells>{merged}</mergeCells>"
    )
    table = find_table(open_workbook(made, "台账.xlsx"))
    assert 1 <= sum(note.code == "sheet.merged_overlap" for note in table.notes) <= 20


def test_long_texts_are_not_remembered_for_the_next_file():
    long = "长" * 5_000
    assert likeness(long, frozenset()) < 0
    assert normal(long) == bare(long) == long
    _, kept = peak(lambda: [normal(f"{n}" + "长" * 5_000) and None for n in range(500)])
    assert kept < 3


def test_too_much_to_fill_is_refused():
    rows = "".join(f'<row r="{n}"><c r="GR{n}"><v>1</v></c></row>' for n in range(3, 25_003))
    first = "".join(f'<c r="{c}2"><v>1</v></c>' for c in _letters(100))
    merged = "".join(f'<mergeCell ref="{c}2:{c}25002"/>' for c in _letters(100))
    made = with_sheet_xml(
        f'<row r="1">{"".join(HEAD)}</row><row r="2">{first}</row>{rows}',
        tail=f"<mergeCells>{merged}</mergeCells>",
    )
    book = open_workbook(made, "台账.xlsx")
    with pytest.raises(SheetError) as caught:
        find_table(book)
    assert caught.value.code == "file.too_many_cells"


def _letters(count: int) -> list[str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [*letters, *(a + b for a in letters for b in letters)][:count]
