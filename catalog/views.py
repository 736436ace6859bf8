"""The two pages anyone can look at: what is for sale, and one product."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.models import Product


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/list.html", {"products": Product.objects.on_sale()})


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Product.objects.on_sale(), slug=slug)
    return render(request, "catalog/product.html", {"product": found})
