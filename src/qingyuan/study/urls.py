"""Contents page of the room."""

from django.urls import path

from qingyuan.study.views import curriculum, events, life, own, regular, rotation

app_name = "study"
urlpatterns = [
    path("curriculum/", curriculum.curriculum, name="curriculum"),
    path("curriculum/pattern/", curriculum.use_pattern, name="use_pattern"),
    path("curriculum/new/", curriculum.add_node, name="add_node"),
    path("curriculum/<int:pk>/", curriculum.change_node, name="change_node"),
    # events
    path("events/", events.events, name="events"),
    path("events/new/", events.plan, name="plan_event"),
    path("events/<int:pk>/", events.event, name="event"),
    path("events/<int:pk>/record/", events.record, name="record_event"),
    path("events/<int:pk>/call-off/", events.call_off, name="call_off_event"),
    path("events/<int:pk>/join/", events.join, name="join_event"),
    path("events/<int:pk>/enter/", events.enter, name="enter_quiz"),
    path("events/<int:pk>/leave/", events.leave, name="leave_quiz"),
    path("events/<int:pk>/prizes/", events.prizes, name="give_prizes"),
    path("lessons/", regular.lessons, name="lessons"),
    path("first-items/", regular.first_items, name="first_items"),
    path("bases/", regular.bases, name="bases"),
    path("bases/new/", regular.add_base, name="add_base"),
    path("bases/<int:pk>/", regular.change_base, name="change_base"),
    path("posts/", regular.posts, name="posts"),
    path("posts/new/", regular.add_post, name="add_post"),
    path("posts/<int:pk>/remove/", regular.remove_post, name="remove_post"),
    path("life/", life.life, name="life"),
    path("life/months/", life.months, name="life_months"),
    path("life/rules/", life.life_rules, name="life_rules"),
    path("life/begin/", life.begin, name="begin_rules"),
    path("life/rules/<slug:rule_code>/", life.change_rule, name="change_life_rule"),
    path("life/branches/<int:branch_pk>/accept/", life.accept_all, name="accept_proposed"),
    path("life/<slug:rule_code>/<int:branch_pk>/<str:period>/accept/", life.accept, name="accept_day"),
    path("life/<slug:rule_code>/<int:branch_pk>/<str:period>/held/", life.held, name="record_held"),
    path("special-duty/", life.special_duty, name="special_duty"),
    path("special-duty/new/", life.switch_on, name="switch_on"),
    path("special-duty/<int:pk>/end/", life.end_special, name="end_special"),
    path("special-duty/<int:pk>/items/<int:number>/", life.tick, name="tick_item"),
    path("rotation/", rotation.rotations, name="rotations"),
    path("rotation/new/", rotation.begin, name="begin_rotation"),
    path("rotation/<int:pk>/", rotation.rotation, name="rotation"),
    path("rotation/<int:pk>/batches/new/", rotation.add_batch, name="add_batch"),
    path("rotation/<int:pk>/move/", rotation.move, name="move_placement"),
    path("calendar/", own.calendar, name="own_calendar"),
    path("calendar/open/", own.open_feed, name="open_feed"),
    path("calendar/revoke/", own.revoke_feed, name="revoke_feed"),
    path("calendar/<str:token>.ics", own.feed, name="feed"),
]
