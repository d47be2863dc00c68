"""The page as rendered: 22 lines of 28 characters, margins 37/35/28/26 mm, numbers outside (GB/T 9704-2012)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from officialdoc_pages import PageMeasure, measure, rows_of
from officialdoc_samples import IMPRINT, briefing, everything, full_pages, the_bulletin

from qingyuan.engines.officialdoc import Layout, OfficialDocument, Paragraph, RedHead, to_docx, to_pdf

TYPST_SHARE, LIBREOFFICE_SHARE = 0.699, 0.8


def assert_standard_page(page: PageMeasure) -> None:
    assert (page.lines, page.characters) == (22, 28)
    assert page.pitch_pt == pytest.approx(28.95, abs=0.06)
    assert page.left_mm == pytest.approx(28, abs=1)
    assert page.right_mm == pytest.approx(26, abs=1)
    assert page.top_mm == pytest.approx(37, abs=1)
    assert page.bottom_mm == pytest.approx(35, abs=1)


def assert_numbers_outside(pages: list[PageMeasure]) -> None:
    """7.5: — 1 —, one character (14 pt = 4.9 mm) from the right edge on odd, from the left on even pages."""
    for count, page in enumerate(pages, start=1):
        assert page.number == f"—{count}—"
        free = page.number_right_mm - 26 if count % 2 else page.number_left_mm - 28
        assert free == pytest.approx(4.94, abs=1)


Office = Callable[[OfficialDocument], bytes]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LAYOUT OF .docx NOT CHECKED: LibreOffice (soffice) is not installed on this machine")
    folder = tmp_path_factory.mktemp("office")

    def convert(doc: OfficialDocument) -> bytes:
        source = folder / "document.docx"
        source.write_bytes(to_docx(doc))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ]
        environment = {**os.environ, "HOME": str(folder)}
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)
        return (folder / "document.pdf").read_bytes()

    return convert


def test_a_full_page_of_the_pdf_has_22_lines_of_28_characters_inside_the_standard_margins() -> None:
    pages = measure(to_pdf(full_pages()), baseline_share=TYPST_SHARE)
    assert len(pages) >= 4
    for page in pages[1:3]:
        assert_standard_page(page)
    assert_numbers_outside(pages)


def test_a_full_page_of_the_word_file_has_22_lines_of_28_characters_inside_the_standard_margins(
    office: Office,
) -> None:
    pages = measure(office(full_pages()), baseline_share=LIBREOFFICE_SHARE)
    assert len(pages) >= 4
    for page in pages[1:3]:
        assert_standard_page(page)
    assert_numbers_outside(pages)


def test_the_measure_notices_a_page_that_is_not_standard() -> None:
    loose = Layout(name="27字", characters=27, lines=20, line_pitch_pt=31.0, left_mm=31.0)
    doc = OfficialDocument(RedHead("示范市公安局文件"), "", (Paragraph.of("国" * 2000),), layout=loose)
    page = measure(to_pdf(doc), baseline_share=TYPST_SHARE)[1]
    assert (page.lines, page.characters) == (20, 27)
    with pytest.raises(AssertionError):
        assert_standard_page(page)


@pytest.mark.parametrize("program", ["typst", "office"])
def test_the_red_mark_number_and_title_stand_where_the_standard_puts_them(
    program: str, request: pytest.FixtureRequest
) -> None:
    """Mark: top 35 mm below the type area. Number: 2 blank lines below. Title: 2 blank lines below the line."""
    doc = the_bulletin().document
    pdf = to_pdf(doc) if program == "typst" else request.getfixturevalue("office")(doc)
    rows = {
        "".join(c.text for c in sorted(row, key=lambda c: c.left)): at
        for at, row in rows_of(pypdfium2.PdfDocument(pdf)[0])
    }
    mark, number = rows["示范市公安局文件"], rows["示公通〔2021〕3号"]
    title = next(at for text, at in rows.items() if text.startswith("关于全市"))
    top_of_mark = (mark - 0.86 * 50) * 25.4 / 72
    assert top_of_mark == pytest.approx(37 + 35, abs=2.5)
    assert (number - mark) / 28.95 == pytest.approx(3.0, abs=0.45)
    assert (title - number) / 28.95 == pytest.approx(3.4, abs=0.45)


@pytest.mark.parametrize(
    ("program", "filling"),
    [("typst", filling) for filling in range(0, 440, 28)] + [("office", filling) for filling in (0, 308)],
)
def test_the_imprint_closes_the_last_page_whatever_the_length_of_the_text(
    program: str, filling: int, request: pytest.FixtureRequest
) -> None:
    doc = OfficialDocument(
        RedHead("示范市公安局文件"), "情况通报", (Paragraph.of("国" * (filling + 20)),), foot=IMPRINT
    )
    pdf = to_pdf(doc) if program == "typst" else request.getfixturevalue("office")(doc)
    pages = list(pypdfium2.PdfDocument(pdf))
    foot = pages[-1].get_height() - 35 / 25.4 * 72
    rows = [(at, "".join(c.text for c in row)) for at, row in rows_of(pages[-1]) if at <= foot]
    assert "印发" in rows[-1][1]
    assert foot - rows[-1][0] < 12
    assert sum("印发" in page.get_textpage().get_text_range() for page in pages) == 1
    baselines = [at for at, _ in rows]
    assert all(below - above > 15 for above, below in pairwise(baselines))


def test_both_programs_draw_the_briefing_and_the_local_preset(office: Office) -> None:
    for doc in (briefing(), everything()):
        for pdf in (to_pdf(doc), office(doc)):
            text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
            squeezed = "".join(text.split())
            assert "各县（市、区）公安局" in squeezed or "附件：1.问题清单" in squeezed


def test_fonts_given_in_a_folder_are_used_before_the_bundled_one(tmp_path: Path) -> None:
    plain = to_pdf(briefing())
    assert to_pdf(briefing(), font_paths=(tmp_path,)) == plain
    serif = Path("/usr/share/fonts/opentype/noto")
    if not (serif / "NotoSerifCJK-Regular.ttc").exists():
        pytest.skip("FONT FOLDERS NOT CHECKED: fonts-noto-cjk is not installed on this machine")
    assert b"NotoSerifCJK" in to_pdf(briefing(), font_paths=(serif,)).replace(b"+", b"")
