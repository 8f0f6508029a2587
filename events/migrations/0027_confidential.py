"""Tables for what is kept from readers: known places, kept sources, confidential notes."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0026_names_noted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ConfidentialNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("source", "Source"), ("note", "Note")],
                        default="note",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "confidential note",
                "verbose_name_plural": "confidential notes",
                "ordering": ["at", "pk"],
                "permissions": [("view_confidential", "Can see confidential notes and sources")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DiscreetMention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.CharField(max_length=12, verbose_name="shown as")),
                ("is_coarsened", models.BooleanField(default=True)),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("in", "in"),
                            ("near", "near"),
                            ("part_of", "part of"),
                            ("countryside", "countryside of"),
                            ("border", "border of"),
                            ("between", "between"),
                            ("offset", "at a distance from"),
                        ],
                        default="in",
                        max_length=12,
                        verbose_name="relation",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("N", "northern"),
                            ("NE", "north-eastern"),
                            ("E", "eastern"),
                            ("SE", "south-eastern"),
                            ("S", "southern"),
                            ("SW", "south-western"),
                            ("W", "western"),
                            ("NW", "north-western"),
                            ("C", "central"),
                        ],
                        max_length=2,
                        verbose_name="direction",
                    ),
                ),
                ("distance_m", models.FloatField(blank=True, null=True, verbose_name="distance in metres")),
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.GeometryField(
                        blank=True, null=True, srid=4326, verbose_name="known geometry"
                    ),
                ),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("exact", "Exact"),
                            ("settlement", "Settlement"),
                            ("near", "Near a settlement"),
                            ("admin2", "Admin-2"),
                            ("admin1", "Admin-1"),
                            ("area", "Line or fuzzy area"),
                            ("country", "Country"),
                            ("unknown", "Unknown"),
                        ],
                        default="unknown",
                        max_length=12,
                        verbose_name="known precision",
                    ),
                ),
            ],
            options={
                "verbose_name": "known place of a mention",
                "verbose_name_plural": "known places of mentions",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Discretion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("admin2", "Admin-2"), ("admin1", "Admin-1"), ("country", "Country")],
                        max_length=12,
                        verbose_name="shown as",
                    ),
                ),
                (
                    "geometry",
                    django.contrib.gis.db.models.fields.GeometryField(
                        blank=True, null=True, srid=4326, verbose_name="known geometry"
                    ),
                ),
                (
                    "point",
                    django.contrib.gis.db.models.fields.PointField(
                        blank=True, null=True, srid=4326, verbose_name="known label point"
                    ),
                ),
                (
                    "has_no_geometry",
                    models.BooleanField(default=False, verbose_name="has no place on the map"),
                ),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("exact", "Exact"),
                            ("settlement", "Settlement"),
                            ("near", "Near a settlement"),
                            ("admin2", "Admin-2"),
                            ("admin1", "Admin-1"),
                            ("area", "Line or fuzzy area"),
                            ("country", "Country"),
                            ("unknown", "Unknown"),
                        ],
                        default="unknown",
                        max_length=12,
                        verbose_name="known precision",
                    ),
                ),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), default=list, editable=False, size=None
                    ),
                ),
                (
                    "telling_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), default=list, editable=False, size=None
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "known place of an event",
                "verbose_name_plural": "known places of events",
                "permissions": [
                    ("show_coarser", "Can show an event less exactly than it is known"),
                    ("show_exactly", "Can show an event as exactly as it is known again"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="KeptSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_confidential", models.BooleanField(default=False, verbose_name="confidential source")),
                ("hides_headline", models.BooleanField(default=False)),
                ("hides_outlet", models.BooleanField(default=False)),
                ("headline", models.CharField(max_length=300, verbose_name="headline")),
                ("url", models.URLField(blank=True, max_length=1000, verbose_name="address")),
                ("archive_url", models.URLField(blank=True, max_length=1000, verbose_name="archived copy")),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), default=list, editable=False, size=None
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "kept source",
                "verbose_name_plural": "kept sources",
                "permissions": [("keep_source", "Can keep a source confidential, and name it again")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="WithheldNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "withheld note",
                "verbose_name_plural": "withheld notes",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="article",
            name="is_withheld",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="event",
            name="is_coarsened",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="figure",
            name="is_withheld",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="mention",
            name="is_withheld",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="outlet",
            name="is_unnamed",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddConstraint(
            model_name="outlet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_unnamed", True)), fields=("is_unnamed",), name="outlet_one_unnamed"
            ),
        ),
        migrations.AddField(
            model_name="confidentialnote",
            name="article",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="confidential_notes",
                to="events.article",
            ),
        ),
        migrations.AddField(
            model_name="confidentialnote",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="confidentialnote",
            name="event",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="confidential_notes",
                to="events.event",
            ),
        ),
        migrations.AddField(
            model_name="confidentialnote",
            name="figure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="confidential_notes",
                to="events.figure",
            ),
        ),
        migrations.AddField(
            model_name="confidentialnote",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="confidential_notes",
                to="events.organisation",
            ),
        ),
        migrations.AddField(
            model_name="discreetmention",
            name="mention",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="known",
                to="events.mention",
                verbose_name="mention",
            ),
        ),
        migrations.AddField(
            model_name="discreetmention",
            name="other_place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.place",
                verbose_name="second place",
            ),
        ),
        migrations.AddField(
            model_name="discreetmention",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.place",
                verbose_name="known place",
            ),
        ),
        migrations.AddField(
            model_name="discreetmention",
            name="within",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.place",
                verbose_name="cut to",
            ),
        ),
        migrations.AddField(
            model_name="discretion",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="discretion",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="discretion",
                to="events.event",
                verbose_name="event",
            ),
        ),
        migrations.AddField(
            model_name="discretion",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.place",
                verbose_name="known place",
            ),
        ),
        migrations.AddField(
            model_name="keptsource",
            name="article",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="kept_source",
                to="events.article",
                verbose_name="article",
            ),
        ),
        migrations.AddField(
            model_name="keptsource",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="keptsource",
            name="outlet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.outlet",
                verbose_name="outlet",
            ),
        ),
        migrations.AddField(
            model_name="withheldnote",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="withheld",
                to="events.decision",
                verbose_name="decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="confidentialnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("article__isnull", False),
                        ("event__isnull", True),
                        ("figure__isnull", True),
                        ("organisation__isnull", True),
                    ),
                    models.Q(
                        ("article__isnull", True),
                        ("event__isnull", False),
                        ("figure__isnull", True),
                        ("organisation__isnull", True),
                    ),
                    models.Q(
                        ("article__isnull", True),
                        ("event__isnull", True),
                        ("figure__isnull", False),
                        ("organisation__isnull", True),
                    ),
                    models.Q(
                        ("article__isnull", True),
                        ("event__isnull", True),
                        ("figure__isnull", True),
                        ("organisation__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="confidential_note_is_about_one_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="confidentialnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="confidential_note_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="discretion",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["admin2", "admin1", "country"])), name="discretion_level"
            ),
        ),
    ]
