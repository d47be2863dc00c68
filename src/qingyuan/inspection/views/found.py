"""What a page starts from: a list if it exists for the person, and how a refusal is said."""

from django.http import HttpRequest
from django.urls import reverse

from qingyuan.inspection.errors import missing
from qingyuan.inspection.models import CheckList
from qingyuan.inspection.queries import lists as queries
from qingyuan.kit import clock
from qingyuan.org.api import Person


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


def list_of(request: Request, pk: int) -> CheckList:
    """A list that exists for the person."""
    found = queries.one(request.by, pk, at=clock.now())
    if found is None:
        raise missing()
    return found


def page_of(found: CheckList) -> str:
    """The address of a list."""
    return reverse("inspection:list", args=[found.pk])
