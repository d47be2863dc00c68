"""Figures over many matters: root causes, thematic rectifications, a gate of the campaign, results of its tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse

from qingyuan.burden.api import Measure, cap
from qingyuan.burden.api import kinds as burden
from qingyuan.campaign.api import GateFigure, Results
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words, _
from qingyuan.ledger.queries.people import below
from qingyuan.matters.api import Matter, kinds, queries, visible
from qingyuan.org.api import Person, Unit
from qingyuan.org.api import queries as org

SYSTEMIC = (kinds.RuleChange.MADE, kinds.RuleChange.REVISED, kinds.RuleChange.ABOLISHED)
ASKED_FOR = (kinds.Kind.TASK, kinds.Kind.DECISION, kinds.Kind.PLEDGE)


@dataclass(frozen=True)
class Bar:
    """One cause: how many, and the share of all together with those before it (a Pareto)."""

    code: str
    words: Words
    count: int
    running: int


def pareto(
    by: Person, campaign_id: int, *, at: datetime, first: date, last: date, unit: Unit | None = None
) -> tuple[list[Bar], int]:
    """Root causes of what was submitted between two days, most frequent first, and how many there were.

    Without what was asked for or promised: behind a task, a decision or a pledge there is no problem with a root.
    """
    rows = visible(by, at=at).filter(campaign=campaign_id).exclude(cause="").exclude(kind__in=ASKED_FOR)
    rows = rows.filter(submitted_at__date__gte=first, submitted_at__date__lte=last)
    if unit is not None:
        rows = rows.filter(below(unit.path))
    found = rows.values("cause").annotate(n=Count("pk")).order_by("-n", "cause")
    bars: list[Bar] = []
    running = 0
    for row in found:
        running += row["n"]
        bars.append(Bar(row["cause"], kinds.CAUSE_WORDS[kinds.Cause(row["cause"])], row["n"], running))
    return bars, running


@dataclass(frozen=True)
class Grouped:
    """A thematic rectification: found, fixed, and fixed at the root (a rule was made, changed or abolished)."""

    pk: int
    name: str
    categories: tuple[tuple[str, str], ...]
    found: int
    fixed: int
    systemic: int
    overdue: int


def theme_lines(by: Person, campaign_id: int, *, at: datetime) -> list[Grouped]:
    """Every theme of the campaign with its figures as far as the reader sees them. Three queries."""
    today = local_day(at)
    rows = visible(by, at=at).filter(campaign=campaign_id, category__isnull=False)
    late = Q(state__in=kinds.AT_UNIT, term=kinds.Term.DATED, due_on__lt=today)
    closed = Q(state=kinds.State.CLOSED)
    counted = {
        row["category"]: row
        for row in rows.exclude(state=kinds.State.VOID)
        .order_by()
        .values("category")
        .annotate(
            found=Count("pk"),
            fixed=Count("pk", filter=closed),
            systemic=Count("pk", filter=closed & Q(rule_change__in=SYSTEMIC)),
            overdue=Count("pk", filter=late),
        )
    }
    lines = []
    for theme in queries.themes(campaign_id):
        members = list(theme.categories.all())
        known = [counted[one.pk] for one in members if one.pk in counted]
        sums = {name: sum(row[name] for row in known) for name in ("found", "fixed", "systemic", "overdue")}
        lines.append(Grouped(theme.pk, theme.name, tuple((one.pk, str(one)) for one in members), **sums))
    return lines


def gate(campaign_id: int, at: datetime) -> Sequence[GateFigure]:
    """The ledger's figures for a gate of the campaign: closed, overdue and unfixed, each part of a whole."""
    today = local_day(at)
    counted = Matter.objects.filter(campaign=campaign_id).aggregate(
        all=Count("pk", filter=~Q(state=kinds.State.VOID)),
        open=Count("pk", filter=Q(state__in=kinds.OPEN)),
        closed=Count("pk", filter=Q(state=kinds.State.CLOSED)),
        overdue=Count("pk", filter=Q(state__in=kinds.AT_UNIT, term=kinds.Term.DATED, due_on__lt=today)),
        registered=Count("pk", filter=Q(state=kinds.State.REGISTERED)),
    )
    page = reverse("ledger:list")
    return [
        GateFigure(_("已销号"), counted["closed"], counted["all"], f"{page}?state=closed"),
        GateFigure(_("未销号"), counted["open"], counted["all"], page),
        GateFigure(_("超期未办结"), counted["overdue"], counted["open"], f"{page}?due=overdue"),
        GateFigure(_("尚未三定"), counted["registered"], counted["open"], f"{page}?state=registered"),
    ]


LANES_AT_MOST = 4000  # characters that the list takes for its columns


def results_of_tasks(
    by: Person, at: datetime, campaign_id: int, groups: Mapping[str, Sequence[int]]
) -> Mapping[str, Results]:
    """Closed of all matters for each group of tasks, as far as the reader sees them, void ones left out. One query."""
    tasks = {task for group in groups.values() for task in group}
    rows = visible(by, at=at).filter(campaign=campaign_id, task__in=tasks).exclude(state=kinds.State.VOID)
    counted = {
        row["task"]: (row["closed"], row["all"])
        for row in rows.order_by()
        .values("task")
        .annotate(all=Count("pk"), closed=Count("pk", filter=Q(state=kinds.State.CLOSED)))
    }
    found = {}
    for name, group in groups.items():
        parts = [counted.get(task, (0, 0)) for task in group]
        lanes = ",".join(f"task:{task}" for task in group)
        page = f"{reverse('ledger:list')}?campaign={campaign_id}&lane={lanes}&state="
        fits = 0 < len(lanes) <= LANES_AT_MOST
        found[name] = Results(
            sum(closed for closed, _all in parts),
            sum(whole for _closed, whole in parts),
            page + "closed" if fits else "",
            page + "kept" if fits else "",
        )
    return found


def attachments(paths: Sequence[str], at: datetime) -> Measure | None:
    """For the page of the burden: files with each problem that was closed, restricted ones left aside. Two queries."""
    rows = Matter.objects.filter(
        org.within(paths, "unit_path"), kind=kinds.Kind.PROBLEM, state=kinds.State.CLOSED, restricted=False
    )
    found = rows.filter(opened_at__lte=at).aggregate(
        files=Count("evidence"), whole=Count("pk", distinct=True)
    )
    return Measure(_("每个已销号问题的附件"), found["files"], found["whole"], cap(burden.Cap.ATTACHMENTS))
