"""Maps told in several languages and in steps, with the order of their layers and how they open."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import events.models.map
from events.granting import grant
from events.history.tracking import keep_history

IN_WORLD = """
ALTER TABLE events_storystep ADD CONSTRAINT storystep_extent_in_world CHECK (
    extent IS NULL OR (
        NOT ST_IsEmpty(extent)
        AND ST_XMin(extent) >= -180 AND ST_XMax(extent) <= 180
        AND ST_YMin(extent) >= -90 AND ST_YMax(extent) <= 90
    )
);
"""
IN_WORLD_REVERSE = "ALTER TABLE events_storystep DROP CONSTRAINT storystep_extent_in_world;"

# As in 0012_edition: readers see the steps of a published map.
_TABLES = {
    "insert": "NEW TABLE AS after",
    "update": "OLD TABLE AS before NEW TABLE AS after",
    "delete": "OLD TABLE AS before",
}
NOTED = (
    "".join(
        f"""
CREATE TRIGGER storystep_{act}_is_noted_as_mapped AFTER {act.upper()} ON events_storystep
    REFERENCING {tables} FOR EACH STATEMENT
    EXECUTE FUNCTION events_note_for_edition('mapped', '%1$s.map_id', 'NULL::bigint', 'true', 'ROW(%1$s.*)');"""
        for act, tables in _TABLES.items()
    )
    + """
CREATE TRIGGER storystep_truncate_is_noted AFTER TRUNCATE ON events_storystep
    FOR EACH STATEMENT EXECUTE FUNCTION events_note_for_edition();
"""
)

RIGHTS = ["events.view_storystep"]


class Migration(migrations.Migration):
    dependencies = [("events", "0030_claims_planned")]

    operations = [
        migrations.AddField(
            model_name="map",
            name="language",
            field=models.CharField(
                default=events.models.map.site_language, max_length=12, verbose_name="language"
            ),
        ),
        migrations.AddField(
            model_name="map",
            name="languages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=12),
                blank=True,
                default=list,
                help_text="None chosen means every language of the readers' pages.",
                size=None,
                verbose_name="offered in",
            ),
        ),
        migrations.AddField(
            model_name="map",
            name="translations",
            field=models.JSONField(blank=True, default=dict, verbose_name="in other languages"),
        ),
        migrations.AddField(
            model_name="map",
            name="layer_order",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                blank=True,
                default=list,
                help_text="The topmost first. Layers that are not named follow by their positions.",
                size=None,
                verbose_name="order of the layers",
            ),
        ),
        migrations.AddField(
            model_name="map",
            name="screen",
            field=models.JSONField(blank=True, default=dict, verbose_name="how it opens"),
        ),
        migrations.CreateModel(
            name="StoryStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("heading", models.CharField(max_length=120, verbose_name="heading")),
                ("text", models.TextField(blank=True, max_length=1000, verbose_name="text")),
                (
                    "extent",
                    django.contrib.gis.db.models.fields.PolygonField(
                        blank=True, null=True, srid=4326, verbose_name="view"
                    ),
                ),
                ("start", models.DateField(blank=True, null=True, verbose_name="from")),
                ("end", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "layers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        help_text="None chosen means the map's.",
                        size=None,
                        verbose_name="layers",
                    ),
                ),
                (
                    "translations",
                    models.JSONField(blank=True, default=dict, verbose_name="in other languages"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="steps",
                        to="events.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="events.map",
                        verbose_name="map",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a story",
                "verbose_name_plural": "steps of a story",
                "ordering": ["map", "position"],
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=models.Deferrable.DEFERRED,
                        fields=("map", "position"),
                        name="storystep_once_per_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start__isnull", True),
                            ("end__isnull", True),
                            ("start__lte", models.F("end")),
                            _connector="OR",
                        ),
                        name="storystep_dates_in_order",
                    ),
                ],
            },
        ),
        migrations.RunSQL(IN_WORLD, IN_WORLD_REVERSE),
        keep_history("events_storystep", parent="map_id"),
        # They go with the table.
        migrations.RunSQL(NOTED, migrations.RunSQL.noop),
        grant(dict.fromkeys(("Contributor", "Editor", "Publisher"), RIGHTS)),
    ]
