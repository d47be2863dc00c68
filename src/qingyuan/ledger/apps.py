from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "qingyuan.ledger"
    label = "ledger"

    def ready(self) -> None:
        from qingyuan.ledger import wiring

        wiring.connect()
