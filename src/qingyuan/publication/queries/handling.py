"""From a matter to the bulletins that told it and to its outcomes; confirmed breaches without an outcome."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from qingyuan.ledger.api import Mention
from qingyuan.matters.api import Matter, kinds, visible
from qingyuan.org.api import Person, may, scope
from qingyuan.publication.kinds import State
from qingyuan.publication.models import Outcome
from qingyuan.publication.queries.bulletins import bulletins, bulletins_of_matter

RECORD = "publication.record_outcome"


def recordable(by: Person, *, at: datetime) -> QuerySet[Matter]:
    """The matters that a person sees and whose outcomes he may write down."""
    return visible(by, at=at).filter(scope(by, RECORD, at=at, path="unit_path"))


def orphans(by: Person, *, at: datetime) -> QuerySet[Matter]:
    """Confirmed breaches without a record of handling (requirement 080), the oldest first.

    One that was opened again after its sign-off stays on the list: the breach was confirmed.
    """
    handled = Exists(Outcome.objects.filter(matter=OuterRef("pk")))
    rows = recordable(by, at=at).filter(~handled, breach=True).exclude(state=kinds.State.VOID)
    return rows.select_related("unit", "closed_by").order_by("closed_at", "pk")


def outcomes_seen(matter_id: int, by: Person, *, at: datetime) -> QuerySet[Outcome]:
    """Outcomes of a matter as far as a person may know: he may record them, or an issued bulletin told him."""
    told = Q(bulletin__in=bulletins(by, at=at).filter(state=State.ISSUED), decided_on__isnull=False)
    rows = Outcome.objects.filter(told | scope(by, RECORD, at=at, path="unit__path"), matter=matter_id)
    return rows.select_related("unit", "bulletin").order_by("pk")


def mentions_of(matter: Matter, by: Person, at: datetime) -> list[Mention]:
    """What is told of a matter that exists for ``by``, and what followed, for the matter's own page.

    Most matters have neither: what a person may know of them is asked only where there is something to know.
    """
    telling = list(bulletins_of_matter(matter.pk).order_by().values_list("pk", flat=True))
    told = bulletins(by, at=at).filter(pk__in=telling).order_by("issued_at", "pk") if telling else ()
    found = [
        Mention("bulletin", f"{one.number} {one.title}", _bulletin(one.pk), one.issued_on) for one in told
    ]
    records = may(by, RECORD, at=at, path=matter.unit_path)
    page = reverse("publication:handle", args=[matter.pk]) if records else ""
    handled = Outcome.objects.filter(matter=matter.pk).exists()
    outcomes = list(outcomes_seen(matter.pk, by, at=at)) if handled else []
    for one in outcomes:
        url = page or (_bulletin(one.bulletin_id) if one.bulletin_id else "")
        found.append(Mention("outcome", _said(one), url, one.decided_on))
    if matter.breach and page and not outcomes:
        found.append(Mention("missing", _("已确认违规，尚无处理记录"), page))
    return found


def _bulletin(pk: int) -> str:
    return reverse("publication:bulletin", args=[pk])


def _said(one: Outcome) -> str:
    words = _("%(kind)s %(persons)s 人") % {"kind": one.get_kind_display(), "persons": one.persons}
    return words if one.decided_on else _("%(outcome)s（未决定）") % {"outcome": words}
