"""Who buys and where it goes. Everything else about an order comes from our database."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog.country import store_country
from catalog.delivery import HOME, WAYS, NotDelivered, Quote, Rates
from catalog.delivery_rate import PICKUP
from catalog.money import format_money
from catalog.places import PLACES, place_name
from catalog.store import store_identity
from checkout.forms import LineField, email_field
from orders.models.delivering import PICKED_UP, Delivery

LONGEST = 200  # characters of what is kept though it was refused


def text_field(label: Any, *, missing: Any = "", limit: int = 100, **attrs: str) -> forms.CharField:
    """One line of text; optional if nothing is said about its missing."""
    too_long = _("Puede tener hasta %(limit_value)d letras")
    return LineField(
        label=label,
        max_length=limit,
        required=bool(missing),
        error_messages={"required": missing, "max_length": too_long},
        widget=forms.TextInput(attrs=attrs),
    )


class DetailsForm(forms.Form):
    """What every country asks for; its own form adds the address.

    `rates` say what delivery costs with products for `subtotal` (minor units). What is picked up
    needs no address, so its fields are then neither required nor read.
    """

    address: ClassVar[tuple[str, ...]] = ()  # the names of the fields that a parcel needs
    region_field: ClassVar[str] = "region"

    email = email_field(_("Te enviaremos la confirmación y el estado de tu pedido. Nada más."))
    way = forms.ChoiceField(
        label=_("Cómo quieres recibirlo"),
        choices=[(way, way) for way in WAYS],
        error_messages={
            "required": _("Elige cómo quieres recibirlo"),
            "invalid_choice": _("Esa forma de entrega ya no se ofrece. Revisa cómo lo recibirás."),
        },
        widget=forms.RadioSelect,
    )
    name = LineField(
        label=_("Nombre y apellido"),
        max_length=200,
        error_messages={
            "required": _("Escribe tu nombre y apellido"),
            "max_length": _("El nombre puede tener hasta 200 letras"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    terms = forms.BooleanField(
        label=_("Acepto los términos y condiciones"),
        error_messages={"required": _("Acepta los términos para continuar")},
    )

    def __init__(self, *args: Any, rates: Rates, subtotal: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rates, self.subtotal = rates, subtotal
        self.order_fields(["email", "way", "name", *self.address, "phone", "terms"])
        self._offer_ways()
        if self.asks_for_address:
            self._price_regions()
        else:
            for name in self.address:
                self.fields[name].required = False

    # --- What its page asks ---

    @property
    def has_choice(self) -> bool:
        """Whether there is more than one way to get the order."""
        return len(self.rates.ways) > 1

    @cached_property
    def chosen_way(self) -> str:
        """How it is to be received. Sent without a word about it, three fields are enough."""
        said = self.data.get("way", "") if self.is_bound else self.initial.get("way", "")
        if said in self.rates.ways:
            return str(said)
        if self.is_bound and PICKUP in self.rates.ways:
            return PICKUP
        return self.rates.ways[0]

    @property
    def asks_for_address(self) -> bool:
        return self.chosen_way == HOME

    @property
    def address_fields(self) -> list[forms.BoundField]:
        """The fields of the address, if this shop delivers at all."""
        return [self[name] for name in (*self.address, "phone")] if HOME in self.rates.ways else []

    @property
    def quote(self) -> Quote | None:
        """What delivery costs, as far as it can be said from what was typed."""
        region = self[self.region_field].value() or "" if self.asks_for_address else ""
        if self.asks_for_address and not region:
            return None
        try:
            return self.rates.quote(way=self.chosen_way, region=region, subtotal=self.subtotal)
        except NotDelivered:
            return None

    def _offer_ways(self) -> None:
        self.initial["way"] = self.chosen_way
        words = {HOME: self._home_words(), PICKUP: self._pickup_words()}
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)  # noqa: S101 (declared above, for the types)
        way.required = not self.is_bound or "way" in self.data
        way.choices = [(each, words[each]) for each in self.rates.ways]

    def _home_words(self) -> str:
        least = self.rates.least(subtotal=self.subtotal)
        if least is None:
            return ""
        if self.rates.is_free(subtotal=self.subtotal):
            return str(_("Despacho a domicilio, gratis"))
        if least == 0:
            return str(_("Despacho a domicilio, gratis en algunas zonas"))
        return str(_("Despacho a domicilio, desde %s")) % _money(least)

    def _pickup_words(self) -> str:
        if PICKUP not in self.rates.ways:
            return ""
        amount, address = self._pickup_amount, store_identity()["address"]
        cost = _money(amount) if amount else str(_("gratis"))
        words = str(_("Retiro en la tienda")) + f", {cost}"
        return f"{words} · {address}" if address else words

    @property
    def _pickup_amount(self) -> int:
        return self.rates.quote(way=PICKUP, region="", subtotal=self.subtotal).amount

    def _price_regions(self) -> None:
        """Say beside each region what sending there costs, before anybody has to ask."""
        field = self.fields[self.region_field]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (its country's form declares it)
        places = PLACES[store_country().code]
        priced = [(code, self._priced(code, name)) for code, name in places.items()]
        field.choices = [("", _("Elige")), *priced]

    def _priced(self, code: str, name: str) -> str:
        try:
            quote = self.rates.quote(way=HOME, region=code, subtotal=self.subtotal)
        except NotDelivered:
            return str(_("%s · sin despacho")) % name
        cost = _money(quote.amount) if quote.amount else str(_("gratis"))
        return f"{name} · {cost}"

    # --- What was typed ---

    def clean(self) -> dict[str, Any]:
        """Read the address, if it is needed, and refuse a place that nothing is sent to."""
        super().clean()
        self.cleaned_data["way"] = self.chosen_way
        if not self.asks_for_address:
            for name in (*self.address, "phone"):
                self.errors.pop(name, None)  # nobody looks at what is not shown
        else:
            self.read_address()
            region = self.cleaned_data.get(self.region_field)
            if region and not self.rates.delivers_to(region):
                self.add_error(self.region_field, self._not_there(region))
        return self.cleaned_data

    def read_address(self) -> None:
        """What this country's address has to be; its form says it."""

    def _not_there(self, region: str) -> str:
        words = str(_("Aún no despachamos a %s.")) % place_name(region)
        if PICKUP in self.rates.ways and not self._pickup_amount:
            words += " " + str(_("Puedes retirar gratis en la tienda."))
        return words

    @property
    def delivery(self) -> Delivery:
        """Where it goes, once the form is valid."""
        if not self.asks_for_address:
            return PICKED_UP
        said = {name: self.cleaned_data.get(name) or "" for name in self.parts}
        return Delivery(way=HOME, **{self.parts[name]: value for name, value in said.items()})

    parts: ClassVar[dict[str, str]] = {}  # each field of the address by its name in a Delivery

    @property
    def typed(self) -> dict[str, Any]:
        """What to offer again, so that nobody types it twice."""
        names = [name for name in self.fields if name != "terms"]
        return {name: self.cleaned_data.get(name) or self._raw(name) for name in names}

    def _raw(self, name: str) -> str:
        return str(self.data.get(name, ""))[:LONGEST]


def _money(amount: int) -> str:
    return format_money(amount, store_country().currency)
