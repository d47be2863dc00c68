"""Many reports at once for keys that came later: opened and sealed in the browser, batch by batch."""

import base64

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from qingyuan.kit import clock
from qingyuan.org.api import needs
from qingyuan.reports import forms, rules
from qingyuan.reports.kinds import Part
from qingyuan.reports.queries import reading
from qingyuan.reports.rules import Again
from qingyuan.reports.views.answers import Request, done, for_scripts


def _b64(data: bytes | memoryview) -> str:
    return base64.b64encode(bytes(data)).decode()


@needs("reports.handle")
@require_POST
@for_scripts
def following(request: Request) -> HttpResponseBase:
    """The next reports that some key of their desks cannot open, with one's slots of them and what lies within."""
    at = clock.now()
    after = request.POST.get("after", "")[:10]
    found = rules.open_batch(after=after, by=request.by, at=at)
    bodies = reading.bodies([report for report, _slots in found])
    reports = [
        {
            "id": report.public_id,
            "slots": [{"recipient": slot.key.recipient, "sealed": _b64(slot.sealed)} for slot in slots],
            Part.BODY.value: _b64(bodies[report.pk]),
        }
        for report, slots in found
    ]
    last = found[-1][0].public_id if found else after
    left = reading.unsealed(request.by, at).filter(public_id__gt=last).count()
    return done(reports=reports, after=last, left=left)


@needs("reports.handle")
@require_POST
@for_scripts
def offer(request: Request) -> HttpResponseBase:
    """For which keys each of them may be sealed again: by the facts that came out."""
    at = clock.now()
    asked = forms.batch_of(request.POST.get("asked", ""))
    found = reading.readable(request.by).filter(public_id__in=[name for name, _facts, _slots in asked])
    reports = {report.public_id: report for report in found}
    keys = {}
    for name, facts, _slots in asked:
        report = reports.get(name)
        if report is None or facts.promised != bytes(report.promised):
            continue
        able = reading.without_slot(report, facts, at)
        keys[name] = [{"id": key.key, "recipient": key.recipient} for key in able]
    return done(keys=keys)


@needs("reports.handle")
@require_POST
@for_scripts
def keep(request: Request) -> HttpResponseBase:
    """Keep them. What routing refuses today is named and stays behind."""
    given = forms.batch_of(request.POST.get("sealed", ""))
    again = [Again(name, slots, facts) for name, facts, slots in given]
    refused = rules.reseal_batch(again=again, by=request.by, at=clock.now())
    return done(refused=refused, kept=len(again) - len(refused))
