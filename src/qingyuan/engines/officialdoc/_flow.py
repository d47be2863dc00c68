"""The order of a document's parts, settled once for Word and PDF alike.

`flow(doc)` turns a document into pieces from top to bottom. A piece knows its role (its paragraph style), its
text, how many blank lines stand before it and how far it is indented; the writers only draw pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from ._layout import POINTS_PER_MM, Layout
from ._model import (
    Block,
    BriefingFoot,
    BriefingHead,
    Heading,
    Imprint,
    ItemList,
    OfficialDocument,
    Paragraph,
    RedHead,
    Run,
    Table,
    written_date,
)
from ._numbering import heading_labels
from ._text import clean_text, one_line, width_in_characters

SEAL_RIGHT = 4.0  # characters right of the date when sealed (7.3.5.1)
UNSEALED_RIGHT = 2.0  # characters right of the signature when not sealed (7.3.5.2)


class Role(StrEnum):
    COPY_NUMBER = "copy-number"
    SECRECY = "secrecy"
    URGENCY = "urgency"
    MARK = "mark"
    NUMBER = "number"
    NUMBER_SIGNATORY = "number-signatory"
    RED_LINE = "red-line"
    BRIEFING_NAME = "briefing-name"
    BRIEFING_ISSUE = "briefing-issue"
    BRIEFING_UNIT = "briefing-unit"
    TITLE = "title"
    ADDRESSEE = "addressee"
    EDITOR_NOTE = "editor-note"
    HEADING_1 = "heading-1"
    HEADING_2 = "heading-2"
    HEADING_3 = "heading-3"
    HEADING_4 = "heading-4"
    BODY = "body"
    CAPTION = "caption"
    TABLE = "table"
    ATTACHMENT = "attachment"
    SIGNATURE = "signature"
    DATE = "date"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph or table. `gap_lines`: blank body lines before it. `right`: text pushed to the right edge.

    `hang` (characters): where all lines but the first begin; `right_indent` (characters) from the right edge;
    `size_pt` and `scale` (percent of width) only for the red mark, `top_pt` its distance from the type area.
    """

    role: Role
    runs: tuple[Run, ...] = ()
    gap_lines: float = 0.0
    right: str = ""
    hang: float = 0.0
    right_indent: float = 0.0
    size_pt: float = 0.0
    scale: int = 100
    top_pt: float = 0.0
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class FootRow:
    """One row of the 版记 or 报尾: text after its label, and what stands at the right.

    `rule_mm`: thickness of the line above the row, 0 for none. A row without any text is only its line.
    """

    label: str = ""
    text: str = ""
    right: str = ""
    rule_mm: float = 0.0


def flow(doc: OfficialDocument) -> list[Piece]:
    """All pieces of the document but the imprint, in reading order, their text cleaned."""
    pieces = _red_head(doc.head, doc.layout) if isinstance(doc.head, RedHead) else _briefing_head(doc.head)
    briefing = isinstance(doc.head, BriefingHead)
    title = break_title(doc.title, int(doc.layout.width_pt / doc.layout.title_pt))
    if title:
        pieces.append(Piece(Role.TITLE, (Run(title),), gap_lines=1 if briefing else 2))
    opening: list[Piece] = []
    if names := [name for name in map(one_line, doc.addressees) if name]:
        opening.append(Piece(Role.ADDRESSEE, (Run("，".join(names) + "："),)))
    if note := clean_text(doc.editor_note):
        opening.append(Piece(Role.EDITOR_NOTE, (Run("按语：", bold=True), Run(note))))
    opening.extend(_body(doc.body))
    if opening:
        opening[0] = replace(opening[0], gap_lines=1.0)
    return pieces + opening + _closing(doc)


def _red_head(head: RedHead, layout: Layout) -> list[Piece]:
    pieces: list[Piece] = []
    if head.copy_number is not None:
        pieces.append(Piece(Role.COPY_NUMBER, (Run(f"{head.copy_number:06d}"),)))
    if secrecy := one_line(head.secrecy):
        pieces.append(Piece(Role.SECRECY, (Run(secrecy),)))
    if urgency := one_line(head.urgency):
        pieces.append(Piece(Role.URGENCY, (Run(urgency),)))
    above = len(pieces)
    if mark := one_line(head.issuer_mark):
        pieces.append(_mark(Role.MARK, mark, layout, above))
    number = one_line(head.number.text) if head.number else ""
    signatory = one_line(head.signatory)
    if number and signatory:
        pieces.append(Piece(Role.NUMBER_SIGNATORY, (Run(number),), gap_lines=2, right=signatory))
    elif number:
        pieces.append(Piece(Role.NUMBER, (Run(number),), gap_lines=2))
    else:
        pieces.append(Piece(Role.RED_LINE))
    return pieces


def _mark(role: Role, text: str, layout: Layout, lines_above: int) -> Piece:
    """Size of the red mark: as large as one line allows up to 50 pt, then narrowed down to 50 percent."""
    width = max(width_in_characters(text), 1.0)
    size = min(50.0, max(28.0, int(layout.width_pt * 0.98 / width)))
    scale = max(50, min(100, int(layout.width_pt * 0.98 / (width * size) * 100)))
    top = max(0.0, layout.mark_top_mm * POINTS_PER_MM - lines_above * layout.line_pitch_pt)
    return Piece(role, (Run(text),), size_pt=size, scale=scale, top_pt=top)


def _briefing_head(head: BriefingHead) -> list[Piece]:
    pieces: list[Piece] = []
    if secrecy := one_line(head.secrecy):
        pieces.append(Piece(Role.SECRECY, (Run(secrecy),)))
    name = one_line(head.name)
    width = max(width_in_characters(name), 1.0)
    size = min(50.0, max(28.0, int(420 / width)))
    scale = max(50, min(100, int(43_000 / (width * size))))
    pieces.append(Piece(Role.BRIEFING_NAME, (Run(name),), gap_lines=1, size_pt=size, scale=scale))
    total = f"（总第{head.total_issue}期）" if head.total_issue is not None else ""
    pieces.append(Piece(Role.BRIEFING_ISSUE, (Run(f"第{head.issue}期{total}"),), gap_lines=0.5))
    pieces.append(
        Piece(
            Role.BRIEFING_UNIT, (Run(one_line(head.unit)),), gap_lines=0.5, right=written_date(head.issued_on)
        )
    )
    return pieces


def _body(blocks: tuple[Block, ...]) -> list[Piece]:
    labels = iter(heading_labels(block.level for block in blocks if isinstance(block, Heading)))
    pieces: list[Piece] = []
    for block in blocks:
        match block:
            case Heading():
                role = Role(f"heading-{block.level}")
                pieces.append(Piece(role, (Run(next(labels) + one_line(block.text)),)))
            case Paragraph():
                if runs := _clean(block.runs):
                    pieces.append(Piece(Role.BODY, runs))
            case ItemList():
                for place, item in enumerate(block.items, start=1):
                    mark = (Run(f"{place}."),) if block.ordered else ()
                    pieces.append(Piece(Role.BODY, mark + _clean(item.runs)))
            case Table():
                if caption := one_line(block.caption):
                    pieces.append(Piece(Role.CAPTION, (Run(caption),)))
                pieces.append(Piece(Role.TABLE, table=_clean_table(block)))
    return pieces


def _clean(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    cleaned = (replace(run, text=clean_text(run.text)) for run in runs)
    return tuple(run for run in cleaned if run.text)


def _clean_table(table: Table) -> Table:
    return replace(
        table,
        header=tuple(map(clean_text, table.header)),
        rows=tuple(tuple(map(clean_text, row)) for row in table.rows),
    )


def _closing(doc: OfficialDocument) -> list[Piece]:
    pieces: list[Piece] = []
    names = [name for name in map(one_line, doc.attachments) if name]
    for place, name in enumerate(names, start=1):
        lead = "附件：" if place == 1 else "\u3000\u3000\u3000"
        count = f"{place}. " if len(names) > 1 else ""
        hang = 5.0 + width_in_characters(count)
        pieces.append(
            Piece(
                Role.ATTACHMENT, (Run(lead + count + name),), gap_lines=1.0 if place == 1 else 0.0, hang=hang
            )
        )
    signature = one_line(doc.signature)
    day = written_date(doc.dated_on) if doc.dated_on else ""
    date_right, signature_right = _closing_indents(signature, day, doc.sealed)
    if signature:
        pieces.append(Piece(Role.SIGNATURE, (Run(signature),), gap_lines=1, right_indent=signature_right))
    if day:
        gap = 0.0 if signature else 1.0
        pieces.append(Piece(Role.DATE, (Run(day),), gap_lines=gap, right_indent=date_right))
    if note := one_line(doc.note):
        pieces.append(Piece(Role.NOTE, (Run(f"（{note}）"),)))
    return pieces


def _closing_indents(signature: str, day: str, sealed: bool) -> tuple[float, float]:
    """Characters from the right edge for date and signature.

    Sealed: the date stands 4 from the right and the signature is centred on it, moved left only as far as
    the edge asks. Not sealed: the signature stands 2 from the right and the date begins 2 characters after
    the signature's first; a date that would pass the edge stands 2 from the right and moves the signature.
    """
    of_date, of_signature = width_in_characters(day), width_in_characters(signature)
    if sealed or not signature or not day:
        centred = SEAL_RIGHT + (of_date - of_signature) / 2 if day else SEAL_RIGHT
        return SEAL_RIGHT, max(0.0, centred)
    date_right = UNSEALED_RIGHT + of_signature - 2.0 - of_date
    if date_right >= UNSEALED_RIGHT:
        return date_right, UNSEALED_RIGHT
    return UNSEALED_RIGHT, max(0.0, UNSEALED_RIGHT + of_date + 2.0 - of_signature)


THICK_MM, THIN_MM = 0.35, 0.25  # 版记: first and last line thick, the others thin (7.4.1)


def foot_rows(doc: OfficialDocument) -> list[FootRow]:
    """Rows of the 版记 or 报尾 from top to bottom; empty when the document has none."""
    match doc.foot:
        case Imprint() as foot:
            rows = []
            if copied := _join(foot.copy_to):
                rows.append(FootRow("抄送：", copied + "。"))
            printer = one_line(foot.printed_by)
            printed = f"{written_date(foot.printed_on)}印发" if foot.printed_on else ""
            if printer or printed:
                rows.append(FootRow("", printer, printed))
            ruled = [replace(row, rule_mm=THIN_MM if place else THICK_MM) for place, row in enumerate(rows)]
            return [*ruled, FootRow(rule_mm=THICK_MM)] if ruled else []
        case BriefingFoot() as foot:
            named = (("报：", foot.report_to), ("送：", foot.send_to), ("发：", foot.issue_to))
            rows = [FootRow(label, joined + "。") for label, units in named if (joined := _join(units))]
            if rows:
                rows[0] = replace(rows[0], rule_mm=THICK_MM)
            copies = f"共印{foot.copies}份" if foot.copies is not None else ""
            added = f"本期增发{foot.added_copies}份" if foot.added_copies is not None else ""
            if printed := "，".join(part for part in (copies, added) if part):
                rows.append(FootRow("", "", f"（{printed}）", rule_mm=THICK_MM))
            elif rows:
                rows.append(FootRow(rule_mm=THICK_MM))
            return rows
        case None:
            return []


def _join(units: tuple[str, ...]) -> str:
    return "，".join(name for name in map(one_line, units) if name)


_BREAK_AFTER = "的、，》和及与暨”"
_NO_LINE_START = "的、，。：；？！》”’）〉】"
# Words of such titles that a line break must not cut; a title may always bring its own line break instead.
_WHOLE = re.compile(
    "公安机关|队伍教育整顿|教育整顿|督导检查|公安局|分局|队伍|教育|整顿|督导|检查|督查|情况|通报|通知|报告|工作|问题|整改|整治|专项|开展|进一步|落实|"
    "领导|小组|办公室|民警|辅警|干警|执法|学习|活动|方案|意见|关于|第[一二三四五六七八九十百0-9]+[次批期轮季]|[0-9]+[年月日]"
)


def break_title(title: str, per_line: int) -> str:
    """The title in as few lines as fit, of near equal length, broken where a phrase ends when that is near.

    A title with a line break of its own keeps it. Lines hold at most `per_line` full-width characters.
    """
    lines = [one_line(line) for line in clean_text(title).split("\n")]
    return "\n".join(part for line in lines if line for part in _balanced(line, per_line))


def _balanced(line: str, per_line: int) -> list[str]:
    width = width_in_characters(line)
    if width <= per_line or not any(ord(c) >= 0x2E80 for c in line):
        return [line]
    count = int(-(-width // per_line))
    target = width / count
    inside = {at for word in _WHOLE.finditer(line) for at in range(word.start() + 1, word.end())}
    best, cost = 0, float("inf")
    for at in range(1, len(line)):
        head = width_in_characters(line[:at])
        both_latin = ord(line[at - 1]) < 0x2E80 and ord(line[at]) < 0x2E80
        if (
            head > per_line
            or width - head > per_line * (count - 1)
            or both_latin
            or line[at] in _NO_LINE_START
        ):
            continue
        distance = abs(head - target) - (2.5 if line[at - 1] in _BREAK_AFTER else 0.0)
        distance += 4.0 if at in inside else 0.0
        if distance < cost:
            best, cost = at, distance
    if best == 0:
        return [line]
    return [line[:best].rstrip(), *_balanced(line[best:].lstrip(), per_line)]
