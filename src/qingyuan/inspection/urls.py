"""Contents page of the room."""

from django.urls import path

from qingyuan.inspection.views import answering, desk, lists, papers, room, sending, topics

app_name = "inspection"
urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/counted/", lists.counted, name="counted"),
    path("lists/new/", desk.make, name="make"),
    path("lists/<int:pk>/", lists.one, name="list"),
    path("lists/<int:pk>/export/", lists.export, name="export"),
    path("lists/<int:pk>/change/", desk.change, name="change"),
    path("lists/<int:pk>/items/new/", desk.add_item, name="add_item"),
    path("lists/<int:pk>/items/<int:item_pk>/", desk.change_item, name="change_item"),
    path("lists/<int:pk>/items/<int:item_pk>/remove/", desk.remove_item, name="remove_item"),
    path("lists/<int:pk>/units/", desk.units, name="units"),
    path("lists/<int:pk>/discard/", desk.discard, name="discard"),
    path("lists/<int:pk>/room/leave-out/", room.leave_out, name="leave_out"),
    path("lists/<int:pk>/room/put-off/", room.put_off, name="put_off"),
    path("lists/<int:pk>/room/merge/<int:other_pk>/", room.merge, name="merge"),
    path("lists/<int:pk>/again/", desk.again, name="again"),
    path("lists/<int:pk>/submit/", sending.submit, name="submit"),
    path("lists/<int:pk>/approve/", sending.approve, name="approve"),
    path("lists/<int:pk>/return/", sending.send_back, name="return"),
    path("lists/<int:pk>/close/", sending.close, name="close"),
    path("lists/<int:pk>/withdraw/", sending.withdraw, name="withdraw"),
    path("asked/<int:pk>/", answering.asked, name="asked"),
    path("answers/<int:pk>/correct/", answering.correct, name="correct"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.add, name="add_topic"),
    path("topics/<slug:topic_code>/", topics.change, name="change_topic"),
]
