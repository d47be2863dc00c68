"""The table of topics."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.inspection.errors import missing
from qingyuan.inspection.forms import TopicForm
from qingyuan.inspection.models import Topic
from qingyuan.inspection.policy import REPEAT_DAYS
from qingyuan.inspection.rules.topics import change_topic
from qingyuan.inspection.views.found import Request
from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, tried
from qingyuan.org.api import needs


@needs("inspection.change_topic")
@require_GET
def topics(request: Request) -> HttpResponseBase:
    """Every topic with the days within which no unit is asked twice."""
    return render(request, "inspection/topics.html", {"rows": Topic.objects.all()})


@needs("inspection.change_topic")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A new topic."""
    form = TopicForm(request.POST or None, initial={"days": REPEAT_DAYS, "active": True})
    back = reverse("inspection:topics")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: change_topic(new=True, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已添加专题。"), back)
    return asked_for(request, form, title=_("添加专题"), button=_("添加"), back=back, trail=_("检查专题"))


@needs("inspection.change_topic")
@require_http_methods(["GET", "POST"])
def change(request: Request, topic_code: str) -> HttpResponseBase:
    """Words and days of a topic."""
    found = Topic.objects.filter(pk=topic_code).first()
    if found is None:
        raise missing()
    names = ("code", "kind", "name", "name_en", "days", "active")
    form = TopicForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    for fixed in ("code", "kind"):
        form.fields[fixed].disabled = True
    back = reverse("inspection:topics")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: change_topic(by=request.by, at=clock.now(), **said)):
            return gone(request, _("已保存，以后选单位按新的天数算。"), back)
    return asked_for(
        request, form, title=_("修改专题"), button=_("保存"), back=back, trail=_("检查专题"), lead=str(found)
    )
