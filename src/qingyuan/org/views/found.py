"""What a page is about, if the person may see it: else it does not exist."""

from collections.abc import Iterable

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from qingyuan.kit import clock
from qingyuan.kit.errors import Missing, Reason, Refused
from qingyuan.org.models import Account, Person, RoleHolding, Unit
from qingyuan.org.pages import Request
from qingyuan.org.queries import home_path, may, scope


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


def unit_of(request: Request, pk: int, permission: str) -> Unit:
    """A unit within reach."""
    unit: Unit | None = Unit.objects.filter(
        scope(request.by, permission, at=clock.now(), path="path"), pk=pk
    ).first()
    if unit is None:
        raise missing()
    return unit


def person_of(request: Request, pk: int, permission: str) -> Person:
    """A person whose home lies within reach."""
    person = Person.objects.filter(pk=pk).select_related("branch").first()
    at = clock.now()
    if person is None or not may(request.by, permission, at=at, path=home_path(person, at)):
        raise missing()
    return person


def holding_of(request: Request, pk: int) -> RoleHolding:
    """A role held at a unit where this person gives and takes roles."""
    reachable = scope(request.by, "org.appoint", at=clock.now())
    holding = RoleHolding.objects.filter(reachable, pk=pk).select_related("unit", "person").first()
    if holding is None:
        raise missing()
    return holding


def account_of(request: Request, pk: int) -> Account:
    """An account of a person whose home lies within reach of who manages accounts."""
    account = Account.objects.filter(pk=pk).first()
    at = clock.now()
    if account is None or not may(
        request.by, "org.manage_accounts", at=at, path=home_path(account.person, at)
    ):
        raise missing()
    return account


def explain(form: Form, refusal: Refused, fields: Iterable[str] | None = None) -> None:
    """Put the reasons of a refusal beside the fields that they belong to."""
    known = set(form.fields if fields is None else fields)
    for reason in refusal.reasons:
        form.add_error(reason.field if reason.field in known else None, str(reason))
