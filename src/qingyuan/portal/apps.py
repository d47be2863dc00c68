from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "qingyuan.portal"
    label = "portal"

    def ready(self) -> None:
        from qingyuan.portal import wiring

        wiring.connect()
