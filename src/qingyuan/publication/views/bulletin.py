"""One bulletin: the desk where a draft is finished, or what was issued; its files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.matters.api import Matter, visible
from qingyuan.org.api import Unit, may, needs, reach, standing
from qingyuan.publication import policy, queries, rules
from qingyuan.publication.forms import (
    AnswerForm,
    FileForm,
    IssueForm,
    ObjectForm,
    OutcomeForm,
    WithdrawForm,
    WordingForm,
)
from qingyuan.publication.kinds import FileKind, State
from qingyuan.publication.models import Bulletin, BulletinFile, BulletinItem
from qingyuan.publication.views.found import (
    PDF,
    WORD,
    Request,
    attachment,
    bulletin_of,
    explain,
    missing,
    site_of,
)


@needs("publication.see")
@require_GET
def bulletin(request: Request, pk: int) -> HttpResponseBase:
    """A draft for those who work on it; an issued bulletin for everybody whom it reaches."""
    return shown(request, bulletin_of(request, pk))


def shown(request: Request, found: Bulletin, **forms: Any) -> HttpResponse:
    """The page of a bulletin, with a form that was wrong in place of an empty one."""
    if found.is_draft:
        return render(request, "publication/draft.html", _desk(request, found, forms))
    return render(request, "publication/issued.html", _issued(request, found, forms))


def _links(request: Request, items: list[BulletinItem]) -> dict[int, str]:
    """The pages of those matters that the reader may see."""
    ids = [item.matter_id for item in items]
    seen = visible(request.by, at=clock.now()).filter(pk__in=ids).order_by()
    rows = [(matter.pk, queries.link_to(matter, "")) for matter in seen.only("pk")]
    return {pk: link for pk, link in rows if link}


def _desk(request: Request, found: Bulletin, forms: dict[str, Any]) -> dict[str, Any]:
    at = clock.now()
    paper = queries.paper_of(found, at=at, site=site_of(request))
    composed = queries.compose(paper)
    items = queries.items_of(found)
    links = _links(request, items)
    edited = found.files.filter(kind=FileKind.WORD).first()
    edits = may(request.by, "publication.draft_bulletin", at=at, unit=found.unit)
    issues = may(request.by, "publication.issue_bulletin", at=at, unit=found.unit)
    characters = edited.characters or 0 if edited else composed.characters
    included = [item for item in items if item.included]
    return {
        "bulletin": found,
        "number": paper.number.text if paper.number else "",
        "items": [(item, links.get(item.matter_id, ""), _may_stand(item.matter)) for item in items],
        "included": len(included),
        "units": len({item.matter.unit_id for item in included}),
        "outcomes": paper.outcomes,
        "checks": queries.checks(composed),
        "characters": characters,
        "limit": composed.most,
        "over": characters > composed.most,
        "edited": edited,
        "edits": edits,
        "issues": issues,
        "own": found.drafted_by_id == request.by.pk,
        "records": edits and may(request.by, "publication.record_outcome", at=at, unit=found.unit),
        "outcome_form": OutcomeForm(items=item_choices(found), units=unit_choices(found)),
        "file_form": FileForm(),
        "issue_form": IssueForm(initial={"seen": queries.as_it_stands(found)}),
        **forms,
    }


def _may_stand(matter: Matter) -> bool:
    return policy.may_stand(matter.kind, matter.state, matter.restricted)


def item_choices(found: Bulletin) -> Any:
    return found.items.filter(included=True).select_related("matter", "matter__unit").order_by("order")


def unit_choices(found: Bulletin) -> Any:
    return Unit.objects.filter(path__startswith=found.unit.path, depth__lte=found.unit.depth + 1).order_by(
        "path"
    )


def _issued(request: Request, found: Bulletin, forms: dict[str, Any]) -> dict[str, Any]:
    at = clock.now()
    items = [item for item in queries.items_of(found) if item.included]
    links = _links(request, items)
    objects = reach(request.by, "publication.object_to_item", at).paths
    home = standing(request.by, at).home_path
    in_time = (
        found.state == State.ISSUED and found.object_by is not None and clock.local_day(at) <= found.object_by
    )
    answers = may(request.by, "publication.answer_objection", at=at, unit=found.unit)
    withdraws = may(request.by, "publication.withdraw_bulletin", at=at, unit=found.unit)
    author = request.by.pk in (found.drafted_by_id, found.issued_by_id)
    rows = []
    for item in items:
        place = item.matter.unit.path
        own = policy.speaks_for(home, place) and any(place.startswith(path) for path in objects)
        asked = list(item.objections.all())
        rows.append(
            {
                "item": item,
                "link": links.get(item.matter_id, ""),
                "objection": asked[0] if asked else None,
                "may_object": in_time and own and not asked,
                "sees_words": own or answers,
                "may_answer": answers and not author and bool(asked) and not asked[0].answer,
            }
        )
    outcomes = [outcome for outcome in queries.outcomes_of(found, []) if outcome.decided_on]
    return {
        "bulletin": found,
        "rows": rows,
        "units": len({item.matter.unit_id for item in items}),
        "outcomes": outcomes,
        "files": {one.kind: one for one in found.files.all()},
        "withdraws": found.state == State.ISSUED and withdraws,
        "withdraw_form": WithdrawForm(),
        "object_form": ObjectForm(),
        "answer_form": AnswerForm(),
        **forms,
    }


# -- the words around the facts --------------------------------------------------------------------------------


@needs("publication.draft_bulletin")
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponseBase:
    """Title, addressees, introduction, good practice, further demands."""
    found = bulletin_of(request, pk)
    if not found.is_draft:
        return redirect("publication:bulletin", pk=pk)
    kept = {name: getattr(found, name) for name in rules.Wording.__dataclass_fields__}
    form = WordingForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            wording = rules.Wording(**form.cleaned_data)
            rules.change_bulletin(bulletin_id=pk, words=wording, by=request.by, at=clock.now())
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("publication:bulletin", pk=pk)
    return render(request, "publication/wording.html", {"form": form, "bulletin": found})


# -- files -------------------------------------------------------------------------------------------------------


def _name(found: Bulletin, ending: str) -> str:
    return f"{found.number or found.title}.{ending}"


def _content(kept: BulletinFile) -> bytes:
    place = rules.file_path(kept.key)
    if not place.is_file():
        raise missing()
    return place.read_bytes()


@needs("publication.see")
@require_GET
def word(request: Request, pk: int) -> HttpResponseBase:
    """The Word file: what was issued or uploaded; of a draft without one, or if asked, as the ledger writes it."""
    found = bulletin_of(request, pk)
    kept = found.files.filter(kind=FileKind.WORD).first()
    if kept is not None and not (found.is_draft and "fresh" in request.GET):
        return attachment(_content(kept), _name(found, "docx"), WORD)
    if not found.is_draft:
        raise missing()
    made = queries.compose(queries.paper_of(found, at=clock.now(), site=site_of(request)))
    return attachment(made.word, _name(found, "docx"), WORD)


@needs("publication.see")
@require_GET
def pdf(request: Request, pk: int) -> HttpResponseBase:
    """The PDF: as issued, or of a draft as the ledger writes it. An edited Word file has none of ours."""
    found = bulletin_of(request, pk)
    kept = found.files.filter(kind=FileKind.PDF).first()
    if kept is not None:
        return attachment(_content(kept), _name(found, "pdf"), PDF)
    if not found.is_draft:
        raise missing()
    made = queries.compose(queries.paper_of(found, at=clock.now(), site=site_of(request)))
    return attachment(made.pdf, _name(found, "pdf"), PDF)


@needs("publication.draft_bulletin")
@require_POST
def upload(request: Request, pk: int) -> HttpResponseBase:
    """Take the edited Word file."""
    found = bulletin_of(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            rules.keep_file(bulletin_id=pk, content=content, by=request.by, at=clock.now())
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Word 文件已上传，签发时以它为准。"))
            return redirect("publication:bulletin", pk=pk)
    return shown(request, found, file_form=form)
