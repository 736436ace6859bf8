"""Spanish or English: what the page was asked for, or what the browser prefers."""

from django.http import HttpRequest

DEFAULT = "es"
KNOWN = ("es", "en")


def language_of(request: HttpRequest) -> str:
    """`?lang=` first, then the first known language of Accept-Language."""
    wanted = [request.GET.get("lang", "")]
    wanted += request.headers.get("Accept-Language", "").split(",")
    for item in wanted:
        code = item.split(";")[0].strip().lower()[:2]
        if code in KNOWN:
            return code
    return DEFAULT
