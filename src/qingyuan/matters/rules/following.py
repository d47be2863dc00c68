"""Following: what the campaign told becomes a matter, and when a unit moves in the tree, its matters move along."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, DateField, F, Max, Q, Value, When
from django.db.models.functions import Concat, Left, Length, Substr

from qingyuan.campaign.api import Campaign, Task, kinds, sources
from qingyuan.campaign.events import DecisionTaken, GapFound, OpinionGiven, TaskIssued, VisitFound
from qingyuan.kit.clock import local_day
from qingyuan.matters import policy
from qingyuan.matters.kinds import OPEN, Kind, State, Term
from qingyuan.matters.models import NEVER, Category, Matter, Tally, lane_of
from qingyuan.matters.rules._moving import BY_DUE, FIGURES
from qingyuan.matters.rules._moving import Count as Figures
from qingyuan.matters.rules.opening import Draft, put_on_ledger
from qingyuan.org.api import Person, Unit
from qingyuan.org.events import UnitMoved
from qingyuan.trail.api import record

OTHER = "other"  # the category of what came without one


def task_issued(fact: TaskIssued) -> None:
    """A task of the plan that went to a unit is a matter of that unit."""
    _open(Kind.TASK, kinds.Followable.TASK, fact.allocation_id, fact.by_id, fact.at, task_id=fact.task_id)


def decision_taken(fact: DecisionTaken) -> None:
    """What a meeting decided is a matter of the unit that it falls to."""
    _open(Kind.DECISION, kinds.Followable.DECISION, fact.decision_id, fact.by_id, fact.at)


def visit_found(fact: VisitFound) -> None:
    """What a leader found at a contact point goes on the ledger."""
    _open(Kind.PROBLEM, kinds.Followable.VISIT, fact.visit_id, fact.by_id, fact.at)


def gap_found(fact: GapFound) -> None:
    """A gap against the pilot's lesson goes on the ledger."""
    _open(Kind.PROBLEM, kinds.Followable.GAP, fact.gap_id, fact.by_id, fact.at)


def opinion_given(fact: OpinionGiven) -> None:
    """An opinion of the guidance group becomes a matter with the deadline it named."""
    _open(Kind.OPINION, kinds.Followable.OPINION, fact.opinion_id, fact.by_id, fact.at)


@transaction.atomic
def _open(
    kind: Kind, source: "kinds.Followable", ref: int, by_id: int, at: datetime, *, task_id: int | None = None
) -> Matter:
    about = sources(source, [ref])[ref]
    by = Person.objects.get(pk=by_id)
    on = local_day(at)
    draft = Draft(
        kind=kind,
        statement=about.text if kind is not Kind.TASK else about.title,
        unit=Unit.objects.get(pk=about.unit_id),
        category=Category.objects.get(pk=OTHER) if kind is Kind.PROBLEM else None,
        source=source.value,
        source_ref=str(ref),
        task=Task.objects.get(pk=task_id) if task_id else None,
        criterion=about.criterion,
        owner=Person.objects.get(pk=about.person_id) if about.person_id else None,
        due_on=_not_before(about.due_on, on) or policy.proposed_deadline(kind, on),
    )
    return put_on_ledger(campaign=Campaign.objects.get(pk=about.campaign_id), drafts=[draft], by=by, at=at)[0]


def _not_before(due_on: date | None, on: date) -> date | None:
    return max(due_on, on) if due_on else None


@transaction.atomic
def paths_follow(fact: UnitMoved) -> None:
    """Matters below a moved unit get their new place, and the figures above it are counted anew."""
    moved = Matter.objects.select_for_update(no_key=True).filter(
        unit_path__gte=fact.old_path, unit_path__startswith=fact.old_path
    )
    count = Figures()
    for matter in moved.order_by("pk").iterator(chunk_size=2000):
        count.minus(matter)
        matter.unit_path = fact.new_path + matter.unit_path[len(fact.old_path) :]
        count.plus(matter)
    moved.update(unit_path=Concat(Value(fact.new_path), Substr(F("unit_path"), len(fact.old_path) + 1)))
    record(actor="clock", act="matters.follow_unit", subject=f"unit:{fact.unit_id}", at=fact.at)
    count.write()


@transaction.atomic
def recount(*, at: datetime) -> int:
    """Count every figure of the wall chart anew from the matters. Returns how many matters were counted.

    One grouped query for each depth of the tree, whatever the number of matters.
    """
    matters = Matter.objects.filter(restricted=False)
    deepest = matters.aggregate(deepest=Max(Length("unit_path")))["deepest"] or 0
    is_open, long = Q(state__in=OPEN), Q(term=Term.LONG)
    dated = is_open & Q(term=Term.DATED, due_on__isnull=False)
    closed = Q(state=State.CLOSED)
    columns = {
        "open": is_open,
        "submitted": Q(state=State.SUBMITTED),
        "registered": Q(state=State.REGISTERED),
        "long_open": is_open & long,
        "closed": closed,
        "on_time": closed & Q(on_time=True, term=Term.DATED),
        "dated_closed": closed & Q(term=Term.DATED),
        "reopened": Q(reopened__gt=0) & ~Q(state=State.VOID),
    }
    Tally.objects.all().delete()
    for end in range(Unit.steplen, deepest + 1, Unit.steplen):
        below = (
            matters.annotate(place=Left("unit_path", end))
            .alias(depth=Length("unit_path"))
            .filter(depth__gte=end)
        )
        group = ("campaign_id", "place", "kind", "task_id", "category_id", "key_few")
        rows: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
        for row in (
            below.annotate(
                due=Case(When(dated, then=F("due_on")), default=Value(NEVER), output_field=DateField())
            )
            .values(*group, "due")
            .annotate(**{f"n_{n}": Count("pk", filter=q) for n, q in columns.items()})
        ):
            lane = lane_of(row["task_id"], row["category_id"])
            place = (row["campaign_id"], row["place"], row["kind"], lane, row["key_few"])
            for name in columns:
                rows[*place, NEVER][name] += row[f"n_{name}"]
                if name in BY_DUE and row["due"] != NEVER:
                    rows[*place, row["due"]][name] += row[f"n_{name}"]
        names = ("campaign_id", "path", "kind", "lane", "key_few", "due_on")
        Tally.objects.bulk_create(
            (
                Tally(**dict(zip(names, key, strict=True)), **figures)
                for key, figures in rows.items()
                if any(figures.values())
            ),
            batch_size=1000,
        )
    counted = matters.count()
    record(actor="clock", act="matters.recount", subject="tally", at=at, detail={"matters": counted})
    return counted
