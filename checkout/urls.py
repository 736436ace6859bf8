from django.urls import path

from checkout.views import again, cart, details, finding, legal, order, payment

app_name = "checkout"

urlpatterns = [
    path("cart/", cart.show, name="cart"),
    path("cart/add/", cart.add, name="cart_add"),
    path("cart/update/", cart.update, name="cart_update"),
    path("checkout/", details.details, name="details"),
    path("orders/find/", finding.find, name="find"),
    path("orders/<slug:token>/", order.show, name="order"),
    path("orders/<slug:token>/status.json", order.status_json, name="status"),
    path("orders/<slug:token>/refresh/", order.refresh, name="refresh"),
    path("orders/<slug:token>/cancel/", order.cancel, name="cancel"),
    path("orders/<slug:token>/request/", order.request_refund, name="request"),
    path("orders/<slug:token>/link/", finding.send, name="link"),
    path("orders/<slug:token>/again/", again.again, name="again"),
    path("orders/<slug:token>/change/", again.change, name="change"),
    path("orders/<slug:token>/payments/", payment.open_, name="payments"),
    path("orders/<slug:token>/payments/<uuid:reference>/", payment.show, name="payment"),
    path("pages/terms/", legal.terms, name="terms"),
    path("pages/returns/", legal.returns, name="returns"),
    path("pages/privacy/", legal.privacy, name="privacy"),
    path("pages/contact/", legal.contact, name="contact"),
]
