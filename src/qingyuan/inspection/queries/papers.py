"""Papers as far as a person reads the answers they are kept with."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from qingyuan.inspection.kinds import Result
from qingyuan.inspection.models import Answer, CheckList, Paper
from qingyuan.inspection.queries.lists import asked_units
from qingyuan.org.api import Person


def one(by: Person, paper_id: int, *, at: datetime) -> Paper | None:
    """A paper that is still there, of an answer that the person may read."""
    rows = Paper.objects.filter(answer__asked__in=asked_units(by, at=at).values("pk"), removed__isnull=True)
    return rows.filter(pk=paper_id).first()


def with_papers() -> Prefetch[str]:
    """The papers of answers, also those that were taken away, with by whom and why."""
    return Prefetch("papers", Paper.objects.select_related("by", "removed__by"))


@dataclass(frozen=True)
class Papers:
    """Answers to the items of a list that ask for papers, where they apply: of ``fine`` ones ``shown`` have one,
    ``reasoned`` say why there is none.
    """

    answers: tuple[Answer, ...]
    fine: int
    reasoned: int

    @property
    def shown(self) -> int:
        return self.fine - self.reasoned


def of_list(found: CheckList, by: Person, *, at: datetime) -> Papers:
    """The papers of a list in the reader's reach, unit by unit. Two queries."""
    rows = Answer.objects.filter(asked__in=asked_units(by, at=at).filter(check_list=found).values("pk"))
    rows = rows.exclude(item__paper="").select_related("asked__unit", "item").prefetch_related(with_papers())
    rows = rows.order_by("asked__unit__path", "item__order", "pk")
    answers = tuple(one for one in rows if one.result != Result.NOT_APPLICABLE or one.papers.all())
    fine = [one for one in answers if one.result == Result.FINE]
    return Papers(answers, len(fine), sum(bool(one.no_paper) for one in fine))
