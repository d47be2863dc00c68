"""Word, Excel and PowerPoint files leave the browser without who, when, on which disk; and still open."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from envelope_cleaning import PICTURES, Cleaned, clean, pixels, traces
from envelope_office_files import W, a_document, a_show, a_workbook, repacked
from test_clean_pictures import WORDS as PICTURE_WORDS

pytestmark = pytest.mark.browser
Run = Callable[..., Any]
WORDS = {"张警官", "PLANTED-AUTHOR", "PLANTED-EDITOR", "PLANTED-TITLE", "PLANTED-COMPANY", "PLANTED-CUSTOM"}
WORDS |= {
    "PLANTED-PATH",
    "PLANTED-PRINTER",
    "PLANTED-PERSON",
    "PLANTED-NOTE",
    "PLANTED-EXTRA",
    "2021-03-19",
    "00AB12CD",
}


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.extra + member.comment for member in package.infolist()} == {b""}
        return {member.filename: package.read(member) for member in package.infolist()}


def whole(data: bytes) -> None:
    """Every relationship leads to a part that is there, every part has a type, every pointer is known."""
    parts = members(data)
    types = parts["[Content_Types].xml"].decode()
    for name in re.findall(r'PartName="/([^"]+)"', types):
        assert name in parts, name
    for name in parts:
        ending = name.rsplit(".", 1)[-1]
        assert f'PartName="/{name}"' in types or f'Extension="{ending}"' in types or name.startswith("["), (
            name
        )
    for name, body in parts.items():
        if not name.endswith(".rels"):
            continue
        owner = re.sub(r"_rels/([^/]*)\.rels$", r"\1", name)
        ids = set()
        for row in re.findall(r"<Relationship [^>]+>", body.decode()):
            said = dict(re.findall(r'(\w+)="([^"]*)"', row))
            ids.add(said["Id"])
            if said.get("TargetMode") != "External":
                path = owner.split("/")[:-1]
                for step in said["Target"].split("/"):
                    path = path[:-1] if step == ".." else [*path, step]
                target = said["Target"][1:] if said["Target"].startswith("/") else "/".join(path)
                assert target in parts, target
        if owner in parts:
            assert set(re.findall(r'r:(?:id|embed|link)="([^"]+)"', parts[owner].decode())) <= ids


def done(run: Run, name: str, data: bytes, planted: set[str]) -> Cleaned:
    assert traces(data, WORDS) == planted
    made = clean(run, name, data)
    assert made.cannot == ""
    assert traces(made.data, WORDS | PICTURE_WORDS | {name.rsplit(".", 1)[0]}) == set()
    assert made.kept >= {"comments"}
    whole(made.data)
    return made


def test_a_word_file(run: Run) -> None:
    data = a_document()
    made = done(run, "PLANTED-NAME.docx", data, WORDS - {"PLANTED-AUTHOR", "PLANTED-PRINTER"})
    assert made.name == "附件1.docx"
    assert made.type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert made.kept == {"comments", "changes"}
    assert {
        "author",
        "properties",
        "time",
        "path",
        "revision",
        "custom",
        "thumbnail",
        "exif",
        "gps",
    } <= made.removed
    document = docx.Document(io.BytesIO(made.data))
    text = "".join(t.text or "" for t in document.element.body.iter(f"{{{W}}}t"))
    assert text == "what is saidwhat is put inlink"
    assert [(c.author, c.text) for c in document.comments] == [("匿名", "what is remarked")]
    assert traces(made.data, {"https://example.org/seen"}) != set()
    assert len(document.inline_shapes) == 2
    pictures = [body for name, body in members(made.data).items() if "/media/" in name]
    originals = [PICTURES["baseline.jpg"], PICTURES["true.png"]]
    assert sorted(pixels(run, body) for body in pictures) == sorted(pixels(run, body) for body in originals)
    assert b"rsid" not in members(made.data)["word/document.xml"]
    assert not any(name.startswith(("customXml/", "docProps/thumbnail")) for name in members(made.data))


def test_an_excel_file(run: Run) -> None:
    planted = {
        "张警官",
        "PLANTED-EDITOR",
        "PLANTED-PERSON",
        "PLANTED-PATH",
        "PLANTED-PRINTER",
        "PLANTED-EXTRA",
        "2021-03-19",
    }
    made = done(run, "PLANTED-NAME.xlsx", a_workbook(), planted)
    assert made.name == "附件1.xlsx"
    assert {"author", "properties", "path", "printer"} <= made.removed
    sheet = openpyxl.load_workbook(io.BytesIO(made.data)).active
    assert sheet is not None
    assert (sheet["A1"].value, sheet["B2"].value) == ("what is said", 42)
    assert (sheet["A1"].comment.author, sheet["A1"].comment.text) == ("匿名", "what is remarked")
    assert sheet["B1"].hyperlink.target == "https://example.org/seen"


def test_a_powerpoint_file(run: Run) -> None:
    made = done(
        run,
        "PLANTED-NAME.pptx",
        a_show(),
        {"张警官", "PLANTED-PERSON", "PLANTED-NOTE", "PLANTED-CUSTOM", "2021-03-19"},
    )
    assert made.name == "附件1.pptx"
    assert traces(made.data, {"what is said", "what is remarked"}) == {"what is said", "what is remarked"}


def test_a_file_inside_a_file_is_cleaned_too(run: Run) -> None:
    data = repacked(
        a_document(),
        {
            "word/embeddings/inside.xlsx": a_workbook(),
            "[Content_Types].xml": lambda text: text.replace(
                "</Types>", '<Default Extension="xlsx" ContentType="application/x"/></Types>'
            ),
        },
    )
    made = clean(run, "a.docx", data)
    assert made.cannot == ""
    assert "embedded" in made.removed
    assert traces(made.data, WORDS) == set()


def test_a_clean_file_comes_back_the_same_the_second_time(run: Run) -> None:
    once = clean(run, "a.docx", a_document()).data
    assert members(clean(run, "a.docx", once).data) == members(once)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"word/vbaProject.bin": b"x"}, "office_macros"),
        ({"word/activeX/activeX1.xml": b"<x/>"}, "office_macros"),
        ({"_xmlsignatures/sig1.xml": b"<x/>"}, "office_signed"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "office_embedded"),
        ({"word/media/image9.emf": b"x"}, "office_embedded"),
        ({"word/media/film.mp4": b"x"}, "office_embedded"),
        ({"word/media/image9.jpg": b"no picture"}, "broken"),
        ({"word/other.xml": b"<x"}, "broken"),
        ({"word/other.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}, "broken"),
        ({"word/other.xml": b"\xff\xfe\xff"}, "broken"),
        ({"../evil.xml": b"<x/>"}, "broken"),
        ({"word/strange": b"x"}, "office_embedded"),
        ({"xl/connections.xml": b"<x/>"}, "office_embedded"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_the_reason(run: Run, more: dict[str, Any], why: str) -> None:
    assert clean(run, "a.docx", repacked(a_document(), more)).cannot == why


def test_other_archives_are_refused(run: Run) -> None:
    for name in ("a.txt", "word/document.xml"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr(name, "x")
        assert clean(run, "a.zip", out.getvalue()).cannot == "archive"


def test_a_bomb_is_not_unpacked(run: Run) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(300 * 1024 * 1024))
    assert clean(run, "a.docx", out.getvalue()).cannot == "too_large"


def test_a_file_that_was_cut_off_or_changed_is_refused_or_clean(run: Run) -> None:
    data = a_document()
    for place in range(0, len(data), len(data) // 16):
        changed = bytearray(data)
        changed[place] ^= 0x15
        for given in (data[:place], bytes(changed)):
            made = clean(run, "a.docx", given)
            assert made.cannot or traces(made.data, {"PLANTED-EDITOR", "PLANTED-EXTRA"}) == set()
