"""Contents page of the room."""

from django.urls import path

from qingyuan.study.views import cases, classes, curriculum, materials, understanding

app_name = "study"
urlpatterns = [
    path("curriculum/", curriculum.curriculum, name="curriculum"),
    path("curriculum/pattern/", curriculum.use_pattern, name="use_pattern"),
    path("curriculum/new/", curriculum.add_node, name="add_node"),
    path("curriculum/<int:pk>/", curriculum.change_node, name="change_node"),
    # materials, cases, understanding, class
    path("materials/", materials.materials, name="materials"),
    path("materials/new/", materials.add_material, name="add_material"),
    path("materials/export/", materials.export, name="export_materials"),
    path("materials/reading/", materials.reading, name="reading"),
    path("materials/<int:pk>/", materials.material, name="material"),
    path("materials/<int:pk>/change/", materials.change_material, name="change_material"),
    path("materials/<int:pk>/hand-out/", materials.hand_out, name="hand_out"),
    path("handouts/<int:pk>/receive/", materials.receive, name="receive"),
    path("handouts/<int:pk>/take-back/", materials.take_back, name="take_back"),
    path("topics/", understanding.topics, name="topics"),
    path("topics/new/", understanding.add_topic, name="add_topic"),
    path("topics/<int:pk>/", understanding.topic, name="topic"),
    path("topics/<int:pk>/change/", understanding.change_topic, name="change_topic"),
    path("topics/<int:pk>/open/", understanding.open_topic, name="open_topic"),
    path("topics/<int:pk>/bank/new/", understanding.add_question, name="add_question"),
    path("topics/<int:pk>/bank/<int:question_pk>/", understanding.change_question, name="change_question"),
    path("topics/<int:pk>/questions/", understanding.question, name="question"),
    path("topics/<int:pk>/questions/<int:place>/", understanding.explained, name="explained"),
    path("topics/<int:pk>/again/", understanding.again, name="again"),
    path("coverage/", understanding.coverage, name="coverage"),
    path("cases/", cases.cases, name="cases"),
    path("cases/new/", cases.add_case, name="add_case"),
    path("cases/export/", cases.export_cases, name="export_cases"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/change/", cases.change_case, name="change_case"),
    path("cases/<int:pk>/names/", cases.names, name="case_names"),
    path("cases/<int:pk>/submit/", cases.submit_case, name="submit_case"),
    path("cases/<int:pk>/approve/", cases.approve_case, name="approve_case"),
    path("cases/<int:pk>/return/", cases.return_case, name="return_case"),
    path("classes/", classes.classes, name="classes"),
    path("classes/new/", classes.add_class, name="add_class"),
    path("classes/<int:pk>/", classes.clerk_class, name="class"),
    path("classes/<int:pk>/enrol/", classes.enrol, name="enrol"),
    path("classes/<int:pk>/members/<int:member_pk>/remove/", classes.remove_member, name="remove_member"),
    path("classes/<int:pk>/survey/", classes.survey, name="survey"),
]
