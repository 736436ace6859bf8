from django.urls import path

from webhooks import views

app_name = "webhooks"

urlpatterns = [
    # Both forms, because a redirect to the other one would count as a failed delivery.
    path("webhooks/fintoc/", views.receive, name="fintoc"),
    path("webhooks/fintoc", views.receive),
]
