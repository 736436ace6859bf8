"""DeliveryRate: what it costs to send an order to one place. The merchant edits them by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PICKUP, ELSEWHERE = "pickup", "elsewhere"  # destinations beside the codes of regions and states


class DeliveryRate(models.Model):
    """A destination and its price in minor units, tax included; business days from and to.

    Whatever has no rate of its own gets that of `ELSEWHERE`. One that is not offered is not
    delivered to at all, even if `ELSEWHERE` is.
    """

    country = models.CharField(max_length=2, choices=[("cl", "Chile"), ("mx", "México")])
    destination = models.CharField(max_length=10)
    amount = models.PositiveBigIntegerField(default=0)
    free_from = models.PositiveBigIntegerField(null=True, blank=True)  # null: never
    days_from = models.PositiveSmallIntegerField(default=2)
    days_to = models.PositiveSmallIntegerField(default=4)
    is_offered = models.BooleanField(_("se ofrece"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("precio de despacho"), _("precios de despacho")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "destination"], name="one_rate_per_destination"
            ),
            models.CheckConstraint(
                condition=Q(days_to__gte=F("days_from")), name="delivery_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.destination}"

    def amount_for(self, subtotal: int) -> int:
        """What it costs with products for `subtotal`, in minor units."""
        is_free = self.free_from is not None and subtotal >= self.free_from
        return 0 if is_free else self.amount

    @classmethod
    def set_up(cls, *, country: str, destination: str, **facts: object) -> None:
        """Have a rate for this destination; one that is there stays as the merchant left it."""
        cls.objects.get_or_create(country=country, destination=destination, defaults=facts)
