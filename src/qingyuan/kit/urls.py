"""Contents page of the kit: the language of the pages, and the page that shows every part."""

from django.urls import path

from qingyuan.kit import views

app_name = "kit"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("parts/", views.styleguide, name="styleguide"),
]
