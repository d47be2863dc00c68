"""What is asked of units, claimed beforehand: beyond a cap nothing is.

Rooms above call these within rules of their own, which say who may and record the act.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from qingyuan.burden import policy
from qingyuan.burden.errors import OverCap
from qingyuan.burden.kinds import Filler, Spending
from qingyuan.burden.models import Claim
from qingyuan.burden.queries import budget
from qingyuan.org.api import Unit


@transaction.atomic
def require_room(
    *,
    kind: Spending,
    units: Sequence[Unit],
    on: date,
    minutes: int,
    sender: Unit,
    filler: Filler | None = None,
    part: str = "",
    leaving_out: str = "",
) -> None:
    """Let pass what fits under the caps of all these units, or raise OverCap with every reason. Locks the units."""
    list(Unit.objects.select_for_update().filter(pk__in=[unit.pk for unit in units]).order_by("pk"))
    new = policy.caps.Asking(kind, on, minutes, filler, sender.pk, part)
    found = budget.against(units, new, leaving_out=leaving_out)
    if found:
        raise OverCap([reason for unit in units for reason in found.get(unit.pk, [])])


@transaction.atomic
def claim(
    *,
    kind: Spending,
    units: Sequence[Unit],
    on: date,
    minutes: int,
    sender: Unit,
    source: str,
    label: str,
    filler: Filler | None = None,
    part: str = "",
) -> None:
    """Ask something of units, or raise OverCap. What stood for them under ``source`` is replaced.

    ``source``: by which the asking room finds it again ("study.session:12"); ``part``: for whom in the unit
    ("branch:7"), empty for everybody; ``on``: the day on which it falls.
    """
    require_room(
        kind=kind,
        units=units,
        on=on,
        minutes=minutes,
        sender=sender,
        filler=filler,
        part=part,
        leaving_out=source,
    )
    Claim.objects.filter(source=source, part=part, unit__in=units).delete()
    Claim.objects.bulk_create(
        Claim(
            unit=unit,
            part=part,
            kind=kind,
            filler=filler or "",
            on=on,
            minutes=minutes,
            sender=sender,
            source=source,
            label=label[:100],
        )
        for unit in units
    )


@transaction.atomic
def release(*, source: str, units: Sequence[Unit] | None = None) -> int:
    """Take back what was asked under a source, of all its units or of some; how many."""
    rows = Claim.objects.filter(source=source)
    if units is not None:
        rows = rows.filter(unit__in=units)
    gone, _by_kind = rows.delete()
    return gone
