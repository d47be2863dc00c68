"""Word: an Office Open XML package written part by part, the same bytes for the same document."""

from __future__ import annotations

from ._flow import Piece, Role, flow, foot_rows
from ._layout import A4_HEIGHT_MM, A4_WIDTH_MM, TWIPS_PER_MM, Layout
from ._model import OfficialDocument, Properties, Run
from ._word_blocks import foot_table, style_of, table_block, text_run
from ._word_package import (
    app_part,
    content_types,
    core_part,
    document_relations,
    footer_part,
    pack,
    package_relations,
)
from ._word_styles import (
    FOOT_ROW,
    PAGE_EVEN,
    PAGE_ODD,
    W,
    exact,
    font_table_part,
    fonts,
    grid_char_space,
    settings_part,
    styles_part,
    twips,
)
from ._xml import Element, document, el, val


def to_docx(doc: OfficialDocument, *, properties: Properties | None = None) -> bytes:
    """The document as a .docx file for Word 2010 and later.

    Deterministic: the same document and properties give the same bytes. A4, document grid `linesAndChars`,
    real heading styles, links as relationships, page numbers as fields, odd and even footers. Text from
    people is data: escaped, control characters removed (`clean_text`).
    """
    links: dict[str, str] = {}
    body = _body(doc, links)
    return pack(
        {
            "[Content_Types].xml": content_types(),
            "_rels/.rels": package_relations(),
            "docProps/core.xml": core_part(doc.title, properties or Properties()),
            "docProps/app.xml": app_part(),
            "word/document.xml": document(el("w:document", W, [el("w:body", {}, body)])),
            "word/styles.xml": styles_part(doc.layout),
            "word/settings.xml": settings_part(),
            "word/fontTable.xml": font_table_part(doc.layout),
            "word/footer1.xml": footer_part(PAGE_ODD),
            "word/footer2.xml": footer_part(PAGE_EVEN),
            "word/_rels/document.xml.rels": document_relations(links),
        }
    )


def _body(doc: OfficialDocument, links: dict[str, str]) -> list[Element]:
    layout = doc.layout
    written: list[Element] = []
    for piece in flow(doc):
        if piece.table is not None:
            written.append(table_block(piece.table, layout))
            # Word joins two tables that touch, and a cell row needs air before the next line.
            written.append(el("w:p", {}, [style_of(Role.BODY, [exact(8)])]))
        else:
            written.append(_paragraph(piece, layout, links))
    if rows := foot_rows(doc):
        written.append(foot_table(rows, layout))
        written.append(el("w:p", {}, [style_of(FOOT_ROW, [exact(1)])]))
    written.append(_section(layout))
    return written


def _paragraph(piece: Piece, layout: Layout, links: dict[str, str]) -> Element:
    pitch = layout.line_pitch_pt
    before = piece.gap_lines * pitch
    more: list[Element] = []
    marked = piece.role in (Role.MARK, Role.BRIEFING_NAME)
    if marked:
        height = piece.size_pt * 1.2
        before = max(0.0, piece.top_pt - (height - piece.size_pt) / 2) if piece.role == Role.MARK else before
        more.append(exact(height, before))
    elif before:
        line = {Role.TITLE: layout.title_pitch_pt}.get(piece.role, pitch)
        more.append(exact(line, before))
    if piece.hang:
        hang = piece.hang * layout.character_pitch_pt
        first = hang - 2 * layout.character_pitch_pt
        more.append(el("w:ind", {"w:left": twips(hang), "w:hanging": twips(first)}))
    if piece.right_indent:
        more.append(
            el(
                "w:ind",
                {
                    "w:rightChars": round(piece.right_indent * 100),
                    "w:right": twips(piece.right_indent * layout.character_pitch_pt),
                },
            )
        )
    extra = _mark_run(piece) if marked else []
    content: list[Element] = []
    edged = piece.role in (Role.NUMBER_SIGNATORY, Role.BRIEFING_UNIT)
    if edged:
        content.append(el("w:r", {}, [el("w:tab")]))
    for run in piece.runs:
        content.append(_linked(run, links, extra))
    if edged and piece.right:
        content.append(el("w:r", {}, [el("w:tab")]))
        if piece.role == Role.NUMBER_SIGNATORY:
            content.append(text_run(Run("签发人：")))
            name = [fonts(layout.fonts.subheading, layout.fonts.latin)]
            content.append(text_run(Run(piece.right), name))
        else:
            content.append(text_run(Run(piece.right)))
    return el("w:p", {}, [style_of(piece.role, more), *content])


def _mark_run(piece: Piece) -> list[Element]:
    half = round(piece.size_pt * 2)
    scale = [val("w:w", piece.scale)] if piece.scale != 100 else []
    return [*scale, val("w:sz", half), val("w:szCs", half)]


def _linked(run: Run, links: dict[str, str], extra: list[Element]) -> Element:
    if run.link is None:
        return text_run(run, extra)
    relation = links.setdefault(run.link, f"rIdLink{len(links) + 1}")
    inner = text_run(run, [val("w:rStyle", "Hyperlink")])
    return el("w:hyperlink", {"r:id": relation, "w:history": 1}, [inner])


def _section(layout: Layout) -> Element:
    def edge(mm: float) -> int:
        return int(mm * TWIPS_PER_MM)

    # The dash of the page number stands 7 mm below the type area (7.5): the middle of a line of 20 pt.
    footer = layout.bottom_mm - layout.page_number_gap_mm - 10 / 72 * 25.4
    return el(
        "w:sectPr",
        {},
        [
            el("w:footerReference", {"w:type": "default", "r:id": "rId4"}),
            el("w:footerReference", {"w:type": "even", "r:id": "rId5"}),
            el(
                "w:pgSz",
                {"w:w": round(A4_WIDTH_MM * TWIPS_PER_MM), "w:h": round(A4_HEIGHT_MM * TWIPS_PER_MM)},
            ),
            el(
                "w:pgMar",
                {
                    "w:top": edge(layout.top_mm),
                    "w:right": edge(layout.right_mm),
                    "w:bottom": edge(layout.bottom_mm),
                    "w:left": edge(layout.left_mm),
                    "w:header": 851,
                    "w:footer": edge(footer),
                    "w:gutter": 0,
                },
            ),
            el(
                "w:docGrid",
                {
                    "w:type": "linesAndChars",
                    "w:linePitch": twips(layout.line_pitch_pt),
                    "w:charSpace": grid_char_space(layout),
                },
            ),
        ],
    )
