from importlib import import_module

from django.apps import AppConfig


class MerchantConfig(AppConfig):
    name = "merchant"

    def ready(self):
        import_module("merchant.handlers")
