"""Documents that clerks write: the list, the desk where one is finished with its figures, the issued one, its files."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import measure, opening
from qingyuan.engines import officialdoc as doc
from qingyuan.kit import clock, kept
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.kit.paging import page
from qingyuan.org.api import may, needs, reach
from qingyuan.publication import rules
from qingyuan.publication.forms.bulletins import WithdrawForm
from qingyuan.publication.forms.writing import SignForm, StartForm, WordsForm
from qingyuan.publication.kinds import NUMBERED, FileKind, State
from qingyuan.publication.models import Given, Template, Writing
from qingyuan.publication.policy.writing import filled, renamed
from qingyuan.publication.queries import facts
from qingyuan.publication.queries import writing as queries
from qingyuan.publication.queries.minutes import WRITTEN
from qingyuan.publication.views.found import (
    PDF,
    WORD,
    Request,
    attachment,
    campaign_of,
    explain,
    missing,
)

DRAFTS_AT_MOST = 100


def writing_of(request: Request, pk: int) -> Writing:
    """A document that exists for the person."""
    found = queries.writings(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


@needs("publication.see_writing")
@require_GET
def writings(request: Request) -> HttpResponseBase:
    """The documents that reach the person: drafts first, then the latest; and where one is begun."""
    at = clock.now()
    rows = queries.writings(request.by, at=at)
    told = rows.exclude(state=State.DRAFT)
    words: dict[str, Any] = {
        "drafts": [
            (one, queries.title_of(one))
            for one in rows.filter(state=State.DRAFT)
            .prefetch_related("figures")
            .order_by("-drafted_at", "-pk")[:DRAFTS_AT_MOST]
        ],
        "page": page(
            told,
            ("-issued_at", "-pk"),
            after=request.GET.get("after", ""),
            before=request.GET.get("before", ""),
        ),
        "templates": Template.objects.filter(active=True) if reach(request.by, queries.WRITE, at) else [],
        "campaign": campaign_of(request),
    }
    return render(request, "publication/writings.html", words)


@needs("publication.write")
@require_http_methods(["GET", "POST"])
def start(request: Request) -> HttpResponseBase:
    """Begin a document: the template, the unit, the period; the ledger does the rest."""
    at = clock.now()
    campaign = campaign_of(request)
    writers = queries.writers(request.by, campaign, at=at) if campaign else []
    if campaign is None or not writers:
        raise missing()
    today = clock.local_day(at)
    usual = {
        "template": request.GET.get("template", ""),
        "unit": writers[0].pk,
        "period_from": max(campaign.starts_on, today - timedelta(days=6)),
        "period_to": today,
    }
    form = StartForm(request.POST or None, initial=usual, writers=writers)
    if request.method == "POST" and form.is_valid():
        try:
            made = rules.start_writing(campaign=campaign, by=request.by, at=at, **form.cleaned_data)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            _measured(request, at)
            messages.success(request, _("已从台账起草，数字都已填好。补上文字，再由第二人签发。"))
            return redirect("publication:writing", pk=made.pk)
    words = {"form": form, "campaign": campaign, "opened": _opened(request, at)}
    return render(request, "publication/start.html", words)


def _opened(request: Request, at: datetime) -> str:
    """When the page was opened, signed; the first time counts where it comes back."""
    return request.POST.get("opened") or opening(form=WRITTEN, by=request.by, at=at)


def _measured(request: Request, at: datetime) -> None:
    stamp = request.POST.get("opened", "")
    measure(form=WRITTEN, stamp=stamp, by=request.by, at=at, kind=burden.Spending.WRITING)


@needs("publication.see_writing")
@require_GET
def writing(request: Request, pk: int) -> HttpResponseBase:
    """A draft for those who work on it; an issued document for everybody whom it reaches."""
    return shown(request, writing_of(request, pk))


def shown(request: Request, made: Writing, **forms: Any) -> HttpResponse:
    """The page of a document, with a form that was wrong in place of an empty one."""
    at = clock.now()
    issues = may(request.by, queries.ISSUE, at=at, unit=made.unit)
    if made.is_draft:
        desk = queries.desk(made, request.by, at=at)
        words = {
            "writing": made,
            "desk": desk,
            "edits": may(request.by, queries.WRITE, at=at, unit=made.unit),
            "issues": issues,
            "own": request.by.pk in (made.drafted_by_id, made.changed_by_id),
            "numbered": made.genre in NUMBERED,
            "number": _next_number(made),
            "sign_form": SignForm(initial={"seen": queries.as_it_stands(made)}),
        }
        return render(request, "publication/writing.html", words | forms)
    sections = list(made.sections.all())
    figures = list(made.figures.all())
    values = queries.values_of(figures)
    names = facts.names()
    words = {
        "writing": made,
        "sections": [(one, filled(one.text, values)) for one in sections],
        "figures": [(names.get(one.fact, one.fact), values[one.fact], one) for one in figures],
        "given": Given.objects.filter(writing=made).select_related("submission", "given_by"),
        "withdraws": issues and made.state == State.ISSUED,
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "publication/written.html", words | forms)


def _next_number(made: Writing) -> str:
    year = clock.today().year
    serial = queries.next_serial(made, queries.series_of(made), year)
    return queries.number_of(made, year, serial) if made.code or made.genre not in NUMBERED else ""


@needs("publication.write")
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponseBase:
    """The words around the figures; figures stand there by their names, in braces."""
    made = writing_of(request, pk)
    if not made.is_draft:
        return redirect("publication:writing", pk=pk)
    at = clock.now()
    sections = list(made.sections.all())
    names = facts.names()
    kept_words: dict[str, Any] = {
        name: getattr(made, name) for name in ("code", "addressees", "copy_to", "version")
    }
    kept_words["title"] = renamed(made.title, names)
    kept_words |= {f"part_{one.order}": renamed(one.text, names) for one in sections}
    form = WordsForm(request.POST or None, initial=kept_words, made=made, sections=sections)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        words = rules.Words(
            title=said["title"],
            parts=form.parts(),
            addressees=said["addressees"],
            copy_to=said["copy_to"],
            code=said.get("code", ""),
        )
        try:
            rules.change_writing(
                writing_id=pk, words=words, by=request.by, at=at, version=said.get("version")
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            _measured(request, at)
            messages.success(request, _("已保存。"))
            return redirect("publication:writing", pk=pk)
    offered = facts.asked_for(queries.question_of(made, request.by, at=at)).values()
    return render(
        request,
        "publication/words.html",
        {"form": form, "writing": made, "offered": list(offered), "opened": _opened(request, at)},
    )


def _done(request: Request, act: Any, pk: int, said: Any) -> HttpResponseBase:
    try:
        found = act()
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, said(found) if callable(said) else said)
    return redirect("publication:writing", pk=pk)


@needs("publication.write")
@require_POST
def refresh(request: Request, pk: int) -> HttpResponseBase:
    """Put the ledger's present figures in."""
    writing_of(request, pk)

    def said(moved: int) -> str:
        return _("已更新 %(n)s 个数字。") % {"n": moved} if moved else _("数字没有变化。")

    return _done(
        request, lambda: rules.refresh_figures(writing_id=pk, by=request.by, at=clock.now()), pk, said
    )


@needs("publication.write")
@require_POST
def discard(request: Request, pk: int) -> HttpResponseBase:
    """Throw a draft away."""
    writing_of(request, pk)
    try:
        rules.discard_writing(writing_id=pk, by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return redirect("publication:writing", pk=pk)
    messages.success(request, _("草稿已删除。"))
    return redirect(reverse("publication:writings"))


@needs("publication.issue_writing")
@require_POST
def issue(request: Request, pk: int) -> HttpResponseBase:
    """Sign."""
    made = writing_of(request, pk)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            rules.issue_writing(
                writing_id=pk,
                seen=form.cleaned_data["seen"] or None,
                names_cleared=form.cleaned_data["names_cleared"],
                by=request.by,
                at=clock.now(),
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("已签发，Word 和 PDF 都已生成。"))
            return redirect("publication:writing", pk=pk)
    if made.is_draft:
        form.data = request.POST.copy() | {"seen": queries.as_it_stands(made)}
    return shown(request, made, sign_form=form)


@needs("publication.issue_writing")
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponseBase:
    """Withdraw an issued document."""
    made = writing_of(request, pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            rules.withdraw_writing(
                writing_id=pk, reason=form.cleaned_data["reason"], by=request.by, at=clock.now()
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("已撤回，文号保留。"))
            return redirect("publication:writing", pk=pk)
    return shown(request, made, withdraw_form=form)


@needs("publication.see_writing")
@require_GET
def word(request: Request, pk: int) -> HttpResponseBase:
    """The Word file: as issued, or of a draft as it stands."""
    return _file(request, pk, FileKind.WORD)


@needs("publication.see_writing")
@require_GET
def pdf(request: Request, pk: int) -> HttpResponseBase:
    """The PDF: as issued, or of a draft as it stands."""
    return _file(request, pk, FileKind.PDF)


def _file(request: Request, pk: int, kind: FileKind) -> HttpResponseBase:
    made = writing_of(request, pk)
    name, media = (
        f"{made.number or queries.title_of(made)}.{kind.value}",
        WORD if kind is FileKind.WORD else PDF,
    )
    if not made.is_draft:
        file = made.files.filter(kind=kind).first()
        sent = kept.download(file.key, name=name, media_type=media) if file else None
        if sent is None:
            raise missing()
        return sent
    paper = queries.document_of(made, at=clock.now())
    about = doc.Properties(author=made.unit.name)
    content = (
        doc.to_docx(paper, properties=about) if kind is FileKind.WORD else doc.to_pdf(paper, properties=about)
    )
    return attachment(content, name, media)
