from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "qingyuan.reports"
    label = "reports"

    def ready(self) -> None:
        from qingyuan.reports import wiring

        wiring.connect()
