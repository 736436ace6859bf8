"""Refunds that a webhook told of and that cannot be as far as we know: Fintoc is asked."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0015_only_indexes_that_serve'),
    ]

    operations = [
        migrations.CreateModel(
            name='DoubtedRefund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('refund_id', models.CharField(max_length=255, unique=True)),
                ('account', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='doubted_refund_due')],
            },
        ),
    ]
