"""A paper of an answer, given out only as a download and only to those who read the answer."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from qingyuan.inspection.errors import missing
from qingyuan.inspection.queries import papers as queries
from qingyuan.inspection.views.found import Request
from qingyuan.kit import clock
from qingyuan.kit import kept as files
from qingyuan.org.api import needs


@needs("inspection.see")
@require_safe
def paper(request: Request, pk: int) -> HttpResponseBase:
    """The file as a download."""
    found = queries.one(request.by, pk, at=clock.now())
    sent = files.download(found.key, name=found.name, media_type=found.media_type) if found else None
    if sent is None:
        raise missing()
    return sent
