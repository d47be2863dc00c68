"""PDF through typst, embedded: the same pieces as in Word, drawn by one fixed template."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from ._flow import Piece, flow, foot_rows
from ._layout import FONT_FALLBACKS, LAST_RESORT, Layout
from ._model import Align, OfficialDocument, Properties, Run, Table
from ._text import one_line

_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)


class PdfFailedError(RuntimeError):
    """typst refused the document; the message is for the person, `detail` for the log."""

    def __init__(self, detail: str) -> None:
        super().__init__("版式文件（PDF）生成失败，请改用 Word 文件，并把本文档报告给管理员")
        self.detail = detail


def to_pdf(
    doc: OfficialDocument,
    *,
    properties: Properties | None = None,
    font_paths: Sequence[Path] = (),
) -> bytes:
    """The document as PDF, 22 lines of 28 characters a page by default.

    `font_paths` are folders with licensed fonts (仿宋_GB2312 and so on); what is not found there is set in
    Noto Sans SC from justmytype-intl-cjk. Fonts of the machine are never used, so the same document, properties
    and folders give the same bytes. Text reaches typst only as JSON data, never as markup.
    Raises PdfFailedError when typst refuses the document.
    """
    given = properties or Properties()
    try:
        made = typst.compile(
            template(),
            font_paths=_fonts(tuple(str(path) for path in font_paths)),
            sys_inputs={"doc": typst_data(doc, given)},
            format="pdf",
            timestamp=given.modified_at or given.created_at or _NO_DATE,
        )
    except typst.TypstError as error:
        raise PdfFailedError(str(error)) from error
    return bytes(made)


def template() -> bytes:
    """The typst source; it holds no text of any document."""
    return files(__package__).joinpath("typst", "official.typ").read_bytes()


def bundled_font_folder() -> Path:
    """Where justmytype-intl-cjk keeps Noto Sans SC (OFL)."""
    return Path(str(files("justmytype_intl_cjk").joinpath("fonts", "ofl", "notosanssc")))


@lru_cache(maxsize=8)
def _fonts(font_paths: tuple[str, ...]) -> typst.Fonts:
    folders = [*font_paths, str(bundled_font_folder())]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def typst_data(doc: OfficialDocument, properties: Properties | None = None) -> str:
    """What the template is given: layout, fonts and pieces as one JSON text, keys in fixed order."""
    layout = doc.layout
    data = {
        "title": one_line(doc.title),
        "author": one_line((properties or Properties()).author),
        "layout": _layout(layout),
        "fonts": _font_names(layout),
        "pieces": [_piece(piece, layout) for piece in flow(doc)],
        "foot": [
            {"label": row.label, "text": row.text, "right": row.right, "rule_mm": row.rule_mm}
            for row in foot_rows(doc)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _layout(layout: Layout) -> dict[str, float]:
    names = (
        "top_mm",
        "bottom_mm",
        "left_mm",
        "right_mm",
        "width_mm",
        "line_pitch_pt",
        "body_pt",
        "imprint_pt",
        "title_pt",
        "title_pitch_pt",
        "table_pt",
        "character_pitch_pt",
        "red_line_gap_mm",
        "page_number_gap_mm",
    )
    sizes = {name: round(float(getattr(layout, name)), 4) for name in names}
    # A hundredth less than fits: rounding never costs a character, the justified line gives it back.
    sizes["tracking_pt"] = round(layout.character_pitch_pt - layout.body_pt - 0.02, 4)
    return sizes


def _font_names(layout: Layout) -> dict[str, list[str]]:
    chosen = layout.fonts
    named = {
        "body": chosen.body,
        "heading": chosen.heading,
        "subheading": chosen.subheading,
        "title": chosen.title,
        "page_number": chosen.page_number,
    }
    lists = {use: [name, *FONT_FALLBACKS.get(name, ()), LAST_RESORT] for use, name in named.items()}
    lists["latin"] = [chosen.latin, *FONT_FALLBACKS.get(chosen.latin, ())]
    return lists


def _piece(piece: Piece, layout: Layout) -> dict[str, Any]:
    written: dict[str, Any] = {
        "role": piece.role.value,
        "runs": [_run(run) for run in piece.runs],
        "gap_lines": piece.gap_lines,
        "right": piece.right,
        "hang": piece.hang,
        "right_indent": piece.right_indent,
        "size_pt": piece.size_pt,
        "scale": piece.scale,
        "top_pt": round(piece.top_pt, 3),
    }
    if piece.table is not None:
        written["table"] = _table(piece.table, layout)
    return written


def _run(run: Run) -> dict[str, Any]:
    return {"text": run.text, "bold": run.bold, "link": run.link}


def _table(table: Table, layout: Layout) -> dict[str, Any]:
    return {
        "widths_mm": [round(width, 3) for width in table.column_widths_mm(layout.width_mm)],
        "aligns": [align.value for align in table.aligns or (Align.LEFT,) * len(table.header)],
        "header": list(table.header),
        "rows": [list(row) for row in table.rows],
    }
