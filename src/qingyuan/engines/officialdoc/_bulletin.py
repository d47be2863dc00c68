"""A bulletin (通报) composed from facts: sections, numbers, links, and what is left out and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ._check import SPECIAL_BULLETIN_LIMIT, count_characters
from ._layout import NATIONAL, Layout
from ._model import (
    Align,
    Block,
    DocumentNumber,
    Heading,
    Imprint,
    OfficialDocument,
    Paragraph,
    RedHead,
    Run,
    Table,
    written_date,
    written_period,
)
from ._text import clean_text, one_line

UNNAMED = "有关人员"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone a fact is about. Only `decided` (decision taken, right to reply used) lets the name appear.

    ValueError for a name of fewer than two characters, which could not be told from ordinary words.
    """

    name: str
    decided: bool = False

    def __post_init__(self) -> None:
        if len(one_line(self.name)) < 2:
            raise ValueError("姓名至少两个字")


@dataclass(frozen=True, slots=True)
class Fact:
    """A good practice or a problem of one unit. `detail`: higher is kept longer when space is short."""

    unit: str
    text: str
    rule: str = ""
    link: str | None = None
    label: str = "台账"
    happened_on: date | None = None
    detail: int = 1
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What followed for a unit or person. Not `decided`: it stays out of the bulletin."""

    unit: str
    text: str
    decided: bool
    link: str | None = None
    label: str = "台账"
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for: measure, by which unit, until when, and when to report back."""

    text: str
    unit: str = ""
    due_on: date | None = None
    report_by: date | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was inspected, when, by how many groups and how; counts are taken from the units given."""

    first_on: date
    last_on: date
    units: tuple[str, ...]
    groups: int | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The document with an account of what it does not show.

    `grouped`: facts shown only as counts; `names_withheld`: undecided names replaced wherever they stood;
    `outcomes_withheld`: outcomes left out as not decided; `within_limit`: False if even counts did not suffice.
    """

    document: OfficialDocument
    characters: int
    grouped: int
    names_withheld: int
    outcomes_withheld: int
    within_limit: bool


def bulletin(
    *,
    issuer_mark: str,
    title: str,
    signature: str,
    dated_on: date,
    number: DocumentNumber | None = None,
    addressees: Sequence[str] = (),
    purpose: str = "",
    inspections: Sequence[Inspection] = (),
    practices: Sequence[Fact] = (),
    problems: Sequence[Fact] = (),
    outcomes: Sequence[Outcome] = (),
    demands: Sequence[Demand] = (),
    attachments: Sequence[str] = (),
    foot: Imprint | None = None,
    secrecy: str = "",
    limit: int = SPECIAL_BULLETIN_LIMIT,
    layout: Layout = NATIONAL,
) -> Bulletin:
    """Compose 一、督导基本情况 二、好的做法 三、存在问题 四、处理情况 五、工作要求; empty sections fall away.

    Above `limit` characters the facts of lowest detail, among these the least recent (undated first), are
    grouped into a table of counts per unit, and the text says how many and why. Names of people appear only
    where flagged decided; elsewhere each is replaced by 有关人员.
    """
    names = _Names(practices, problems, outcomes)
    decided = [outcome for outcome in outcomes if outcome.decided]
    order = sorted(
        (fact.detail, fact.happened_on or date.min, kind, -at)
        for kind, facts in enumerate((practices, problems))
        for at, fact in enumerate(facts)
    )

    def composed(grouped: int) -> OfficialDocument:
        dropped = {(kind, -behind) for _, _, kind, behind in order[:grouped]}
        body: list[Block] = [Paragraph.of(names.hide(purpose))] if clean_text(purpose).strip() else []
        sections: list[tuple[str, list[Block]]] = [
            ("督导基本情况", _overview(inspections, len(practices), len(problems))),
            ("好的做法", _facts(practices, 0, dropped, limit, names, "好的做法")),
            ("存在问题", _facts(problems, 1, dropped, limit, names, "问题")),
            ("处理情况", [_outcome(outcome, names) for outcome in decided]),
            ("工作要求", [_demand(demand, place, names) for place, demand in enumerate(demands, start=1)]),
        ]
        for heading, blocks in sections:
            if blocks:
                body += [Heading(heading), *blocks]
        return OfficialDocument(
            head=RedHead(issuer_mark, number, secrecy=secrecy),
            title=names.hide(title),
            genre="通报",
            addressees=tuple(addressees),
            body=tuple(body),
            attachments=tuple(map(names.hide, attachments)),
            signature=signature,
            dated_on=dated_on,
            foot=foot,
            layout=layout,
        )

    grouped = _least_grouping(lambda count: count_characters(composed(count)) <= limit, len(order))
    document = composed(grouped)
    characters = count_characters(document)
    return Bulletin(
        document, characters, grouped, names.withheld, len(outcomes) - len(decided), characters <= limit
    )


def _least_grouping(fits: Callable[[int], bool], most: int) -> int:
    """The smallest number of facts to group so that the document fits, or all of them.

    Grouping the first fact adds a table, so lengths do not fall evenly: a bisection finds the place, and the
    last steps are tried one by one.
    """
    if fits(0):
        return 0
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        if fits(middle):
            high = middle
        else:
            low = middle + 1
    while low < most and not fits(low):
        low += 1
    return min(low, most)


class _Names:
    """Replaces the names of people whose case is not decided, wherever in the bulletin they stand."""

    def __init__(self, *groups: Sequence[Fact] | Sequence[Outcome]) -> None:
        people = [person for group in groups for entry in group for person in entry.people]
        self._open = {one_line(person.name) for person in people if not person.decided}
        self.withheld = len(self._open)
        self._patterns: dict[frozenset[str], re.Pattern[str]] = {}

    def hide(self, text: str, people: Iterable[Person] = ()) -> str:
        """The text without undecided names; `people` flagged decided keep theirs in this very text."""
        shown = {one_line(person.name) for person in people if person.decided}
        shown -= {one_line(person.name) for person in people if not person.decided}
        hidden = frozenset(self._open - shown)
        if not hidden:
            return clean_text(text)
        if hidden not in self._patterns:
            self._patterns[hidden] = _pattern_of(hidden)
        return self._patterns[hidden].sub(UNNAMED, clean_text(text))


def _pattern_of(names: frozenset[str]) -> re.Pattern[str]:
    """Finds the names, longest first, also with spaces, dots or invisible marks between their characters."""
    between = "[\\s\u00b7\u200b-\u200f\u2060]*"
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(
        "|".join(between.join(re.escape(c) for c in name if not c.isspace()) for name in ordered)
    )


def _sentence(text: str) -> str:
    return " ".join(clean_text(text).split()).rstrip("。.；;，,") + "。"


def _linked(link: str | None, label: str) -> tuple[Run, ...]:
    return (Run(f"〔{one_line(label)}〕", link=link),) if link else ()


def _overview(inspections: Sequence[Inspection], practices: int, problems: int) -> list[Block]:
    blocks: list[Block] = []
    for visit in inspections:
        days = written_period(visit.first_on, visit.last_on)
        units = [name for name in map(one_line, visit.units) if name]
        named = "、".join(units) if len(units) <= 5 else "、".join(units[:3]) + "等"
        groups = f"派出{visit.groups}个督导组，" if visit.groups else ""
        method = f"采取{one_line(visit.method)}的方式，" if one_line(visit.method) else ""
        blocks.append(Paragraph.of(f"{days}，{groups}{method}对{named}{len(units)}个单位开展督导。"))
    if blocks:
        praised = f"好的做法{practices}项、" if practices else ""
        blocks.append(Paragraph.of(f"共记录{praised}问题{problems}个。"))
    return blocks


def _facts(
    facts: Sequence[Fact], kind: int, dropped: set[tuple[int, int]], limit: int, names: _Names, noun: str
) -> list[Block]:
    blocks: list[Block] = []
    listed: Counter[str] = Counter()
    grouped: Counter[str] = Counter()
    for at, fact in enumerate(facts):
        unit = names.hide(one_line(fact.unit), fact.people)
        if (kind, at) in dropped:
            grouped[unit] += 1
            continue
        listed[unit] += 1
        text = _sentence(names.hide(fact.text, fact.people))
        rule = one_line(fact.rule).rstrip("。")
        if rule:
            text = f"{text[:-1]}（依据：{names.hide(rule, fact.people)}）。"
        lead = Run(f"{sum(listed.values())}.{unit}。", bold=True)
        label = names.hide(fact.label, fact.people)
        blocks.append(Paragraph((lead, Run(text), *_linked(fact.link, label))))
    if grouped:
        count = sum(grouped.values())
        also = "另有" if blocks else ""
        blocks.append(
            Paragraph.of(
                f"因全文篇幅限于{limit}字，{also}{count}项{noun}不逐项写明，按单位归并计数如下，明细以台账为准。"
            )
        )
        units = list(dict.fromkeys([*listed, *grouped]))
        rows = [
            (unit, f"{listed[unit]}", f"{grouped[unit]}", f"{listed[unit] + grouped[unit]}") for unit in units
        ]
        rows = [row for row in rows if row[2] != "0"]
        shown, kept = sum(int(row[1]) for row in rows), sum(int(row[3]) for row in rows)
        rows.append(("合计", f"{shown}", f"{count}", f"{kept}"))
        blocks.append(
            Table(
                ("单位", "逐项写明", "归并计数", "合计"),
                tuple(rows),
                widths=(3, 1, 1, 1),
                aligns=(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT),
            )
        )
    return blocks


def _outcome(outcome: Outcome, names: _Names) -> Paragraph:
    unit = names.hide(one_line(outcome.unit), outcome.people)
    text = Run(_sentence(names.hide(outcome.text, outcome.people)))
    label = names.hide(outcome.label, outcome.people)
    return Paragraph((Run(f"{unit}。", bold=True), text, *_linked(outcome.link, label)))


def _demand(demand: Demand, place: int, names: _Names) -> Paragraph:
    parts = [_sentence(names.hide(demand.text))[:-1]]
    if unit := one_line(demand.unit):
        parts.append(f"责任单位：{names.hide(unit)}")
    if demand.due_on:
        parts.append(f"完成时限：{written_date(demand.due_on)}")
    if demand.report_by:
        parts.append(f"反馈时间：{written_date(demand.report_by)}前")
    return Paragraph.of(f"{place}." + "；".join(parts) + "。")
