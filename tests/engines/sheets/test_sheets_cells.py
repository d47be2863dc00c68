"""Single cells: values, dates, formulas, errors, digits; and CSV in the encodings of offices."""

# ruff: noqa: DTZ001  a spreadsheet knows no time zone

import io
from datetime import date, datetime

import openpyxl
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets_building import (
    HEADER_XML,
    a_workbook,
    repacked,
    rows_of,
    text_cell,
    with_sheet_xml,
)

from qingyuan.engines.sheets import Kind, SheetError, find_table, letter, open_workbook
from qingyuan.engines.sheets._cells import column_of
from qingyuan.engines.sheets._parts import is_date_format


def table_of(data, name="台账.xlsx", **options):
    return find_table(open_workbook(data, name), **options)


def values(table, at):
    return [cell.value for cell in table.rows[at].cells]


cells = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e14, 1e14, allow_subnormal=False),
    st.booleans(),
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r"), max_size=30),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
)


def test_formulas_give_their_stored_value_and_missing_ones_are_reported():
    rows = (
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>A2</f></c>'
        '<c r="C2" t="str"><f>"甲"</f><v>甲</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f>A3*2</f><v></v></c>'
        '<c r="C3"><f>[1]Sheet1!A1</f><v>7</v></c></row>'
        '<row r="4"><c r="A4"><v>4</v></c><c r="B4" t="str"><f>""</f><v></v></c><c r="C4" t="e"><v>#REF!</v></c></row>'
    )
    table = table_of(with_sheet_xml(HEADER_XML + rows))
    assert values(table, 0) == [2, None, "甲"]
    assert table.rows[0].cells[1].kind is Kind.ERROR
    assert [(p.place, p.code) for p in table.problems] == [
        ("B2", "cell.formula_no_value"),
        ("B3", "cell.formula_no_value"),
        ("C3", "cell.formula_external"),
        ("C4", "cell.error_value"),
    ]
    assert values(table, 1)[2] == 7
    assert table.rows[2].cells[1].kind is Kind.BLANK


def test_openpyxls_formulas_without_values_are_reported():
    book = openpyxl.Workbook()
    for row in (("序号", "问题表述", "责任单位"), (1, '=A2&"甲"', "交警支队")):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    assert [(p.place, p.code) for p in table_of(held.getvalue()).problems] == [
        ("B2", "cell.formula_no_value")
    ]


def test_long_numbers_that_lost_their_digits_are_reported_and_text_ones_are_not():
    data = a_workbook(
        rows_of(
            ("姓名", "身份证号", "单位"), ("甲", 110101199001011234, "乙"), ("丙", "110101199001011234", "丁")
        )
    )
    table = table_of(data)
    assert [(p.place, p.code) for p in table.problems] == [("B2", "cell.digits_lost")]
    assert values(table, 0)[1] is None
    assert values(table, 1)[1] == "110101199001011234"


def test_a_twelve_digit_code_stored_as_a_number_is_whole():
    assert (
        values(table_of(a_workbook(rows_of(("机构代码", "单位名称"), (990101000000, "源河分局")))), 0)[0]
        == 990101000000
    )


def test_dates_keep_their_kind_in_both_systems():
    def fill(book, page):
        rows_of(("序号", "整改时限", "完成时间"))(book, page)
        page.write(1, 0, 1)
        page.write_datetime(1, 1, datetime(2021, 3, 8), book.add_format({"num_format": "yyyy年m月d日"}))
        page.write_datetime(1, 2, datetime(2021, 3, 8, 9, 30), book.add_format({"num_format": "m/d hh:mm"}))

    for options in ({}, {"date_1904": True}):
        workbook = open_workbook(a_workbook(fill, **options), "a")
        assert workbook.date1904 is bool(options)
        assert values(find_table(workbook), 0)[1:] == [date(2021, 3, 8), datetime(2021, 3, 8, 9, 30)]


def test_number_formats_that_show_a_date_are_told_from_those_that_do_not():
    for code in (
        "yyyy-mm-dd",
        'yyyy"年"m"月"d"日"',
        "[$-804]aaaa;@ yyyy",
        "m/d/yy h:mm",
        "[DBNum1]yyyy年m月",
        "h:mm:ss",
        "mm:ss.0",
    ):
        assert is_date_format(code), code
    for code in (
        "General",
        "0.00",
        "#,##0",
        "0%",
        '"第"0"项"',
        '0"days"',
        "[Red]0.0",
        "@",
        "0.00E+00",
        '"d"0',
        "\\d0",
    ):
        assert not is_date_format(code), code


def test_rich_text_phonetics_and_escapes_are_read_as_shown():
    cell = ('<c r="B2" t="inlineStr"><is><r><t>超期</t></r><r><t xml:space="preserve"> 未结_x000D_</t></r>'
            "<rPh><t>chaoqi</t></rPh></is></c>")  # fmt: skip
    table = table_of(
        with_sheet_xml(
            HEADER_XML + f'<row r="2"><c r="A2"><v>1</v></c>{cell}{text_cell("C2", "&lt;b&gt;")}</row>'
        )
    )
    assert values(table, 0) == [1, "超期 未结\r", "<b>"]


def test_prefixed_namespaces_are_read():
    body = ('<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
            '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>序号</x:t></x:is></x:c>'
            '<x:c r="B1" t="inlineStr"><x:is><x:t>问题表述</x:t></x:is></x:c></x:row>'
            '<x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>')  # fmt: skip
    data = repacked(with_sheet_xml(""), lambda n, old: body.encode() if n.endswith("sheet1.xml") else old)
    assert values(table_of(data), 0) == [1, None]


def test_csv_in_every_usual_encoding_and_delimiter():
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"):
        for delimiter in (",", "\t", ";"):
            rows = (
                ("序号", "问题表述", "责任单位"),
                ("1", '"甲,乙;丙\t丁\r\n第二行""引""号"', "交警支队"),
                ("2", "戊", "己"),
            )
            text = "\r\n".join(delimiter.join(row) for row in rows)
            table = table_of(text.encode(encoding), "台账.csv")
            assert values(table, 0) == ["1", '甲,乙;丙\t丁\r\n第二行"引"号', "交警支队"], (
                encoding,
                delimiter,
            )
            assert [row.number for row in table.rows] == [2, 3]


def test_csv_cells_that_lost_digits_or_look_like_formulas_are_reported():
    text = '序号,身份证号,备注\n1,1.10101E+17,=1+2\n2,"=""0011""",#REF!\n'
    table = table_of(text.encode(), "x.csv")
    assert [(p.place, p.code) for p in table.problems] == [
        ("B2", "cell.digits_lost"),
        ("C2", "cell.formula_text"),
        ("C3", "cell.error_value"),
    ]
    assert values(table, 0)[2] == "=1+2"
    assert values(table, 1)[1] == "0011"


def test_columns_have_letters_and_back():
    assert [letter(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_of(letter(n)) == n for n in range(1, 16385, 7))
    assert column_of("XFE") == column_of("A1") == column_of("") == 0


@settings(deadline=None, max_examples=80)
@given(st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=8))
def test_the_values_are_those_that_another_reader_finds(grid):
    def fill(book, page):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for r, row in enumerate(grid):
            for c, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(r, c, value)
                elif isinstance(value, date):
                    page.write_datetime(r, c, value, day)
                elif value is not None:
                    page.write(r, c, value)

    data = a_workbook(fill)
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    expected = {
        (r, c): value
        for r, row in enumerate(theirs.to_python(skip_empty_area=False), 1)
        for c, value in enumerate(row, 1)
        if not isinstance(value, str) or value.strip()
    }
    try:
        sheet = open_workbook(data, "x").sheets[0]
    except SheetError as caught:
        assert caught.code == "file.no_sheet"
        assert not expected
        return
    assert not sheet.problems
    ours = {(r, c): cell.value for r, row in sheet.rows.items() for c, cell in row.items()}
    assert ours == expected
