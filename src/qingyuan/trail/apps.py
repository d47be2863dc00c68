from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "qingyuan.trail"
    label = "trail"

    def ready(self) -> None:
        from qingyuan.trail import wiring

        wiring.connect()
