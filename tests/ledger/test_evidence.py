"""Evidence: believed by its content, kept outside the web root, given out only as a download and in scope."""

import contextlib
import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import rules as budget
from qingyuan.kit.kept import place as place_of
from qingyuan.kit.uploads import MOST, NAME_MOST, Unfit, checked, clean_name
from qingyuan.matters.models import Evidence, Matter

from .conftest import AT, City, text


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND")
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
JPEG += b"\xff\xda\x00\x02\x12\x34\xff\x00\x56\xff\xd9"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def package(main: str = "word/document.xml", **more: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", more.pop("types", b"<Types/>"))
        archive.writestr(main, b"<x/>")
        for name, content in more.items():
            archive.writestr(name.replace("__", "/"), content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.docx", package(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "a.xlsx",
            package("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_the_five_kinds_are_kept_under_their_true_type(name: str, content: bytes, kind: str) -> None:
    assert checked(name, content).media_type == kind


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", b"\0" * (201 * 1024 * 1024))
    return held.getvalue()


ATTACKS = [
    ("html as png", "核查表.png", HTML),
    ("svg", "图.svg", SVG),
    ("svg as png", "图.png", SVG),
    ("png as pdf", "a.pdf", PNG),
    ("pdf as png", "a.png", PDF),
    ("no ending", "核查表", PNG),
    ("empty", "a.png", b""),
    ("executable", "a.pdf", b"MZ\x90\x00" + b"\0" * 64),
    ("plain zip", "a.docx", b"PK\x03\x04" + b"\0" * 40),
    ("other archive", "a.docx", package("evil.txt")),
    ("xlsx as docx", "a.docx", package("xl/workbook.xml")),
    ("png and zip", "a.png", PNG + package()),
    ("png and html", "a.png", PNG + HTML),
    ("cut png", "a.png", PNG[:-6]),
    ("jpeg and zip", "a.jpg", JPEG + package()),
    ("jpeg and html", "a.jpg", JPEG + HTML),
    ("cut jpeg", "a.jpg", JPEG[:-2]),
    ("pdf and zip", "a.pdf", PDF + package()),
    ("pdf and html", "a.pdf", PDF + HTML),
    ("html before pdf", "a.pdf", HTML + PDF),
    ("pdf with script", "a.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>")),
    ("pdf with files", "a.pdf", PDF.replace(b"/Catalog", b"/Catalog/EmbeddedFile")),
    ("cut pdf", "a.pdf", PDF[:20]),
    ("macros", "a.docx", package(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin")),
    ("macro types", "a.docx", package(types=b"application/vnd.ms-word.document.macroEnabled.main+xml")),
    ("climbing names", "a.docx", package(**{"..__..__x": b"x"})),
    ("bomb", "a.docx", bomb()),
    ("cut package", "a.docx", package()[:-30]),
]


@pytest.mark.parametrize(("name", "content"), [a[1:] for a in ATTACKS], ids=[a[0] for a in ATTACKS])
def test_what_is_not_what_it_says_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(Unfit) as refusal:
        checked(name, content)
    assert len(str(refusal.value)) > 6


def test_a_template_from_outside_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", b"<x/>")
        archive.writestr(
            "word/_rels/settings.xml.rels",
            b'<Relationship Type="x/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>',
        )
    with pytest.raises(Unfit, match="外部网址"):
        checked("a.docx", held.getvalue())


def test_ten_megabytes_are_kept_and_a_byte_more_is_not() -> None:
    def pdf_of(size: int) -> bytes:
        return PDF[:-7] + b" " * (size - len(PDF)) + PDF[-7:]

    assert len(checked("a.pdf", pdf_of(MOST)).content) == MOST
    with pytest.raises(Unfit, match="10 MB"):
        checked("a.pdf", pdf_of(MOST + 1))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../../etc/passwd.png", "passwd.png"),
        ("..\\..\\windows\\a.png", "a.png"),
        ("/var/www/html/index.php.png", "index.php.png"),
        ("核查\x00表.png", "核查表.png"),
        ("附件\u202egnp.exe.png", "附件gnp.exe.png"),
        ('a"b<c>:|?*.png', "abc.png"),
        ("....png", "file.png"),
        (".png", "file.png"),
        ("a\r\nSet-Cookie: x=1.png", "aSet-Cookie x=1.png"),
    ],
)
def test_a_name_cannot_steer_anything(given_name: str, kept: str) -> None:
    assert clean_name(given_name, "png") == kept


@given(st.text(max_size=400))
def test_any_name_becomes_a_plain_short_one(name: str) -> None:
    kept = clean_name(name, "pdf")
    assert 5 <= len(kept) <= NAME_MOST
    assert kept.endswith(".pdf")
    assert not set(kept) & set('/\\<>:"|?*\x00\r\n\u202e')
    assert not kept.startswith(".")


@given(
    st.binary(max_size=3000),
    st.sampled_from(["", "%PDF-", "\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "PK\x03\x04"]),
)
def test_no_bytes_break_the_check(content: bytes, start: str) -> None:
    with contextlib.suppress(Unfit):
        checked("a.pdf", start.encode("latin-1") + content)


# -- through the pages ---------------------------------------------------------------------------------------


def put(as_, person, matter: Matter, content: bytes = PDF, name: str = "核查记录.pdf"):
    file = SimpleUploadedFile(name, content)
    return as_(person).post(reverse("ledger:keep_evidence", args=[matter.pk]), {"file": file})


def test_a_file_is_kept_outside_the_web_root_with_its_hash_and_comes_back_as_a_download(
    city: City, as_
) -> None:
    matter = city.working()
    assert put(as_, city.owner, matter).status_code == 302
    kept = Evidence.objects.get()
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    place = place_of(kept.key)
    assert place.is_relative_to(settings.DATA)
    assert "static" not in place.relative_to(settings.DATA).parts
    assert kept.sha256 in text(as_(city.office).get(reverse("ledger:matter", args=[matter.pk])))
    sent = as_(city.office).get(reverse("ledger:evidence", args=[kept.pk]))
    assert b"".join(sent.streaming_content) == PDF
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]
    assert sent["Cache-Control"] == "private, no-store"
    assert sent["Content-Type"] == "application/pdf"


def test_a_stranger_gets_no_file_and_cannot_put_or_remove_one(city: City, as_) -> None:
    matter = city.working()
    put(as_, city.owner, matter)
    kept = Evidence.objects.get()
    assert as_(city.stranger).get(reverse("ledger:evidence", args=[kept.pk])).status_code == 404
    assert as_(city.stranger).post(reverse("ledger:remove_evidence", args=[kept.pk])).status_code == 404
    assert put(as_, city.stranger, matter).status_code == 404
    assert as_(city.guidance).post(reverse("ledger:remove_evidence", args=[kept.pk])).status_code == 403
    assert put(as_, city.guidance, matter).status_code == 403
    assert Evidence.objects.count() == 1


def test_who_is_named_gets_no_file_of_the_matter(city: City, as_) -> None:
    matter = city.working(names=(city.head,))
    put(as_, city.owner, matter)
    assert as_(city.head).get(reverse("ledger:evidence", args=[Evidence.objects.get().pk])).status_code == 404


def test_a_third_file_is_refused(city: City, as_) -> None:
    matter = city.working()
    for n in range(2):
        assert put(as_, city.owner, matter, name=f"{n}.pdf").status_code == 302
    page = put(as_, city.owner, matter, name="3.pdf")
    assert "上限2份" in text(page)
    assert Evidence.objects.count() == 2
    assert "已到上限2份" in text(as_(city.owner).get(reverse("ledger:matter", args=[matter.pk])))


def test_a_cap_that_is_lowered_reaches_every_matter_and_what_stands_stays(city: City, as_) -> None:
    full, fresh = city.working(), city.working()
    for n in range(2):
        put(as_, city.owner, full, name=f"{n}.pdf")
    budget.caps.set_cap(cap=burden.Cap.ATTACHMENTS, value=1, by=city.office, at=AT)
    assert put(as_, city.owner, fresh, name="1.pdf").status_code == 302
    assert "上限1份" in text(put(as_, city.owner, fresh, name="2.pdf"))
    assert full.evidence.count() == 2
    budget.caps.set_cap(cap=burden.Cap.ATTACHMENTS, value=0, by=city.office, at=AT)
    other = city.working()
    page = text(as_(city.owner).get(reverse("ledger:matter", args=[other.pk])))
    assert "已到上限0份" in page
    assert 'name="evidence-file"' not in page


LARGE = PDF + b"\n" * (11 << 20)


@pytest.mark.parametrize(("name", "content"), [("核查表.png", HTML), ("图.svg", SVG), ("大.pdf", LARGE)])
def test_a_bad_file_is_refused_on_the_page_and_nothing_is_kept(
    city: City, as_, name: str, content: bytes
) -> None:
    matter = city.working()
    page = put(as_, city.owner, matter, content, name)
    assert page.status_code == 200
    assert page.context["evidence_form"].errors["file"]
    assert not Evidence.objects.exists()


def test_a_file_is_removed_only_while_the_matter_is_at_work(city: City, as_) -> None:
    matter = city.working()
    put(as_, city.owner, matter)
    kept = Evidence.objects.get()
    place = place_of(kept.key)
    assert place.exists()
    from qingyuan.matters.testing import submitted

    from .conftest import AT

    submitted(matter, by=city.owner, at=AT)
    page = as_(city.owner).post(reverse("ledger:remove_evidence", args=[kept.pk]), follow=True)
    assert "佐证不能再改动" in text(page)
    assert Evidence.objects.exists()
    assert put(as_, city.owner, matter).status_code == 200


def test_removing_and_keeping_answer_only_to_post(city: City, as_) -> None:
    matter = city.working()
    put(as_, city.owner, matter)
    client = as_(city.owner)
    assert client.get(reverse("ledger:remove_evidence", args=[Evidence.objects.get().pk])).status_code == 405
    assert client.get(reverse("ledger:keep_evidence", args=[matter.pk])).status_code == 405
    assert client.post(reverse("ledger:evidence", args=[Evidence.objects.get().pk])).status_code == 405


def test_a_file_that_was_lost_from_the_disk_is_said_to_be_missing(city: City, as_) -> None:
    matter = city.working()
    put(as_, city.owner, matter)
    kept = Evidence.objects.get()
    place_of(kept.key).unlink()
    assert as_(city.owner).get(reverse("ledger:evidence", args=[kept.pk])).status_code == 404


def test_a_file_of_thousands_of_comments_is_told_apart_at_once() -> None:
    """Each comment used to double the time: 300 of them took longer than anybody lives."""
    with pytest.raises(Unfit):
        checked("a.pdf", b"<!---->" * 290 + b"x")
    with pytest.raises(Unfit, match="HTML"):
        checked("a.pdf", b"<!-- a --> <!-- b -->" * 40 + HTML)


def test_an_office_file_packed_in_a_way_of_its_own_is_refused_in_words() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>" * 50)
        archive.writestr("word/document.xml", b"<x/>")
    broken = bytearray(held.getvalue())
    at = broken.index(b"[Content_Types].xml") + len("[Content_Types].xml") + 9
    broken[at : at + 12] = b"\xff" * 12
    with pytest.raises(Unfit):
        checked("a.docx", bytes(broken))
