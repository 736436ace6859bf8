"""The way back to an order: its link, mailed to whoever placed it. Nobody else learns a thing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from checkout.forms import FindForm
from checkout.see_other import see_other
from checkout.views.order import find_order
from orders import finding

ANSWER_SECONDS = 0.2  # far more than looking up and queueing three mails takes


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """GET /orders/find/ asks for an address; POST mails it the links, one answer for all."""
    form = FindForm(request.POST or None)
    if request.method != "POST":
        return render(
            request, "checkout/find.html", {"form": form, "is_sent": "sent" in request.GET}
        )
    if not form.is_valid():
        context = {"form": form, "page_url": reverse("checkout:find")}
        return render(request, "checkout/find.html", context, status=422)
    with at_least(ANSWER_SECONDS):
        finding.send_links(email=form.cleaned_data["email"], now=timezone.now())
    return see_other("checkout:find", query={"sent": 1})


@contextmanager
def at_least(seconds: float) -> Iterator[None]:
    """Take so long whatever is found, so that the time does not tell what the words do not."""
    began_at = time.monotonic()
    yield
    time.sleep(max(0, began_at + seconds - time.monotonic()))


@require_POST
@never_cache
def send(request: HttpRequest, token: str) -> HttpResponse:
    """POST /orders/<token>/link/: the page's own link by mail, for tomorrow or another browser."""
    order = find_order(token)
    finding.send_link(order=order, now=timezone.now())
    words = _("Te enviamos el enlace a %(email)s. Puede tardar un minuto.")
    messages.success(request, words % {"email": order.email})
    return see_other("checkout:order", token=token)
