"""Contents page of the room."""

from django.urls import path

from qingyuan.resolutions import views

app_name = "resolutions"
urlpatterns = [
    path("", views.occasions, name="occasions"),
    path("measures/", views.measures, name="measures"),
    path("hold/", views.hold, name="hold"),
    path("<int:pk>/", views.occasion, name="occasion"),
    path("<int:pk>/opinions/", views.opinions, name="opinions"),
    path("<int:pk>/demands/", views.demands, name="demands"),
    path("<int:pk>/criticism/", views.criticism, name="criticism"),
    path("<int:pk>/resolve/", views.resolve, name="resolve"),
    path("<int:pk>/word/", views.word, name="word"),
    path("said/<int:said_pk>/remove/", views.remove, name="remove"),
]
