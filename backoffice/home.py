"""Home: what a merchant wants to know on a Monday morning, on one screen."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from backoffice.chart import chart
from backoffice.page import page
from backoffice.roles import SEE_ORDERS, WORK, needs
from catalog.country import store_country
from catalog.models import NEARLY_GONE, Product
from operations.health import examine
from orders.fulfillment import to_prepare
from orders.models import Alert, Payment, Refund
from orders.models.payment import IS_AT_THE_BANK
from orders.sales import sales_by_day, summed

SHOWN = 12  # of each list; the rest is a click away
DAYS = 30


@needs(SEE_ORDERS)
def home(request: HttpRequest) -> HttpResponse:
    """GET /admin/."""
    now = timezone.now()
    days = sales_by_day(days=DAYS, now=now)
    ours = {"account": settings.FINTOC_ACCOUNT}
    waiting = Payment.objects.filter(IS_AT_THE_BANK, ruling="", **ours)
    packing = to_prepare()
    return page(
        request,
        "home.html",
        title=_("Inicio"),
        now=now,
        currency=store_country().currency,
        sales=[
            {"days": number, "orders": orders, "amount": amount}
            for number in (1, 7, DAYS)
            for orders, amount in [summed(days[-number:])]
        ],
        chart=chart(days[-7:]),
        month=days[::-1],
        prepare=packing[:SHOWN],
        prepare_count=packing.count(),
        pending=waiting.select_related("order").order_by("created_at")[:SHOWN],
        alerts=Alert.objects.open().select_related("order").order_by("pk")[:SHOWN],
        low=Product.objects.on_sale().filter(stock__lte=NEARLY_GONE).order_by("stock", "pk"),
        refunds=Refund.objects.open().filter(**ours).count(),
        health=examine(now),
        may_work=request.user.has_perm(WORK),
    )
