"""Every address of the shop. GET never writes and never calls Fintoc."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from operations import demo_pages, probes

urlpatterns = [
    path("", include("catalog.urls")),
    path("", include("checkout.urls")),
    path("", include("webhooks.urls")),
    path("language/", set_language, name="set_language"),
    path("healthz", probes.healthz),
    path("readyz", probes.readyz),
    path("admin/", admin.site.urls),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/emails/", demo_pages.emails, name="demo_emails"),
        path("demo/", include("operations.tour.urls")),
    ]
