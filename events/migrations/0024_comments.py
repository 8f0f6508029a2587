"""Editors' comments, whose an event is, and the rights to both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from events.granting import grant
from events.history.tracking import keep_history

# As in 0012_edition, less a column that no reader sees: who an event is assigned to.
NOTED = """
DROP TRIGGER event_update_is_noted_as_seen ON events_event;
CREATE TRIGGER event_update_is_noted_as_seen AFTER UPDATE ON events_event
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT
    EXECUTE FUNCTION events_note_for_edition('seen', '%1$s.id', 'NULL::bigint',
        '(%1$s.status IN (''published'', ''changed'') OR %1$s.merged_into_id IS NOT NULL)',
        '{seen}');
"""
SEEN = "jsonb_populate_record(%1$s, ''{\"assignee_id\": null}'')"
RIGHTS = ["events.add_comment", "events.view_comment"]


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0023_feed_history"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assigned_events",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned to",
            ),
        ),
        migrations.RunSQL(NOTED.replace("{seen}", SEEN), NOTED.replace("{seen}", "ROW(%1$s.*)")),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(verbose_name="object")),
                ("field", models.CharField(blank=True, max_length=60, verbose_name="field")),
                ("text", models.TextField(verbose_name="comment")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved at")),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="events.comment",
                        verbose_name="answers",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="contenttypes.contenttype",
                        verbose_name="type",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resolved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["content_type", "object_id"], name="comment_of_object"),
                    models.Index(
                        condition=models.Q(("answers__isnull", True), ("resolved_at__isnull", True)),
                        fields=["-at"],
                        name="comment_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                            models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="comment_resolved_by_somebody_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answers__isnull", True), ("resolved_at__isnull", True), _connector="OR"
                        ),
                        name="comment_answer_is_never_resolved_alone",
                    ),
                ],
            },
        ),
        keep_history("events_comment"),
        grant(dict.fromkeys(("Contributor", "Editor", "Publisher"), RIGHTS)),
    ]
