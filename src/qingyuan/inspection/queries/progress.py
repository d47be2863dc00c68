"""How far a list is: units by items, late ones first; and how many inspections there were in a month."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from qingyuan.engines.sheets import ExportColumn
from qingyuan.inspection import policy
from qingyuan.inspection.kinds import OUT, RESULT_WORDS, Result
from qingyuan.inspection.models import Answer, Asked, CheckList, Item, Paper
from qingyuan.inspection.queries.lists import SEE, asked_units
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import kinds, visible
from qingyuan.org.api import Person, scope


@dataclass(frozen=True)
class UnitLine:
    """One unit's line: each item with its answer (None: not answered)."""

    asked: Asked
    cells: tuple[tuple[Item, str | None], ...]
    done: int
    problems: int
    late: bool


@dataclass(frozen=True)
class Progress:
    """``complete`` of ``asked`` units, ``answered`` of ``expected`` answers in the reader's reach; ``spared`` of
    ``every`` unit of the list were not asked (requirement 231)."""

    items: tuple[Item, ...]
    lines: tuple[UnitLine, ...]
    given: tuple[int, ...]
    complete: int
    answered: int
    spared: int
    every: int
    problems: int
    late: int

    @property
    def asked(self) -> int:
        return len(self.lines)

    @property
    def expected(self) -> int:
        return len(self.lines) * len(self.items)


def progress(found: CheckList, by: Person, *, at: datetime) -> Progress:
    """The list as far as the reader sees its units. Four queries, whatever its size."""
    today = local_day(at)
    items = tuple(found.items.select_related("category"))
    rows = list(asked_units(by, at=at).filter(check_list=found).order_by("unit__path"))
    given: dict[int, dict[int, str]] = defaultdict(dict)
    for asked_id, item_id, result in Answer.objects.filter(asked__in=rows).values_list(
        "asked", "item", "result"
    ):
        given[asked_id][item_id] = result
    out = found.state in OUT
    lines = [
        UnitLine(
            asked=row,
            cells=tuple((item, given[row.pk].get(item.pk)) for item in items),
            done=len(given[row.pk]),
            problems=sum(result == Result.PROBLEM for result in given[row.pk].values()),
            late=out and policy.is_late(found.due_on, len(given[row.pk]), len(items), today),
        )
        for row in rows
    ]
    lines.sort(key=lambda line: (not line.late, line.done == len(items), line.done, line.asked.unit.path))
    units = found.units.aggregate(every=Count("pk"), spared=Count("pk", filter=Q(asked=False)))
    return Progress(
        items=items,
        lines=tuple(lines),
        given=tuple(sum(line.cells[n][1] is not None for line in lines) for n in range(len(items))),
        complete=sum(line.done == len(items) for line in lines),
        answered=sum(line.done for line in lines),
        spared=units["spared"],
        every=units["every"],
        problems=sum(line.problems for line in lines),
        late=sum(line.late for line in lines),
    )


@dataclass(frozen=True)
class Tally:
    """Of a whole list, whoever reads it: ``complete`` of ``asked`` units, ``problems`` found."""

    asked: int
    complete: int
    problems: int


def tally(found: CheckList) -> Tally:
    """What a list brought, in counts. Three queries."""
    rows = found.units.filter(asked=True)
    items = found.items.count()
    told = rows.aggregate(
        asked=Count("pk", distinct=True),
        problems=Count("answers", filter=Q(answers__result=Result.PROBLEM)),
    )
    complete = rows.annotate(done=Count("answers")).filter(done__gte=items).count()
    return Tally(told["asked"], complete, told["problems"])


@dataclass(frozen=True)
class Month:
    """A month: ``inspections`` after rule D9, ``asked`` of ``every`` time a unit could have been asked."""

    first: date
    inspections: int
    asked: int
    spared: int
    every: int
    units: tuple[tuple[str, int], ...]


def months(by: Person, *, at: datetime, at_most: int = 12) -> list[Month]:
    """The months in which lists went out, the last first; of the units in the reader's reach. One query."""
    rows = (
        Asked.objects.filter(scope(by, SEE, at=at), check_list__state__in=OUT)
        .select_related("unit", "check_list")
        .order_by("-check_list__sent_on", "unit__path")
    )
    by_month: dict[date, list[Asked]] = defaultdict(list)
    for row in rows:
        if row.check_list.sent_on:
            by_month[row.check_list.sent_on.replace(day=1)].append(row)
    return [_month(first, found) for first, found in list(by_month.items())[:at_most]]


def _month(first: date, rows: Sequence[Asked]) -> Month:
    visits: dict[str, list[policy.Visit]] = defaultdict(list)
    for row in rows:
        if row.asked and row.asked_on:
            held = row.check_list
            visit = policy.Visit(held.unit_id, held.topic_id, row.unit_id, row.asked_on)
            visits[str(row.unit)].append(visit)
    every = [visit for found in visits.values() for visit in found]
    units = sorted(
        ((name, policy.inspections(found)) for name, found in visits.items()), key=lambda pair: -pair[1]
    )
    asked = sum(row.asked for row in rows)
    return Month(first, policy.inspections(every), asked, len(rows) - asked, len(rows), tuple(units))


# -- export ----------------------------------------------------------------------------------------------------------


def columns() -> list[ExportColumn]:
    """The columns of the exported answers."""
    names = (
        (_("单位"), 18),
        (_("序号"), 6),
        (_("看什么"), 36),
        (_("怎么看"), 30),
        (_("法律依据"), 30),
        (_("怎样算合格"), 30),
        (_("结果"), 12),
        (_("说明"), 40),
        (_("台账编号"), 14),
        (_("整改状态"), 10),
        (_("答复人"), 10),
        (_("答复日期"), 12),
        (_("更正次数"), 8),
        (_("需附的过程材料"), 24),
        (_("材料份数"), 8),
        (_("材料SHA-256"), 66),
        (_("没有材料的理由"), 30),
    )
    return [ExportColumn(name, width) for name, width in names]


def table(found: CheckList, by: Person, *, at: datetime) -> Iterator[list[Any]]:
    """A row for each unit in reach and item, answered or not; the matter only where he sees it, of papers
    how many and what they were. Six queries."""
    items = list(found.items.all())
    rows = list(asked_units(by, at=at).filter(check_list=found).order_by("unit__path"))
    given = (
        Answer.objects.filter(asked__in=rows)
        .select_related("by")
        .annotate(corrected=Count("corrections"))
        .prefetch_related(Prefetch("papers", Paper.objects.filter(removed__isnull=True)))
    )
    answers = {(answer.asked_id, answer.item_id): answer for answer in given}
    seen = visible(by, at=at).in_bulk([one.matter_id for one in answers.values() if one.matter_id])
    for row in rows:
        for number, item in enumerate(items, 1):
            answer = answers.get((row.pk, item.pk))
            matter = seen.get(answer.matter_id) if answer and answer.matter_id else None
            papers = [paper.sha256 for paper in answer.papers.all()] if answer else []
            yield [
                str(row.unit),
                number,
                item.what,
                item.how,
                item.basis,
                item.criterion,
                str(RESULT_WORDS[Result(answer.result)]) if answer else _("未答复"),
                answer.words if answer else "",
                matter.number if matter else "",
                str(kinds.STATE_WORDS[kinds.State(matter.state)]) if matter else "",
                answer.by.name if answer else "",
                local_day(answer.at) if answer else None,
                answer.corrected if answer else 0,
                item.paper,
                len(papers),
                "\n".join(papers),
                answer.no_paper if answer else "",
            ]


__all__ = ["Month", "Progress", "Tally", "UnitLine", "columns", "months", "progress", "table", "tally"]
