from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "qingyuan.inspection"
    label = "inspection"

    def ready(self) -> None:
        from qingyuan.inspection import wiring

        wiring.connect()
