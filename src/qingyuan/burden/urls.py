"""Contents page of the room."""

from django.urls import path

from qingyuan.burden.views import desk, items, meter, own, register, requests

app_name = "burden"
urlpatterns = [
    path("", meter.meter, name="meter"),
    path("units/<int:pk>/", meter.unit, name="unit"),
    path("caps/", meter.caps, name="caps"),
    path("caps/<slug:code>/", meter.change_cap, name="change_cap"),
    path("forms/", register.register, name="register"),
    path("forms/export/", register.export, name="export"),
    path("forms/new/", desk.make, name="make"),
    path("forms/stock/<slug:level>/", register.close_stock, name="close_stock"),
    path("forms/own/", own.own, name="own"),
    path("forms/own/<str:form>/refuse/", own.refuse, name="refuse_own"),
    path("forms/<int:pk>/", register.one, name="passport"),
    path("forms/<int:pk>/paper/", register.paper, name="paper"),
    path("forms/<int:pk>/change/", desk.change, name="change"),
    path("forms/<int:pk>/fields/", desk.ask_for, name="ask_for"),
    path("forms/<int:pk>/fields/<int:field_pk>/drop/", desk.drop_field, name="drop_field"),
    path("forms/<int:pk>/discard/", desk.discard, name="discard"),
    path("forms/<int:pk>/submit/", desk.submit, name="submit"),
    path("forms/<int:pk>/return/", desk.send_back, name="return"),
    path("forms/<int:pk>/approve/", register.approve, name="approve"),
    path("forms/<int:pk>/prolong/", desk.prolong, name="prolong"),
    path("forms/<int:pk>/retire/", desk.retire, name="retire"),
    path("fields/", register.fields, name="fields"),
    path("fields/<int:pk>/", desk.change_field, name="change_field"),
    path("asks/", requests.asks, name="asks"),
    path("asks/<int:pk>/", requests.ask, name="ask"),
    path("asks/<int:pk>/refuse/", requests.refuse, name="refuse"),
    path("requests/", requests.requests, name="requests"),
    path("requests/new/", requests.send, name="send"),
    path("requests/<int:pk>/", requests.one, name="request"),
    path("requests/<int:pk>/merge/", requests.merge, name="merge"),
    path("requests/<int:pk>/postpone/", requests.postpone, name="postpone"),
    path("requests/<int:pk>/cancel/", requests.cancel, name="cancel"),
    path("list/", items.items, name="items"),
    path("list/complain/", items.complain, name="complain"),
    path("list/survey/", items.answer_survey, name="answer_survey"),
    path("list/survey/new/", items.hold_survey, name="hold_survey"),
    path("list/<int:pk>/owner/", items.hand_over, name="hand_over"),
    path("list/<int:pk>/answer/", items.answer, name="answer"),
]
