from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What is for sale: products, their stock, how money and the tax inside a price are written."""

    name = "catalog"
