"""What a page starts from, and how a refusal is said."""

from django.http import HttpRequest

from qingyuan.campaign.api import Campaign
from qingyuan.kit import clock
from qingyuan.org.api import Person
from qingyuan.study.errors import missing
from qingyuan.study.models import Essay
from qingyuan.study.queries import curriculum, essays


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


def campaign_of(request: Request) -> Campaign:
    """The campaign whose study is shown; none in sight is missing."""
    found = curriculum.campaign_of(request.by, at=clock.now(), chosen=request.GET.get("campaign", ""))
    if found is None:
        raise missing()
    return found


def own_essay(request: Request, call_id: int) -> Essay:
    """One's own essay of a call; where nobody asked for one it is missing."""
    found = essays.own(request.by, clock.now()).filter(call=call_id).first()
    if found is None:
        raise missing()
    return found
