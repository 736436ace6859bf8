"""The merchant's part. `balance.available` is an event for which dj-stripe asks Stripe nothing."""

from djstripe.event_handlers import djstripe_receiver

from merchant.models import Mail, Order


@djstripe_receiver("balance.available")
def paid(sender, event, **kwargs):
    order = Order.objects.select_for_update().get(intent_id=event.data["object"]["id"])
    if order.status == "created":
        order.status = "paid"
        order.save()
        Mail.objects.create(order=order, recipient=order.email, subject=f"Pedido {order.number}")
