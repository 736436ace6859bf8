"""The address as each country writes it, on the form between the cart and the bank."""

import difflib
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog import mexico
from catalog.chile import comuna_named, region_of_each_comuna
from catalog.country import store_country
from catalog.phones import EXAMPLES, PHONE
from catalog.places import CHILE, place_name
from checkout.details_form import DetailsForm, text_field
from checkout.forms import LineField


def phone_field(example: str) -> forms.CharField:
    """A number for the courier, who may do without. `example` is one as this country writes it."""
    return LineField(
        label=_("Teléfono"),
        required=False,
        validators=[RegexValidator(PHONE)],
        max_length=30,
        help_text=_("Solo para que el repartidor te encuentre."),
        error_messages={
            "invalid": format_lazy(_("Escribe el teléfono con números, como {}"), example),
            "max_length": _("Puede tener hasta %(limit_value)d letras"),
        },
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )


def place_field(label: Any, missing: Any) -> forms.ChoiceField:
    """A region or state; its choices come with the price of each."""
    return forms.ChoiceField(
        label=label,
        error_messages={"required": missing, "invalid_choice": missing},
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
    )


class ChileForm(DetailsForm):
    """Eight fields: a region with its price, and a comuna that may be written without accents."""

    address = ("street", "unit", "region", "comuna")
    parts: ClassVar[dict[str, str]] = {
        "street": "street",
        "unit": "unit",
        "region": "region",
        "comuna": "district",
        "phone": "phone",
    }
    comunas = tuple(sorted(region_of_each_comuna()))

    street = text_field(
        _("Calle y número"),
        missing=_("Escribe la calle y el número"),
        limit=200,
        autocomplete="address-line1",
    )
    unit = text_field(_("Depto, casa u oficina"), autocomplete="address-line2")
    region = place_field(_("Región"), _("Elige tu región"))
    comuna = text_field(
        _("Comuna"), missing=_("Elige tu comuna"), autocomplete="address-level2", list="comunas"
    )
    comuna.help_text = _("Escribe las primeras letras y elígela.")
    phone = phone_field(EXAMPLES["cl"])

    def read_address(self) -> None:
        """A comuna of the list, which says its region by itself."""
        written = self.cleaned_data.get("comuna")
        if not written:
            return
        comuna = comuna_named(written)
        if comuna is None:
            self.add_error("comuna", _unknown(written))
            return
        self.cleaned_data["comuna"] = comuna
        region, chosen = region_of_each_comuna()[comuna], self.cleaned_data.get("region")
        if chosen and chosen != region:
            words = str(_("%(place)s está en otra región: %(region)s"))
            self.add_error("comuna", words % {"place": comuna, "region": CHILE[region]})


def _unknown(written: str) -> str:
    known = {comuna.casefold(): comuna for comuna in region_of_each_comuna()}
    near = difflib.get_close_matches(written.casefold(), known, n=1)
    words = str(_("Elige tu comuna de la lista."))
    if near:
        words += " " + str(_("¿Quisiste decir %s?")) % known[near[0]]
    return words


class MexicoForm(DetailsForm):
    """Ten fields; the postal code says the state, so that one may be left open."""

    address = ("postal_code", "state", "municipality", "neighborhood", "street", "directions")
    region_field = "state"
    parts: ClassVar[dict[str, str]] = {
        "postal_code": "postal_code",
        "state": "region",
        "municipality": "district",
        "neighborhood": "neighborhood",
        "street": "street",
        "directions": "directions",
        "phone": "phone",
    }

    postal_code = LineField(
        label=_("Código postal"),
        validators=[RegexValidator(mexico.POSTAL_CODE)],
        error_messages={
            "required": _("Escribe los 5 números de tu código postal"),
            "invalid": _("Escribe los 5 números de tu código postal"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )
    state = place_field(_("Estado"), _("Elige tu estado"))
    state.help_text = _("Si lo dejas así, lo vemos por tu código postal.")
    municipality = text_field(
        _("Municipio o alcaldía"),
        missing=_("Escribe tu municipio o alcaldía"),
        autocomplete="address-level2",
    )
    neighborhood = text_field(
        _("Colonia"), missing=_("Escribe tu colonia"), autocomplete="address-level3"
    )
    street = text_field(
        _("Calle y número"),
        missing=_("Escribe la calle y el número"),
        limit=200,
        autocomplete="address-line1",
    )
    directions = text_field(_("Referencias"), limit=200, autocomplete="address-line2")
    phone = phone_field(EXAMPLES["mx"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].required = False  # the postal code knows it

    def read_address(self) -> None:
        """The state that the postal code is in, whether it was chosen or not."""
        postal_code = self.cleaned_data.get("postal_code")
        if not postal_code:
            return
        state, chosen = mexico.state_of(postal_code), self.cleaned_data.get("state")
        if state is None:
            self.add_error("postal_code", _("Ese código postal no existe"))
        elif chosen and chosen != state:
            words = str(_("El código postal %(code)s es de otro estado: %(state)s"))
            self.add_error("state", words % {"code": postal_code, "state": place_name(state)})
        else:
            self.cleaned_data["state"] = state


FORMS: dict[str, type[DetailsForm]] = {"cl": ChileForm, "mx": MexicoForm}


def details_form(*args: Any, **kwargs: Any) -> DetailsForm:
    """The form of this shop's country."""
    return FORMS[store_country().code](*args, **kwargs)
