from django.apps import AppConfig


class DisciplineConfig(AppConfig):
    name = "qingyuan.discipline"
    label = "discipline"

    def ready(self) -> None:
        from qingyuan.discipline import wiring

        wiring.connect()
