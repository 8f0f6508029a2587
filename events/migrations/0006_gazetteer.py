from django.db import migrations, models

_FIELD = {"blank": True, "default": "", "editable": False, "max_length": 60, "verbose_name": "loaded with"}

# Until now every row of these providers came from the packages; what editors made or corrected is known by
# its mark, and their names by their kind.
_EDITORS_OWN = """
    UPDATE events_place SET dataset = '' WHERE provider NOT IN ('geonames', 'natural-earth', 'dateline');
    UPDATE events_placename n SET dataset = '' FROM events_place p
    WHERE p.id = n.place_id AND (n.kind = 'own' OR p.is_edited OR p.dataset = '');
"""


class Migration(migrations.Migration):
    """Each row of the gazetteer says which load wrote it, so that a load can take back what it no longer has."""

    dependencies = [("events", "0005_default_layer")]

    operations = [
        # The column is filled by its default, without rewriting a million rows.
        migrations.AddField("place", "dataset", models.CharField(**{**_FIELD, "default": "packages"})),
        migrations.AddField("placename", "dataset", models.CharField(**{**_FIELD, "default": "packages"})),
        migrations.RunSQL(_EDITORS_OWN, migrations.RunSQL.noop),
        migrations.AlterField("place", "dataset", models.CharField(**_FIELD)),
        migrations.AlterField("placename", "dataset", models.CharField(**_FIELD)),
    ]
