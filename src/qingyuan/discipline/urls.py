"""Contents page of the room."""

from django.urls import path

from qingyuan.discipline.views import acts, checks, clocks, handling, importing, interference, lead, lists

app_name = "discipline"
urlpatterns = [
    path("leads/", lists.leads, name="leads"),
    path("leads/register/", lists.register, name="register"),
    path("leads/import/", importing.take, name="import"),
    path("leads/silent/", lists.silent, name="silent"),
    path("leads/figures/", lists.figures, name="figures"),
    path("leads/<int:pk>/", lead.lead, name="lead"),
    *(
        path(f"leads/<int:pk>/{act.name.replace('_', '-')}/", acts.page(act.name), name=act.name)
        for act in acts.ACTS
    ),
    path("handlings/", handling.handlings, name="handlings"),
    path("handlings/adjust/", handling.adjust, name="adjust"),
    path("handlings/<int:pk>/release/", handling.release, name="release"),
    path("handlings/<int:pk>/hear/", handling.hear, name="hear"),
    path("handlings/<int:pk>/settle/", handling.settle, name="settle"),
    path("handlings/<int:pk>/answer/", handling.answer_appeal, name="answer_appeal"),
    path("handlings/own/", handling.own, name="own"),
    path("handlings/<int:pk>/appeal/", handling.appeal, name="appeal"),
    path("cleared/<int:pk>/notice/", lead.notice, name="notice"),
    path("three-rules/record/", interference.record, name="record"),
    path("three-rules/nil/", interference.nil, name="nil"),
    path("three-rules/", interference.records, name="records"),
    path("three-rules/quarters/<int:pk>/", interference.summary, name="summary"),
    path("three-rules/watch/", interference.watch, name="watch"),
    path("three-rules/record/<int:pk>/attach/", interference.attach, name="attach"),
    path("three-rules/material/<int:pk>/", interference.material, name="material"),
    path("three-rules/protected/", interference.protected, name="protected"),
    path("three-rules/protected/add/", interference.protect, name="protect"),
    path("checks/", checks.spot_checks, name="spot_checks"),
    path("checks/<int:pk>/", checks.spot_check, name="spot_check"),
    path("checks/pieces/<int:pk>/", checks.answer_piece, name="answer_piece"),
    path("three-rules/watch/<int:pk>/", interference.answer, name="answer_alert"),
    path("clocks/", clocks.clocks, name="clocks"),
    path("clocks/limits/", checks.limits, name="limits"),
    path("clocks/<slug:clock_code>/", clocks.change, name="change_clock"),
]
