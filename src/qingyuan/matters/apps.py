from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "qingyuan.matters"
    label = "matters"

    def ready(self) -> None:
        from qingyuan.matters import wiring

        wiring.connect()
