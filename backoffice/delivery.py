"""What delivery costs, for the merchant to change: a row per place, and one for the rest."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from catalog.country import store_country
from catalog.delivery_rate import ELSEWHERE, PICKUP
from catalog.models import DeliveryRate
from catalog.money import format_money
from catalog.places import PLACES


def destinations() -> dict[str, Any]:
    """Everything that may have a rate in this shop's country, by its code."""
    own = {PICKUP: _("Retiro en la tienda"), ELSEWHERE: _("Todo el resto del país")}
    return {**own, **PLACES[store_country().code]}


class RateForm(forms.ModelForm):
    """A rate's facts, by the names that a shopkeeper has for them."""

    class Meta:
        model = DeliveryRate
        labels = {
            "destination": _("Destino"),
            "amount": _("Precio, en la unidad más chica de la moneda"),
            "free_from": _("Gratis desde, en la unidad más chica; vacío: nunca"),
            "days_from": _("Días hábiles, desde"),
            "days_to": _("Días hábiles, hasta"),
            "is_offered": _("Se ofrece"),
        }
        fields = list(labels)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.country = store_country().code
        label = self._meta.labels["destination"]  # type: ignore[index]
        choices = [("", _("Elige")), *destinations().items()]
        if "destination" in self.fields:
            self.fields["destination"] = forms.ChoiceField(label=label, choices=choices)

    def clean(self) -> dict[str, Any]:
        """One rate per destination, and days in their order, in words and not as an error."""
        super().clean()
        said = self.cleaned_data
        others = DeliveryRate.objects.filter(
            country=self.instance.country, destination=said.get("destination")
        )
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error("destination", _("Ese destino ya tiene su precio."))
        if (said.get("days_from") or 0) > (said.get("days_to") or 0):
            self.add_error("days_to", _("Tiene que ser igual o más que desde."))
        return said


@admin.register(DeliveryRate)
class DeliveryRateAdmin(admin.ModelAdmin):
    list_display = ["destination_shown", "amount_shown", "free_from_shown", "days", "is_offered"]
    ordering = ["pk"]
    form = RateForm
    change_list_template = "backoffice/delivery_rates.html"
    actions = None  # nothing is done to several at once

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeliveryRate]:
        return super().get_queryset(request).filter(country=store_country().code)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        title = {"title": _("Precio de despacho")}
        return super().changeform_view(request, object_id, form_url, title)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        pickup = self.get_queryset(request).filter(destination=PICKUP)
        context = {"title": _("Despacho"), "is_pickup_free": not pickup.exists()}
        return super().changelist_view(request, context)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Without its row the pick-up would be free again: not what who deletes a row means."""
        is_pickup = obj is not None and obj.destination == PICKUP
        return not is_pickup and super().has_delete_permission(request, obj)

    @admin.display(description=_("Destino"))
    def destination_shown(self, rate: DeliveryRate) -> str:
        return str(destinations().get(rate.destination, rate.destination))

    @admin.display(description=_("Precio"))
    def amount_shown(self, rate: DeliveryRate) -> str:
        amount = format_money(rate.amount, store_country().currency)
        return amount if rate.is_offered else "—"

    @admin.display(description=_("Gratis desde"))
    def free_from_shown(self, rate: DeliveryRate) -> str:
        has_limit = rate.free_from is not None
        return format_money(rate.free_from or 0, store_country().currency) if has_limit else "—"

    @admin.display(description=_("Días hábiles"))
    def days(self, rate: DeliveryRate) -> str:
        return f"{rate.days_from}–{rate.days_to}"
