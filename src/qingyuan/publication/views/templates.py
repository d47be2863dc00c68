"""The templates of documents, kept by the office."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import needs
from qingyuan.publication import rules
from qingyuan.publication.forms.writing import TemplateForm
from qingyuan.publication.models import Template
from qingyuan.publication.policy.writing import FIXED, renamed
from qingyuan.publication.queries import facts
from qingyuan.publication.views.found import Request, explain, missing


@needs("publication.keep_template")
@require_GET
def templates(request: Request) -> HttpResponseBase:
    """Every template, with how many sections it has."""
    rows = Template.objects.prefetch_related("sections")
    return render(request, "publication/templates.html", {"rows": rows})


@needs("publication.keep_template")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A new template."""
    form = TemplateForm(request.POST or None, initial={"active": True})
    return _kept(request, form, new=True)


@needs("publication.keep_template")
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponseBase:
    """The words of a template, and whether it is in use."""
    found = Template.objects.filter(pk=pk).first()
    if found is None:
        raise missing()
    names = facts.names() | FIXED
    kept: dict[str, Any] = {name: getattr(found, name) for name in ("code", "genre", "name", "active")}
    kept["title"] = renamed(found.title, names)
    for n, one in enumerate(found.sections.all(), 1):
        kept |= {f"heading_{n}": one.heading, f"wants_{n}": one.wants, f"guidance_{n}": one.guidance}
        kept[f"text_{n}"] = renamed(one.text, names)
    form = TemplateForm(request.POST or None, initial=kept)
    for fixed in ("code", "genre"):
        form.fields[fixed].disabled = True
    return _kept(request, form, new=False)


def _kept(request: Request, form: TemplateForm, *, new: bool) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        words = rules.TemplateWords(
            genre=said["genre"],
            name=said["name"],
            title=said["title"],
            active=said["active"],
            sections=[rules.SectionWords(**one) for one in form.sections()],
        )
        try:
            rules.keep_template(code=said["code"], words=words, by=request.by, at=clock.now(), new=new)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("模板已保存，以后起草的文稿按新模板写。"))
            return redirect("publication:templates")
    names = [*FIXED.values(), *facts.names().values()]
    return render(request, "publication/template.html", {"form": form, "new": new, "names": names})
