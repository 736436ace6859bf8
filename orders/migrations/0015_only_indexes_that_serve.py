"""Fewer index entries for each event: no index twice, none for parts of what is asked for whole.

A mail is rarely about an alert or a refund, so only those that are have an entry.
"""

import django.db.models.deletion
import orders.models.numbering
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0014_the_carriers_page_of_a_parcel'),
    ]

    operations = [
        migrations.AlterField(
            model_name='order',
            name='purchase',
            field=models.CharField(max_length=32),
        ),
        migrations.AlterField(
            model_name='order',
            name='token',
            field=models.CharField(default=orders.models.numbering.new_token, max_length=32),
        ),
        migrations.AlterField(
            model_name='orderevent',
            name='order',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='orders.order'),
        ),
        migrations.AlterField(
            model_name='outbox',
            name='alert',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, to='orders.alert'),
        ),
        migrations.AlterField(
            model_name='outbox',
            name='key',
            field=models.CharField(max_length=200),
        ),
        migrations.AlterField(
            model_name='outbox',
            name='refund',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, to='orders.refund'),
        ),
        migrations.AlterField(
            model_name='payment',
            name='intent_id',
            field=models.CharField(blank=True, max_length=255, null=True),
        ),
        migrations.AlterField(
            model_name='payment',
            name='session_id',
            field=models.CharField(blank=True, max_length=255, null=True),
        ),
        migrations.AddIndex(
            model_name='outbox',
            index=models.Index(condition=models.Q(('alert__isnull', False)), fields=['alert'], name='outbox_alert'),
        ),
        migrations.AddIndex(
            model_name='outbox',
            index=models.Index(condition=models.Q(('refund__isnull', False)), fields=['refund'], name='outbox_refund'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(fields=('token',), name='one_order_per_token'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(fields=('purchase',), name='one_order_per_purchase'),
        ),
        migrations.AddConstraint(
            model_name='outbox',
            constraint=models.UniqueConstraint(fields=('key',), name='one_row_per_key'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('intent_id',), name='one_payment_per_intent'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('session_id',), name='one_payment_per_session'),
        ),
        migrations.AlterField(
            model_name='orderline',
            name='order',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.order'),
        ),
        migrations.AlterField(
            model_name='orderline',
            name='product',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='catalog.product'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(fields=['product', 'order'], name='line_of_product'),
        ),
    ]
