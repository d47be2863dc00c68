"""Lists: which exist for whom, whom one may ask, who was asked already."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from qingyuan.campaign.api import units_of
from qingyuan.inspection import policy
from qingyuan.inspection.kinds import AT_DESK, OUT, ListState
from qingyuan.inspection.models import Asked, CheckList
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, scope

SEE, MAKE, APPROVE = "inspection.see", "inspection.make_list", "inspection.approve_list"
REPEATED = _(
    "%(unit)s在%(on)s已按“%(title)s”（%(team)s）查过同一专题，%(free)s以前不再重复问；可以等到那一天、去掉这个单位，或者沿用那一次的结果"
)


def visible(by: Person, *, at: datetime) -> QuerySet[CheckList]:
    """The lists that exist for a person: at the desk for those who make and approve; sent ones for who is above the
    team, and for the units that were asked. A unit that was spared hears nothing of it.
    """
    desk = scope(by, MAKE, at=at, path="unit__path") | scope(by, APPROVE, at=at, path="unit__path")
    asked = Asked.objects.filter(scope(by, SEE, at=at), asked=True)
    gone = ~Q(state__in=AT_DESK) & (
        scope(by, SEE, at=at, path="unit__path") | Q(pk__in=asked.values("check_list"))
    )
    rows = CheckList.objects.filter((Q(state__in=AT_DESK) & desk) | gone)
    return rows.select_related(
        "unit", "topic", "made_by", "changed_by", "approved_by", "closed_by", "campaign"
    )


def one(by: Person, list_id: int, *, at: datetime) -> CheckList | None:
    """A list that exists for the person."""
    return visible(by, at=at).filter(pk=list_id).first()


def to_close(by: Person, *, at: datetime) -> QuerySet[CheckList]:
    """Lists of the person's desk whose deadline is over and that do not say yet what came of them, the oldest first."""
    rows = visible(by, at=at).filter(scope(by, MAKE, at=at, path="unit__path"), state=ListState.SENT)
    return rows.filter(due_on__lt=local_day(at)).order_by("due_on", "pk")


def asked_units(by: Person, *, at: datetime) -> QuerySet[Asked]:
    """The askings of sent and withdrawn lists whose answers a person may read: those of units in his reach."""
    rows = Asked.objects.filter(scope(by, SEE, at=at), asked=True).exclude(check_list__state__in=AT_DESK)
    return rows.select_related("unit", "check_list", "check_list__topic", "check_list__unit")


def askable(found: CheckList) -> QuerySet[Unit]:
    """Whom a list may ask: the units that the campaign covers, below the team's; of a team further down its own."""
    covered = units_of(found.campaign).filter(path__startswith=found.unit.path)
    if found.unit_id == found.campaign.unit_id:
        return covered
    below = Unit.objects.filter(path__startswith=found.unit.path, depth__lte=found.unit.depth + 1)
    found_below: QuerySet[Unit] = below.order_by("path")
    return found_below


def repeating(found: CheckList, units: Collection[int], on: date) -> dict[int, policy.Earlier]:
    """Units of these that were asked about the topic within its period, by whomever."""
    rows = Asked.objects.filter(
        unit__in=units,
        asked_on__isnull=False,
        check_list__topic=found.topic_id,
        check_list__state__in=OUT,
    ).exclude(check_list=found.pk)
    told = rows.values_list("unit", "check_list", "asked_on")
    earlier = (policy.Earlier(unit, key, day) for unit, key, day in told if day)
    return policy.repeats(earlier, on, found.topic.days)


def against_repeating(found: CheckList, units: Collection[int], on: date) -> list[Reason]:
    """Why some units cannot be asked (again) yet, each with the earlier list."""
    barred = repeating(found, units, on)
    if not barred:
        return []
    lists = CheckList.objects.select_related("unit").in_bulk({one.list_id for one in barred.values()})
    names = Unit.objects.in_bulk(barred)
    return [
        Reason(
            "repeated",
            REPEATED,
            "units",
            {
                "unit": str(names[key]),
                "on": earlier.on,
                "title": lists[earlier.list_id].title,
                "team": str(lists[earlier.list_id].unit),
                "free": policy.free_from(earlier, found.topic.days),
            },
        )
        for key, earlier in sorted(barred.items(), key=lambda pair: names[pair[0]].path)
    ]
