"""Find orders: what staff type and choose becomes a query that an index answers."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from backoffice import look_ups, words
from catalog.country import store_country
from catalog.money import NotMoney, read_money
from orders.fulfillment import to_prepare
from orders.models import Alert, Order, Payment, Refund
from webhooks.models import WebhookEvent

ANY, NONE = "any", "none"
TO_PREPARE = "prepare"
EVERYTHING = [("", _("Todo"))]
SHORTEST = 3  # letters of a name: fewer would find half the shop
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
        text, currency = self.cleaned_data[name], store_country().currency
        try:
            return read_money(text, currency) if text else None
        except NotMoney as error:
            raise forms.ValidationError(words.HOW_MONEY_IS_WRITTEN[currency]) from error


def search(filters: dict[str, Any]) -> QuerySet[Order]:
    """The orders that match all of `SearchForm`'s cleaned data, each with `has_alert`."""
    orders = to_prepare() if filters.get("fulfillment") == TO_PREPARE else Order.objects.all()
    for name, narrow in NARROWS.items():
        value = filters.get(name)
        if value not in ("", None):
            orders = orders.filter(narrow(value))
    orders = orders.filter(look_ups.placed(filters.get("since"), filters.get("until")))
    orders = orders.filter(look_ups.priced(filters.get("least"), filters.get("most")))
    return orders.annotate(has_alert=Exists(_open_alerts()))


def _open_alerts() -> QuerySet[Alert]:
    return Alert.objects.open().filter(order=OuterRef("pk"))


def _like(text: str) -> Q:
    """One look-up per kind of text, since an OR over tables would read them whole."""
    text = text.strip()
    if ADDRESS.fullmatch(text):
        return look_ups.spelled("email", text)
    if "@" in text:
        return look_ups.containing("email", text)
    if text.isdigit() and len(text) > 4:
        return look_ups.keyed(_orders_of(Q(bank_operation=text)))
    if "_" in text:
        return look_ups.keyed(_orders_of_fintocs_id(text))
    if NUMBER.fullmatch(text) and any(character in "-0123456789" for character in text):
        by_number = _numbered(text.upper())
        if Order.objects.filter(by_number).exists():  # some names look like one: Jean-Marc
            return by_number
    return look_ups.containing("name", text) if len(text) >= SHORTEST else Q(pk__in=[])


def _numbered(text: str) -> Q:
    prefix = store_country().code.upper()
    return look_ups.numbered(text if re.match(r"[A-Z]{2}-", text) else f"{prefix}-{text}")


def _orders_of_fintocs_id(text: str) -> list[int]:
    """Of a payment intent, a checkout session, a refund or an event."""
    if text.startswith("evt_"):
        event = WebhookEvent.objects.filter(event_id=text).first()
        text = event.subject_id if event is not None else ""
    refunds = Refund.objects.filter(refund_id=text)
    by_each = (Q(intent_id=text), Q(session_id=text), Q(refunds__in=refunds))
    return [order for by_one in by_each for order in _orders_of(by_one)] if text else []


def _orders_of(narrow: Q) -> list[int]:
    found = Payment.objects.filter(narrow).values_list("order_id", flat=True)
    return list(found[: look_ups.FEW])


def _fulfilled(word: str) -> Q:
    return Q() if word == TO_PREPARE else Q(fulfillment=word)


def _alerted(word: str) -> Q:
    if word == NONE:
        return ~Q(Exists(_open_alerts()))
    about = Alert.objects.open().filter(order__isnull=False)
    return look_ups.keyed(set(about.values_list("order_id", flat=True)[: look_ups.FEW]))


NARROWS: dict[str, Callable[[Any], Q]] = {
    "q": _like,
    "status": lambda word: Q(status=word),
    "fulfillment": _fulfilled,
    "alert": _alerted,
}
