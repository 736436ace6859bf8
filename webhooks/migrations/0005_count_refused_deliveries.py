"""How many deliveries were refused, by day and reason."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webhooks', '0004_find_the_last_heard_and_rarer_types'),
    ]

    operations = [
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('reason', models.CharField(choices=[('missing', 'missing'), ('malformed', 'malformed'), ('untimely', 'untimely'), ('wrong', 'wrong'), ('too large', 'too large'), ('no secret', 'no secret')], max_length=20)),
                ('number', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'reason'), name='refusals_by_day_and_reason')],
            },
        ),
    ]
