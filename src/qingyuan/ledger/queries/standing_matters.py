"""What stands on the ledger already, as far as the person sees it: by number, and to be compared with."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from qingyuan.engines import sheets
from qingyuan.matters.api import Step, kinds, visible
from qingyuan.org.api import Person

AT_ONCE = 400


@dataclass(frozen=True)
class Known:
    """A matter that a row names by its number. ``progress``: the last words about it."""

    pk: int
    number: str
    state: str
    path: str
    unit: str
    owner_id: int | None
    progress: str


def last_progress() -> Coalesce:
    """The words of the last note of progress of each matter of a query; empty if there is none."""
    noted = Step.objects.filter(matter=OuterRef("pk"), act=kinds.Act.PROGRESS).order_by("-at", "-pk")
    return Coalesce(Subquery(noted.values("words")[:1]), Value(""), output_field=TextField())


def known_by_number(by: Person, numbers: Iterable[str], *, at: datetime) -> dict[str, Known]:
    """The matters with these numbers that exist for this person."""
    wanted = sorted({number for number in numbers if 0 < len(number) <= 20})
    found: dict[str, Known] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = (
            visible(by, at=at)
            .filter(number__in=wanted[start : start + AT_ONCE])
            .annotate(progress=last_progress(), unit_name=F("unit__name"))
            .values_list("pk", "number", "state", "unit_path", "unit_name", "owner_id", "progress")
        )
        found.update({row[1]: Known(*row) for row in rows})
    return found


def alike_candidates(
    by: Person, campaign_id: int, units: Collection[int], *, at: datetime
) -> Iterator[sheets.Statement]:
    """The statements of these units that a new one may repeat, oldest first."""
    wanted = sorted(units)
    seen = visible(by, at=at).filter(campaign=campaign_id).exclude(state=kinds.State.VOID)
    for start in range(0, len(wanted), AT_ONCE):
        rows = seen.filter(unit__in=wanted[start : start + AT_ONCE]).order_by("pk")
        for number, unit, statement in rows.values_list("number", "unit_id", "statement").iterator(2000):
            yield sheets.Statement(number, str(unit), statement)
