"""What shoppers type. What they are not asked for (price, amount, status) is ignored."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.models import Product
from orders.text import one_line

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class QuantityForm(forms.Form):
    """How many of one product. `already` are in the cart; `held` by the visitor's own order."""

    quantity = forms.IntegerField(
        min_value=0,
        error_messages={
            "required": _("Escribe cuántos quieres."),
            "invalid": _("Escribe la cantidad con números."),
            "min_value": _("La cantidad no puede ser negativa."),
        },
    )

    def __init__(
        self, *args: Any, product: Product, already: int = 0, held: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"%s-{product.pk}"  # the cart shows one such field per line
        self.product = product
        self.already = already
        self.available = product.stock + held

    def clean_quantity(self) -> int:
        quantity: int = self.cleaned_data["quantity"]
        if quantity + self.already > self.available:
            raise forms.ValidationError(self._too_many())
        return quantity

    def _too_many(self) -> str:
        if not self.available:
            return str(_("%(name)s se agotó.")) % {"name": self.product.name}
        message = ngettext(
            "Solo queda %(count)d de %(name)s.",
            "Solo quedan %(count)d de %(name)s.",
            self.available,
        )
        return message % {"count": self.available, "name": self.product.name}


class AddForm(QuantityForm):
    """The same from a product's page, where none is not an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "%s"

    def clean_quantity(self) -> int:
        if self.cleaned_data["quantity"] == 0:
            raise forms.ValidationError(_("Elige al menos uno."))
        return super().clean_quantity()


class LineField(forms.CharField):
    """One line of text. What nobody sees is dropped before anything is asked of it."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(one_line(str(value or ""))))


class EmailLineField(LineField, forms.EmailField):
    """An address, which may be pasted with what nobody sees around and in it."""


def email_field(help_text: "_StrPromise") -> forms.EmailField:
    """An address to write to, asked for in the same words everywhere."""
    return EmailLineField(
        label=_("Correo electrónico"),
        help_text=help_text,
        max_length=254,
        error_messages={
            "required": _("Escribe un correo como nombre@example.com"),
            "invalid": _("Escribe un correo como nombre@example.com"),
            "max_length": _("El correo puede tener hasta 254 letras"),
        },
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        ),
    )


class FindForm(forms.Form):
    """Which address an order was placed with."""

    email = email_field(_("El que escribiste al comprar."))
