from django.db import migrations
from django.db.models import F


def fill(apps, _schema_editor):
    """Name the payment that paid each order paid before: the first whose money the timeline tells."""
    payments = apps.get_model("orders", "Payment").objects
    events = apps.get_model("orders", "OrderEvent").objects
    moves = events.filter(
        kind="payment",
        value="succeeded",
        order__status="succeeded",
        payment__status="succeeded",
        payment__reported_amount=F("payment__amount"),
        payment__reported_currency=F("payment__currency"),
        payment__reported_account=F("payment__account"),
    )
    seen = set()
    for order_id, payment_id, moment in moves.order_by("pk").values_list(
        "order_id", "payment_id", "created_at"
    ):
        if order_id not in seen:
            seen.add(order_id)
            payments.filter(pk=payment_id).update(fulfilled_at=moment)


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_refunds_and_the_payment_that_pays")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
