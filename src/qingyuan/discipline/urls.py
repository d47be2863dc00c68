"""Contents page of the room."""

from django.urls import path

from qingyuan.discipline.views import acts, clocks, importing, interference, lead, lists

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
    path("handlings/<int:pk>/hear/", lead.hear, name="hear"),
    path("handlings/<int:pk>/settle/", lead.settle, name="settle"),
    path("handlings/<int:pk>/answer/", lead.answer_appeal, name="answer_appeal"),
    path("handlings/own/", lead.own, name="own"),
    path("handlings/<int:pk>/appeal/", lead.appeal, name="appeal"),
    path("cleared/<int:pk>/notice/", lead.notice, name="notice"),
    path("three-rules/record/", interference.record, name="record"),
    path("three-rules/nil/", interference.nil, name="nil"),
    path("three-rules/", interference.records, name="records"),
    path("three-rules/quarters/<int:pk>/", interference.summary, name="summary"),
    path("three-rules/watch/", interference.watch, name="watch"),
    path("three-rules/watch/<int:pk>/", interference.answer, name="answer_alert"),
    path("clocks/", clocks.clocks, name="clocks"),
    path("clocks/<slug:clock_code>/", clocks.change, name="change_clock"),
]
