from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "qingyuan.burden"
    label = "burden"

    def ready(self) -> None:
        from qingyuan.burden import wiring

        wiring.connect()
