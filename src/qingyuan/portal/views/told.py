"""What the house tells everybody, without an account: the public texts of warning cases that were released."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingyuan.kit.bounds import Bucket
from qingyuan.org.api import public
from qingyuan.study.api import queries as study

turns = Bucket(rate=20, burst=60)


@public
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Released cases: what happened, the rule, what control failed and the one now in place. The same for all."""
    if not turns.take():
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    shown, whole = study.cases.public_cases()
    return render(request, "portal/public_cases.html", {"cases": shown, "whole": whole})
