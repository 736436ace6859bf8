from django.urls import path

from operations.tour import views

app_name = "tour"

urlpatterns = [
    path("tour/", views.ways, name="ways"),
    path("tour/<slug:name>/", views.break_one, name="break"),
    path("orders/<slug:number>/", views.order, name="order"),
]
