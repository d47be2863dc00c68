"""Contents page of the room."""

from django.urls import path

from qingyuan.reports.views import back, desk, keys, public

app_name = "reports"
urlpatterns = [
    path("", public.scope, name="scope"),
    path("new/", public.new, name="new"),
    path("units/", public.units, name="units"),
    path("route/", public.route, name="route"),
    path("send/", public.send, name="send"),
    path("proof/", public.proof, name="proof"),
    path("back/", back.back, name="back"),
    path("back/find/", back.find, name="find"),
    path("back/envelope/", back.envelope, name="back_envelope"),
    path("back/say/", back.say, name="say"),
    path("back/attach/", back.attach, name="attach"),
    path("back/rate/", back.rate, name="rate"),
    path("back/name/", back.give_name, name="give_name"),
    path("desk/", desk.listing, name="list"),
    path("desk/keys/", keys.keys, name="keys"),
    path("desk/keys/<int:pk>/make/", keys.make, name="make_key"),
    path("desk/keys/<str:key>/shares/", keys.shares, name="keep_shares"),
    path("desk/asked/", desk.asked, name="asked"),
    path("desk/asked/<int:pk>/share/", desk.share, name="share"),
    path("desk/asked/<int:pk>/agree/", desk.agree, name="agree_to_identity"),
    path("desk/asked/<int:pk>/take/", desk.take, name="take_identity"),
    path("desk/desks/", keys.desks, name="desks"),
    path("desk/desks/<int:pk>/close/", keys.close_desk, name="close_desk"),
    path("desk/desks/<int:pk>/propose/", keys.propose, name="propose_holder"),
    path("desk/holders/<int:pk>/agree/", keys.agree, name="agree_to_holder"),
    path("desk/holders/<int:pk>/end/", keys.end, name="end_holder"),
    path("desk/<str:public_id>/", desk.report, name="report"),
    path("desk/<str:public_id>/open/", desk.open_report, name="open"),
    path("desk/<str:public_id>/sealed/<int:number>/", desk.envelope, name="envelope"),
    path("desk/<str:public_id>/reply/", desk.reply, name="reply"),
    path("desk/<str:public_id>/take-up/", desk.take_up, name="take_up"),
    path("desk/<str:public_id>/decline/", desk.decline, name="decline"),
    path("desk/<str:public_id>/result/", desk.tell_result, name="tell_result"),
    path("desk/<str:public_id>/offer/", desk.offer, name="offer"),
    path("desk/<str:public_id>/reseal/", desk.reseal, name="reseal"),
    path("desk/<str:public_id>/identity/", desk.ask_identity, name="ask_identity"),
]
