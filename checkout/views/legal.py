"""The shop's terms, which a shopper accepts before paying."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """GET /pages/terms/."""
    return render(request, "pages/terms.html")
