"""Chinese official documents (公文) after GB/T 9704-2012, as Word and PDF, without Django, clock or disk.

    >>> from datetime import date
    >>> from qingyuan.engines.officialdoc import (
    ...     DocumentNumber, Heading, OfficialDocument, Paragraph, RedHead, check, count_characters, to_docx, to_pdf
    ... )
    >>> document = OfficialDocument(
    ...     head=RedHead("示范市公安局文件", DocumentNumber("示公通", 2021, 3)),
    ...     title="关于第三次督导情况的通报",
    ...     genre="通报",
    ...     addressees=("各县（市、区）公安局",),
    ...     body=(Heading("督导基本情况"), Paragraph.of("市局对17个单位开展了督导。")),
    ...     signature="示范市公安局",
    ...     dated_on=date(2021, 3, 18),
    ... )
    >>> document.head.number.text
    '示公通〔2021〕3号'
    >>> count_characters(document)
    56
    >>> check(document)
    []
    >>> to_docx(document)[:2], to_pdf(document)[:5]
    (b'PK', b'%PDF-')

Shapes: a document is a tree of frozen dataclasses with plain text; lengths in a `Layout` are mm and points.
`to_docx` and `to_pdf` return bytes, the same for the same input. Text is data everywhere: never markup, control
characters removed. `bulletin` (通报) and `weekly_figures` (周报) compose documents from plain values.

Errors: ValueError (LinkRefused for a link that is not http, https or relative) when a value is built wrong;
PdfFailedError when typst refuses. `check` never raises; it returns findings with code, message and place.

Sources: GB/T 9704-2012 (clauses noted at the lines that carry them; values without a copy of the standard at
hand are marked C in the project's rules), ECMA-376 (Word), 整治形式主义为基层减负若干规定 (length).
"""

from ._bulletin import Bulletin, Demand, Fact, Inspection, Outcome, Person, bulletin
from ._check import SPECIAL_BULLETIN_LIMIT, Finding, Severity, check, count_characters
from ._docx import to_docx
from ._layout import NATIONAL, PRESETS, PROVINCIAL_33PT, Fonts, Layout
from ._model import (
    Align,
    Block,
    BriefingFoot,
    BriefingHead,
    DocumentNumber,
    Heading,
    Imprint,
    ItemList,
    OfficialDocument,
    Paragraph,
    Properties,
    RedHead,
    Run,
    Table,
    written_date,
    written_period,
)
from ._numbering import chinese_numeral, heading_label, heading_labels
from ._pdf import PdfFailedError, to_pdf, typst_data
from ._text import LinkRefused, clean_text, count_text, safe_link
from ._weekly import Figure, weekly_figures

__all__ = [
    "NATIONAL",
    "PRESETS",
    "PROVINCIAL_33PT",
    "SPECIAL_BULLETIN_LIMIT",
    "Align",
    "Block",
    "BriefingFoot",
    "BriefingHead",
    "Bulletin",
    "Demand",
    "DocumentNumber",
    "Fact",
    "Figure",
    "Finding",
    "Fonts",
    "Heading",
    "Imprint",
    "Inspection",
    "ItemList",
    "Layout",
    "LinkRefused",
    "OfficialDocument",
    "Outcome",
    "Paragraph",
    "PdfFailedError",
    "Person",
    "Properties",
    "RedHead",
    "Run",
    "Severity",
    "Table",
    "bulletin",
    "check",
    "chinese_numeral",
    "clean_text",
    "count_characters",
    "count_text",
    "heading_label",
    "heading_labels",
    "safe_link",
    "to_docx",
    "to_pdf",
    "typst_data",
    "weekly_figures",
    "written_date",
    "written_period",
]
