"""What a page is about, if the person may see it: else it does not exist. And how a refusal is shown."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign, current_campaign
from qingyuan.kit import clock
from qingyuan.kit.doubts import Ask
from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.ledger.queries import people_of, whole
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit, queries, reach, require, scope, units_within


class Request(HttpRequest):
    """A request whose person is known: what a page behind ``needs`` is handed."""

    by: Person


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


def matter_of(request: Request, pk: int) -> Matter:
    """A matter with all that hangs on it, if it exists for this person."""
    matter = whole(request.by, pk, at=clock.now())
    if matter is None:
        raise missing()
    return matter


def require_on(request: Request, matter: Matter, permission: str) -> None:
    """Turn away who sees a matter but may not do this to it, before a form is even read."""
    own = permission == "matters.work" and matter.owner_id == request.by.pk
    require(request.by, permission, at=clock.now(), path=matter.unit_path, own=own)


def campaign_of(request: Request) -> Campaign | None:
    """The campaign whose ledger is shown: the one in the address, else the one that runs."""
    return current_campaign(request.by, clock.now(), chosen=request.GET.get("campaign", ""))


def explain(form: Form, refusal: Refused, fields: Iterable[str] | None = None) -> None:
    """Put the reasons of a refusal beside the fields that they belong to. Missing and Forbidden go on up."""
    if isinstance(refusal, Missing | Forbidden):
        raise refusal
    known = set(form.fields if fields is None else fields)
    for reason in refusal.reasons:
        form.add_error(reason.field if reason.field in known else None, str(reason))


def rosters(request: Request, at: datetime, *, not_before: date | None = None) -> Ask:
    """What a form asks about its deadlines: whether they lie on a duty day, as far as this person sees rosters."""
    return partial(queries.duty_doubts, by=request.by, at=at, not_before=not_before)


def units_of(request: Request, permission: str) -> QuerySet[Unit]:
    """The units that a page offers to choose from."""
    return units_within(request.by, permission, at=clock.now())


def unit_address(permission: str) -> str:
    """Where names of units are proposed."""
    return f"{reverse('ledger:suggest_units')}?{urlencode({'for': permission})}"


def person_address(*, unit: Unit | None = None, permission: str = "") -> str:
    """Where names of people are proposed: of a unit, or of all that a permission reaches."""
    asked: dict[str, Any] = {"in": unit.pk} if unit is not None else {"for": permission}
    return f"{reverse('ledger:suggest_people')}?{urlencode(asked)}"


def people_within(by: Person, permission: str, at: datetime) -> QuerySet[Person]:
    """The people of all units that a permission reaches."""
    paths, on = reach(by, permission, at).paths, clock.local_day(at)
    if len(paths) == 1:
        return people_of(paths[0], on)
    held = scope(by, permission, at=at, path="posts__unit__path") & Q(posts__from_on__lte=on)
    held &= Q(posts__to_on__isnull=True) | Q(posts__to_on__gte=on)
    return Person.objects.filter(held).distinct().order_by("police_no")
