from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "qingyuan.org"
    label = "org"

    def ready(self) -> None:
        from qingyuan.org import wiring

        wiring.connect()
