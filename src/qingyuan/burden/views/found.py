"""What a page starts from, and how it ends: a form, a button, a refusal in words."""

from django.http import HttpRequest

from qingyuan.burden.errors import missing
from qingyuan.burden.models import Passport
from qingyuan.burden.queries import register
from qingyuan.kit import clock
from qingyuan.org.api import Person


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


def passport_of(request: Request, pk: int) -> Passport:
    """A passport that exists for the person."""
    found = register.one(request.by, pk, at=clock.now())
    if found is None:
        raise missing()
    return found
