"""The zoom at which a map's first view, or that of a step, was taken."""

from django.db import migrations, models

OF_A_VIEW = models.Q(zoom__isnull=True) | models.Q(zoom__gte=0, zoom__lte=22, extent__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("events", "0041_one_text_of_kept_sources")]

    operations = [
        migrations.AddField(
            model_name="map",
            name="zoom",
            field=models.FloatField(blank=True, null=True, verbose_name="zoom of the first view"),
        ),
        migrations.AddField(
            model_name="storystep",
            name="zoom",
            field=models.FloatField(blank=True, null=True, verbose_name="zoom of the view"),
        ),
        migrations.AddConstraint(
            model_name="map",
            constraint=models.CheckConstraint(condition=OF_A_VIEW, name="map_zoom_of_a_view"),
        ),
        migrations.AddConstraint(
            model_name="storystep",
            constraint=models.CheckConstraint(condition=OF_A_VIEW, name="storystep_zoom_of_a_view"),
        ),
    ]
