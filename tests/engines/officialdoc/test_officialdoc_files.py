"""The files themselves: golden copies, the same bytes again, and any text a person may type."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from officialdoc_samples import DAY, IMPRINT, SAMPLES, everything, the_bulletin

from qingyuan.engines.officialdoc import (
    BriefingHead,
    DocumentNumber,
    Heading,
    ItemList,
    OfficialDocument,
    Paragraph,
    Properties,
    RedHead,
    Run,
    Table,
    clean_text,
    to_docx,
    to_pdf,
    typst_data,
)

GOLDEN = Path(__file__).parent / "golden"
REWRITE = "QINGYUAN_WRITE_GOLDEN"  # set it to write the golden files anew, then read the difference


def parts_of(docx_bytes: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx_bytes)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def canonical(xml: bytes) -> str:
    """Canonical XML 2.0, one element a line so that a difference can be read."""
    return ElementTree.canonicalize(xml.decode()).replace("><", ">\n<") + "\n"


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("kind", ["document.xml", "typst.json"])
def test_what_is_written_is_the_golden_copy(name: str, kind: str) -> None:
    document = SAMPLES[name]()
    if kind == "document.xml":
        written = canonical(parts_of(to_docx(document))["word/document.xml"])
    else:
        written = typst_data(document) + "\n"
    golden = GOLDEN / f"{name}.{kind}"
    if os.environ.get(REWRITE):
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["styles", "settings", "fontTable", "footer1", "footer2"])
def test_the_parts_around_the_document_are_the_golden_copy(name: str) -> None:
    written = canonical(parts_of(to_docx(SAMPLES["bulletin"]()))[f"word/{name}.xml"])
    golden = GOLDEN / f"word.{name}.xml"
    if os.environ.get(REWRITE):
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    assert to_docx(SAMPLES[name]()) == to_docx(SAMPLES[name]())
    assert to_pdf(SAMPLES[name]()) == to_pdf(SAMPLES[name]())


def test_core_properties_are_those_passed_in_and_nothing_of_the_machine() -> None:
    noon = datetime(2021, 3, 18, 12, tzinfo=timezone(timedelta(hours=8)))
    packed = to_docx(
        everything(), properties=Properties("示范市公安局", "教育整顿", created_at=noon, modified_at=noon)
    )
    read = docx.Document(io.BytesIO(packed)).core_properties
    assert (read.author, read.subject, read.title) == ("示范市公安局", "教育整顿", everything().title)
    assert read.created == datetime(2021, 3, 18, 4, tzinfo=UTC)
    bare = parts_of(to_docx(everything()))["docProps/core.xml"].decode()
    assert "dcterms" not in bare.split("><", 1)[1]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_word_finds_headings_links_header_rows_grid_and_page_fields() -> None:
    document = docx.Document(io.BytesIO(to_docx(everything())))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）组织领导"),
        ("Heading 3", "1.责任到人"),
        ("Heading 4", "（1）任务清单"),
        ("Heading 1", "二、数据"),
    ]
    links = [link for p in document.paragraphs for link in p.hyperlinks]
    assert [(link.text, link.address) for link in links] == [("与链接", "https://qingyuan.example/a?b=1&c=2")]
    header_row = document.tables[0].rows[0]._tr
    assert header_row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        field = footer._element.find(f".//{qn('w:fldSimple')}")
        assert field.get(qn("w:instr")).strip() == "PAGE"
        assert footer.paragraphs[0].text == "— 1 —" or "—" in footer.paragraphs[0].text
        style = footer.paragraphs[0].style.element
        assert style.find(f".//{qn('w:jc')}").get(qn("w:val")) == side


def test_the_standard_page_in_word_is_a4_with_a_grid_of_22_lines_by_28_characters() -> None:
    section = docx.Document(io.BytesIO(to_docx(the_bulletin().document))).sections[0]
    sizes = [section.page_width, section.page_height, section.top_margin, section.bottom_margin]
    sizes += [section.left_margin, section.right_margin]
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch, space = int(grid.get(qn("w:linePitch"))) / 20, int(grid.get(qn("w:charSpace"))) / 4096
    height = (section.page_height - section.top_margin - section.bottom_margin) / Pt(1)
    width = (section.page_width - section.left_margin - section.right_margin) / Pt(1)
    assert (int(height / pitch), int(width / (16 + space))) == (22, 28)


def test_fonts_are_named_for_east_asia_with_other_names_beside_them() -> None:
    parts = parts_of(to_docx(the_bulletin().document))
    styles, table = parts["word/styles.xml"].decode(), parts["word/fontTable.xml"].decode()
    for font in ("仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"):
        assert f'w:eastAsia="{font}"' in styles
        assert re.search(rf'<w:font w:name="{font}"><w:altName w:val="[^"]*Noto Sans SC"/>', table)


def written_texts(document: OfficialDocument) -> Iterator[str]:
    """Every text of the file as python-docx reads it, in the order of the file."""
    read = docx.Document(io.BytesIO(to_docx(document)))
    for block in read.iter_inner_content():
        if isinstance(block, docx.table.Table):
            yield from (cell.text for row in block.rows for cell in row.cells)
        else:
            yield block.text


hostile = st.text(max_size=60) | st.sampled_from(
    [
        "]]><w:p/>&amp;<!--",
        '#set page(width: 1pt)\n#eval("1") $x$ *b* _i_ `raw` @ref <label> // /* \\u{41}',
        "\x00\x01\x0b\x1f\x7f\ud800\ufffe\uffff",
        "مرحبا שלום \u202eevil\u2066x",
        "👩‍👩‍👧‍👦🇨🇳🏽 e\u0301\u0301 ﷽ 𠮷",
        "W" * 400,
        "{{ jinja }} {% x %} {w:t} ${jndi}",
        "  two  spaces\tand tab\r\nline ",
        "\"quotes\" 'single' -- --- ... ~ 1/2",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile, hostile, hostile)
def test_any_text_survives_in_word_as_it_was_typed_and_the_xml_stays_whole(
    one: str, two: str, three: str
) -> None:
    document = OfficialDocument(
        head=RedHead(one, DocumentNumber(two, 2021, 3), secrecy=three, urgency=one, signatory=two),
        title=one,
        addressees=(two,),
        body=(
            Heading(three),
            Paragraph((Run(one), Run(two, bold=True), Run(three, link="/matters/1"))),
            ItemList((Paragraph.of(two),)),
            Table((one, two), ((two, three),), caption=one),
        ),
        attachments=(one, two),
        signature=three,
        dated_on=DAY,
        note=one,
        foot=IMPRINT,
    )
    packed = to_docx(document, properties=Properties(one, two, three))
    assert packed == to_docx(document, properties=Properties(one, two, three))
    for name, content in parts_of(packed).items():
        etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True)), name
    texts = list(written_texts(document))
    kept = clean_text(one) + clean_text(two) + clean_text(three)
    if kept:
        assert kept in texts
    if clean_text(two):
        assert "1." + clean_text(two) in texts
    assert texts.count(clean_text(two)) >= 2 or not clean_text(two)
    if title := " ".join(clean_text(three).split()):
        assert "一、" + title in texts


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile, hostile)
def test_any_text_goes_through_typst_as_data_and_never_as_markup(one: str, two: str) -> None:
    document = OfficialDocument(
        head=BriefingHead(one, 1, two, DAY),
        title=two,
        body=(
            Heading(one),
            Paragraph((Run(one, bold=True), Run(two, link="https://a.example/"))),
            Table((one, two), ((two, one),), caption=two),
        ),
        signature=one,
    )
    pdf = pypdfium2.PdfDocument(to_pdf(document, properties=Properties(author=one)))
    assert all(round(page.get_width() * 25.4 / 72) == 210 for page in pdf)


def test_markup_and_code_appear_in_the_pdf_as_the_letters_they_are() -> None:
    text = '#set page(width: 1pt) #eval("1+1") $x^2$ *b* _i_ `r` @ref <label> // c'
    pdf = pypdfium2.PdfDocument(to_pdf(OfficialDocument(RedHead("局"), "通报", (Paragraph.of(text),))))
    read = "".join(pdf[0].get_textpage().get_text_range().split())
    assert "".join(text.split()) in read


def test_a_word_longer_than_the_line_stays_inside_the_margins_of_the_pdf() -> None:
    document = OfficialDocument(RedHead("局"), "通报", (Paragraph.of("前" + "W" * 300 + "后"),))
    page = pypdfium2.PdfDocument(to_pdf(document))[0]
    text = page.get_textpage()
    rights = [text.get_charbox(i, loose=True)[2] for i in range(text.count_chars())]
    assert max(rights) <= (210 - 25) * 72 / 25.4
    assert text.get_text_range().count("W") == 300


def test_the_template_holds_no_text_and_no_document_reaches_it_but_as_data() -> None:
    secret = "独一无二的词"
    data = typst_data(OfficialDocument(RedHead(secret), "通报", ()))
    assert secret in data
    from qingyuan.engines.officialdoc._pdf import template

    assert b"eval(" not in template() and secret.encode() not in template()
