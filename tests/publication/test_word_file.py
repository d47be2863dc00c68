"""Files from people are hostile: what is taken, what is refused, and that none makes a traceback."""

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.publication.policy import word_file
from qingyuan.publication.policy.word_file import BadFile, main_text, numbers_in, read

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="%s"/></Types>'
)
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCUMENT = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>%s</w:body></w:document>"
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    'Target="%s" %s/></Relationships>'
)


def packed(body="<w:p><w:r><w:t>正文</w:t></w:r></w:p>", types=MAIN, **parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES % types)
        made.writestr("word/document.xml", DOCUMENT % body)
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(BadFile) as problem:
        read(content)
    return problem.value.reason.code


def test_a_word_file_is_read_paragraph_by_paragraph():
    document = docx.Document()
    document.add_paragraph("示公通〔2021〕3号")
    document.add_paragraph("关于督导的通报")
    document.add_table(1, 1).cell(0, 0).text = "表中的字"
    document.add_paragraph("抄送：市委政法委")
    out = io.BytesIO()
    document.save(out)
    found = read(out.getvalue())
    assert {"示公通〔2021〕3号", "关于督导的通报", "表中的字"} <= set(found.lines)
    assert numbers_in(found) == ["示公通〔2021〕3号"]
    assert main_text(found).split() == ["关于督导的通报", "表中的字"]
    assert not found.revised and not found.commented


def test_a_number_split_over_several_runs_is_still_found():
    runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in ("示公通", "〔2021〕", " 12", "号"))
    assert numbers_in(read(packed(f"<w:p>{runs}</w:p>"))) == ["示公通〔2021〕12号"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_word"),
        (b"%PDF-1.7", "not_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (packed()[:-30], "broken"),
        (packed(types="application/vnd.ms-word.document.macroEnabled.main+xml"), "macro"),
        (
            packed(types="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
            "not_word",
        ),
        (packed(**{"word/vbaProject.bin": b"x"}), "macro"),
        (packed(**{"word/embeddings/a.bin": b"x"}), "macro"),
        (packed(**{"word/activeX/a.xml": b"x"}), "macro"),
        (
            packed(
                **{
                    "word/_rels/settings.xml.rels": RELS
                    % ("attachedTemplate", "http://x/t.dotm", 'TargetMode="External"')
                }
            ),
            "outside",
        ),
        (
            packed(
                **{
                    "word/_rels/document.xml.rels": RELS
                    % ("image", "http://x/i.png", 'TargetMode="External"')
                }
            ),
            "outside",
        ),
        (
            packed(
                **{
                    "word/_rels/document.xml.rels": RELS
                    % ("hyperlink", "javascript:x", 'TargetMode="External"')
                }
            ),
            "outside",
        ),
        (packed(**{"word/_rels/document.xml.rels": RELS % ("aFChunk", "a.html", "")}), "macro"),
        (packed("<w:p>"), "broken"),
        (packed(**{"word/comments.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "broken"),
    ],
)
def test_what_is_no_sound_word_file_is_refused(content, code):
    assert refused(content) == code


def test_a_link_to_the_platform_may_stay():
    link = RELS % ("hyperlink", "https://zd.example.cn/ledger/1/", 'TargetMode="External"')
    assert read(packed(**{"word/_rels/document.xml.rels": link})).text == "正文"


def test_revisions_and_comments_are_noticed_and_deleted_words_do_not_count():
    body = "<w:p><w:ins><w:r><w:t>加</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    found = read(packed(body))
    assert found.revised and found.text == "加"
    comment = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:comment w:id="0"/></w:comments>'
    )
    assert read(packed(**{"word/comments.xml": comment})).commented
    assert not read(packed(**{"word/comments.xml": comment.replace('<w:comment w:id="0"/>', "")})).commented


def test_a_file_that_swells_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(word_file, "UNPACKED_AT_MOST", 100_000)
    assert refused(packed(**{"word/media/a.png": b"\0" * 200_000})) == "swollen"
    monkeypatch.undo()
    monkeypatch.setattr(word_file, "XML_AT_MOST", 1000)
    assert refused(packed("<w:p><w:r><w:t>" + "字" * 2000 + "</w:t></w:r></w:p>")) == "swollen"
    assert refused(b"PK" + b"\0" * (word_file.AT_MOST + 1)) == "big"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_taken_or_refused_but_never_a_traceback(data):
    content = bytearray(packed())
    for _n in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(content))
    except BadFile as problem:
        assert str(problem.reason)
