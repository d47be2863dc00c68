"""What is decided about essays, without a database: what counts, who reads, and which groups may be shown."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.kit.uploads import MOST as FILE_MOST
from qingyuan.kit.uploads import Unfit
from qingyuan.study.kinds import Origin
from qingyuan.study.policy import essays
from qingyuan.study.policy.essays import GROUP, Cell, Found
from qingyuan.study.queries.essay_files import text_of

FOUND = st.lists(
    st.builds(
        lambda at, size, origin: Found(at, at + size, origin),
        st.integers(0, 60),
        st.integers(1, 40),
        st.sampled_from(Origin),
    ),
    max_size=8,
)
CELLS = st.lists(
    st.builds(
        lambda unit, rank, submitted, much, helped: Cell(
            unit, rank, submitted + 1, submitted, min(much, submitted), min(helped, submitted)
        ),
        st.integers(1, 12),
        st.sampled_from(["leader", "middle", "officer"]),
        st.integers(0, 12),
        st.integers(0, 12),
        st.integers(0, 12),
    ),
    max_size=24,
    unique_by=lambda one: (one.unit, one.rank),
)


@given(st.text("一二三，。 a", min_size=1, max_size=80), FOUND)
def test_every_character_stands_in_one_piece_and_the_whole_text_in_all_of_them(text, found):
    cut = essays.pieces(len(text), found)
    assert "".join(text[one.begin : one.end] for one in cut) == text
    assert all(one.begin < one.end for one in cut)


@given(st.text("一二三，。 a", min_size=1, max_size=80), FOUND)
def test_what_is_quoted_or_ones_own_never_counts_as_copied(text, found):
    weighed = essays.weighed(text, found)
    harmless = {n for one in found if not one.counts for n in range(one.begin, min(one.end, len(text)))}
    counted = {n for one in found if one.counts for n in range(one.begin, min(one.end, len(text)))}
    assert weighed.copied == sum(text[n].isalnum() for n in counted - harmless)
    assert weighed.copied + weighed.quoted <= weighed.length
    assert 0 <= weighed.own <= 100
    assert weighed.much == (weighed.copied * 10 > weighed.length * 4)


@given(CELLS)
def test_no_group_of_fewer_than_five_is_shown_nor_can_one_be_had_by_subtraction(cells):
    told = essays.shown(cells)
    assert all(cell.submitted >= GROUP for cell in cells if (cell.unit, cell.rank) in told)
    for rank in ("leader", "middle", "officer"):
        group = [cell for cell in cells if cell.rank == rank]
        total = essays.summed(cells, rank, told)
        hidden = [cell for cell in group if (cell.unit, rank) not in told]
        left = {what: sum(getattr(cell, what) for cell in hidden) for what in ("submitted", "much", "helped")}
        if total is None:
            assert len(hidden) == len(group)
        elif left["submitted"]:
            assert left["submitted"] >= GROUP
            assert max(left["much"], left["helped"]) < left["submitted"]


@given(CELLS)
def test_a_group_of_which_all_are_alike_is_not_shown(cells):
    told = essays.shown(cells)
    alike = {(one.unit, one.rank) for one in cells if one.submitted in (one.much, one.helped)}
    assert not told.keys & alike


@given(st.booleans(), st.integers(13, 80), st.integers(0, 40), st.integers(0, 3000))
def test_among_many_texts_the_engine_decides_and_among_few_a_long_run_does(told, longest, more, texts):
    judged = essays.is_copy(told, agreed=longest + more, longest=longest, texts=texts)
    if texts >= essays.YOUNG:
        assert judged is told
    else:
        assert judged or longest < essays.VERBATIM
        assert not (judged and longest + more < essays.AGREED)


def docx(body: str, **more: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>'
        )
        for file, content in more.items():
            package.writestr(file, content)
    return made.getvalue()


def test_a_word_file_gives_its_paragraphs_and_not_what_was_deleted():
    body = (
        "<w:p><w:r><w:t>上个月值夜班时</w:t></w:r><w:r><w:t>，我记错了电话。</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>删掉的话</w:delText></w:r></w:del><w:r><w:t>现在当面复述。</w:t></w:r></w:p>"
    )
    assert text_of("心得.docx", docx(body)) == "上个月值夜班时，我记错了电话。\n现在当面复述。"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("心得.txt", b"", "没有文字"),
        ("心得.txt", "，。！ \n".encode(), "没有文字"),
        ("心得.txt", b"\x00\x01\x02" * 400, "不是文本文件"),
        ("心得.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "不是文本文件"),
        ("心得.txt", bytes([0xFF, 0xFE, 0xD8, 0x00, 0xDC]) * 99, "编码"),
        ("心得.txt", b"x" * (FILE_MOST + 1), "10 MB"),
        ("心得.txt", "字".encode() * 200_001, "太长"),
        ("心得.docx", b"PK\x03\x04broken", "上传"),
        ("心得.docx", docx("<w:p>"), "已损坏"),
        ("心得.docx", docx("<w:p/>"), "没有文字"),
        ("心得.doc", docx("<w:p/>"), "内容却是"),
        ("心得.docx", docx(" " * (21 * 1024 * 1024)), "展开后太大"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words(name, content, words):
    with pytest.raises(Unfit, match=words):
        text_of(name, content)


def test_a_word_file_that_declares_entities_is_not_read():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        swell = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        package.writestr("word/document.xml", f"{swell}<d>&b;</d>")
    with pytest.raises(Unfit, match="已损坏"):
        text_of("心得.docx", made.getvalue())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_encodings_that_are_in_use(encoding):
    said = "上个月值夜班时，我把报警人的电话记错了一位。"
    assert text_of("心得.txt", said.encode(encoding)) == said
