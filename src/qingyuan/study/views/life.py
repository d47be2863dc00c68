"""The calendar of party life, its rules, special-duty mode."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.org.api import may, needs, reach, units_within
from qingyuan.study.errors import missing
from qingyuan.study.forms.life import AcceptForm, BeginForm, HeldForm, LifeRuleForm, SpecialDutyForm
from qingyuan.study.kinds import Often
from qingyuan.study.models import LifeRule
from qingyuan.study.policy import life as policy
from qingyuan.study.queries import life as queries
from qingyuan.study.queries import special as special_queries
from qingyuan.study.rules import life as rules
from qingyuan.study.rules import special
from qingyuan.study.views.found import Request

BRANCHES_AT_ONCE = 12
YEARS = (2000, 2100)  # that can be asked for


def _month(request: Request) -> date:
    """The month that is shown: its first day; the present one unless the address names another."""
    asked = request.GET.get("month", "")
    try:
        found = date.fromisoformat(f"{asked}-01")
    except ValueError:
        found = date.min
    return found if YEARS[0] <= found.year <= YEARS[1] else clock.today().replace(day=1)


@needs(queries.SEE)
@require_GET
def life(request: Request) -> HttpResponseBase:
    """A month: one branch after the other if they are few, else how each rule stands and a branch to choose."""
    at, by = clock.now(), request.by
    first = _month(request)
    last = policy.period_of(Often.MONTH, first).last
    every = list(queries.branches_seen(by, at=at))
    committees = queries.committees_seen(by, at=at)
    asked = request.GET.get("branch", "")
    chosen = [branch for branch in every if str(branch.pk) == asked]
    shown = chosen or every
    every_line = queries.lines(shown, () if chosen else committees, first=first, last=last, at=at, by=by)
    lines = [line for line in every_line if first <= (line.on or line.period.last) <= last]
    detailed = len(shown) <= BRANCHES_AT_ONCE
    found = {
        "month": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": last + timedelta(days=1),
        "branches": every,
        "chosen": chosen[0] if chosen else None,
        "detailed": detailed,
        "rules": list(queries.by_rule(lines)),
        "lines": _in_order(lines) if detailed else _in_order([line for line in lines if line.branch is None]),
        "proposed": sum(line.mine and line.state == "proposed" for line in lines)
        if chosen or len(every) == 1
        else 0,
        "only": shown[0] if len(shown) == 1 else None,
        "today": clock.today(),
        "can_plan": bool(reach(by, "study.keep_events", at)),
    }
    return render(request, "study/life.html", found)


def _in_order(lines: list[queries.Line]) -> list[queries.Line]:
    return sorted(
        lines, key=lambda line: (line.unit.path, line.branch.pk if line.branch else 0, line.on or date.max)
    )


@needs(queries.SEE)
@require_GET
def months(request: Request) -> HttpResponseBase:
    """Planned against held, by month of a year."""
    at, by, today = clock.now(), request.by, clock.today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    year = year if YEARS[0] <= year <= YEARS[1] else today.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    lines = queries.lines(
        queries.branches_seen(by, at=at),
        queries.committees_seen(by, at=at),
        first=first,
        last=last,
        at=at,
        rosters=False,
    )
    shown = {"months": queries.months(lines), "rules": list(queries.by_rule(lines)), "year": year}
    return render(request, "study/life_months.html", shown | {"before": year - 1, "after": year + 1})


def _line(request: Request, rule_code: str, branch_pk: int, period: str) -> queries.Line:
    at, by = clock.now(), request.by
    branch = queries.branches_seen(by, at=at).filter(pk=branch_pk)
    try:
        first = date.fromisoformat(period)
    except ValueError:
        raise missing() from None
    if not YEARS[0] <= first.year <= YEARS[1]:
        raise missing()
    lines = queries.lines(branch, first=first, last=first, at=at, by=by)
    found = next((one for one in lines if one.rule.pk == rule_code and one.period.first == first), None)
    if found is None:
        raise missing()
    return found


def _back(line: queries.Line) -> str:
    month = (line.on or line.period.first).isoformat()[:7]
    return f"{reverse('study:life')}?month={month}&branch={line.branch.pk}"


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def accept(request: Request, rule_code: str, branch_pk: int, period: str) -> HttpResponseBase:
    """Accept the proposed day, or fix another."""
    line = _line(request, rule_code, branch_pk, period)
    form = AcceptForm(request.POST or None, initial={"day": line.day})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        if tried(
            form,
            lambda: rules.accept_day(
                rule_code=rule_code,
                branch_id=branch_pk,
                period_on=line.period.first,
                day=day,
                by=request.by,
                at=clock.now(),
            ),
        ):
            return gone(request, _("日期已定。"), _back(line))
    return asked_for(
        request,
        form,
        title=_("确定日期"),
        button=_("确定日期"),
        back=_back(line),
        trail=_("组织生活"),
        lead=f"{line.branch} · {line.rule}",
    )


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def held(request: Request, rule_code: str, branch_pk: int, period: str) -> HttpResponseBase:
    """That it was held, in one line."""
    line = _line(request, rule_code, branch_pk, period)
    day = line.held_on or min(line.day or clock.today(), clock.today())
    form = HeldForm(request.POST or None, initial={"held_on": day, "theme": line.theme})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(
            form,
            lambda: rules.record_held(
                rule_code=rule_code,
                branch_id=branch_pk,
                period_on=line.period.first,
                by=request.by,
                at=clock.now(),
                **said,
            ),
        ):
            return gone(request, _("已登记开展。"), _back(line))
    return asked_for(
        request,
        form,
        title=_("登记开展"),
        button=_("保存"),
        back=_back(line),
        trail=_("组织生活"),
        lead=f"{line.branch} · {line.rule}",
    )


@needs(rules.KEEP)
@require_POST
def accept_all(request: Request, branch_pk: int) -> HttpResponseBase:
    """Every proposed day of a branch in a month at once."""
    first = _month(request)
    last = policy.period_of(Often.MONTH, first).last
    return pressed(
        request,
        lambda: rules.accept_proposed(
            branch_id=branch_pk, first=first, last=last, by=request.by, at=clock.now()
        ),
        _("建议日期已全部采用，以后仍可逐项改期。"),
        f"{reverse('study:life')}?month={first.isoformat()[:7]}&branch={branch_pk}",
    )


@needs(queries.SEE)
@require_GET
def life_rules(request: Request) -> HttpResponseBase:
    """The rules as they are kept."""
    rows = list(LifeRule.objects.all())
    shown = {
        "rows": rows,
        "can_change": may(request.by, queries.CHANGE_RULE, at=clock.now()),
        "waiting": any(rule.active and rule.from_on is None for rule in rows),
    }
    return render(request, "study/life_rules.html", shown)


@needs(queries.CHANGE_RULE)
@require_http_methods(["GET", "POST"])
def begin(request: Request) -> HttpResponseBase:
    """From a day on."""
    form = BeginForm(request.POST or None, initial={"on": clock.today()})
    back = reverse("study:life_rules")
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if tried(form, lambda: rules.begin_rules(on=on, by=request.by, at=clock.now())):
            return gone(request, _("已启用，这一天以前的不追究。"), back)
    return asked_for(
        request, form, title=_("启用规则"), button=_("启用规则"), back=back, trail=_("组织生活规则")
    )


@needs(queries.CHANGE_RULE)
@require_http_methods(["GET", "POST"])
def change_rule(request: Request, rule_code: str) -> HttpResponseBase:
    """Another day for a rule."""
    found = LifeRule.objects.filter(pk=rule_code).first()
    if found is None:
        raise missing()
    first = {name: getattr(found, name) for name in ("month", "week", "weekday", "active", "from_on")}
    form = LifeRuleForm(request.POST or None, initial=first)
    back = reverse("study:life_rules")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(
            form,
            lambda: rules.change_life_rule(rule_code=rule_code, by=request.by, at=clock.now(), **said),
        ):
            return gone(request, _("已保存，以后的建议日期按新的算。"), back)
    return asked_for(
        request,
        form,
        title=_("修改规则"),
        button=_("保存"),
        back=back,
        trail=_("组织生活规则"),
        lead=f"{found} · {found.get_often_display()}",
    )


# -- special-duty mode -----------------------------------------------------------------------------------------


@needs("study.see_events")
@require_GET
def special_duty(request: Request) -> HttpResponseBase:
    """The times in special-duty mode, what is on now first, each with its ten things."""
    at, by, today = clock.now(), request.by, clock.today()
    rows: list[dict[str, Any]] = [
        {
            "duty": one,
            "items": list(one.items.all()),
            "on": one.from_on <= today <= one.to_on,
            "over": one.to_on < today,
            "can": may(by, special.SWITCH, at=at, unit=one.unit),
        }
        for one in special_queries.seen(by, at=at).prefetch_related("items")[:50]
    ]
    rows.sort(key=lambda row: row["over"])
    shown = {"rows": rows, "can_switch": bool(reach(by, special.SWITCH, at))}
    return render(request, "study/special_duty.html", shown)


@needs(special.SWITCH)
@require_http_methods(["GET", "POST"])
def switch_on(request: Request) -> HttpResponseBase:
    """Switch it on for some days."""
    at, by = clock.now(), request.by
    form = SpecialDutyForm(request.POST or None, units=units_within(by, special.SWITCH, at=at))
    back = reverse("study:special_duty")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: special.switch_on(by=by, at=at, **said)):
            return gone(request, _("已开启，到期自动结束；期间不向这些单位布置学习。"), back)
    return asked_for(request, form, title=_("开启战时状态"), button=_("开启"), back=back, trail=_("战时状态"))


@needs(special.SWITCH)
@require_POST
def end_special(request: Request, pk: int) -> HttpResponseBase:
    """End it today."""
    return pressed(
        request,
        lambda: special.end_early(duty_id=pk, by=request.by, at=clock.now()),
        _("已结束。"),
        reverse("study:special_duty"),
    )


@needs(special.SWITCH)
@require_POST
def tick(request: Request, pk: int, number: int) -> HttpResponseBase:
    """Tick one of the ten, or take the tick away."""
    done = request.POST.get("done") == "1"
    return pressed(
        request,
        lambda: special.tick_item(duty_id=pk, order=number, done=done, by=request.by, at=clock.now()),
        _("已保存。"),
        reverse("study:special_duty"),
    )
