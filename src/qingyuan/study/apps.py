from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "qingyuan.study"
    label = "study"

    def ready(self) -> None:
        from qingyuan.study import wiring

        wiring.connect()
