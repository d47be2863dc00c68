"""Contents page of the room."""

from django.urls import path

from qingyuan.study.views import curriculum, essay_sources, essays

app_name = "study"
urlpatterns = [
    path("curriculum/", curriculum.curriculum, name="curriculum"),
    path("curriculum/pattern/", curriculum.use_pattern, name="use_pattern"),
    path("curriculum/new/", curriculum.add_node, name="add_node"),
    path("curriculum/<int:pk>/", curriculum.change_node, name="change_node"),
    # essays
    path("essays/", essays.essays, name="essays"),
    path("essays/new/", essays.call_essay, name="call_essay"),
    path("essays/<int:pk>/due/", essays.move_due, name="move_essay_due"),
    path("essays/<int:pk>/own/", essays.essay, name="essay"),
    path("essays/<int:pk>/own/drop/", essays.drop_draft, name="drop_essay_draft"),
    path("essays/<int:pk>/own/hand-in/", essays.hand_in, name="hand_in_essay"),
    path("essays/<int:pk>/own/take-back/", essays.take_back, name="take_essay_back"),
    path("essays/<int:pk>/desk/", essays.desk, name="essay_desk"),
    path("essays/<int:pk>/figures/", essays.figures, name="essay_figures"),
    path("essays/read/<int:pk>/", essays.review, name="essay_review"),
    path("essays/read/<int:pk>/sign/", essays.sign_read, name="sign_essay"),
    path("essays/read/<int:pk>/return/", essays.send_back, name="return_essay"),
    path("essays/sources/", essay_sources.sources, name="essay_sources"),
    path("essays/sources/new/", essay_sources.add_source, name="add_essay_source"),
    path("essays/sources/<int:pk>/remove/", essay_sources.remove_source, name="remove_essay_source"),
]
