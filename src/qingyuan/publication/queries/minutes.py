"""How long documents take their writers, measured from opening a page of the desk to saving it."""

from collections.abc import Sequence
from datetime import datetime

from qingyuan.burden.api import Measure
from qingyuan.burden.api import queries as burden
from qingyuan.kit.words import _
from qingyuan.org.api import queries as org
from qingyuan.publication.models import Writing

WRITTEN = "publication.write"  # under which minutes are measured


def minutes_of_documents(places: Sequence[str], at: datetime) -> Measure | None:
    """For the page of the burden: minutes of writing for each document that was signed in the same weeks."""
    spent = burden.meter.spent_on(WRITTEN, places)
    if spent is None:
        return None
    issued = Writing.objects.filter(
        org.within(places, "unit__path"),
        issued_at__lte=at,
        issued_at__date__gte=spent.first,
        issued_at__date__lte=spent.last,
    ).count()
    return Measure(_("每份签发的文稿用时（分钟）"), spent.minutes, issued) if issued else None
