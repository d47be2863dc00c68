"""Paragraph styles, fonts and settings of the Word file (ECMA-376 part 1, WordprocessingML)."""

from __future__ import annotations

import math

from ._flow import Role
from ._layout import FONT_FALLBACKS, LAST_RESORT, TWIPS_PER_MM, Layout
from ._xml import Element, document, el, val

W = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
RED = "FF0000"
FOOT, FOOT_ROW, TABLE_HEAD, TABLE_CELL, PAGE_ODD, PAGE_EVEN = (
    "foot",
    "foot-row",
    "table-head",
    "table-cell",
    "page-odd",
    "page-even",
)
STYLE_NAMES = {
    Role.COPY_NUMBER: "公文份号",
    Role.SECRECY: "公文密级",
    Role.URGENCY: "公文紧急程度",
    Role.MARK: "发文机关标志",
    Role.NUMBER: "发文字号",
    Role.NUMBER_SIGNATORY: "发文字号签发人",
    Role.RED_LINE: "红色分隔线",
    Role.BRIEFING_NAME: "简报名称",
    Role.BRIEFING_ISSUE: "简报期号",
    Role.BRIEFING_UNIT: "简报编发单位",
    Role.TITLE: "Title",
    Role.ADDRESSEE: "主送机关",
    Role.EDITOR_NOTE: "按语",
    Role.HEADING_1: "heading 1",
    Role.HEADING_2: "heading 2",
    Role.HEADING_3: "heading 3",
    Role.HEADING_4: "heading 4",
    Role.BODY: "公文正文",
    Role.CAPTION: "caption",
    Role.ATTACHMENT: "附件说明",
    Role.SIGNATURE: "发文机关署名",
    Role.DATE: "成文日期",
    Role.NOTE: "附注",
    FOOT_ROW: "版记",
    TABLE_HEAD: "公文表头",
    TABLE_CELL: "公文表格",
    PAGE_ODD: "单页页码",
    PAGE_EVEN: "双页页码",
}


def style_id(role: str) -> str:
    """`heading-1` → `Heading1`; the ids Word itself uses for its built-in styles."""
    return "".join(part.capitalize() for part in role.split("-"))


def twips(points: float) -> int:
    return round(points * 20)


def grid_char_space(layout: Layout) -> int:
    """w:charSpace of the grid in 1/4096 pt, rounded down so that the line never overflows by rounding."""
    width = int(layout.width_mm * TWIPS_PER_MM) / 20
    return int((width / layout.characters - layout.body_pt) * 4096) - 2


def fonts(east_asian: str, latin: str) -> Element:
    return el("w:rFonts", {"w:ascii": latin, "w:hAnsi": latin, "w:eastAsia": east_asian, "w:cs": latin})


def exact(pitch_pt: float, before: float = 0.0) -> Element:
    return el(
        "w:spacing",
        {"w:before": twips(before), "w:after": 0, "w:line": twips(pitch_pt), "w:lineRule": "exact"},
    )


def character_spacing(layout: Layout) -> int:
    """w:spacing of body text in twips, rounded down, so that a line holds exactly `layout.characters`.

    28 characters of 16 pt need 448 pt and the type area has 442.2. Word would narrow them by the document
    grid, but LibreOffice gives a character wider than its grid cell two cells (14 a line). So the grid is
    declared and text steps out of it (`w:snapToGrid` 0) with a spacing that both programs honour alike.
    One twip less than fits, because LibreOffice takes a little of the line for the grid's own margin; the
    justified line gives it back.
    """
    return math.floor((layout.character_pitch_pt - layout.body_pt) * 20) - 1


def _run(font: str, latin: str, size_pt: float, colour: str = "", spacing: int = 0) -> Element:
    children = [fonts(font, latin), val("w:snapToGrid", 0)]
    if colour:
        children.append(val("w:color", colour))
    if spacing:
        children.append(val("w:spacing", spacing))
    children += [val("w:sz", round(size_pt * 2)), val("w:szCs", round(size_pt * 2))]
    return el("w:rPr", {}, children)


def _style(role: str, paragraph: list[Element], run: Element, *, follow: str = Role.BODY) -> Element:
    heading = role.startswith("heading-")
    children = [val("w:name", STYLE_NAMES[role]), val("w:basedOn", "Normal"), val("w:next", style_id(follow))]
    if not heading and role != Role.TITLE:
        children.append(val("w:uiPriority", 1))
    return el(
        "w:style",
        {"w:type": "paragraph", "w:styleId": style_id(role)},
        [*children, el("w:qFormat"), el("w:pPr", {}, paragraph), run],
    )


def _indent(layout: Layout, characters: float) -> Element:
    return el(
        "w:ind",
        {
            "w:firstLineChars": round(characters * 100),
            "w:firstLine": twips(characters * layout.character_pitch_pt),
        },
    )


def styles_part(layout: Layout) -> bytes:
    """word/styles.xml: defaults, Normal, and one named paragraph style per role."""
    f, size, line = layout.fonts, layout.body_pt, exact(layout.line_pitch_pt)
    narrow = character_spacing(layout)
    body = _run(f.body, f.latin, size, spacing=narrow)
    black = _run(f.heading, f.latin, size, spacing=narrow)
    kai = _run(f.subheading, f.latin, size, spacing=narrow)
    centred, left, right = val("w:jc", "center"), val("w:jc", "left"), val("w:jc", "right")
    two = _indent(layout, 2)
    red_line = el(
        "w:pBdr", {}, [el("w:bottom", {"w:val": "single", "w:sz": 12, "w:space": 6, "w:color": RED})]
    )
    pitch = layout.character_pitch_pt
    edge_tabs = el(
        "w:tabs",
        {},
        [
            el("w:tab", {"w:val": "left", "w:pos": twips(pitch)}),
            el("w:tab", {"w:val": "right", "w:pos": twips(layout.width_pt - pitch)}),
        ],
    )
    small = layout.imprint_pt
    small_line = exact(small * 1.6)
    foot_tabs = el("w:tabs", {}, [el("w:tab", {"w:val": "right", "w:pos": twips(layout.width_pt - small)})])
    keep, whole = el("w:keepNext"), el("w:keepLines")

    def outline(level: int) -> Element:
        return val("w:outlineLvl", level - 1)

    title = _run(f.title, f.latin, layout.title_pt)
    made = [
        _style(Role.BODY, [line, two], body),
        _style(Role.COPY_NUMBER, [line, left], body),
        _style(Role.SECRECY, [line, left], black),
        _style(Role.URGENCY, [line, left], black),
        _style(Role.MARK, [centred], _run(f.title, f.title, 50, RED), follow=Role.NUMBER),
        _style(Role.NUMBER, [red_line, line, centred], body, follow=Role.TITLE),
        _style(Role.NUMBER_SIGNATORY, [red_line, edge_tabs, line, left], body, follow=Role.TITLE),
        _style(Role.RED_LINE, [red_line, exact(8)], body, follow=Role.TITLE),
        _style(Role.BRIEFING_NAME, [centred], _run(f.title, f.title, 50, RED)),
        _style(Role.BRIEFING_ISSUE, [line, centred], body),
        _style(Role.BRIEFING_UNIT, [red_line, edge_tabs, line, left], body, follow=Role.TITLE),
        _style(
            Role.TITLE,
            [keep, whole, exact(layout.title_pitch_pt), centred],
            title,
            follow=Role.ADDRESSEE,
        ),
        _style(Role.ADDRESSEE, [line, left], body),
        _style(Role.EDITOR_NOTE, [line, two], kai),
        _style(Role.HEADING_1, [keep, line, two, outline(1)], black),
        _style(Role.HEADING_2, [keep, line, two, outline(2)], kai),
        _style(Role.HEADING_3, [keep, line, two, outline(3)], body),
        _style(Role.HEADING_4, [keep, line, two, outline(4)], body),
        _style(Role.CAPTION, [keep, line, centred], black),
        _style(Role.ATTACHMENT, [line, left], body),
        _style(Role.SIGNATURE, [keep, line, right], body, follow=Role.DATE),
        _style(Role.DATE, [line, right], body),
        _style(Role.NOTE, [line, two], body),
        _style(TABLE_HEAD, [exact(22), centred], _run(f.heading, f.latin, layout.table_pt)),
        _style(TABLE_CELL, [exact(22), left], _run(f.body, f.latin, layout.table_pt)),
        _style(FOOT_ROW, [foot_tabs, small_line, left], _run(f.body, f.latin, small)),
        _style(PAGE_ODD, _page(layout, "right"), _run(f.page_number, f.page_number, small)),
        _style(PAGE_EVEN, _page(layout, "left"), _run(f.page_number, f.page_number, small)),
    ]
    defaults = el(
        "w:docDefaults",
        {},
        [
            el(
                "w:rPrDefault",
                {},
                [
                    el(
                        "w:rPr",
                        {},
                        [
                            fonts(f.body, f.latin),
                            val("w:kern", 0),
                            val("w:sz", round(size * 2)),
                            val("w:szCs", round(size * 2)),
                            el("w:lang", {"w:val": "en-US", "w:eastAsia": "zh-CN", "w:bidi": "ar-SA"}),
                        ],
                    )
                ],
            ),
            el("w:pPrDefault"),
        ],
    )
    normal = el(
        "w:style",
        {"w:type": "paragraph", "w:default": 1, "w:styleId": "Normal"},
        [
            val("w:name", "Normal"),
            el("w:qFormat"),
            el(
                "w:pPr",
                {},
                [
                    val("w:widowControl", 0),
                    val("w:overflowPunct", 0),
                    val("w:autoSpaceDE", 0),
                    val("w:autoSpaceDN", 0),
                    val("w:snapToGrid", 0),
                    line,
                    val("w:jc", "both"),
                ],
            ),
            body,
        ],
    )
    link = el(
        "w:style",
        {"w:type": "character", "w:styleId": "Hyperlink"},
        [
            val("w:name", "Hyperlink"),
            val("w:uiPriority", 99),
            el("w:rPr", {}, [el("w:u", {"w:val": "dotted"})]),
        ],
    )
    plain_table = el(
        "w:style",
        {"w:type": "table", "w:default": 1, "w:styleId": "TableNormal"},
        [val("w:name", "Normal Table"), val("w:uiPriority", 99)],
    )
    return document(el("w:styles", W, [defaults, normal, link, plain_table, *made]))


def _page(layout: Layout, side: str) -> list[Element]:
    """One character of the page number's size free at the outer side (7.5)."""
    room = {f"w:{side}": twips(layout.imprint_pt)}
    return [exact(20), el("w:ind", room), val("w:jc", side)]


def font_table_part(layout: Layout) -> bytes:
    """word/fontTable.xml: every font named, with the names under which other machines know it."""
    f = layout.fonts
    named = dict.fromkeys([f.body, f.heading, f.subheading, f.title, f.page_number, f.latin])
    entries = []
    for name in named:
        others = (
            [*FONT_FALLBACKS.get(name, ()), LAST_RESORT] if name != f.latin else FONT_FALLBACKS.get(name, ())
        )
        children = [val("w:altName", ",".join(others))] if others else []
        if name != f.latin:
            children.append(val("w:charset", "86"))
        children.append(val("w:family", "roman" if name == f.latin else "auto"))
        entries.append(el("w:font", {"w:name": name}, children))
    return document(el("w:fonts", W, entries))


def settings_part() -> bytes:
    """word/settings.xml: odd and even footers differ; punctuation keeps its full width in the grid."""
    compat = {
        "compatibilityMode": "15",
        "overrideTableStyleFontSizeAndJustification": "1",
        "doNotFlipMirrorIndents": "1",
    }
    return document(
        el(
            "w:settings",
            W,
            [
                el("w:zoom", {"w:percent": 100}),
                val("w:defaultTabStop", 420),
                el("w:evenAndOddHeaders"),
                val("w:characterSpacingControl", "doNotCompress"),
                el(
                    "w:compat",
                    {},
                    [
                        el("w:ulTrailSpace"),
                        el("w:doNotExpandShiftReturn"),
                        el("w:useFELayout"),
                        *(
                            el(
                                "w:compatSetting",
                                {
                                    "w:name": name,
                                    "w:uri": "http://schemas.microsoft.com/office/word",
                                    "w:val": value,
                                },
                            )
                            for name, value in compat.items()
                        ),
                    ],
                ),
                el("w:themeFontLang", {"w:val": "en-US", "w:eastAsia": "zh-CN"}),
            ],
        )
    )
