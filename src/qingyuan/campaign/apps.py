from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "qingyuan.campaign"
    label = "campaign"

    def ready(self) -> None:
        from qingyuan.campaign import wiring

        wiring.connect()
