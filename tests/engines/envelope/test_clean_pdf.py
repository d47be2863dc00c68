"""PDFs leave the browser with their pages and without who made them, when, with what, and what was deleted."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
import typst
from envelope_cleaning import PICTURES, clean, traces
from playwright.sync_api import Page
from test_clean_pictures import WORDS as PICTURE_WORDS
from test_clean_pictures import with_segments

pytestmark = pytest.mark.browser
Run = Callable[..., Any]
WORDS = {
    "张警官",
    "PLANTED-AUTHOR",
    "PLANTED-PRODUCER",
    "PLANTED-XMP",
    "PLANTED-OLD",
    "PLANTED-NOTE",
    "PLANTED-PIECE",
}
WORDS |= {"PLANTED-GAP", "PLANTED-PATH", "PLANTED-SCRIPT", "PLANTED-THUMB", "PLANTED-ID", "PLANTED-TRAILER"}
PAGE_TEXT = b"BT /F1 18 Tf 20 60 Td (what is seen) Tj ET 0.8 0.1 0.1 rg 20 20 60 20 re f"


def stream(dictionary: bytes, data: bytes) -> bytes:
    return (
        b"<<" + dictionary + b"/Length " + str(len(data)).encode() + b">>stream\r\n" + data + b"\nendstream"
    )


def squeezed(dictionary: bytes, data: bytes) -> bytes:
    return stream(dictionary + b"/Filter/FlateDecode", zlib.compress(data))


def objects() -> dict[int, bytes]:
    """A page with text, a photograph with all its metadata, an annotation, links, a form field, a private part."""
    photo = with_segments(PICTURES["baseline.jpg"])
    return {
        1: b"<</Type/Catalog/Pages 2 0 R/Metadata 8 0 R/Lang(zh)/OpenAction<</S/JavaScript/JS(PLANTED-SCRIPT)>>"
        b"/PieceInfo<</X<</Private(PLANTED-PIECE)>>>>/Outlines 13 0 R/AcroForm<</Fields[14 0 R]>>"
        b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(PLANTED-SCRIPT)>>]>>>>>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/LastModified(D:20210319 PLANTED-AUTHOR)"
        b"/Resources<</Font<</F1 5 0 R>>/XObject<</Im1 6 0 R>>>>/Annots[9 0 R 10 0 R 11 0 R 14 0 R]/Thumb 12 0 R>>",
        4: squeezed(b"", PAGE_TEXT + b" q 50 0 0 25 120 50 cm /Im1 Do Q"),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        6: stream(
            b"/Type/XObject/Subtype/Image/Width 48/Height 24/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode",
            photo,
        ),
        7: b"<</Author(PLANTED-AUTHOR)/Creator<FEFF5F208B665B98>/Producer(PLANTED\\055PRODUCER)/CreationDate(D:2021)"
        b"/Title(PLANTED-AUTHOR)>>",
        8: stream(b"/Type/Metadata/Subtype/XML", "<x:xmpmeta>PLANTED-XMP 张警官</x:xmpmeta>".encode()),
        9: b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T(PLANTED-NOTE)/M(D:2021 PLANTED-NOTE)/NM(PLANTED-NOTE)"
        b"/Contents(what was remarked)>>",
        10: b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(file:///C:/Users/PLANTED-PATH/x)>>>>",
        11: b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org/what-is-seen)>>>>",
        12: stream(b"/Width 1/Height 1", b"PLANTED-THUMB"),
        13: b"<</Type/Outlines/First 15 0 R/Last 15 0 R/Count 1>>",
        14: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(field name)/Rect[0 0 9 9]/V(what is filled in)>>",
        15: b"<</Title(chapter \\(one\\)\\\nand more)/Parent 13 0 R/Dest[3 0 R/Fit]>>",
    }


def classic(made: dict[int, bytes], trailer: bytes = b"/Info 7 0 R", gap: bytes = b"%PLANTED-GAP\n") -> bytes:
    """A file with a table of cross-references, and a word between every two objects."""
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = {}
    for number, body in made.items():
        out += gap
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(made) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{places[number]:010} 00000 n \n".encode() for number in sorted(made))
    out += f"trailer\n<</Size {len(made) + 1}/Root 1 0 R/ID[(PLANTED-ID)(PLANTED-ID)]".encode() + trailer
    return out + f">>\nstartxref\n{start}\n%%EOF\n".encode() + b"PLANTED-TRAILER"


def modern(made: dict[int, bytes], predictor: int = 12) -> bytes:
    """The same with an object stream and a stream of cross-references, as Word and Acrobat write."""
    inside = [number for number, body in made.items() if b"stream" not in body]
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    head, bodies = b"", b""
    for number in inside:
        head += f"{number} {len(bodies)} ".encode()
        bodies += made[number] + b"\n"
    packed = max(made) + 1
    for number, body in [(n, b) for n, b in made.items() if n not in inside]:
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    places[packed] = len(out)
    body = squeezed(f"/Type/ObjStm/N {len(inside)}/First {len(head)}".encode(), head + bodies)
    out += f"{packed} 0 obj\n".encode() + body + b"\nendobj\n"
    start, last = len(out), packed + 1
    rows = [b"\0\0\0\0\0\xff"]
    for number in range(1, last + 1):
        if number in inside:
            rows.append(struct.pack(">BIB", 2, packed, inside.index(number)))
        else:
            rows.append(struct.pack(">BIB", 1, places.get(number, start), 0))
    how = b""
    if predictor > 1:
        kinds, before = [], bytes(6)
        for place, row in enumerate(rows):
            kind = place % 3  # None, Sub, Up
            left = b"\0" + row[:-1]
            guess = (bytes(6), left, before)[kind]
            kinds.append(bytes([kind]) + bytes((a - b) & 255 for a, b in zip(row, guess, strict=True)))
            before = row
        rows = kinds
        how = b"/DecodeParms<</Predictor 12/Columns 6>>"
    said = f"/Type/XRef/Size {last + 1}/W[1 4 1]/Root 1 0 R/Info 7 0 R/ID[(PLANTED-ID)(PLANTED-ID)]".encode()
    out += f"{last} 0 obj\n".encode() + squeezed(said + how, b"".join(rows)) + b"\nendobj\n"
    return out + f"startxref\n{start}\n%%EOF\nPLANTED-TRAILER".encode()


def revised(data: bytes) -> bytes:
    """The page's text replaced in a second version; the first one stays in the file, as programs do it."""
    old = data.removesuffix(b"PLANTED-TRAILER")
    start = old[: old.rindex(b"%%EOF")].split()[-1]
    place = len(old)
    new = old + b"4 0 obj\n" + stream(b"", PAGE_TEXT.replace(b"PLANTED-OLD", b"")) + b"\nendobj\n"
    table = len(new)
    new += (
        b"xref\n4 1\n"
        + f"{place:010} 00000 n \n".encode()
        + b"trailer\n<</Size 16/Root 1 0 R/Info 7 0 R/Prev "
    )
    return new + start + f">>\nstartxref\n{table}\n%%EOF\n".encode()


def shown(data: bytes) -> list[tuple[tuple[int, int], bytes, str]]:
    """Each page as it looks and what can be selected on it, by another reader."""
    pages = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            drawn = page.render(scale=1)
            pages.append(
                ((drawn.width, drawn.height), bytes(drawn.buffer), page.get_textpage().get_text_bounded())
            )
    return pages


@pytest.mark.parametrize(
    "build", [classic, modern, lambda made: modern(made, 1)], ids=["table", "stream", "no predictor"]
)
def test_a_pdf_keeps_its_pages_and_loses_all_else(
    run: Run, build: Callable[[dict[int, bytes]], bytes]
) -> None:
    data = build(objects())
    planted = traces(data, WORDS | PICTURE_WORDS)
    assert {
        "PLANTED-AUTHOR",
        "PLANTED-XMP",
        "PLANTED-NOTE",
        "PLANTED-CAMERA",
        "PLANTED-ID",
        "张警官",
    } <= planted
    made = clean(run, "张警官的举报.pdf", data, "application/pdf")
    assert (made.name, made.type, made.cannot) == ("附件1.pdf", "application/pdf", "")
    assert traces(made.data, WORDS | PICTURE_WORDS) == set()
    assert {
        "properties",
        "xmp",
        "time",
        "author",
        "other",
        "path",
        "script",
        "thumbnail",
        "exif",
        "gps",
    } <= made.removed
    assert made.kept == {"comments"}
    assert shown(made.data) == shown(data)
    assert "what is seen" in shown(made.data)[0][2]
    for word in (
        "what was remarked",
        "field name",
        "what is filled in",
        "what-is-seen",
        "chapter (one)and more",
    ):
        assert traces(made.data, {word}) == {word}
    assert clean(run, "a.pdf", made.data).data == made.data


def test_what_was_deleted_but_stayed_in_the_file_goes(run: Run) -> None:
    made_of = objects() | {4: stream(b"", PAGE_TEXT + b"(PLANTED-OLD) Tj")}
    data = revised(classic(made_of))
    assert "PLANTED-OLD" in traces(data, WORDS)
    made = clean(run, "a.pdf", data)
    assert "history" in made.removed
    assert traces(made.data, WORDS) == set()
    assert shown(made.data) == shown(data)


def test_a_pdf_by_typst(run: Run) -> None:
    source = (
        '#set document(author: "张警官", title: "PLANTED-AUTHOR")\n#set page(width: 9cm, height: 5cm)\n= Seen'
    )
    data = typst.compile(source.encode())
    assert traces(data, WORDS) == {"张警官", "PLANTED-AUTHOR"}
    made = clean(run, "a.pdf", data)
    assert made.cannot == ""
    assert traces(made.data, WORDS) == set()
    assert shown(made.data) == shown(data)


def test_a_pdf_by_chromium(run: Run, page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    other = browser.new_page()
    other.set_content(
        "<title>PLANTED-AUTHOR</title><h1>现场情况</h1><p>Text <a href='https://example.org/'>x</a></p>"
    )
    data = other.pdf()
    other.close()
    assert traces(data, WORDS) == {"PLANTED-AUTHOR"}
    made = clean(run, "a.pdf", data)
    assert made.cannot == ""
    assert traces(made.data, WORDS) == set()
    assert shown(made.data) == shown(data)
    assert traces(made.data, {"Skia", "Chromium"}) == set()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)5 0 R]>>>>>>"},
            "pdf_attachments",
        ),
        ({1: b"<</Type/Catalog/Pages 2 0 R/AF[5 0 R]>>"}, "pdf_attachments"),
        (
            {9: b"<</Type/Annot/Subtype/FileAttachment/FS<</Type/Filespec/EF<</F 4 0 R>>>>>>"},
            "pdf_attachments",
        ),
        ({14: b"<</FT/Sig/V<</Type/Sig/ByteRange[0 1 2 3]/Name(x)>>>>"}, "pdf_signed"),
        ({1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA[(a)4 0 R]/Fields[]>>>>"}, "pdf_form"),
        ({6: stream(b"/Subtype/Image/Filter/JPXDecode", b"x")}, "pdf_image"),
        ({6: stream(b"/Subtype/Image/Filter[/FlateDecode/DCTDecode]", b"x")}, "pdf_image"),
        ({6: stream(b"/Subtype/Image/Filter/DCTDecode", b"x")}, "broken"),
        ({4: b"<</Length 999999>>stream\nx\nendstream"}, "broken"),
        ({4: b"<</Length 4 0 R>>stream\nx\nendstream"}, "broken"),
        ({3: b"<</Type/Page/Parent 2 0 R/X " + b"[" * 500 + b"]" * 500 + b">>"}, "broken"),
        ({5: b"<</Type/Font/X(never ends>>"}, "broken"),
        ({5: b"<</Type/Font/X keyword>>"}, "broken"),
        ({1: b"null"}, "broken"),
    ],
)
def test_a_pdf_that_cannot_be_cleaned_is_refused_with_the_reason(
    run: Run, change: dict[int, bytes], why: str
) -> None:
    assert clean(run, "a.pdf", classic(objects() | change)).cannot == why


def test_an_encrypted_pdf_is_refused(run: Run) -> None:
    data = classic(objects(), b"/Encrypt<</Filter/Standard/V 1>>")
    assert clean(run, "a.pdf", data).cannot == "pdf_encrypted"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n",
        b"%PDF-1.4\nstartxref\n9\n%%EOF",
        b"%PDF-1.4\nstartxref\n99999999999999\n%%EOF",
        b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.4\nxref\n0 99999999\ntrailer\n<<>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.4\nxref\ntrailer\n<<>>\nstartxref\n9\n%%EOF",
        classic({1: b"2 0 R", 2: b"1 0 R"}),
        classic({1: b"1 0 R"}),
    ],
)
def test_a_pdf_that_is_none_is_broken(run: Run, data: bytes) -> None:
    assert clean(run, "a.pdf", data).cannot == "broken"


def test_a_bomb_in_an_object_stream_is_not_unpacked(run: Run) -> None:
    data = modern(objects())
    bomb = squeezed(b"/Type/ObjStm/N 1/First 4", b"1 0 " + bytes(70_000_000))
    out = b"%PDF-1.7\n1 0 obj\n" + bomb + b"\nendobj\n"
    rows = zlib.compress(struct.pack(">BIB", 2, 1, 0))
    start = len(out)
    said = f"/Type/XRef/W[1 4 1]/Index[3 1]/Size 4/Root 3 0 R/Filter/FlateDecode/Length {len(rows)}"
    out += f"2 0 obj\n<<{said}>>stream\n".encode()
    out += rows + f"\nendstream endobj\nstartxref\n{start}\n%%EOF".encode()
    assert clean(run, "a.pdf", out).cannot in ("too_large", "broken")
    assert clean(run, "a.pdf", data).cannot == ""


def test_a_pdf_that_was_cut_off_or_changed_is_refused_or_clean(run: Run) -> None:
    for whole in (classic(objects()), modern(objects())):
        step = len(whole) // 40
        for place in range(0, len(whole), step):
            changed = bytearray(whole)
            changed[place] ^= 0x15
            for data in (whole[:place], bytes(changed)):
                made = clean(run, "a.pdf", data)
                if not made.cannot:
                    assert traces(made.data, {"PLANTED-XMP", "PLANTED-GAP", "PLANTED-TRAILER"}) == set()
                    assert io.BytesIO(made.data).read(5) == b"%PDF-"
