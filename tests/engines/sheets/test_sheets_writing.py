"""What is written stays text, and comes back as it was."""

# ruff: noqa: DTZ001  a spreadsheet knows no time zone

import doctest
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets_building import LEDGER

import qingyuan.engines.sheets as sheets
from qingyuan.engines.sheets import (
    LONG_TERM,
    Cell,
    ExportColumn,
    Field,
    Shade,
    SheetError,
    clean_text,
    find_table,
    match_columns,
    open_workbook,
    parse_date,
    write_csv,
    write_table,
)

COLUMNS = [ExportColumn(label) for label in LEDGER]
NASTY = [
    "=1+1",
    "+86",
    "-1",
    "@SUM(A1)",
    "=cmd|'/c calc'!A0",
    "\t=1",
    "=1+1",
    "http://x.cn",
    "007",
    "'=1",
    "{=1}",
    "1e5",
    " =1",
]


def written(rows, columns, **options):
    held = io.BytesIO()
    write_table(held, columns, rows, **options)
    return held.getvalue()


def test_the_example_of_the_package_runs():
    assert doctest.testmod(sheets).failed == 0
    assert doctest.testmod(sheets).attempted >= 8


def test_no_text_becomes_a_formula_a_link_or_a_number():
    data = written(
        [[text, n] for n, text in enumerate(NASTY)], [ExportColumn("问题表述"), ExportColumn("序号")]
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"<hyperlink" not in sheet
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [page.cell(n + 2, 1).data_type for n in range(len(NASTY))] == ["s"] * len(NASTY)
    assert [page.cell(n + 2, 1).value for n in range(len(NASTY))] == [
        clean_text(t).value if "\t" in t else t for t in NASTY
    ]


def test_the_header_is_frozen_filtered_and_wide_enough():
    data = written(
        [["甲", date(2021, 3, 8)]],
        [ExportColumn("问题表述", 40), ExportColumn("整改时限", 12)],
        sheet="问题/台账",
    )
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert page.title == "问题_台账"
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:B2"
    assert 40 <= page.column_dimensions["A"].width < 42
    assert page["B2"].number_format == "yyyy-mm-dd"
    assert page["B2"].is_date


def test_the_colour_column_follows_its_values():
    colours = {"已销号": Shade.DONE, "临期": Shade.SOON, '逾"期': Shade.OVERDUE}
    data = written(
        [["甲", "已销号"], ["乙", "临期"]],
        [ExportColumn("问题"), ExportColumn("状态")],
        colour_column=1,
        colours=colours,
    )
    rules = openpyxl.load_workbook(io.BytesIO(data)).active.conditional_formatting
    (found,) = rules
    assert str(found.sqref) == "B2:B3"
    assert [rule.formula for rule in found.rules] == [['"已销号"'], ['"临期"'], ['"逾""期"']]


def test_a_path_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "台账.xlsx"
    assert write_table(path, COLUMNS[:2], ([n, f"WT{n}"] for n in range(3))) == 3
    before = path.read_bytes()

    def failing():
        yield [1, "a"]
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        write_table(path, COLUMNS[:2], failing())
    with pytest.raises(RuntimeError):
        write_csv(tmp_path / "台账.csv", COLUMNS[:2], failing())
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["台账.xlsx"]


def test_what_does_not_fit_is_refused_and_not_cut():
    for rows, code in (
        ([["长" * 32_768, 1]], "write.text_too_long"),
        ([["a"]], "write.shape"),
        ([[b"a", 1]], "write.value"),
    ):
        for write in (write_table, write_csv):
            with pytest.raises(SheetError) as caught:
                write(io.BytesIO(), COLUMNS[:2], rows)
            assert caught.value.code == code
            assert "第 1 行" in caught.value.message


def test_special_values_are_written_in_words():
    data = written(
        [[LONG_TERM, True, None, 10**17, datetime(2021, 3, 8, 9, 30), date(1899, 1, 1)]], COLUMNS[:6]
    )
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [cell.value for cell in page[2]] == [
        "长期坚持",
        "是",
        None,
        "1" + "0" * 17,
        datetime(2021, 3, 8, 9, 30),
        "1899-01-01",
    ]


def test_a_csv_has_a_mark_crlf_and_a_guard():
    held = io.BytesIO()
    assert write_csv(held, [ExportColumn("问题表述"), ExportColumn("序号")], [["=1+1", -5], ["甲", 2]]) == 2
    assert held.getvalue() == "\ufeff问题表述,序号\r\n'=1+1,-5\r\n甲,2\r\n".encode()


text = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=30).map(
    lambda t: clean_text(t).value
)
value = st.one_of(
    text,
    st.sampled_from([clean_text(one).value for one in NASTY]),
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
)
grids = st.lists(st.lists(value, min_size=4, max_size=4), min_size=1, max_size=6)
FOUR = [ExportColumn(label) for label in ("问题表述", "责任单位", "整改措施", "备注")]


@settings(deadline=None, max_examples=80)
@given(grids, st.booleans())
def test_what_was_exported_is_what_is_imported(grid, as_csv):
    rows = [[f"第{n}条", *row[1:]] for n, row in enumerate(grid)]
    held = io.BytesIO()
    (write_csv if as_csv else write_table)(held, FOUR, rows)
    sheet = open_workbook(held.getvalue(), "x").sheets[0]
    expected = [[one.isoformat() if as_csv and isinstance(one, date) else one for one in row] for row in rows]
    blank = Cell(0, 0)
    found = [[sheet.rows[n + 2].get(c, blank).value for c in range(1, 5)] for n in range(len(rows))]
    unread = {address for address, problem in sheet.problems.items() if problem.severity == "error"}
    for n, row in enumerate(expected):
        for c, one in enumerate(row):
            if (n + 2, c + 1) not in unread:
                assert found[n][c] == one
            else:
                assert as_csv


def test_a_whole_ledger_goes_out_and_comes_back():
    day = date(2021, 3, 31)
    rows = [
        [n, f"WT{n:04d}", "自查", "执法办案", "个性", f"第{n}个问题\n分两行", "源河分局", "张三", "李四", "=措施",
         "标准", day, "50%", None, "卷宗", "制度缺失", "修订", "王五", day, n % 2 == 0, day, "未复发", LONG_TERM]
        for n in range(1, 30)
    ]  # fmt: skip
    table = find_table(open_workbook(written(rows, COLUMNS), "x"))
    found = match_columns(table, [Field(label, (label,)) for label in LEDGER])
    assert len(found.matches) == len(LEDGER)
    assert not table.problems
    assert not table.notes
    again = []
    for row in table.rows:
        values = [cell.value for cell in row.cells]
        values[19] = values[19] == "是"
        values[22] = parse_date(values[22], day).value
        again.append(values)
    assert again == rows
