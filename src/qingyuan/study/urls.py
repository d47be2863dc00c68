"""Contents page of the room."""

from django.urls import path

from qingyuan.study.views import curriculum, figures, sessions, week

app_name = "study"
urlpatterns = [
    path("curriculum/", curriculum.curriculum, name="curriculum"),
    path("curriculum/pattern/", curriculum.use_pattern, name="use_pattern"),
    path("curriculum/new/", curriculum.add_node, name="add_node"),
    path("curriculum/<int:pk>/", curriculum.change_node, name="change_node"),
    # plans
    path("week/", week.week, name="week"),
    path("week/make/", week.make, name="make_plan"),
    path("week/units/", week.units, name="units"),
    path("plans/<int:pk>/settle/", week.settle, name="settle_plan"),
    path("plans/<int:pk>/lines/new/", week.add_line, name="add_line"),
    path("lines/<int:pk>/", week.change_line, name="change_line"),
    path("lines/<int:pk>/drop/", week.drop_line, name="drop_line"),
    path("recurrences/", week.recurrences, name="recurrences"),
    path("recurrences/new/", week.set_recurrence, name="add_recurrence"),
    path("recurrences/<int:pk>/", week.set_recurrence, name="change_recurrence"),
    # sessions
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/screen/", sessions.screen, name="screen"),
    path("sessions/<int:pk>/sign/", sessions.sign, name="sign"),
    path("sessions/<int:pk>/make-up/", sessions.make_up, name="make_up"),
    path("sessions/<int:pk>/cancel/", sessions.cancel, name="cancel"),
    path("mine/", sessions.mine, name="mine"),
    path("figures/", figures.figures, name="figures"),
    path("figures/export/", figures.export, name="export"),
]
