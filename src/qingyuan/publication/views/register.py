"""The register of guidance documents, and research topics."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.kit import clock, kept
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.kit.paging import page
from qingyuan.matters.api import queries as matters
from qingyuan.org.api import Person, Unit, may, needs, reach, scope, units_within
from qingyuan.publication import rules
from qingyuan.publication.forms.calendar import EndGuidanceForm, EndingForm, GuidanceForm, TopicForm
from qingyuan.publication.kinds import FileKind
from qingyuan.publication.models import Guidance, Research
from qingyuan.publication.queries import register as queries
from qingyuan.publication.views.found import PDF, Request, campaign_of, explain, missing


def guidance_of(request: Request, pk: int) -> Guidance:
    """A document that exists for the person."""
    found = queries.guidance(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


@needs("publication.see")
@require_GET
def register(request: Request) -> HttpResponseBase:
    """The documents in force, or all of them: number, version, since when, and by what replaced."""
    at = clock.now()
    rows = queries.guidance(request.by, at=at)
    everything = request.GET.get("all") == "1"
    if not everything:
        rows = rows.filter(queries.in_force(at))
    if asked := request.GET.get("q", "").strip()[:40]:
        rows = rows.filter(title__icontains=asked) | rows.filter(number__icontains=asked)
    found = page(
        rows, ("-from_on", "-pk"), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    words = {
        "page": found,
        "rows": [(one, may(request.by, queries.REGISTER, at=at, unit=one.unit)) for one in found.rows],
        "everything": everything,
        "q": asked,
        "registers": bool(reach(request.by, queries.REGISTER, at)),
        "today": clock.local_day(at),
    }
    return render(request, "publication/register.html", words)


@needs("publication.register_guidance")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """Put a document on the register."""
    return _entered(request, None)


@needs("publication.register_guidance")
@require_http_methods(["GET", "POST"])
def replace(request: Request, pk: int) -> HttpResponseBase:
    """A new version of a document."""
    return _entered(request, guidance_of(request, pk))


def _entered(request: Request, old: Guidance | None) -> HttpResponseBase:
    at = clock.now()
    units = [old.unit] if old else list(units_within(request.by, queries.REGISTER, at=at))
    usual: dict[str, Any] = {"unit": units[0].pk if units else None, "from_on": clock.today()}
    if old is not None:
        usual["title"] = old.title
    elif request.GET.get("writing", "").isdigit():
        usual["writing"] = request.GET["writing"]
    form = GuidanceForm(
        request.POST or None,
        request.FILES or None,
        initial=usual,
        units=units,
        writings=queries.to_register(request.by, at=at),
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        unit = said.pop("unit")
        try:
            rules.register_guidance(
                unit=unit,
                entry=rules.Entry(**said),
                by=request.by,
                at=at,
                replaces_id=old.pk if old else None,
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("已登记。"))
            return redirect("publication:register")
    title = _("更新：%(title)s") % {"title": old.title} if old else _("登记制度文件")
    return _form(request, form, title, _("登记"), "publication:register", _("制度文件"))


def _form(request: Request, form: Any, title: str, button: str, back: str, trail: str) -> HttpResponseBase:
    words = {"form": form, "title": title, "button": button, "back": reverse(back), "trail": trail}
    return render(request, "publication/form.html", words)


@needs("publication.register_guidance")
@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponseBase:
    """A document is no longer in force."""
    found = guidance_of(request, pk)
    form = EndGuidanceForm(request.POST or None, initial={"to_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            rules.end_guidance(
                guidance_id=pk, to_on=form.cleaned_data["to_on"], by=request.by, at=clock.now()
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("已记为废止。"))
            return redirect("publication:register")
    title = _("废止：%(title)s") % {"title": found.title}
    return _form(request, form, title, _("废止"), "publication:register", _("制度文件"))


@needs("publication.see")
@require_GET
def file(request: Request, pk: int) -> HttpResponseBase:
    """The text of a document: the file that was handed in, or the PDF as it was issued here."""
    found = guidance_of(request, pk)
    if found.writing is None:
        sent = kept.download(found.key, name=found.name, media_type=found.media_type)
    else:
        made = found.writing.files.filter(kind=FileKind.PDF).first()
        sent = kept.download(made.key, name=f"{found.number}.pdf", media_type=PDF) if made else None
    if sent is None:
        raise missing()
    return sent


# -- research topics -------------------------------------------------------------------------------------------


@needs("publication.see_research")
@require_GET
def research(request: Request) -> HttpResponseBase:
    """The topics: what is asked, who leads, until when, and in what they ended."""
    at = clock.now()
    found = page(
        queries.research(request.by, at=at),
        ("due_on", "pk"),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    seen = queries.seen_matters(list(found.rows), request.by, at=at)
    words = {
        "page": found,
        "rows": [
            (
                one,
                matters.matter_url(one.matter_id) if one.matter_id in seen else "",
                _concludes(request, one),
            )
            for one in found.rows
        ],
        "sets": bool(reach(request.by, queries.SET, at)) and campaign_of(request) is not None,
        "today": clock.local_day(at),
    }
    return render(request, "publication/research.html", words)


def _concludes(request: Request, topic: Research) -> bool:
    return topic.concluded_at is None and queries.concludes(request.by, topic, at=clock.now())


@needs("publication.set_research")
@require_http_methods(["GET", "POST"])
def set_topic(request: Request) -> HttpResponseBase:
    """Set a topic."""
    at = clock.now()
    campaign = campaign_of(request)
    if campaign is None:
        raise missing()
    units = list(units_within(request.by, queries.SET, at=at).filter(path__startswith=campaign.unit.path))
    people = Person.objects.filter(scope(request.by, queries.SET, at=at, path="posts__unit__path")).distinct()
    usual = {"unit": units[0].pk if units else None}
    form = TopicForm(request.POST or None, initial=usual, units=units, people=people)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        unit = said.pop("unit")
        try:
            rules.set_research(campaign=campaign, unit=unit, topic=rules.Topic(**said), by=request.by, at=at)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("课题已设立。"))
            return redirect("publication:research")
    return _form(request, form, _("设立调研课题"), _("设立"), "publication:research", _("调研课题"))


@needs("publication.set_research")
@require_http_methods(["GET", "POST"])
def conclude(request: Request, pk: int) -> HttpResponseBase:
    """Conclude a topic with a rule or a measure."""
    at = clock.now()
    topic = queries.research(request.by, at=at).filter(pk=pk).first()
    if topic is None:
        raise missing()
    below = Unit.objects.filter(path__startswith=topic.unit.path)
    units = below.filter(depth__lte=topic.unit.depth + 1).order_by("path")
    own = queries.guidance(request.by, at=at).filter(queries.in_force(at))
    form = EndingForm(request.POST or None, rules=own, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            rules.conclude_research(
                research_id=pk, ending=rules.Ending(**form.cleaned_data), by=request.by, at=at
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("课题已结题。"))
            return redirect("publication:research")
    title = _("结题：%(title)s") % {"title": topic.title}
    return _form(request, form, title, _("结题"), "publication:research", _("调研课题"))
