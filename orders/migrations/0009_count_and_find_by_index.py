"""Indexes for the home page, the open refunds and names: flat at a million orders."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0008_find_orders_by_what_staff_type'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='order',
            name='order_to_prepare',
        ),
        migrations.RemoveIndex(
            model_name='payment',
            name='payment_at_the_bank',
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('status', 'succeeded'), models.Q(('fulfillment', 'preparing'), ('fulfillment', 'unfulfilled'), _connector='OR')), fields=['fulfillment', 'id'], name='order_to_prepare'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(django.db.models.functions.text.Upper('name'), name='order_by_name'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('status', 'pending'), ('status', 'requires_action'), _connector='OR'), fields=['created_at'], name='payment_at_the_bank'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(condition=models.Q(('status', 'requested'), ('status', 'created'), ('status', 'pending'), ('status', 'in_progress'), _connector='OR'), fields=['id'], name='refund_open'),
        ),
    ]
