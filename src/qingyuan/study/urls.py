"""Contents page of the room."""

from django.urls import path

from qingyuan.study.views import curriculum, materials

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
]
