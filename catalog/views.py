"""The two pages anyone can look at: what is for sale, and one product."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.conditional import conditional
from catalog.models import Product
from catalog.paging import page_number, page_of
from catalog.search import QUERY_LIMIT, words_of


@require_safe
@conditional
def product_list(request: HttpRequest) -> HttpResponse:
    """GET /: `q` looks for words, `page` turns pages."""
    query = request.GET.get("q", "").strip()[:QUERY_LIMIT]
    page = page_of(
        words=words_of(query),
        number=page_number(request.GET.get("page", "")),
        asked={"q": query} if query else {},
    )
    return render(request, "catalog/list.html", {**vars(page), "query": query})


@require_safe
@conditional
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """GET /products/<slug>/."""
    found = Product.sold_as(slug)
    if found is None:
        raise Http404
    return render(request, "catalog/product.html", {"product": found})
