"""The back office: products and people to edit; orders, alerts and webhooks to read and act on.

What happened to money is never edited by hand. Their pages are our own, in Django's frame: an admin
class here says only which view shows its list and which one of its rows.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

import backoffice.delivery
import backoffice.people  # noqa: F401 (both register themselves)
from backoffice.alerts import alert_list, alert_page
from backoffice.order_list import order_list
from backoffice.order_page import order_page
from backoffice.refunds import refund_list
from backoffice.webhook_log import webhook_list, webhook_page
from catalog.models import Product
from catalog.money import format_money
from orders.models import Alert, Order, Refund
from webhooks.models import WebhookEvent

Page = Callable[..., HttpResponse]


class ProductForm(forms.ModelForm):
    """A product's facts, by the names that a shopkeeper has for them."""

    class Meta:
        model = Product
        labels = {
            "slug": _("Dirección en la tienda"),
            "name_es": _("Nombre en español"),
            "name_en": _("Nombre en inglés"),
            "description_es": _("Descripción en español"),
            "description_en": _("Descripción en inglés"),
            "price": _("Precio, en la unidad más chica de la moneda"),
            "currency": _("Moneda"),
            "stock": _("Stock"),
            "image": _("Imagen"),
            "position": _("Lugar en la vitrina"),
            "is_active": _("En venta"),
        }
        help_texts = {"stock": _("Lo que sumes o restes se aplica a lo que quede al guardar.")}
        fields = list(labels)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "stock" in self.fields:
            self.fields["stock"].show_hidden_initial = True

    def clean_stock(self) -> int:
        """What is left by now, and as much more or less as was typed: the shop sells meanwhile.

        It stays locked until the form is saved.
        """
        typed: int = self.cleaned_data["stock"]
        if self.instance.pk is None:
            return typed
        left = Product.objects.select_for_update().get(pk=self.instance.pk).stock
        changed = left + typed - self._opened_with()
        if changed < 0:
            text = _("Se vendió mientras editabas y quedan %(left)s: no se pueden restar tantos.")
            raise forms.ValidationError(text, params={"left": left})
        return changed

    def _opened_with(self) -> int:
        name = self.add_initial_prefix("stock")
        opened_with: int = self.fields["stock"].clean(self.data.get(name, self.instance.stock))
        return opened_with


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["name_es", "price_shown", "stock", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name_es", "name_en", "slug"]
    ordering = ["currency", "position", "pk"]
    list_per_page = 50
    form = ProductForm

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        return super().changeform_view(request, object_id, form_url, {"title": _("Producto")})

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Productos")})

    @admin.display(description=_("Precio"))
    def price_shown(self, product: Product) -> str:
        return format_money(product.price, product.currency)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was ever sold is taken off the shelf, not out of the books."""
        return False


class Own(admin.ModelAdmin):
    """Shown by our own views, and touched by nothing else."""

    list_view: Page
    row_view: Page | None = None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return type(self).list_view(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        view = type(self).row_view
        if view is None or not (object_id.isascii() and object_id.isdigit()):
            raise Http404
        return view(request, int(object_id))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What happened to it is in its order's timeline."""
        raise Http404

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Order)
class OrderAdmin(Own):
    list_view, row_view = order_list, order_page


@admin.register(Alert)
class AlertAdmin(Own):
    list_view, row_view = alert_list, alert_page


@admin.register(Refund)
class RefundAdmin(Own):
    list_view = refund_list


@admin.register(WebhookEvent)
class WebhookEventAdmin(Own):
    list_view, row_view = webhook_list, webhook_page
