from django.apps import AppConfig


class ResolutionsConfig(AppConfig):
    name = "qingyuan.resolutions"
    label = "resolutions"

    def ready(self) -> None:
        from qingyuan.resolutions import wiring

        wiring.connect()
