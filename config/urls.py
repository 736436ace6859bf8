"""Every address of the shop. GET changes nothing of an order and never calls Fintoc."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from checkout.views import demo_states
from operations import demo_pages, metrics, readiness

urlpatterns = [
    path("", include("webhooks.urls")),  # first: after an outage they all come at once
    path("", include("catalog.urls")),
    path("", include("checkout.urls")),
    path("language/", set_language, name="set_language"),
    path("healthz", readiness.healthz, name="healthz"),
    path("readyz", readiness.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("admin/", admin.site.urls),
]

handler500 = "checkout.views.failures.server_error"

if settings.DEMO:
    urlpatterns += [
        path("demo/emails/", demo_pages.emails, name="demo_emails"),
        path("demo/", include("operations.tour.urls")),
        path("demo/states/", demo_states.index, name="demo_states"),
        path("demo/states/<str:language>/<slug:code>/", demo_states.show, name="demo_state"),
    ]
