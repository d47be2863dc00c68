"""The list: what was asked for, the rows that fit, their order, and how many stand behind each tab."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from django.db.models import Count, Q, QuerySet

from qingyuan.ledger import policy
from qingyuan.ledger.kinds import Sort
from qingyuan.ledger.queries.people import below
from qingyuan.matters.api import Figures, Matter, found, kinds, queries, visible
from qingyuan.org.api import Person, Unit, may, reach

ORDERS = {
    Sort.DUE: ["due_rank", "id"],
    Sort.OPENED: ["-opened_at", "-id"],
    Sort.UNIT: ["unit_path", "due_rank", "id"],
}


@dataclass(frozen=True)
class Asked:
    """What a list was asked for; empty means all. ``state`` also knows ``open``, ``kept`` (not void) and ``all``."""

    q: str = ""
    state: str = ""
    due: str = ""
    term: str = ""
    kind: str = ""
    unit: Unit | None = None
    category: str = ""
    source: str = ""
    owner: Person | None = None
    breadth: str = ""
    key_few: bool = False
    task: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    opened_from: date | None = None
    opened_to: date | None = None
    sort: str = ""
    imported: int | None = None  # what one import put on the ledger
    lanes: tuple[str, ...] = ()  # columns of the wall chart: task:5, category:formalism, kind:opinion
    own: bool = False  # only the unit itself, not what lies below it
    on_duty: Q | None = (
        None  # the deadline lies on a duty day of the responsible person, as the reader sees rosters
    )

    @property
    def states(self) -> tuple[str, ...]:
        """The states that the rows may be in. Without a word about it: open, or any where words are sought."""
        if self.due:
            return kinds.AT_UNIT
        state = self.state or ("all" if self.q else "open")
        if state == "open":
            return kinds.OPEN
        if state == "kept":
            return (*kinds.OPEN, kinds.State.CLOSED)
        return tuple(kinds.State) if state == "all" else (state,)

    @property
    def order(self) -> Sort:
        """By deadline where something is open, by registration elsewhere; or as asked."""
        if self.sort:
            return Sort(self.sort)
        return Sort.DUE if set(self.states) <= set(kinds.OPEN) else Sort.OPENED

    @property
    def group(self) -> "Asked":
        """The same without what the tabs choose."""
        return replace(self, state="all", due="", term="", sort="")

    @property
    def narrow(self) -> bool:
        """Whether anything but a tab was chosen."""
        return self.group != Asked(state="all")


def narrowed(rows: QuerySet[Matter], asked: Asked, *, today: date, soon: date) -> QuerySet[Matter]:
    """The rows that fit everything that was asked."""
    fits = Q() if len(asked.states) == len(kinds.State) else Q(state__in=asked.states)
    if asked.due == "overdue":
        fits &= Q(term=kinds.Term.DATED, due_on__lt=today)
    elif asked.due == "soon":
        fits &= Q(term=kinds.Term.DATED, due_on__gte=today, due_on__lte=soon)
    if asked.unit:
        fits &= Q(unit=asked.unit) if asked.own else below(asked.unit.path)
    if asked.lanes:
        fits &= _in_lanes(asked.lanes)
    plain = {
        "term": asked.term,
        "kind": asked.kind,
        "category": asked.category,
        "source": asked.source,
        "breadth": asked.breadth,
        "owner": asked.owner,
        "key_few": asked.key_few,
        "task": asked.task,
        "due_on__gte": asked.due_from,
        "due_on__lte": asked.due_to,
        "opened_on__gte": asked.opened_from,
        "opened_on__lte": asked.opened_to,
        "import_ref": f"import:{asked.imported}" if asked.imported else "",
    }
    fits &= Q(**{name: value for name, value in plain.items() if value})
    if asked.on_duty is not None:
        fits &= asked.on_duty
    return rows.filter(fits & found(asked.q))


# What stands among the tasks of the wall chart, among its categories, and among the kinds of what has neither.
GROUPS = {
    "task": Q(task__isnull=False),
    "category": Q(task__isnull=True, category__isnull=False),
    "kind": Q(task__isnull=True, category__isnull=True),
}


def _in_lanes(lanes: Iterable[str]) -> Q:
    """What stands in these columns of the wall chart. ``but:<key>``: in the rest of its group, beside the column."""
    fits = Q(pk__in=[])
    beside: dict[str, list[str]] = {}
    for lane in lanes:
        sort, _colon, value = lane.removeprefix("but:").partition(":")
        if lane.startswith("but:"):
            beside.setdefault(sort, []).append(value)
        else:
            fits |= GROUPS[sort] & Q(**{sort: value})
    for sort, values in beside.items():
        fits |= GROUPS[sort] & ~Q(**{f"{sort}__in": values})
    return fits


def order_of(asked: Asked) -> list[str]:
    """The names by which the page is ordered; the last is unique, none may be null."""
    return ORDERS[asked.order]


def counts(by: Person, campaign_id: int, asked: Asked, *, at: datetime, today: date, soon: date) -> Figures:
    """How many matters stand behind each tab for this reader.

    From the kept figures, where only kind, unit or key few are chosen; else counted over the rows that fit.
    """
    coarse = Asked(state="all", kind=asked.kind, unit=asked.unit, key_few=asked.key_few)
    seen = visible(by, at=at).filter(campaign=campaign_id)
    if asked.group != coarse:
        return _counted(narrowed(seen, asked.group, today=today, soon=soon), today, soon)
    sees = partial(may, by, "matters.see", at=at)
    top = asked.unit.path if asked.unit else ""
    far = reach(by, "matters.see", at).paths
    paths = [top] if top and sees(path=top) else [path for path in far if path.startswith(top)]
    kept = queries.tallied(campaign_id, paths, today=today, soon=soon)
    sums = queries.total(
        cell.figures for cell in kept if asked.kind in ("", cell.kind) and (cell.key_few or not asked.key_few)
    )
    # what no kept figure holds: restricted matters, and the reader's own beyond the places that he sees
    apart = narrowed(seen.filter(Q(restricted=True) | Q(owner=by)), coarse, today=today, soon=soon)
    return sums + queries.total(
        queries.figures_of(matter, today, soon)
        for matter in apart.exclude(state=kinds.State.VOID)
        if matter.restricted or not sees(path=matter.unit_path)
    )


def _counted(rows: QuerySet[Matter], today: date, soon: date) -> Figures:
    dated = Q(state__in=kinds.AT_UNIT, term=kinds.Term.DATED)
    is_open = Q(state__in=kinds.OPEN)
    counted = rows.aggregate(
        n_open=Count("pk", filter=is_open),
        n_registered=Count("pk", filter=Q(state=kinds.State.REGISTERED)),
        n_submitted=Count("pk", filter=Q(state=kinds.State.SUBMITTED)),
        n_overdue=Count("pk", filter=dated & Q(due_on__lt=today)),
        n_soon=Count("pk", filter=dated & Q(due_on__gte=today, due_on__lte=soon)),
        n_long_open=Count("pk", filter=is_open & Q(term=kinds.Term.LONG)),
        n_closed=Count("pk", filter=Q(state=kinds.State.CLOSED)),
    )
    return Figures(**{name.removeprefix("n_"): value for name, value in counted.items()})


@dataclass(frozen=True)
class Row:
    """A matter as a list shows it."""

    matter: Matter
    deadline: policy.Deadline

    @property
    def tone(self) -> str:
        """The tone of the state's badge."""
        return STATE_TONES[kinds.State(self.matter.state)]

    @property
    def icon(self) -> str:
        """The icon of the state's badge; empty: the tone's own."""
        return STATE_ICONS.get(kinds.State(self.matter.state), "")


STATE_ICONS = {kinds.State.SUBMITTED: "hourglass", kinds.State.REGISTERED: "circle-dashed"}
STATE_TONES = {
    kinds.State.REGISTERED: "warn",
    kinds.State.WORKING: "info",
    kinds.State.SUBMITTED: "info",
    kinds.State.CLOSED: "ok",
    kinds.State.VOID: "mute",
}


def rows_of(matters: Iterable[Matter], calendar: policy.Calendar, soon: date | None = None) -> list[Row]:
    """Matters with their deadlines in words. No query but for working days, and each day once."""
    near = soon or calendar.soon
    return [
        Row(
            matter,
            policy.deadline(
                kinds.State(matter.state), kinds.Term(matter.term), matter.due_on, calendar, soon=near
            ),
        )
        for matter in matters
    ]
