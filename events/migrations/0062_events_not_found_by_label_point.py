"""No question looks for events by where their label goes: they are found by their geometry."""

import django.contrib.gis.db.models.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0061_mentions_not_found_by_box")]

    operations = [
        migrations.AlterField(
            "event",
            "point",
            django.contrib.gis.db.models.fields.PointField(
                blank=True,
                editable=False,
                null=True,
                spatial_index=False,
                srid=4326,
                verbose_name="label point",
            ),
        )
    ]
