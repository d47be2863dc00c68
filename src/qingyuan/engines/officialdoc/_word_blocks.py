"""Runs, tables and the imprint of the Word file."""

from __future__ import annotations

from ._flow import FootRow
from ._layout import POINTS_PER_MM, TWIPS_PER_MM, Layout
from ._model import Align, Run, Table
from ._text import clean_text, width_in_characters
from ._word_styles import FOOT_ROW, TABLE_CELL, TABLE_HEAD, style_id, twips
from ._xml import Element, el, val


def style_of(style: str, more: list[Element] | None = None) -> Element:
    return el("w:pPr", {}, [val("w:pStyle", style_id(style)), *(more or [])])


def text_run(run: Run, properties: list[Element] | None = None) -> Element:
    """Text with its line breaks and tabs as Word's own; order of properties as the schema asks."""
    marks = list(properties or [])
    if run.bold:
        at = sum(1 for mark in marks if mark.tag in ("w:rStyle", "w:rFonts"))
        marks.insert(at, el("w:b"))
    content: list[Element] = [el("w:rPr", {}, marks)] if marks else []
    for row, line in enumerate(clean_text(run.text).split("\n")):
        if row:
            content.append(el("w:br"))
        for column, part in enumerate(line.split("\t")):
            if column:
                content.append(el("w:tab"))
            if part:
                content.append(el("w:t", {"xml:space": "preserve"}, [part]))
    return el("w:r", {}, content)


def _border(name: str, eighths: int, colour: str = "000000") -> Element:
    return el(f"w:{name}", {"w:val": "single", "w:sz": eighths, "w:space": 0, "w:color": colour})


def table_block(table: Table, layout: Layout) -> Element:
    widths = [round(mm * TWIPS_PER_MM) for mm in table.column_widths_mm(layout.width_mm)]
    aligns = table.aligns or (Align.LEFT,) * len(widths)

    def cell(text: str, width: int, style: str, align: Align | None) -> Element:
        side = [val("w:jc", align.value)] if align is not None and align is not Align.LEFT else []
        return el(
            "w:tc",
            {},
            [
                el("w:tcPr", {}, [el("w:tcW", {"w:w": width, "w:type": "dxa"}), val("w:vAlign", "center")]),
                el("w:p", {}, [style_of(style, side), text_run(Run(text))]),
            ],
        )

    header = el(
        "w:tr",
        {},
        [
            el("w:trPr", {}, [el("w:cantSplit"), el("w:tblHeader")]),
            *(cell(text, width, TABLE_HEAD, None) for text, width in zip(table.header, widths, strict=True)),
        ],
    )
    rows = [
        el(
            "w:tr",
            {},
            [
                el("w:trPr", {}, [el("w:cantSplit")]),
                *(
                    cell(text, width, TABLE_CELL, align)
                    for text, width, align in zip(row, widths, aligns, strict=True)
                ),
            ],
        )
        for row in table.rows
    ]
    borders = [_border(name, 4) for name in ("top", "left", "bottom", "right", "insideH", "insideV")]
    return el(
        "w:tbl",
        {},
        [
            el(
                "w:tblPr",
                {},
                [
                    el("w:tblW", {"w:w": sum(widths), "w:type": "dxa"}),
                    val("w:jc", "center"),
                    el("w:tblBorders", {}, borders),
                    el("w:tblLayout", {"w:type": "fixed"}),
                    _cell_margins(80),
                ],
            ),
            el("w:tblGrid", {}, [el("w:gridCol", {"w:w": width}) for width in widths]),
            header,
            *rows,
        ],
    )


def _cell_margins(side: int) -> Element:
    edges = (("top", 0), ("left", side), ("bottom", 0), ("right", side))
    return el("w:tblCellMar", {}, [el(f"w:{name}", {"w:w": width, "w:type": "dxa"}) for name, width in edges])


def foot_table(rows: list[FootRow], layout: Layout) -> Element:
    """版记 at the foot of the last page, 4号, one character in from both edges (7.4).

    A floating table at the lower margin. It is anchored to the page sideways, because LibreOffice lets a
    table as wide as the type area float only then; the character of space is an indent and no cell margin,
    because the programs differ on whether a cell margin moves the table out.
    """
    width = int(layout.width_mm * TWIPS_PER_MM)
    small = twips(layout.imprint_pt)
    place: dict[str, str | int] = {
        "w:leftFromText": 0,
        "w:rightFromText": 0,
        "w:vertAnchor": "margin",
        "w:horzAnchor": "page",
        "w:tblpX": int(layout.left_mm * TWIPS_PER_MM),
        "w:tblpYSpec": "bottom",
    }
    properties = [
        el("w:tblpPr", place),
        val("w:tblOverlap", "never"),
        el("w:tblW", {"w:w": width, "w:type": "dxa"}),
        el("w:tblLayout", {"w:type": "fixed"}),
        _cell_margins(0),
    ]
    grid = el("w:tblGrid", {}, [el("w:gridCol", {"w:w": width})])
    written = [row for row in rows if row.label or row.text or row.right]
    closing = rows[-1].rule_mm if rows[-1] not in written else 0.0
    return el(
        "w:tbl",
        {},
        [
            el("w:tblPr", {}, properties),
            grid,
            *(_foot_row(row, width, small, closing if row is written[-1] else 0.0) for row in written),
        ],
    )


def _foot_row(row: FootRow, width: int, small: int, closing_mm: float) -> Element:
    edges = [
        _border(name, round(mm * POINTS_PER_MM * 8))
        for name, mm in (("top", row.rule_mm), ("bottom", closing_mm))
        if mm
    ]
    hang = round(width_in_characters(row.label) * small)
    sides: dict[str, str | int] = {"w:left": small + hang, "w:right": small}
    if hang:
        sides["w:hanging"] = hang
    content = [text_run(Run(row.label + row.text))]
    if row.right:
        content += [el("w:r", {}, [el("w:tab")]), text_run(Run(row.right))]
    cell = [el("w:tcW", {"w:w": width, "w:type": "dxa"})]
    if edges:
        cell.append(el("w:tcBorders", {}, edges))
    return el(
        "w:tr",
        {},
        [
            el("w:trPr", {}, [el("w:cantSplit")]),
            el(
                "w:tc",
                {},
                [el("w:tcPr", {}, cell), el("w:p", {}, [style_of(FOOT_ROW, [el("w:ind", sides)]), *content])],
            ),
        ],
    )
