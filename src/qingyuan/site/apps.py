from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "qingyuan.site"
    label = "site"
