"""No question looks for mentions by their geometry: events are found in a box, and what tells them by their keys."""

import django.contrib.gis.db.models.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0060_references_by_statement")]

    operations = [
        migrations.AlterField(
            "mention",
            "geometry",
            django.contrib.gis.db.models.fields.GeometryField(
                blank=True, null=True, spatial_index=False, srid=4326, verbose_name="geometry"
            ),
        )
    ]
