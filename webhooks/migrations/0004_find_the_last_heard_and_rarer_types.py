"""Indexes for when Fintoc was last heard, and for the rarer types in the log."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webhooks', '0003_find_what_went_wrong'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='webhookevent',
            index=models.Index(condition=models.Q(('type', 'payment_intent.succeeded'), _negated=True), fields=['type', '-id'], name='event_of_rarer_type'),
        ),
        migrations.AddIndex(
            model_name='webhookevent',
            index=models.Index(fields=['account', 'received_at'], name='event_last_heard'),
        ),
    ]
