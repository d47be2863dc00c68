"""Questions about matters: what a person may see, search, what is late, figures for the wall."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import add, attrgetter, sub

from django.db import connection
from django.db.models import BooleanField, Count, Q
from django.db.models.expressions import RawSQL

from qingyuan.campaign.api import Followed
from qingyuan.kit.grams import wanted
from qingyuan.matters import policy
from qingyuan.matters.kinds import OPEN, STATE_WORDS, Breadth, Kind, State, Term
from qingyuan.matters.models import (
    NEVER,
    Category,
    Matter,
    MatterQuerySet,
    Recheck,
    Sent,
    Text,
    Theme,
)
from qingyuan.matters.shelves import pages, sources
from qingyuan.org.api import Person, may, scope, standing

HANDLE_LEAD = "matters.handle_lead"  # all acts on a lead: nobody else knows that it is there


def visible(by: Person, *, at: datetime) -> MatterQuerySet:
    """The matters that exist for this person: in scope, and not about him or his own unit. A lead exists for
    those who handle leads, and for nobody else; one of a closed circle only for those in it.

    A page asks several times for the same reader and moment: what was put together first is used again.
    """
    who = standing(by, at)
    kept: tuple[datetime, object, MatterQuerySet] | None = by.__dict__.get("_visible")
    if kept is None or kept[0] != at or kept[1] is not who:
        by.__dict__["_visible"] = kept = (at, who, _visible(by, at))
    return kept[2].all()


def _visible(by: Person, at: datetime) -> MatterQuerySet:
    in_scope = Matter.objects.filter(scope(by, "matters.see", at=at, path="unit_path", owner="owner"))
    seen = in_scope.filter(~Q(kind=Kind.LEAD) | scope(by, HANDLE_LEAD, at=at, path="unit_path"))
    for name in sources:
        if (circle := sources[name].circle) is not None:
            inside = Q(source=name, source_ref__in=circle(by.pk, at))
            seen = seen.filter(Q(restricted=False) | ~Q(source=name) | inside)
    who = standing(by, at)
    return seen.hidden_from(who.person_id, *who.places)


def found(words: str) -> Q:
    """The predicate "contains these words": two Chinese characters are enough, one gives what begins with it."""
    asked = wanted(words)
    if not asked:
        return Q(pk__in=[]) if words.strip() else Q()
    if connection.vendor == "sqlite":
        phrases = (
            " + ".join(f'"{token}"' for token, _beginning in run) + ("*" if run[-1][1] else "")
            for run in asked
        )
        hit = RawSQL(
            "matter_id IN (SELECT rowid FROM matters_words WHERE matters_words MATCH %s)",
            (" AND ".join(phrases),),
            output_field=BooleanField(),
        )
    else:
        runs = (
            " <-> ".join(token + (":*" if beginning else "") for token, beginning in run) for run in asked
        )
        hit = RawSQL(
            "to_tsvector('simple', grams) @@ to_tsquery('simple', %s)",
            (" & ".join(f"({run})" for run in runs),),
            output_field=BooleanField(),
        )
    return Q(pk__in=Text.objects.annotate(hit=hit).filter(hit=True).values("matter"))


# -- figures -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Counts of one group of matters. Every rate is shown with its numerator and denominator."""

    open: int = 0
    registered: int = 0
    submitted: int = 0
    overdue: int = 0
    soon: int = 0
    long_open: int = 0
    closed: int = 0
    on_time: int = 0
    dated_closed: int = 0
    reopened: int = 0

    @property
    def all(self) -> int:
        """Everything on the ledger, long-term matters included."""
        return self.open + self.closed

    @property
    def due(self) -> int:
        """What the clearance rate is a share of: all but open long-term matters, which are counted apart."""
        return self.all - self.long_open

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*map(add, _values(self), _values(other)))

    def __sub__(self, other: "Figures") -> "Figures":
        return Figures(*map(sub, _values(self), _values(other)))


_values = attrgetter(*Figures.__dataclass_fields__)


@dataclass(frozen=True)
class Cell:
    """The figures at one unit (by path) in one lane of the wall chart, leaders apart from the rest."""

    path: str
    kind: str
    lane: str
    key_few: bool
    figures: Figures


def cells(
    campaign_id: int, paths: Sequence[str], *, by: Person, at: datetime, today: date, soon: date
) -> list[Cell]:
    """The wall chart's figures for these units (each with all below it) as far as ``by`` sees them.

    One query over the kept figures; one more over the few restricted matters, counted for this reader.
    """
    allowed = [path for path in paths if may(by, "matters.see", at=at, path=path)]
    if not allowed:
        return []
    kept = tallied(campaign_id, allowed, today=today, soon=soon)
    return kept + _restricted(campaign_id, allowed, by, at, today, soon)


TOTALS = ("open", "registered", "submitted", "long_open", "closed", "on_time", "dated_closed", "reopened")
# By hand: the pages that are opened most ask it, and putting it together took as long as the database needs.
KEPT = """
    SELECT path, kind, lane, key_few,
        open, registered, submitted, long_open, closed, on_time, dated_closed, reopened, 0, 0
    FROM matters_tally WHERE campaign_id = %s AND path IN ({paths}) AND due_on = '9999-12-31'
    UNION ALL
    SELECT path, kind, lane, key_few, 0, 0, 0, 0, 0, 0, 0, 0,
        SUM(CASE WHEN due_on < %s THEN open - submitted ELSE 0 END),
        SUM(CASE WHEN due_on >= %s THEN open - submitted ELSE 0 END)
    FROM matters_tally
    WHERE campaign_id = %s AND path IN ({paths}) AND due_on <= %s AND due_on < '9999-12-31' AND open > submitted
    GROUP BY path, kind, lane, key_few"""


def tallied(campaign_id: int, paths: Sequence[str], *, today: date, soon: date) -> list[Cell]:
    """The kept figures of these units, the same for every reader: restricted matters are not in them.

    One query over the totals, and over what is still at the unit with a deadline up to ``soon``.
    """
    if not paths:
        return []
    sums: dict[tuple[str, str, str, bool], list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            KEPT.format(paths=", ".join(["%s"] * len(paths))),
            [campaign_id, *paths, str(today), str(today), campaign_id, *paths, str(soon)],
        )
        for path, kind, lane, key_few, *figures in cursor.fetchall():
            place = (path, kind, lane, bool(key_few))
            sums[place] = [*map(add, sums[place], figures)] if place in sums else figures
    return [
        Cell(*place, Figures(overdue=overdue, soon=coming, **dict(zip(TOTALS, totals, strict=True))))
        for place, (*totals, overdue, coming) in sorted(sums.items(), key=lambda one: (one[0][0], one[0][2]))
    ]


def _restricted(
    campaign_id: int, paths: Sequence[str], by: Person, at: datetime, today: date, soon: date
) -> list[Cell]:
    mine = visible(by, at=at).filter(campaign=campaign_id, restricted=True).exclude(state=State.VOID)
    return [
        Cell(path, matter.kind, matter.lane, matter.key_few, figures_of(matter, today, soon))
        for matter in mine
        for path in paths
        if matter.unit_path.startswith(path)
    ]


def figures_of(matter: Matter, today: date, soon: date) -> Figures:
    """What one matter counts for."""
    state, term = State(matter.state), Term(matter.term)
    is_open = state in OPEN
    dated = is_open and term is Term.DATED and matter.due_on is not None
    return Figures(
        open=int(is_open),
        registered=int(state is State.REGISTERED),
        submitted=int(state is State.SUBMITTED),
        overdue=int(policy.is_overdue(state, term, matter.due_on, today)),
        soon=int(dated and state is not State.SUBMITTED and today <= (matter.due_on or NEVER) <= soon),
        long_open=int(is_open and term is Term.LONG),
        closed=int(state is State.CLOSED),
        on_time=int(state is State.CLOSED and term is Term.DATED and bool(matter.on_time)),
        dated_closed=int(state is State.CLOSED and term is Term.DATED),
        reopened=int(state is not State.VOID and matter.reopened > 0),
    )


def total(parts: Iterable[Figures]) -> Figures:
    """The sum of figures: several hundred additions a page, so by column and not one by one."""
    columns = zip(*map(_values, parts), strict=True)
    return Figures(*map(sum, columns))


# -- alike, rechecks, reminders ----------------------------------------------------------------------------


def common_proposals(by: Person, campaign_id: int, *, at: datetime) -> list[tuple[Category, int, int]]:
    """Categories in which like problems stand open in three or more units: (category, problems, units)."""
    rows = (
        visible(by, at=at)
        .open()
        .filter(campaign=campaign_id, breadth=Breadth.INDIVIDUAL, common__isnull=True, category__isnull=False)
        .values("category")
        .annotate(problems=Count("pk"), units=Count("unit", distinct=True))
        .filter(units__gte=policy.ALIKE_FOR_COMMON)
        .order_by("-problems")
    )
    names = Category.objects.in_bulk([row["category"] for row in rows])
    return [(names[row["category"]], row["problems"], row["units"]) for row in rows]


def rechecks_due(by: Person, *, at: datetime, until: date) -> "list[Recheck]":
    """Looks back that are due, oldest first."""
    mine = visible(by, at=at).filter(state=State.CLOSED)
    planned = Recheck.objects.filter(result="", due_on__lte=until, matter__in=mine)
    return list(planned.select_related("matter", "matter__unit").order_by("due_on", "pk")[:200])


def reminders(by: Person, *, at: datetime) -> "list[Sent]":
    """A person's reminders, newest first, of matters that he still may see."""
    mine = Sent.objects.filter(person=by, matter__in=visible(by, at=at)).select_related(
        "matter", "matter__unit"
    )
    return list(mine.order_by("-at", "-pk")[:50])


def causes(by: Person, campaign_id: int, *, at: datetime) -> list[tuple[str, int]]:
    """Root causes of what was submitted or closed, most frequent first (a Pareto of causes)."""
    rows = visible(by, at=at).filter(campaign=campaign_id).exclude(cause="").values("cause")
    return [(row["cause"], row["n"]) for row in rows.annotate(n=Count("pk")).order_by("-n", "cause")]


def themes(campaign_id: int) -> "list[Theme]":
    """The thematic rectifications (专项整治) of a campaign with their categories. Two queries."""
    return list(Theme.objects.filter(campaign=campaign_id).prefetch_related("categories").order_by("pk"))


def theme(theme_id: int) -> "Theme | None":
    """One thematic rectification, of whatever campaign."""
    return Theme.objects.filter(pk=theme_id).first()


def what_became(
    source: str, refs: Sequence[int], *, by: Person | None = None, at: datetime | None = None
) -> dict[int, Followed]:
    """What became of things that other rooms told: state in words, page, whether done. One query, or two.

    With a reader ``by`` the page is left out where he may not see the matter, so that no link leads nowhere.
    """
    rows = list(Matter.objects.filter(source=source, source_ref__in=[str(ref) for ref in refs]))
    keys = [matter.pk for matter in rows]
    seen = set(visible(by, at=at).filter(pk__in=keys).values_list("pk", flat=True)) if by and at else keys
    return {
        int(matter.source_ref): Followed(
            STATE_WORDS[State(matter.state)],
            matter_url(matter.pk) if matter.pk in seen else "",
            matter.state == State.CLOSED,
        )
        for matter in rows
    }


def matter_url(matter_id: int) -> str:
    """The page of a matter, which a room upstairs has named on the shelf; empty where none has."""
    page = pages.get("matter")
    return page(matter_id) if page else ""
