"""Indexes for the back office's list: flat at a million orders.

Parts of names and addresses are found by trigrams, which PostgreSQL alone has. The extension comes
with it and needs no superuser. A shop on SQLite is small enough to be read whole.
"""

import django.db.models.functions.text
from django.db import migrations, models


class OnPostgreSQL(migrations.RunSQL):
    """The same on PostgreSQL, nothing elsewhere."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


def trigrams(column):
    """What Django's `icontains` compares is the upper case of the column as text."""
    name = f"order_{column}_trigrams"
    return OnPostgreSQL(
        f"CREATE INDEX {name} ON orders_order USING gin (UPPER({column}::text) gin_trgm_ops)",
        f"DROP INDEX {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_fulfillment_rulings_and_mails_of_refunds")]

    operations = [
        OnPostgreSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        trigrams("name"),
        trigrams("email"),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['order'], name='alert_open'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['status', '-id'], name='order_by_status'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['fulfillment', '-id'], name='order_by_fulfillment'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['created_at'], name='order_by_day'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['amount'], name='order_by_amount'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('fulfilled_at__isnull', False)), fields=['account', 'fulfilled_at'], name='payment_sales'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('status__in', ['pending', 'requires_action'])), fields=['created_at'], name='payment_at_the_bank'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['bank_operation'], name='payment_by_operation'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('fulfillment__in', ['preparing', 'unfulfilled']), ('status', 'succeeded')), fields=['id'], name='order_to_prepare'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(django.db.models.functions.text.Upper('email'), name='order_by_email'),
        ),
    ]
