"""Is my report still there, and how one comes to trust the connection: pages for everybody."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from qingyuan.kit.bounds import Bucket
from qingyuan.kit.words import _
from qingyuan.org.api import public
from qingyuan.portal import queries
from qingyuan.trail.api import still_there, verifier_key

PROOF_AT_MOST = 64 * 1024
turns = Bucket(rate=10, burst=60)


class ProofForm(forms.Form):
    """A proof file, chosen or pasted."""

    file = forms.FileField(label=_("选择证明文件"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=_("或者粘贴它的内容"),
        required=False,
        strip=False,
        max_length=PROOF_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )

    def proof(self) -> bytes:
        """What was handed in, cut to what a proof may be. Line ends of a pasted text are mended."""
        file = self.cleaned_data.get("file")
        if file:
            return bytes(file.read(PROOF_AT_MOST + 1))
        text = str(self.cleaned_data.get("text") or "").replace("\r\n", "\n").lstrip()
        return f"{text.rstrip()}\n".encode("utf-8", "replace") if text.strip() else b""


@public
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Take a proof and say whether the entry and what it speaks of are still there. Nothing of it is kept."""
    sent = request.method == "POST"
    form = ProofForm(request.POST, request.FILES) if sent else ProofForm()
    found, busy = None, False
    if sent and form.is_valid():
        proof = form.proof()
        if not proof:
            form.add_error("file", _("请选择或粘贴证明文件"))
        elif not turns.take():
            busy = True
        else:
            found = still_there(proof)
    context = {"form": form, "found": found, "busy": busy, "key": verifier_key()}
    return render(request, "portal/check.html", context, status=429 if busy else 200)


@public
@require_safe
def secure(request: HttpRequest) -> HttpResponse:
    """How to come by a secure connection: the bureau's own certificate authority, its fingerprint, the steps."""
    context = {"authority": queries.authority(), "is_secure": request.is_secure()}
    return render(request, "portal/secure.html", context)


@public
@require_safe
def authority(request: HttpRequest) -> HttpResponse:
    """The certificate of the authority, for putting among the trusted ones."""
    kept = queries.authority()
    if kept is None:
        return HttpResponse(status=404, content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": 'attachment; filename="qingyuan-authority.crt"'}
    return HttpResponse(kept.pem, content_type="application/x-x509-ca-cert", headers=headers)
