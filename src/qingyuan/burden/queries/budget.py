"""Caps as they hold, what is used of them, who used it, and when there is room again."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from qingyuan.burden import policy
from qingyuan.burden.kinds import CAP_WORDS, Cap, Filler, Spending
from qingyuan.burden.models import CapChange, Claim
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _, listed
from qingyuan.org.api import Unit

WEEKS_AHEAD = 8
FULL = _("%(unit)s：%(cap)s上限%(most)d，已安排%(used)d，再加%(asks)d就超了。已占用的是：%(who)s")
ALONE = _("%(unit)s：%(cap)s上限%(most)d，这一项就要%(asks)d")


def caps() -> dict[Cap, int]:
    """Every cap as it holds now: the last word about it, else as shipped. One query."""
    held = dict(policy.caps.DEFAULTS)
    for code, value in CapChange.objects.order_by("pk").values_list("code", "value"):
        held[Cap(code)] = value
    return held


def cap(code: Cap) -> int:
    """One cap as it holds now."""
    last = CapChange.objects.filter(code=code).order_by("-pk").values_list("value", flat=True).first()
    return policy.caps.DEFAULTS[code] if last is None else last


def _span(new: policy.caps.Asking) -> tuple[date, date]:
    """The days on which something standing could count against an asking: its week, or its month."""
    if new.kind is Spending.INSPECTION:
        first = new.on.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1)
    week = policy.weeks.week_of(new.on)
    return week, week + timedelta(days=7)


def standing(
    units: Collection[int], new: policy.caps.Asking, *, leaving_out: str = "", weeks: int = 1
) -> dict[int, list[Claim]]:
    """What stands for these units in the span of an asking (and some weeks after it), by unit. One query."""
    first, last = _span(new)
    found: dict[int, list[Claim]] = defaultdict(list)
    rows = Claim.objects.filter(
        unit__in=units, kind=new.kind, on__gte=first, on__lt=last + timedelta(days=7 * (weeks - 1))
    )
    for row in rows.exclude(source=leaving_out).select_related("sender").order_by("on", "pk"):
        found[row.unit_id].append(row)
    return found


def asking_of(claim: Claim) -> policy.caps.Asking:
    """A claim as the policy weighs it."""
    filler = Filler(claim.filler) if claim.filler else None
    return policy.caps.Asking(
        Spending(claim.kind), claim.on, claim.minutes, filler, claim.sender_id, claim.part
    )


def left(
    unit: Unit,
    *,
    kind: Spending,
    on: date,
    minutes: int = 0,
    filler: Filler | None = None,
    part: str = "",
    sender: Unit | None = None,
    leaving_out: str = "",
) -> list[policy.caps.Left]:
    """What is left of the caps under which something asked of a unit would fall: for a warning before the refusal.

    ``leaving_out``: the source of what stands and is to be moved. Two queries.
    """
    new = policy.caps.Asking(kind, on, minutes, filler, sender.pk if sender else None, part)
    rows = standing([unit.pk], new, leaving_out=leaving_out)[unit.pk]
    return policy.caps.budget(new, map(asking_of, rows), caps())


def against(
    units: Sequence[Unit], new: policy.caps.Asking, *, leaving_out: str = ""
) -> dict[int, list[Reason]]:
    """By unit why it cannot be asked: each full cap with who used it. Two queries, however many units."""
    held, rows = caps(), standing([unit.pk for unit in units], new, leaving_out=leaving_out)
    found = {}
    for unit in units:
        weighed = policy.caps.budget(new, map(asking_of, rows[unit.pk]), held)
        if full := [one for one in weighed if one.full]:
            found[unit.pk] = [_said(unit, one, _who(rows[unit.pk], new)) for one in full]
    return found


def _who(rows: Iterable[Claim], new: policy.caps.Asking) -> str:
    said = [f"{one.label}（{one.sender.label}）" for one in rows if one.filler == (new.filler or "")]
    return listed(dict.fromkeys(said))


def _said(unit: Unit, one: policy.caps.Left, who: str) -> Reason:
    params = {
        "unit": unit.label,
        "cap": str(CAP_WORDS[one.cap]),
        "most": one.most,
        "used": one.used,
        "asks": one.asks,
        "who": who,
    }
    return Reason(f"over_{one.cap}", FULL if one.used else ALONE, "units", params)


def free_day(units: Collection[int], new: policy.caps.Asking, *, leaving_out: str = "") -> date | None:
    """The same weekday in the first of the coming weeks in which all units have room; None if there is none soon."""
    held = caps()
    rows = standing(units, new, leaving_out=leaving_out, weeks=WEEKS_AHEAD + 5)
    asked = {unit: [asking_of(one) for one in rows[unit]] for unit in units}
    for week in range(1, WEEKS_AHEAD + 1):
        later = policy.caps.Asking(
            new.kind,
            new.on + timedelta(days=7 * week),
            new.minutes,
            new.filler,
            new.sender_id,
            new.part,
        )
        if not any(one.full for found in asked.values() for one in policy.caps.budget(later, found, held)):
            return later.on
    return None
