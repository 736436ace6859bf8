"""The shop's addresses with those of the demo."""

from django.urls import include, path

from checkout.views import demo_states
from config.urls import urlpatterns as of_the_shop
from operations import demo_pages

urlpatterns = [
    *of_the_shop,
    path("demo/emails/", demo_pages.emails, name="demo_emails"),
    path("demo/", include("operations.tour.urls")),
    path("demo/states/", demo_states.index, name="demo_states"),
]
