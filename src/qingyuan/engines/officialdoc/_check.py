"""What can be checked before a document is sent: form, length, dates. Each finding says where and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ._flow import Role, flow
from ._model import BriefingHead, Heading, Imprint, OfficialDocument, RedHead
from ._text import count_text, one_line

SPECIAL_BULLETIN_LIMIT = 4000  # characters of a special (专题) bulletin, 整治形式主义为基层减负若干规定
TITLE_ADVICE = 20  # characters; habit of the trade, not the standard
TITLE_LIMIT = 60  # three full lines of 2号

_HEAD = {
    Role.COPY_NUMBER,
    Role.SECRECY,
    Role.URGENCY,
    Role.MARK,
    Role.NUMBER,
    Role.NUMBER_SIGNATORY,
    Role.RED_LINE,
    Role.BRIEFING_NAME,
    Role.BRIEFING_ISSUE,
    Role.BRIEFING_UNIT,
}


class Severity(StrEnum):
    ERROR = "error"  # 应当改正
    ADVICE = "advice"  # 建议


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right. `place` names the part of the document in Chinese."""

    code: str
    message: str
    place: str
    severity: Severity = Severity.ERROR


def count_characters(doc: OfficialDocument) -> int:
    """Length as Word's 字数: each CJK character and full-width mark 1, each other word or number 1, spaces 0.

    Counted is what stands between head and imprint: title, addressees, text with its heading numbers, tables,
    attachments, signature, date and note. Not counted are head (版头/报头), imprint (版记/报尾), page numbers.
    """
    total = 0
    for piece in flow(doc):
        if piece.role in _HEAD:
            continue
        total += count_text("".join(run.text for run in piece.runs))
        if piece.table is not None:
            cells = [*piece.table.header, *(cell for row in piece.table.rows for cell in row)]
            total += sum(map(count_text, cells))
    return total


def check(
    doc: OfficialDocument,
    *,
    limit: int = SPECIAL_BULLETIN_LIMIT,
    not_before: date | None = None,
) -> list[Finding]:
    """All findings, in the order of the document. `not_before`: the last day of what the document reports."""
    found: list[Finding] = []
    if isinstance(doc.head, RedHead):
        found += _check_red_head(doc, doc.head)
    elif not one_line(doc.head.name):
        found.append(Finding("briefing-name-missing", "没有简报名称", "报头"))
    found += _check_title(doc)
    found += _check_body(doc, limit)
    found += _check_dates(doc, not_before)
    return found


def _check_red_head(doc: OfficialDocument, head: RedHead) -> list[Finding]:
    found = []
    if not one_line(head.issuer_mark):
        found.append(Finding("issuer-mark-missing", "没有发文机关标志", "版头"))
    if head.copy_number is not None and not 1 <= head.copy_number <= 999_999:
        found.append(Finding("copy-number-range", "份号为 6 位数字，应在 1 至 999999 之间", "份号"))
    if head.number is None:
        found.append(Finding("number-missing", "还没有发文字号", "发文字号", Severity.ADVICE))
    elif not head.number.well_formed:
        form = "发文字号应写作“示公通〔2021〕3号”的样式，年份为四位，序号不编虚位、不加“第”"
        found.append(Finding("number-malformed", f"{form}：现为“{one_line(head.number.text)}”", "发文字号"))
    elif doc.dated_on and head.number.year != doc.dated_on.year:
        message = f"发文字号的年份（{head.number.year}）与成文日期的年份（{doc.dated_on.year}）不同"
        found.append(Finding("number-year", message, "发文字号"))
    if not [name for name in map(one_line, doc.addressees) if name]:
        found.append(Finding("addressee-missing", "没有主送机关", "主送机关", Severity.ADVICE))
    if not one_line(doc.signature):
        found.append(Finding("signature-missing", "没有发文机关署名", "落款"))
    if doc.dated_on is None:
        found.append(Finding("date-missing", "没有成文日期", "落款"))
    return found


def _check_title(doc: OfficialDocument) -> list[Finding]:
    title = one_line(doc.title)
    length = count_text(title)
    if not title:
        return [Finding("title-missing", "没有标题", "标题")]
    found = []
    genre = one_line(doc.genre)
    if genre and genre not in title:
        found.append(Finding("title-genre", f"标题中没有文种“{genre}”", "标题"))
    if length > TITLE_LIMIT:
        message = f"标题 {length} 字，超过 {TITLE_LIMIT} 字（二号字三行）"
        found.append(Finding("title-too-long", message, "标题"))
    elif length > TITLE_ADVICE:
        message = f"标题 {length} 字，建议不超过 {TITLE_ADVICE} 字"
        found.append(Finding("title-long", message, "标题", Severity.ADVICE))
    return found


def _check_body(doc: OfficialDocument, limit: int) -> list[Finding]:
    found: list[Finding] = []
    previous = 0
    said = False
    headings = 0
    for block in doc.body:
        if isinstance(block, Heading):
            headings += 1
            if not one_line(block.text):
                found.append(Finding("heading-empty", "标题没有文字", f"正文第 {headings} 个标题"))
            if block.level > previous + 1:
                message = (
                    f"“{one_line(block.text)}”是第 {block.level} 级标题，上面没有第 {block.level - 1} 级标题"
                )
                found.append(Finding("heading-level-skipped", message, f"正文第 {headings} 个标题"))
            previous = block.level
    for piece in flow(doc):
        if piece.role in (Role.BODY, Role.TABLE):
            text = "".join(run.text for run in piece.runs)
            said = said or bool(text.strip()) or bool(piece.table and piece.table.rows)
    if not said:
        found.append(Finding("body-empty", "正文没有内容", "正文"))
    if (length := count_characters(doc)) > limit:
        found.append(Finding("too-long", f"全文 {length} 字，超过 {limit} 字", "正文"))
    return found


def _check_dates(doc: OfficialDocument, not_before: date | None) -> list[Finding]:
    found = []
    issued = doc.head.issued_on if isinstance(doc.head, BriefingHead) else doc.dated_on
    if issued and not_before and issued < not_before:
        message = f"日期 {issued.isoformat()} 早于所述期间的最后一天 {not_before.isoformat()}"
        found.append(Finding("date-too-early", message, "成文日期"))
    if isinstance(doc.foot, Imprint) and doc.foot.printed_on and issued and doc.foot.printed_on < issued:
        found.append(Finding("printed-before-dated", "印发日期早于成文日期", "版记"))
    return found
