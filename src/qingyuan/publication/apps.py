from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "qingyuan.publication"
    label = "publication"

    def ready(self) -> None:
        from qingyuan.publication import wiring

        wiring.connect()
