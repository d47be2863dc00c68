"""What the system administrator settles for the whole bureau."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingyuan.kit import clock
from qingyuan.org import rules
from qingyuan.org.forms import SettingsForm
from qingyuan.org.pages import Request, needs
from qingyuan.org.queries import SITE_ADDRESS, setting


@needs("org.change_settings")
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request) -> HttpResponseBase:
    """The address that stands in documents which leave the system."""
    form = SettingsForm(request.POST or None, initial={"site_address": setting(SITE_ADDRESS, "")})
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["site_address"].rstrip("/")
        rules.change_setting(name=SITE_ADDRESS, value=address, by=request.by, at=clock.now())
        messages.success(request, _("已保存。以后生成的通报和周报用这个地址。"))
        return redirect("org:settings")
    here = request.build_absolute_uri("/").rstrip("/")
    return render(request, "org/settings.html", {"form": form, "here": here})
