from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def fill(apps, _schema_editor):
    """Orders placed before they could lapse become due; mails written before get their account."""
    orders = apps.get_model("orders", "Order").objects
    unpaid = orders.filter(status__in=["created", "failed", "rejected"])
    unpaid.update(due_at=Coalesce(F("held_until"), F("created_at")))
    outbox = apps.get_model("orders", "Outbox").objects
    account = orders.filter(pk=OuterRef("order")).values("account")[:1]
    outbox.filter(account="").update(account=Subquery(account))


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_expiry_reconciliation_and_decisions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
