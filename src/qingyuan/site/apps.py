from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "qingyuan.site"
    label = "site"

    def ready(self) -> None:
        from qingyuan.site import wiring

        wiring.connect()
