"""Contents page of the room."""

app_name = "burden"
urlpatterns = []  # type: ignore[var-annotated]
