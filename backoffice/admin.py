"""The back office: products to edit; orders, alerts and webhooks to read.

What happened to money is never edited by hand, so everything but the catalog is read-only here.
"""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from catalog.models import Product
from catalog.money import format_money
from orders.models import Alert, Order, OrderEvent, OrderLine, Outbox, Payment
from webhooks.models import WebhookEvent


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ["name_es", "currency", "price", "stock", "is_active"]
    list_filter = ["currency", "is_active"]
    search_fields = ["name_es", "name_en", "slug"]


class ReadOnly:
    """Look, and touch nothing."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class OrderLines(ReadOnly, admin.TabularInline):
    model = OrderLine
    fields = ["name", "quantity", "unit_amount"]


class Payments(ReadOnly, admin.TabularInline):
    model = Payment
    fields = ["reference", "intent_id", "status", "error_reason", "refusal", "created_at", "due_at"]


class Timeline(ReadOnly, admin.TabularInline):
    model = OrderEvent
    fields = ["created_at", "kind", "value", "detail", "cause"]
    ordering = ["pk"]


@admin.register(Order)
class OrderAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "status", "total", "name", "email", "account", "created_at"]
    list_filter = ["status", "account"]
    search_fields = ["number", "email"]
    ordering = ["-pk"]
    inlines = [OrderLines, Payments, Timeline]
    exclude = ["token"]  # it opens the shopper's page

    @admin.display(description="total")
    def total(self, order: Order) -> str:
        return format_money(order.amount, order.currency)


@admin.register(Alert)
class AlertAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["created_at", "kind", "subject", "order", "detail", "resolved_at"]
    list_filter = ["kind"]
    ordering = ["-pk"]


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["received_at", "type", "event_id", "outcome", "attempts", "error"]
    list_filter = ["outcome"]
    search_fields = ["event_id"]
    ordering = ["-pk"]


@admin.register(Outbox)
class OutboxAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["created_at", "kind", "order", "sent_at", "due_at", "attempts", "error"]
    list_filter = ["kind"]
    ordering = ["-pk"]
