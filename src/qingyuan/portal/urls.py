"""Contents page of the portal."""

from django.urls import path

from qingyuan.portal.views import casework, checking, outside, own, told, witnesses

app_name = "portal"
urlpatterns = [
    path("", own.home, name="home"),
    path("record/", own.record, name="record"),
    path("record/<int:index>/proof/", own.proof, name="proof"),
    path("help/", own.help_page, name="help"),
    path("checkpoint", outside.checkpoint, name="checkpoint"),
    path("checkpoint-witnessed", outside.witnessed, name="checkpoint_witnessed"),
    path("checkpoint-key", outside.key, name="checkpoint_key"),
    path("tile/<path:path>", outside.tile, name="tile"),
    path("held/<path:path>", outside.tile, name="held"),
    path("witness/cosignature", outside.cosignature, name="cosignature"),
    path("witness/", witnesses.witnesses, name="witnesses"),
    path("witness/<int:pk>/end/", witnesses.end, name="end_witness"),
    path("cases/<int:pk>/check-list/", casework.check_list, name="check_list"),
    path("cases/", told.cases, name="public_cases"),
    path("check/", checking.check, name="check"),
    path("secure/", checking.secure, name="secure"),
    path("secure/authority.crt", checking.authority, name="authority"),
]
