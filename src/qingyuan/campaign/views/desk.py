"""What every page of the campaign starts from: the campaign, the moment, and the ways a page can end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce, wraps
from typing import Any, Literal

from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingyuan.burden.api import measure, opening, stopped
from qingyuan.campaign.models import Campaign
from qingyuan.campaign.queries.frame import campaigns, current_campaign
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import Words
from qingyuan.org.api import Person, Unit, may, needs, require, scope

Act = Callable[[dict[str, Any]], object]
Kind = Literal["read", "form", "press"]

SAVE = _("保存")
TABS: tuple[tuple[str, Words, str], ...] = (
    ("overview", _("总览"), "campaign.see"),
    ("plan", _("方案"), "campaign.see"),
    ("objectives", _("目标体系"), "campaign.see"),
    ("tasks", _("任务分解"), "campaign.see"),
    ("deployment", _("部署"), "campaign.see_work"),
    ("group", _("领导小组"), "campaign.see_work"),
    ("responsibility", _("责任"), "campaign.see_work"),
    ("meetings", _("会议"), "campaign.see_work"),
    ("contacts", _("联系点"), "campaign.see"),
    ("key_tasks", _("年度大事"), "campaign.see"),
    ("pilot", _("试点经验"), "campaign.see_work"),
    ("guidance", _("上级指导意见"), "campaign.see_guidance"),
)


@dataclass
class Desk:
    """A page being made: who asks, when, about which campaign (of those in sight)."""

    request: HttpRequest
    by: Person
    at: datetime
    campaign: Campaign
    seen: Sequence[Campaign]

    @property
    def on(self) -> date:
        return clock.local_day(self.at)

    @property
    def pick(self) -> str:
        """What an address carries so that the same campaign stays chosen; nothing if there is only one."""
        return f"?campaign={self.campaign.pk}" if len(self.seen) > 1 else ""

    def url(self, name: str, *args: object) -> str:
        return reverse(f"campaign:{name}", args=args) + self.pick

    def may(self, permission: str, unit: Unit | None = None) -> bool:
        """Whether the person may do this at a unit (the campaign's own) while the campaign runs."""
        where = unit or self.campaign.unit
        return self.campaign.ended_at is None and may(self.by, permission, at=self.at, unit=where)

    def may_see(self, permission: str, unit: Unit) -> bool:
        """Whether a unit lies within reach of a permission to read; an ended campaign can still be read."""
        return may(self.by, permission, at=self.at, unit=unit)

    def require(self, permission: str, unit: Unit | None = None, *, own: bool = False) -> None:
        require(self.by, permission, at=self.at, unit=unit or self.campaign.unit, own=own)

    def scope(self, permission: str, *, path: str = "unit__path", owner: str = "") -> Q:
        return scope(self.by, permission, at=self.at, path=path, owner=owner)

    def show(self, template: str, tab: str, **context: Any) -> HttpResponse:
        """Render a page within the campaign's tabs."""
        tabs = [
            {"key": key, "words": words, "url": self.url(key)}
            for key, words, permission in TABS
            if may(self.by, permission, at=self.at)
        ]
        own = {"campaign": self.campaign, "seen": self.seen, "pick": self.pick, "tabs": tabs, "tab": tab}
        return render(self.request, f"campaign/{template}.html", {**own, "today": self.on, **context})

    def ask(
        self,
        form: BaseForm,
        act: Act,
        *,
        tab: str,
        title: Words,
        to: str,
        done: Words,
        lead: Words = "",
        submit: Words = SAVE,
        template: str = "form",
        measured: str = "",
        **context: Any,
    ) -> HttpResponse:
        """One form, one rule: show it, or do it and go on, or show it again with every reason why not.

        ``measured``: the code under which the burden counts how long it took.
        """
        if measured and (stop := stopped(measured, at=self.at)):
            return render(self.request, "burden/stopped.html", {"stop": stop, "back": to})
        if self.request.method == "POST" and form.is_valid():
            try:
                act(form.cleaned_data)
            except (Forbidden, Missing):
                raise
            except Refused as refusal:
                for reason in refusal.reasons:
                    form.add_error(reason.field if reason.field in form.fields else None, str(reason))
            else:
                if measured:
                    measure(form=measured, stamp=self.request.POST.get("opened", ""), by=self.by, at=self.at)
                messages.success(self.request, str(done))
                return redirect(to)
        if measured:
            stamp = self.request.POST.get("opened") or opening(form=measured, by=self.by, at=self.at)
            context["opened"] = stamp
        shape = {"form": form, "title": title, "lead": lead, "submit": submit, "back": to}
        return self.show(template, tab, **shape, **context)

    def press(self, act: Callable[[], object], *, to: str, done: Words) -> HttpResponse:
        """One button, one rule: do it, or say every reason why not; then go on."""
        try:
            act()
        except (Forbidden, Missing):
            raise
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(self.request, str(reason))
        else:
            messages.success(self.request, str(done))
        return redirect(to)


def missing() -> Missing:
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


METHODS = {"read": require_safe, "form": require_http_methods(["GET", "HEAD", "POST"]), "press": require_POST}


def page(
    permission: str,
    *,
    kind: Kind = "read",
    thing: type[Model] | None = None,
    campaign: str = "campaign",
    here: bool = False,
    sight: str = "",
    owner: str = "",
    among: Callable[[Person, datetime, Campaign], QuerySet[Any]] | None = None,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponseBase]]:
    """A page of the current campaign, or of the campaign that ``thing`` (by the address's ``pk``) belongs to.

    ``campaign``: the way from the thing to its campaign. ``here``: the permission must reach the campaign's own
    unit. ``sight``: the thing's unit path that must lie within reach, or else ``owner`` must be the person.
    ``among``: the things of a campaign that a person sees; any other does not exist for him, whatever he may do.
    Without any campaign in sight a person is sent to the overview, which says so.
    """

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def opened(request: HttpRequest, pk: int | None = None) -> HttpResponse:
            by: Person = request.by  # type: ignore[attr-defined]
            at = clock.now()
            seen = list(campaigns(by, at))
            found: Any = None
            if thing is not None:
                rows = thing._default_manager.select_related(f"{campaign}__unit").filter(pk=pk)
                if sight:
                    rows = rows.filter(
                        scope(by, permission, at=at, path=sight, owner=owner) | _owned(by, owner)
                    )
                found = rows.first()
                current = reduce(getattr, campaign.split("__"), found) if found is not None else None
                if current not in seen or (among and not among(by, at, current).filter(pk=pk).exists()):
                    raise missing()
            else:
                current = current_campaign(by, at, chosen=request.GET.get("campaign", ""))
            if current is None:
                return redirect("campaign:overview")
            if here:
                require(by, permission, at=at, unit=current.unit)
            desk = Desk(request, by, at, current, seen)
            return view(desk, found) if thing is not None else view(desk)

        guarded: Callable[..., HttpResponseBase] = METHODS[kind](needs(permission)(opened))
        return guarded

    return mark


def _owned(by: Person, owner: str) -> Q:
    return Q(**{owner: by.pk}) if owner else Q(pk__in=[])
