"""Leaves out of indexes what nobody looks for there: each entry costs an import as much as a small column.

Of a reference that is hardly ever given the index holds those that give it; rows of data sets are in none of the
indexes by which articles are found; no index is the beginning of another. Of the database's 40 s of processor time
for 100,000 UCDP-like rows this saves 3.3.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_USER = settings.AUTH_USER_MODEL
_ARTICLE = models.Q(kind="article")


def _reference(
    to: str, name: str, on_delete=django.db.models.deletion.SET_NULL, **options
) -> models.ForeignKey:
    return models.ForeignKey(
        to=to, verbose_name=name, on_delete=on_delete, null=True, blank=True, db_index=False, **options
    )


def _given(field: str, name: str) -> models.Index:
    return models.Index(condition=models.Q(**{f"{field}__isnull": False}), fields=[field], name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0043_names_beside"),
        migrations.swappable_dependency(_USER),
    ]

    operations = [
        # What is hardly ever given.
        migrations.AlterField(
            "article", "assignee", _reference(_USER, "assigned to", related_name="assigned_articles")
        ),
        migrations.AddIndex("article", _given("assignee", "article_assignee")),
        migrations.AlterField(
            "article",
            "duplicate_of",
            _reference("events.article", "near-duplicate of", related_name="duplicates"),
        ),
        migrations.AddIndex("article", _given("duplicate_of", "article_duplicate_of")),
        migrations.AlterField(
            "event", "assignee", _reference(_USER, "assigned to", related_name="assigned_events")
        ),
        migrations.AddIndex("event", _given("assignee", "event_assignee")),
        migrations.AlterField(
            "event",
            "merged_into",
            _reference("events.event", "merged into", editable=False, related_name="merged_events"),
        ),
        migrations.AddIndex("event", _given("merged_into", "event_merged_into")),
        migrations.AlterField(
            "mention",
            "other_place",
            _reference(
                "events.place", "second place", on_delete=django.db.models.deletion.PROTECT, related_name="+"
            ),
        ),
        migrations.AddIndex("mention", _given("other_place", "mention_other_place")),
        migrations.AlterField(
            "mention",
            "within",
            _reference(
                "events.place", "cut to", on_delete=django.db.models.deletion.PROTECT, related_name="+"
            ),
        ),
        migrations.AddIndex("mention", _given("within", "mention_within")),
        migrations.AlterField(
            "decision",
            "article",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="decisions",
                to="events.article",
                verbose_name="article",
            ),
        ),
        migrations.AddIndex("decision", _given("article", "decision_article")),
        migrations.AlterField("decision", "request_id", models.UUIDField(null=True, verbose_name="request")),
        migrations.AddConstraint(
            "decision",
            models.UniqueConstraint(
                condition=models.Q(request_id__isnull=False),
                fields=["request_id"],
                name="events_decision_request_id_key",
            ),
        ),
        # What another index begins with: `decision_of_object`, `event_mention_once`.
        migrations.AlterField(
            "decision",
            "content_type",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="contenttypes.contenttype",
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            "eventmention",
            "event",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="event_mentions",
                to="events.event",
            ),
        ),
        # The rows of data sets: `source_record_once` holds each to one.
        migrations.RemoveConstraint("article", "article_once_per_outlet"),
        migrations.AddConstraint(
            "article",
            models.UniqueConstraint(
                condition=models.Q(is_withheld=False, kind="article"),
                fields=["outlet", "fingerprint"],
                name="article_once_per_outlet",
            ),
        ),
        migrations.RemoveIndex("article", "article_bands"),
        migrations.AddIndex(
            "article",
            django.contrib.postgres.indexes.GinIndex(
                condition=_ARTICLE, fields=["bands"], name="article_bands"
            ),
        ),
        migrations.RemoveIndex("article", "article_arrived"),
        migrations.AddIndex(
            "article",
            models.Index(condition=_ARTICLE, fields=["-created_at", "-id"], name="article_arrived"),
        ),
        migrations.RemoveIndex("article", "article_language_arrived"),
        migrations.AddIndex(
            "article",
            models.Index(
                condition=_ARTICLE, fields=["language", "-created_at", "-id"], name="article_language_arrived"
            ),
        ),
    ]
