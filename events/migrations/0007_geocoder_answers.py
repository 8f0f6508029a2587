from django.db import migrations, models


class Migration(migrations.Migration):
    """What outside geocoders have answered, and when each may be asked again."""

    dependencies = [
        ("events", "0006_gazetteer"),
    ]

    operations = [
        migrations.CreateModel(
            name="GeocoderTurn",
            fields=[
                (
                    "provider",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="provider"
                    ),
                ),
                ("token", models.UUIDField(blank=True, null=True, verbose_name="token")),
                ("free_at", models.DateTimeField(verbose_name="free at")),
                ("left_alone_until", models.DateTimeField(verbose_name="left alone until")),
                ("source", models.CharField(max_length=32, verbose_name="source")),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("time_out", "did not answer in time"),
                            ("unreachable", "cannot be reached"),
                            ("limited", "takes no more questions for now"),
                            ("refused", "refuses to answer"),
                            ("failed", "has failed"),
                            ("unreadable", "answers with something that cannot be read"),
                            ("not_understood", "does not understand the search"),
                            ("busy", "is being asked by others"),
                            ("misconfigured", "cannot be asked with its settings"),
                        ],
                        max_length=20,
                        verbose_name="failure",
                    ),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0, verbose_name="failures in a row")),
            ],
            options={
                "verbose_name": "geocoder's turn",
                "verbose_name_plural": "geocoders' turns",
            },
        ),
        migrations.CreateModel(
            name="GeocoderAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=40, verbose_name="provider")),
                ("source", models.CharField(max_length=32, verbose_name="source")),
                ("query", models.CharField(max_length=300, verbose_name="query")),
                ("places", models.JSONField(blank=True, null=True, verbose_name="places")),
                ("licence", models.CharField(blank=True, max_length=100, verbose_name="licence")),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("time_out", "did not answer in time"),
                            ("unreachable", "cannot be reached"),
                            ("limited", "takes no more questions for now"),
                            ("refused", "refuses to answer"),
                            ("failed", "has failed"),
                            ("unreadable", "answers with something that cannot be read"),
                            ("not_understood", "does not understand the search"),
                            ("busy", "is being asked by others"),
                            ("misconfigured", "cannot be asked with its settings"),
                        ],
                        max_length=20,
                        verbose_name="failure",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="failed attempts")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("retry_at", models.DateTimeField(blank=True, null=True, verbose_name="retry at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
            ],
            options={
                "verbose_name": "geocoder's answer",
                "verbose_name_plural": "geocoders' answers",
                "indexes": [
                    models.Index(fields=["expires_at"], name="geocoderanswer_expires"),
                    models.Index(
                        condition=models.Q(("retry_at__isnull", False)),
                        fields=["retry_at"],
                        name="geocoderanswer_retry",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "source", "query"), name="geocoderanswer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failure", ""), ("places__isnull", False), ("retry_at__isnull", True)),
                            models.Q(
                                ("places__isnull", True),
                                ("retry_at__isnull", False),
                                models.Q(("failure", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="geocoderanswer_is_answer_or_failure",
                    ),
                ],
            },
        ),
    ]
