"""Questions about the register of guidance documents, and about research topics."""

from datetime import datetime

from django.db.models import Q, QuerySet

from qingyuan.kit.clock import local_day
from qingyuan.matters.api import visible
from qingyuan.org.api import Person, Unit, may, scope
from qingyuan.publication.kinds import State
from qingyuan.publication.models import Guidance, Research, Writing
from qingyuan.publication.queries.bulletins import readable

REGISTER, SET = "publication.register_guidance", "publication.set_research"
SEE_RESEARCH = "publication.see_research"


def guidance(by: Person, *, at: datetime) -> QuerySet[Guidance]:
    """The documents that exist for a person: of units in reach, and of those above his own, whom they bind."""
    rows = Guidance.objects.filter(readable(by, at=at))
    return rows.select_related("unit", "writing", "replaces", "replaced_by", "registered_by")


def in_force(at: datetime) -> Q:
    """Documents that are in force on the day."""
    today = local_day(at)
    return Q(from_on__lte=today) & (Q(to_on__isnull=True) | Q(to_on__gt=today))


def to_register(by: Person, *, at: datetime) -> QuerySet[Writing]:
    """Issued documents that a person may put on the register and that are not on it."""
    mine = Writing.objects.filter(scope(by, REGISTER, at=at), state=State.ISSUED)
    return mine.exclude(pk__in=Guidance.objects.filter(writing__isnull=False).values("writing"))


def research(by: Person, *, at: datetime) -> QuerySet[Research]:
    """The topics that exist for a person: of units in reach, and those that he leads."""
    known = scope(by, SEE_RESEARCH, at=at, owner="lead")
    rows = Research.objects.filter(known)
    return rows.select_related("unit", "lead", "guidance", "matter", "campaign").order_by("due_on", "pk")


def concludes(by: Person, topic: Research, *, at: datetime) -> bool:
    """Whether a person may conclude a topic: he sets the unit's topics."""
    return may(by, SET, at=at, unit=topic.unit)


def seen_matters(topics: list[Research], by: Person, *, at: datetime) -> set[int]:
    """The measures of some topics that the reader may open."""
    ids = [one.matter_id for one in topics if one.matter_id]
    return set(visible(by, at=at).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def valid(unit: Unit, at: datetime) -> int:
    """How many documents of a unit and those below it are in force."""
    return Guidance.objects.filter(in_force(at), unit__path__startswith=unit.path).count()
