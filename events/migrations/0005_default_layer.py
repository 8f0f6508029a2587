from django.db import migrations


def make_layer(apps, schema_editor):
    apps.get_model("events", "Layer").objects.get_or_create(
        slug="events",
        defaults={
            "name": "Events",
            "description": "Events that no other layer was chosen for.",
            "position": 99,
        },
    )


def remove_layer(apps, schema_editor):
    apps.get_model("events", "Layer").objects.filter(slug="events", events__isnull=True).delete()


class Migration(migrations.Migration):
    """A layer for the first event, so that nobody has to make one before they can publish."""

    dependencies = [("events", "0004_groups")]

    operations = [migrations.RunPython(make_layer, remove_layer)]
