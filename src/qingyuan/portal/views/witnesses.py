"""The register of outside witnesses, kept by the security administrator of the bureau."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.http import require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.errors import Refused
from qingyuan.kit.words import _
from qingyuan.org.api import Person, needs
from qingyuan.portal import queries, rules
from qingyuan.trail.api import verifier_key


class Request(HttpRequest):
    by: Person


class WitnessForm(forms.Form):
    """A name that people know, and the key that the witness told."""

    name = forms.CharField(
        label=_("见证人"), max_length=80, help_text=_("例如：上级督察支队、派驻纪检监察组")
    )
    key = forms.CharField(
        label=_("公钥"), max_length=300, help_text=_("对方运行 qingyuan witness keygen 得到的一行")
    )


@needs("portal.register_witness")
@require_http_methods(["GET", "HEAD", "POST"])
def witnesses(request: Request) -> HttpResponse:
    """Who follows the record from outside, and what each has vouched for."""
    form = WitnessForm(request.POST) if request.method == "POST" else WitnessForm()
    if request.method == "POST" and form.is_valid():
        try:
            rules.register_witness(**form.cleaned_data, by=request.by, at=clock.now())
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(reason.field or None, str(reason))
        else:
            messages.success(request, _now("已登记见证人"))
            return redirect("portal:witnesses")
    context = {"form": form, "rows": queries.witnesses(), "size": queries.size(), "key": verifier_key()}
    return render(request, "portal/witnesses.html", context)


@needs("portal.register_witness")
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """Take no more cosignatures of one."""
    rules.end_witness(witness_id=pk, by=request.by, at=clock.now())
    messages.success(request, _now("已停用见证人"))
    return redirect("portal:witnesses")
