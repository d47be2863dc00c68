from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "qingyuan.kit"
    label = "kit"
