from django.db import migrations, models

import catalog.images
from catalog.search import folded


def fill_search_text(apps, schema_editor):
    """The words of the products that are there already."""
    products = apps.get_model("catalog", "Product").objects.using(schema_editor.connection.alias)
    for product in products.all():
        said = (
            product.name_es,
            product.name_en,
            product.description_es,
            product.description_en,
        )
        product.search_text = folded(" ".join(said))
        product.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_products")]

    operations = [
        migrations.AddField(
            model_name="product",
            name="more_images",
            field=models.TextField(blank=True, validators=[catalog.images.validate_more_drawings]),
        ),
        migrations.AddField(
            model_name="product",
            name="search_text",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.RunPython(fill_search_text, migrations.RunPython.noop),
    ]
