"""No second index for parts of an event's id, which is only ever asked for whole."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webhooks', '0005_count_refused_deliveries'),
    ]

    operations = [
        migrations.AlterField(
            model_name='webhookevent',
            name='event_id',
            field=models.CharField(blank=True, max_length=255, null=True),
        ),
        migrations.AddConstraint(
            model_name='webhookevent',
            constraint=models.UniqueConstraint(fields=('event_id',), name='each_event_once'),
        ),
    ]
