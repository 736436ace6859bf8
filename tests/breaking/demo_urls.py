"""The shop's addresses with those of the demo."""

from django.urls import include, path

from config.urls import urlpatterns as of_the_shop
from operations import demo_pages

urlpatterns = [
    *of_the_shop,
    path("demo/emails/", demo_pages.emails, name="demo_emails"),
    path("demo/", include("operations.tour.urls")),
]
