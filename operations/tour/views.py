"""The tour's pages. In the demo only: they place orders, and show one to whoever has its number."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fintoc_client.errors import FintocError
from operations.tour import simulator
from operations.tour.stories import STORIES, WORDS
from operations.tour.ways import (
    BACK_FROM_THE_BANK,
    IN_THE_WINDOW,
    WAYS,
    NotOpened,
    Scene,
    counts_out,
    place,
)
from orders.models import Order
from orders.opening import leads_to_a_page
from orders.placing import NothingToBuy
from orders.stock import OutOfStock


@require_safe
@never_cache
def ways(request: HttpRequest) -> HttpResponse:
    """GET /demo/tour/: the ten, and an order of one's own."""
    return _ways(request)


@require_POST
@never_cache
def break_one(request: HttpRequest, name: str) -> HttpResponse:
    """POST /demo/tour/<name>/: a fresh order, broken in that way; `own`: only opened."""
    act = {"own": _open, **WAYS}.get(name)
    if act is None:
        raise Http404
    try:
        simulator.require()
        if name in IN_THE_WINDOW and leads_to_a_page():
            return _refusal(request, "hosted")
        scene = place(language=_language())
        act(scene)
    except simulator.NoSimulator as error:
        return _refusal(request, "no_simulator", str(error))
    except (NotOpened, FintocError):
        return _refusal(request, "no_answer")
    except (NothingToBuy, OutOfStock):
        return _refusal(request, "not_placed")
    address = reverse("tour:order", args=[scene.order.number])
    return HttpResponseRedirect(f"{address}?way={name}" if name in WAYS else address, status=303)


def _open(scene: Scene) -> None:
    scene.presses_pay()


def _refusal(request: HttpRequest, problem: str, text: str = "") -> HttpResponse:
    words = WORDS[_language()]
    told = {"title": words[problem], "text": text or words[f"{problem}_text"]}
    return _ways(request, problem=told, status=503)


def _ways(
    request: HttpRequest, *, problem: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    return _page(
        request,
        "ways",
        stories=STORIES[_language()].values(),
        counts_out=counts_out(),
        problem=problem,
        status=status,
    )


@require_safe
@never_cache
def order(request: HttpRequest, number: str) -> HttpResponse:
    """GET /demo/orders/<number>/: what became of it, and where the shopper and staff see it."""
    found = get_object_or_404(Order, number=number)
    way = request.GET.get("way", "")
    payments = found.payment_list()
    page = reverse("checkout:order", args=[found.token])
    if way in BACK_FROM_THE_BANK and payments:
        page += f"?paid={payments[-1].reference}"
    known = [payment for payment in payments if payment.is_known]
    return _page(
        request,
        "order",
        order=found,
        payments=payments,
        story=STORIES[_language()].get(way),
        alerts=found.alerts.order_by("pk"),
        timeline=found.events.order_by("pk"),
        shopper_page=page,
        office_page=_office_page(found),
        panel_page=simulator.panel_of(known[-1]) if known and simulator.is_there() else "",
    )


def _office_page(order: Order) -> str:
    """Nothing in a fork without the back office."""
    try:
        return reverse("admin:orders_order_change", args=[order.pk])
    except NoReverseMatch:
        return ""


def _page(request: HttpRequest, page: str, *, status: int = 200, **context: object) -> HttpResponse:
    context |= {"words": WORDS[_language()], "may_break": simulator.is_there() and settings.DEMO}
    return render(request, f"operations/tour/{page}.html", context, status=status)


def _language() -> str:
    language = (get_language() or "es")[:2]
    return language if language in WORDS else "es"
