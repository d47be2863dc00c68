"""Contents page of the portal."""

from django.urls import path

from qingyuan.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("record/", views.record, name="record"),
    path("record/<int:index>/proof/", views.proof, name="proof"),
    path("help/", views.help_page, name="help"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
]
