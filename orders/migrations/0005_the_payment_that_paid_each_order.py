from django.db import migrations
from django.db.models import F


def fill(apps, _schema_editor):
    """Name the payment that paid each order paid before: the first that brought its money."""
    payments = apps.get_model("orders", "Payment").objects
    money = payments.filter(
        status="succeeded",
        order__status="succeeded",
        reported_amount=F("amount"),
        reported_currency=F("currency"),
        reported_account=F("account"),
    )
    seen = set()
    for payment in money.order_by("order_id", "created_at", "pk").iterator():
        if payment.order_id not in seen:
            seen.add(payment.order_id)
            payments.filter(pk=payment.pk).update(fulfilled_at=payment.created_at)


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_refunds_and_the_payment_that_pays")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
