from django.urls import path

from shop import views

urlpatterns = [path("webhooks/fintoc/", views.webhook), path("page/", views.page)]
