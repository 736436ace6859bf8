"""Find orders: what staff type and choose becomes a query that an index answers."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice import words
from catalog.country import store_country
from catalog.money import NotMoney, read_money
from orders.fulfillment import to_prepare
from orders.models import Alert, Order, Payment, Refund

ANY, NONE = "any", "none"
TO_PREPARE = "prepare"
EVERYTHING = [("", _("Todo"))]
SHORTEST = 3  # letters of a name: fewer would find half the shop
FOUND_AT_MOST = 1000  # payments of one bank operation: more is not a search
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.I)  # a whole one
NUMBER = re.compile(r"(?:[A-Z]{2}-)?[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{0,4})?", re.I)


class SearchForm(forms.Form):
    """The filters beside the list. Amounts are typed as they are written in the shop."""

    q = forms.CharField(
        label=_("Número, correo, nombre, id de Fintoc u operación"), required=False, max_length=200
    )
    status = forms.ChoiceField(
        label=_("Pago"), required=False, choices=EVERYTHING + list(words.ORDER.items())
    )
    fulfillment = forms.ChoiceField(
        label=_("Entrega"),
        required=False,
        choices=[*EVERYTHING, (TO_PREPARE, _("Para preparar hoy")), *words.FULFILLMENT.items()],
    )
    alert = forms.ChoiceField(
        label=_("Alerta"),
        required=False,
        choices=[*EVERYTHING, (ANY, _("Con alerta")), (NONE, _("Sin alerta"))],
    )
    since = forms.DateField(
        label=_("Desde"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Hasta"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    least = forms.CharField(label=_("Monto mínimo"), required=False, max_length=20)
    most = forms.CharField(label=_("Monto máximo"), required=False, max_length=20)

    def clean_least(self) -> int | None:
        return self._amount("least")

    def clean_most(self) -> int | None:
        return self._amount("most")

    def _amount(self, name: str) -> int | None:
        text = self.cleaned_data[name]
        try:
            return read_money(text, store_country().currency) if text else None
        except NotMoney as error:
            raise forms.ValidationError(_("Escribe un monto como los de la tienda.")) from error


def search(filters: dict[str, Any]) -> QuerySet[Order]:
    """The orders that match all of `SearchForm`'s cleaned data, each with `has_alert`."""
    orders = to_prepare() if filters.get("fulfillment") == TO_PREPARE else Order.objects.all()
    for name, narrow in NARROWS.items():
        value = filters.get(name)
        if value not in ("", None):
            orders = orders.filter(narrow(value))
    return orders.annotate(has_alert=Exists(_open_alerts()))


def _open_alerts() -> QuerySet[Alert]:
    return Alert.objects.open().filter(order=OuterRef("pk"))


def _like(text: str) -> Q:
    """One look-up per kind of text, since an OR over tables would read them whole."""
    text = text.strip()
    if ADDRESS.fullmatch(text):
        return Q(email__iexact=text)
    if "@" in text:
        return Q(email__icontains=text)
    if text.isdigit() and len(text) > 4:
        return Q(pk__in=_orders_of(Payment.objects.filter(bank_operation=text)))
    if "_" in text:
        by_intent = Payment.objects.filter(intent_id=text)
        by_refund = Payment.objects.filter(refunds__in=Refund.objects.filter(refund_id=text))
        return Q(pk__in=[*_orders_of(by_intent), *_orders_of(by_refund)])
    if NUMBER.fullmatch(text) and any(character in "-0123456789" for character in text):
        return _numbered(text.upper())
    return Q(name__icontains=text) if len(text) >= SHORTEST else Q(pk__in=[])


def _numbered(text: str) -> Q:
    prefix = store_country().code.upper()
    number = text if re.match(r"[A-Z]{2}-", text) else f"{prefix}-{text}"
    return Q(number__startswith=number)


def _orders_of(payments: QuerySet[Payment]) -> list[int]:
    return list(payments.values_list("order_id", flat=True)[:FOUND_AT_MOST])


def _fulfilled(word: str) -> Q:
    return Q() if word == TO_PREPARE else Q(fulfillment=word)


def _alerted(word: str) -> Q:
    return Q(Exists(_open_alerts())) if word == ANY else ~Q(Exists(_open_alerts()))


def _day(date: Any, after: timedelta = timedelta(0)) -> datetime:
    return timezone.make_aware(datetime.combine(date, time.min)) + after


NARROWS: dict[str, Callable[[Any], Q]] = {
    "q": _like,
    "status": lambda word: Q(status=word),
    "fulfillment": _fulfilled,
    "alert": _alerted,
    "since": lambda date: Q(created_at__gte=_day(date)),
    "until": lambda date: Q(created_at__lt=_day(date, timedelta(days=1))),
    "least": lambda amount: Q(amount__gte=amount),
    "most": lambda amount: Q(amount__lte=amount),
}
