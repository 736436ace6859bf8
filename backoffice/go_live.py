"""The go-live checklist: what has to be green before real money, and what only people can check."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from backoffice.page import page
from backoffice.roles import SETTINGS, needs
from operations.health import REACHING, RUNNING, SET_UP, examine

BY_HAND = (
    gettext_lazy("Compraste algo tú mismo con dinero real, y lo devolviste."),
    gettext_lazy("Restauraste un respaldo de la base de datos en otra máquina, y abrió."),
    gettext_lazy("Alguien mira la tienda desde fuera (/readyz) y avisa si no responde."),
    gettext_lazy("Un abogado leyó tus páginas legales."),
    gettext_lazy("Quien ya no trabaja aquí ya no puede entrar."),
)


@needs(SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def go_live(request: HttpRequest) -> HttpResponse:
    """GET reads settings and database; POST asks Fintoc and the shop's own address as well."""
    has_asked = request.method == "POST"
    now = timezone.now()
    return page(
        request,
        "go_live.html",
        title=_("Antes de vender"),
        findings=examine(now, [*SET_UP, *RUNNING, *(REACHING if has_asked else [])]),
        has_asked=has_asked,
        by_hand=BY_HAND,
    )
