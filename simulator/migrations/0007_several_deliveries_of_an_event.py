from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('simulator', '0006_keys_by_age'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='delivery',
            name='one_delivery_per_endpoint',
        ),
        migrations.AddField(
            model_name='delivery',
            name='manner',
            field=models.CharField(blank=True, max_length=20),
        ),
    ]
