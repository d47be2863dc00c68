"""Declarations: nil in one tap, words from the last time; rounds, who has not answered; the articles behind them."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.discipline.errors import missing
from qingyuan.discipline.forms import selfreport as forms
from qingyuan.discipline.forms.fields import among
from qingyuan.discipline.queries import declarations as queries
from qingyuan.discipline.queries import selfreport
from qingyuan.discipline.rules import declarations as rules
from qingyuan.discipline.rules import talks as talk_rules
from qingyuan.discipline.views import scripts
from qingyuan.discipline.views.found import Request, asked, campaign_of
from qingyuan.kit import clock
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import needs, reach, units_within
from qingyuan.org.api import queries as org


@needs("discipline.declare")
@require_GET
def own(request: Request) -> HttpResponseBase:
    """What I am asked to declare: nil in one tap."""
    shown = {"due": queries.due(request.by, clock.now()), "today": clock.today()}
    return scripts.quiet(render(request, "discipline/declarations.html", shown))


@needs("discipline.declare")
@require_http_methods(["GET", "POST"])
def declare(request: Request, pk: int) -> HttpResponseBase:
    """One round: the words of the last time stand in the form."""
    at = clock.now()
    found = next((one for one in queries.due(request.by, at) if one.round.pk == pk), None)
    if found is None:
        raise missing()
    back = reverse("discipline:declarations")
    if request.method == "POST" and "nil" in request.POST:
        try:
            rules.declare(round_id=pk, words=None, by=request.by, at=at)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.error(request, str(reason))
            return redirect(back)
        return gone(request, _("已申报：没有需要申报的。"), back)
    form = forms.DeclareForm(request.POST or None, initial={"words": found.words or found.last_words})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(form, lambda: rules.declare(round_id=pk, words=words, by=request.by, at=at)):
            return gone(request, _("已申报，只有纪检督察看得到。"), back)
    return scripts.quiet(
        asked(
            request, form, title=str(found.round.category), button=_("申报"), back=back,
            lead=f"{found.round.category.asks}（{found.round.basis}）", trail=_("申报"),
        )
    )  # fmt: skip


@needs("discipline.see_undeclared")
@require_GET
def rounds(request: Request) -> HttpResponseBase:
    """The rounds, and the categories with their articles."""
    at = clock.now()
    shown = {
        "rounds": queries.rounds(request.by, at=at)[:50],
        "categories": queries.categories(),
        "holds": bool(reach(request.by, rules.HOLD, at)),
        "keeps": bool(reach(request.by, rules.KEEP, at)),
        "ranks": dict(forms.RANKS),
    }
    return render(request, "discipline/rounds.html", shown)


@needs("discipline.see_undeclared")
@require_GET
def round_(request: Request, pk: int) -> HttpResponseBase:
    """One round: figures, who has not answered, and for who may read: what was declared."""
    at = clock.now()
    found = queries.rounds(request.by, at=at).filter(pk=pk).first()
    if found is None:
        raise missing()
    reads = bool(reach(request.by, queries.READ, at))
    rows = list(queries.declared(found, request.by, at=at).filter(nil=False)[:500]) if reads else []
    shown = {
        "round": found,
        "figures": queries.round_figures(found, request.by, at=at),
        "undeclared": queries.undeclared(found, request.by, at=at).prefetch_related(org.post_on(at))[:200],
        "reads": reads,
        "rows": [(one, queries.opened(one)) for one in rows],
    }
    return scripts.quiet(render(request, "discipline/round.html", shown))


@needs("discipline.hold_round")
@require_http_methods(["GET", "POST"])
def hold(request: Request) -> HttpResponseBase:
    """A new round of a category that is confirmed."""
    today = clock.today()
    form = forms.RoundForm(
        request.POST or None, initial={"opens_on": today, "due_on": today + timedelta(days=14)}
    )
    able = queries.categories().filter(confirmed_by__isnull=False)
    form.fields["category"].choices = [("", _("请选择")), *((one.code, str(one)) for one in able)]  # type: ignore[attr-defined]
    among(form, "unit", units_within(request.by, rules.HOLD, at=clock.now()))
    back = reverse("discipline:rounds")
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["code"] = said.pop("category")
        campaign = campaign_of(request)
        if tried(form, lambda: rules.hold_round(campaign=campaign, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已开展，只请依据写明的人员申报。"), back)
    return asked(
        request, form, title=_("开展申报"), button=_("开展"), back=back, trail=_("申报情况"),
        lead=_("只能选择依据已经第二人确认的事项。"),
    )  # fmt: skip


@needs("discipline.keep_category")
@require_http_methods(["GET", "POST"])
def category(request: Request, code: str) -> HttpResponseBase:
    """By which article, and of whom."""
    found = queries.categories().filter(code=code).first()
    if found is None:
        raise missing()
    first = {"basis": found.basis, "grade": found.grade, "ranks": found.ranks}
    form = forms.CategoryForm(request.POST or None, initial=first)
    back = reverse("discipline:rounds")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.keep_category(code=code, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已保存，须由第二人确认后才能开展申报。"), back)
    return asked(
        request, form, title=str(found), button=_("保存"), back=back, lead=found.asks, trail=_("申报情况")
    )


@needs("discipline.keep_category")
@require_POST
def confirm(request: Request, code: str) -> HttpResponseBase:
    """A second person confirms."""
    try:
        rules.confirm_category(code=code, by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("已确认，可以开展申报。"))
    return redirect("discipline:rounds")


# -- talks ------------------------------------------------------------------------------------------------------


@needs("discipline.talk")
@require_http_methods(["GET", "POST"])
def talks(request: Request) -> HttpResponseBase:
    """My talks, and a new one."""
    at = clock.now()
    form = forms.TalkForm(request.POST or None, initial={"on": clock.today() + timedelta(days=1)})
    among(form, "other", queries.partners(request.by, at))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: talk_rules.book_talk(by=request.by, at=at, **said)):
            return gone(request, _("已约，等对方确认。"), reverse("discipline:talks"))
    shown = {
        "form": form,
        "rows": queries.talks(request.by)[:50],
        "policy": selfreport.policy_for(org.home_path(request.by, at)),
        "today": clock.today(),
    }
    return scripts.quiet(render(request, "discipline/talks.html", shown))


ACTS = {
    "agree": lambda **given: talk_rules.agree_to_talk(**given),
    "cancel": lambda **given: talk_rules.cancel_talk(**given),
    "held": lambda **given: talk_rules.hold_talk(again=False, **given),
    "again": lambda **given: talk_rules.hold_talk(again=True, **given),
}


@needs("discipline.talk")
@require_POST
def talk(request: Request, pk: int) -> HttpResponseBase:
    """Agree, take back, or say that it was held and whether another is wanted."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or not queries.talks(request.by).filter(pk=pk).exists():
        raise missing()
    try:
        act(talk_id=pk, by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("已登记。谈了什么，系统不保存。"))
    return redirect("discipline:talks")
