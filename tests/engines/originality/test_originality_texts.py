"""Texts in normal form, their offsets, and bytes that are no text."""

import io
import unicodedata
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.originality import OriginalityError, Problem, normalise, read_text
from qingyuan.engines.originality._normal import offsets, plain

ESSAY = "那天夜里，我在城南派出所值班，把报警人的电话记错了一位，直到第二天早上才发现。"
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def letters(text: str) -> str:
    normal = normalise([text])
    return "".join(map(chr, normal.units[1:-1]))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("你好，世界！", "你好世界"),
        ("ＡＢＣ　１２３", "abc123"),
        ("臺灣 發髮 後后", "台湾发发后后"),
        ("著作 看着", "著作看著"),
        ("É é É", "eee"),
        ("①㎏Ⅳ", "1ⅳ"),
        ("，。 \n\t☆€", ""),
    ],
)
def test_only_letters_and_figures_are_compared_in_one_width_case_and_script(text: str, form: str) -> None:
    assert letters(text) == form


def test_opencc_turns_a_text_into_scripts_that_come_to_the_same() -> None:
    from opencc import OpenCC

    text = "只有干部为群众里里外外发现问题后，才说得上面对面的了解；台风过后，复查松动的护栏。" + ESSAY
    for name in ("s2t", "s2tw", "s2hk"):
        assert letters(OpenCC(name).convert(text)) == letters(text), name


def test_rare_characters_keep_their_place() -> None:
    assert len(letters("𠀀甲𠀁")) == 3
    assert letters("𝐀𝟙") == "a1"


@settings(deadline=None)  # it compiles
@given(st.lists(ANY, max_size=5))
def test_every_character_kept_is_found_where_it_stood(texts: list[str]) -> None:
    normal = normalise(texts)
    for doc, text in enumerate(texts):
        begin, end = int(normal.starts[doc]), int(normal.starts[doc + 1]) - 1
        out = np.empty(end - begin, np.int64)
        offsets(normal.kept, normal.words, np.full(end - begin, doc), np.arange(end - begin), out)
        assert [plain(text[at]) for at in out] == normal.units[begin:end].tolist()
        assert out.tolist() == [n for n, char in enumerate(text) if plain(char)]


@settings(deadline=None)
@given(ANY)
def test_what_is_kept_are_letters_and_numbers(text: str) -> None:
    assert len(letters(text)) == sum(unicodedata.category(char)[0] in "LN" for char in text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert read_text((ESSAY * 3).encode(encoding)) == ESSAY * 3


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.EMPTY),
        (b" \r\n", Problem.EMPTY),
        ("，。".encode(), Problem.EMPTY),
        (b"a" * 10_000_000, Problem.TOO_LONG),
        (bytes(range(256)) * 20, Problem.BINARY),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), Problem.BINARY),
        (b"PK\x03\x04" + bytes(60), Problem.BROKEN),
        (ESSAY.encode() + ESSAY.encode("gb18030"), Problem.ENCODING),
        (ESSAY.encode("gb18030") + ESSAY.encode(), Problem.ENCODING),
        (ESSAY.encode("utf-16") + b"\xd8", Problem.ENCODING),
        (ESSAY.encode("big5", "ignore"), Problem.ENCODING),
        (ESSAY.encode()[:-1] + b"\xff", Problem.ENCODING),
    ],
)
def test_what_is_no_text_is_refused_clearly(data: bytes, problem: Problem) -> None:
    with pytest.raises(OriginalityError) as refused:
        read_text(data)
    assert refused.value.problem is problem
    assert str(refused.value)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert read_text(data)
    except OriginalityError as refused:
        assert refused.problem in Problem


def word(xml: str, name: str = "word/document.xml", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as package:
        package.writestr(name, xml)
    return packed.getvalue()


BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def test_a_word_file_is_read_paragraph_by_paragraph() -> None:
    from docx import Document

    document = Document()
    document.add_heading("心得体会")
    document.add_paragraph(ESSAY).add_run("\t完")
    document.add_table(1, 1).cell(0, 0).text = "表内"
    packed = io.BytesIO()
    document.save(packed)
    assert read_text(packed.getvalue()).split("\n") == ["心得体会", ESSAY + "\t完", "表内"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (word(BODY.format("<w:p><w:r><w:t>断")), Problem.BROKEN),
        (word(BODY.format(f"<w:p><w:r><w:t>{ESSAY}</w:t></w:r></w:p>"))[:-40], Problem.BROKEN),
        (word("<!DOCTYPE a [<!ENTITY b 'c'>]>" + BODY.format("<w:p/>")), Problem.BROKEN),
        (word(BODY.format("<w:p/>")), Problem.EMPTY),
        (word("<a/>", name="xl/workbook.xml"), Problem.BINARY),
        (word(BODY.format("<w:p><w:r><w:t>" + "一" * 9_000_000 + "</w:t></w:r></w:p>")), Problem.BOMB),
    ],
)
def test_a_word_file_that_is_none_or_would_burst_is_refused(data: bytes, problem: Problem) -> None:
    with pytest.raises(OriginalityError) as refused:
        read_text(data)
    assert refused.value.problem is problem
    assert str(refused.value)
