"""People: the list, one person, and what is changed about them."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock, paging
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Refused
from qingyuan.org import rules
from qingyuan.org.errors import CannotAppoint
from qingyuan.org.forms import AppointForm, ChangePersonForm, FindForm, PersonForm, TransferForm
from qingyuan.org.models import Account, Person, Post, Unit
from qingyuan.org.pages import Request, needs
from qingyuan.org.queries import counted_name, home_path, may, minutes_locked, post_on, posts, scope, within
from qingyuan.org.views.found import explain, holding_of, person_of, unit_of


@needs("org.see_units")
@require_GET
def people(request: Request) -> HttpResponseBase:
    """The people whose main post lies within reach, by police number, narrowed by what is asked."""
    at = clock.now()
    form = FindForm(request.GET, by=request.by)
    held = Post.objects.on(local_day(at)).filter(scope(request.by, "org.see_units", at=at), main=True)
    found = Person.objects.select_related("branch")
    if form.is_valid():
        asked = form.cleaned_data
        if asked["unit"]:
            held = held.filter(within([asked["unit"].path], "unit__path"))
        if asked["leader"]:
            held = held.filter(leader=True)
        if asked["category"]:
            found = found.filter(category=asked["category"])
        if asked["q"]:
            found = found.filter(Q(name__icontains=asked["q"]) | Q(police_no__startswith=asked["q"]))
    found = found.filter(pk__in=held.values("person")).prefetch_related(post_on(at))
    page = paging.page(
        found, ["police_no"], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    return render(request, "org/people.html", {"form": form, "page": page, "narrowed": bool(request.GET)})


@needs("org.see_units")
@require_GET
def person(request: Request, pk: int) -> HttpResponseBase:
    """One person: posts over time, roles, branch. Never a figure, never anything private."""
    at = clock.now()
    found = person_of(request, pk, "org.see_units")
    home = home_path(found, at)
    manages = may(request.by, "org.manage_accounts", at=at, path=home)
    account = Account.objects.filter(person=found).first() if manages else None
    words = {
        "person": found,
        "posts": found.posts.select_related("unit").order_by("-from_on", "-pk"),
        "holdings": found.holdings.select_related("unit").order_by("-from_on", "-pk"),
        "today": local_day(at),
        "may_staff": may(request.by, "org.change_people", at=at, path=home),
        "may_appoint": may(request.by, "org.appoint", at=at, path=home) and found.pk != request.by.pk,
        "manages": manages,
        "account": account,
        "locked": minutes_locked(counted_name(account.username)) if account else 0,
        "himself": found.pk == request.by.pk,
    }
    return render(request, "org/person.html", words)


def _added(unit: Unit, form: PersonForm, by: Person) -> Person:
    said = dict(form.cleaned_data)
    if not said.pop("outside"):
        return rules.add_person(unit=unit, by=by, at=clock.now(), **said)
    given = {name: said[name] for name in ("police_no", "name", "category")}
    return rules.add_outsider(by=by, at=clock.now(), **given)


@needs("org.change_people")
@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponseBase:
    """Add a person to a unit."""
    unit = unit_of(request, pk, "org.change_people")
    form = PersonForm(request.POST or None, unit=unit, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = _added(unit, form, request.by)
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("人员已添加。"))
            return redirect("org:person", pk=made.pk)
    words = {"form": form, "title": _("添加人员"), "unit": unit, "submit": _("添加人员")}
    return render(request, "org/unit_form.html", words)


@needs("org.change_people")
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponseBase:
    """Correct what is said about a person."""
    found = person_of(request, pk, "org.change_people")
    main = posts(found, clock.now()).filter(main=True).first()
    kept = {"name": found.name, "category": found.category, "rank": found.rank, "branch": found.branch_id}
    form = ChangePersonForm(request.POST or None, unit=main.unit if main else None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            rules.change_person(person=found, by=request.by, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("人员信息已修改。"))
            return redirect("org:person", pk=found.pk)
    words = {"form": form, "title": _("修改人员信息"), "person": found, "submit": _("保存")}
    return render(request, "org/person_form.html", words)


@needs("org.change_people")
@require_http_methods(["GET", "POST"])
def transfer(request: Request, pk: int) -> HttpResponseBase:
    """Give a person another main post."""
    found = person_of(request, pk, "org.change_people")
    form = TransferForm(request.POST or None, by=request.by, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            rules.transfer(person=found, by=request.by, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("调动已办理，原单位的角色同时结束。"))
            return redirect("org:person", pk=found.pk)
    hint = _("原职务到起始日期前一天为止；在原单位担任的角色（三员除外）同时结束。")
    words = {"form": form, "title": _("调动"), "person": found, "submit": _("办理调动"), "hint": hint}
    return render(request, "org/person_form.html", words)


@needs("org.appoint")
@require_http_methods(["GET", "POST"])
def appoint(request: Request, pk: int) -> HttpResponseBase:
    """Give a person a role."""
    found = person_of(request, pk, "org.appoint")
    main = posts(found, clock.now()).filter(main=True).first()
    form = AppointForm(request.POST or None, by=request.by, initial={"unit": main.unit if main else None})
    if request.method == "POST" and form.is_valid():
        try:
            rules.appoint(person=found, by=request.by, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("角色已授予，今天起生效。"))
            return redirect("org:person", pk=found.pk)
    hint = _("角色在所选单位及其下属单位有效。三名管理员互相排斥，也不能兼任业务角色。")
    words = {"form": form, "title": _("授予角色"), "person": found, "submit": _("授予角色"), "hint": hint}
    return render(request, "org/person_form.html", words)


@needs("org.appoint")
@require_POST
def dismiss(request: Request, pk: int) -> HttpResponseBase:
    """Take a role back."""
    holding = holding_of(request, pk)
    try:
        rules.dismiss(holding=holding, by=request.by, at=clock.now())
    except CannotAppoint as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("角色已收回，今天起失效。"))
    return redirect("org:person", pk=holding.person_id)
