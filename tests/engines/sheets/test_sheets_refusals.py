"""Files that are refused, each in words that tell the person what to do."""

import io
import os
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets_building import HEADER_XML, a_workbook, ole, repacked, rows_of, simple, text_cell, with_sheet_xml

from qingyuan.engines.sheets import Limits, SheetError, find_table, open_workbook


def refusal(source, name="台账.xlsx", limits=None) -> SheetError:
    with pytest.raises(SheetError) as caught:
        open_workbook(source, name, limits or Limits())
    assert caught.value.message
    assert "{" not in caught.value.message
    return caught.value


def member_replaced(name: str, content: bytes) -> bytes:
    return repacked(simple(), lambda one, old: content if one == name else old)


def test_a_sound_workbook_is_not_refused():
    assert open_workbook(simple(), "台账.xlsx").sheets[0].rows[2][2].value == "接处警不规范"


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        (b"", "file.empty", "空"),
        (b"%PDF-1.7\n%\xe2\xe3", "file.not_a_spreadsheet", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file.not_a_spreadsheet", "图片"),
        (b"MZ\x90\x00\x03", "file.not_a_spreadsheet", "程序"),
        (b"Rar!\x1a\x07\x01\x00", "file.not_a_spreadsheet", "RAR"),
        (b"\x1f\x8b\x08\x00", "file.not_a_spreadsheet", "gzip"),
        (os.urandom(0) + bytes(range(256)) * 8, "file.not_a_spreadsheet", "二进制"),
        (ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "file.encrypted", "密码"),
        (ole("Root Entry", "Workbook"), "file.old_xls", "另存为"),
        (ole("Root Entry", "Workbook", "_VBA_PROJECT_CUR"), "file.macros", "宏"),
        (ole("Root Entry", "WordDocument"), "file.not_a_spreadsheet", "Word"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "file.old_xls", "另存为"),
        ("<html><table><tr><td>序号</td></tr></table></html>".encode(), "file.html_table", "网页"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-'
         b'microsoft-com:office:spreadsheet"/>', "file.other_spreadsheet", "2003"),
        (b"PK\x03\x04" + b"\0" * 100, "file.broken_zip", "损坏"),
        (b"\xff\xfe\x00", "file.encoding", "编码"),
        (b"\xc3\x28\x81", "file.encoding", "编码"),
        (b" \r\n,,\r\n", "file.no_sheet", "没有"),
    ],
)  # fmt: skip
def test_each_stranger_is_named(content, code, word):
    caught = refusal(content)
    assert caught.code == code
    assert word in caught.message


def test_the_ending_does_not_decide():
    assert open_workbook(simple(), "台账.xls").sheets[0].rows
    assert refusal(b"%PDF-1.4", "台账.xlsx").code == "file.not_a_spreadsheet"
    assert refusal("序号,问题".encode()[:0], "台账.csv").code == "file.empty"


def test_a_csv_whose_first_letters_look_like_a_signature_is_still_a_csv():
    for head in ("BM", "MZ", "PK"):
        assert open_workbook(f"{head},问题表述\n1,甲\n".encode(), "x.csv").sheets[0].rows[1][1].value == head


def test_macros_are_refused_however_they_hide():
    with_part = repacked(simple(), lambda _, old: old, {"xl/VBAProject.bin": b"x"})
    kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    by_type = repacked(simple(), lambda _, old: old.replace(plain, kind))
    sheet4 = repacked(simple(), lambda _, old: old, {"xl/macrosheets/sheet1.xml": b"<x/>"})
    for data in (with_part, by_type, sheet4):
        assert refusal(data).code == "file.macros"
    assert refusal(simple(), "台账.XLSM").code == "file.macros"


def test_a_cut_off_zip_is_refused_as_broken():
    data = simple()
    for keep in (len(data) // 2, len(data) - 30, 40):
        assert refusal(data[:keep]).code == "file.broken_zip"


def test_a_flipped_byte_inside_a_member_is_found_by_its_checksum():
    data = bytearray(simple())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/sharedStrings.xml")
    at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    data[at] ^= 0x55
    assert refusal(bytes(data)).code in ("file.broken_zip", "file.lying_header")


def test_a_zip_bomb_small_on_disk_is_refused_before_it_is_unpacked():
    bomb = repacked(simple(), lambda _, old: old, {"xl/media/x.bin": bytes(300 * 1024 * 1024)})
    assert len(bomb) < 400_000
    assert refusal(bomb).code == "file.zip_bomb"


def test_a_bomb_that_hides_its_size_is_stopped_while_unpacking():
    honest = repacked(simple(), lambda _, old: old, {"xl/media/x.bin": bytes(60 * 1024 * 1024)})
    lying = _with_stated_size(honest, "xl/media/x.bin", 1_000)
    tracemalloc.start()
    caught = refusal(lying)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.code == "file.lying_header"
    assert peak < 20 * 1024 * 1024


def test_a_header_that_states_too_much_is_refused_too():
    data = _with_stated_size(simple(), "xl/sharedStrings.xml", 5_000)
    assert refusal(data).code == "file.lying_header"


def test_members_that_share_bytes_are_refused():
    data = bytearray(simple())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        first, second = archive.infolist()[:2]
    at = _directory_entry(data, second.filename)
    struct.pack_into("<L", data, at + 42, first.header_offset)
    assert refusal(bytes(data)).code in ("file.zip_bomb", "file.broken_zip")


def test_too_many_members_and_twins_are_refused():
    many = repacked(simple(), lambda _, old: old, {f"xl/media/{n}.bin": b"" for n in range(30)})
    assert refusal(many, limits=Limits(members=20)).code == "file.zip_bomb"
    twin = repacked(simple(), lambda _, old: old, {"XL/workbook.xml": b"<x/>"})
    assert refusal(twin).code == "file.broken_zip"


def test_a_total_over_the_limit_is_refused_though_each_member_is_small():
    extra = {f"xl/media/{n}.bin": os.urandom(500_000) for n in range(4)}
    assert (
        refusal(repacked(simple(), lambda _, old: old, extra), limits=Limits(unpacked_bytes=1_500_000)).code
        == "file.zip_bomb"
    )


@pytest.mark.parametrize(
    "part", ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_document_type_is_refused_in_every_part(part):
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    caught = refusal(member_replaced(part, laughs))
    assert caught.code == "file.doctype"
    assert caught.params["part"] == part


def test_a_document_type_in_the_sheet_is_refused():
    data = with_sheet_xml(HEADER_XML, head='<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    assert refusal(data).code == "file.doctype"


def test_an_endless_tag_is_refused_without_quadratic_work():
    data = member_replaced("xl/styles.xml", b'<styleSheet a="' + b"x" * 7_000_000 + b'"/>')
    assert refusal(data).code == "file.damaged"


@pytest.mark.parametrize(
    "sheet_data",
    [
        '<row r="1"><c r="A1"><v>1</v>',
        '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99999</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="wrong"><v>1</v></c></row>',
    ],
)
def test_a_damaged_sheet_is_refused_in_words(sheet_data):
    assert refusal(with_sheet_xml(sheet_data)).code == "file.damaged"


def test_dde_is_refused_in_formulas_and_in_links():
    formula = with_sheet_xml(HEADER_XML + '<row r="2"><c r="A2"><f>cmd|\'/c calc\'!A0</f><v>1</v></c></row>')
    caught = refusal(formula)
    assert caught.code == "file.dde"
    assert "A2" in caught.message
    link = b'<externalLink xmlns="x"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    assert (
        refusal(repacked(simple(), lambda _, o: o, {"xl/externalLinks/externalLink1.xml": link})).code
        == "file.dde"
    )


def test_a_bar_inside_quotes_is_no_dde():
    data = with_sheet_xml(
        HEADER_XML + '<row r="2"><c r="A2" t="str"><f>"a|b"&amp;\'甲|乙\'!A1</f><v>x</v></c></row>'
    )
    assert open_workbook(data, "a.xlsx").sheets[0].rows[2][1].value == "x"


def test_a_sparse_file_of_200_mb_is_refused_unread(tmp_path):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as handle:
        handle.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    caught = refusal(path, "")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.code == "file.too_large"
    assert "200.0" in caught.message
    assert "大.xlsx" in caught.message
    assert peak < 1024 * 1024


def test_what_is_no_plain_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.xlsx")
    for path in (tmp_path, tmp_path / "none.xlsx", tmp_path / "pipe.xlsx", "a\0b"):
        assert refusal(path, "").code == "file.missing"


def test_rows_columns_and_cells_have_limits():
    rows = a_workbook(rows_of(*[(n, "x") for n in range(12)]))
    assert refusal(rows, limits=Limits(rows=10)).code == "file.too_many_rows"
    assert refusal(rows, limits=Limits(cells=20)).code == "file.too_many_cells"
    wide = a_workbook(rows_of(tuple(range(30))))
    assert refusal(wide, limits=Limits(columns=20)).code == "file.too_many_columns"
    assert (
        refusal("\n".join("a,b" for _ in range(12)).encode(), "x.csv", Limits(rows=10)).code
        == "file.too_many_rows"
    )


def test_millions_of_empty_elements_in_a_small_file_are_refused():
    data = with_sheet_xml(HEADER_XML + "<row><c/><c/></row>" * 20_000)
    assert len(data) < 10_000
    assert refusal(data, limits=Limits(elements=50_000)).code == "file.zip_bomb"
    assert open_workbook(data, "x", Limits(elements=70_000)).sheets[0].rows


def test_two_far_apart_cells_cost_nothing_but_their_refusal():
    data = with_sheet_xml(HEADER_XML + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>')
    assert refusal(data).code == "file.too_many_columns"
    tall = with_sheet_xml(HEADER_XML + f'<row r="1048576">{text_cell("B1048576", "x")}</row>')
    assert len(open_workbook(tall, "x").sheets[0].rows) == 2


def test_a_merge_over_the_whole_sheet_stays_cheap():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 40))
    merges = (
        "<mergeCells>" + '<mergeCell ref="B2:XFD1048576"/>' * 500 + '<mergeCell ref="A1:XFD1"/></mergeCells>'
    )
    table = find_table(open_workbook(with_sheet_xml(HEADER_XML + rows, tail=merges), "x"))
    assert len(table.rows) == 38


def test_other_packages_are_named():
    def package(**members: bytes) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as out:
            for name, content in members.items():
                out.writestr(name.replace("__", "/"), content)
        return held.getvalue()

    types = {"[Content_Types].xml": b"<Types/>"}
    assert "Word" in refusal(package(**types, **{"word__document.xml": b"<x/>"})).message
    assert "xlsb" in refusal(package(**types, **{"xl__workbook.bin": b"x"})).message
    assert "OpenDocument" in refusal(package(mimetype=b"x", **{"content.xml": b"<x/>"})).message
    assert "压缩包" in refusal(package(**{"a.txt": b"x"})).message


def test_unbalanced_quotes_in_a_csv_are_refused_with_the_line():
    caught = refusal('序号,问题\n1,"没有收尾\n2,下一行\n'.encode(), "x.csv")
    assert caught.code == "file.csv_quotes"
    assert caught.params["line"] >= 2


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing_but_the_engines_error(data):
    try:
        find_table(open_workbook(data, "x"))
    except SheetError as caught:
        assert caught.message


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_raises_nothing_but_the_engines_error(data):
    held = bytearray(simple())
    for _ in range(data.draw(st.integers(1, 6))):
        held[data.draw(st.integers(0, len(held) - 1))] = data.draw(st.integers(0, 255))
    try:
        find_table(open_workbook(bytes(held), "x"))
    except SheetError as caught:
        assert caught.message


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_sheet_part_with_any_bytes_changed_raises_nothing_but_the_engines_error(data):
    with zipfile.ZipFile(io.BytesIO(simple())) as archive:
        part = data.draw(st.sampled_from([n for n in archive.namelist() if n.startswith("xl/")]))
        held = bytearray(archive.read(part))
    for _ in range(data.draw(st.integers(1, 6))):
        held[data.draw(st.integers(0, len(held) - 1))] = data.draw(st.integers(0, 255))
    try:
        find_table(open_workbook(member_replaced(part, bytes(held)), "x"))
    except SheetError as caught:
        assert caught.message


def _directory_entry(data: bytes | bytearray, name: str) -> int:
    at = -1
    while True:
        at = bytes(data).index(b"PK\x01\x02", at + 1)
        if bytes(data[at + 46 : at + 46 + len(name)]) == name.encode():
            return at


def _with_stated_size(data: bytes, name: str, size: int) -> bytes:
    """The zip with another unpacked size stated for a member, in the directory and in its own header."""
    held = bytearray(data)
    at = _directory_entry(held, name)
    (own,) = struct.unpack_from("<L", held, at + 42)
    struct.pack_into("<L", held, at + 24, size)
    struct.pack_into("<L", held, own + 22, size)
    assert zlib.crc32(b"") == 0
    return bytes(held)
