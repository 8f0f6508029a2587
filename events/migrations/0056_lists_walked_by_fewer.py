"""Indexes for lists that pass over many rows, each of few rows or of what imports write once and in order.

A Contributor's list of decisions began with the drafts of somebody's import: of a hundred thousand rows each asked
whether readers see its event, by that event. The inbox asked of every article at work how far it is, in no order;
the acts of a kind stood behind a million of another; and what has no date comes first in a list of events, where the
index of dates keeps no order. Comments are searched as everything else is, by the beginnings of words.
"""

from django.db import migrations, models

WORDS = "CREATE INDEX comment_words ON events_comment USING gin (events_searched(text))"
WORDS_REVERSE = "DROP INDEX comment_words"


class Migration(migrations.Migration):
    dependencies = [("events", "0055_followed_by_joins")]

    operations = [
        migrations.AddIndex(
            "article",
            models.Index(
                fields=["-created_at", "-id"],
                name="article_at_work",
                condition=models.Q(kind="article")
                & models.Q(status__in=("draft", "in_review"), dismissed_at__isnull=True),
            ),
        ),
        migrations.AddIndex(
            "decision",
            models.Index(
                fields=["content_type", "-at", "-id"],
                name="decision_newest_of_kind",
                condition=~models.Q(verb="import_event"),
            ),
        ),
        migrations.AddIndex(
            "event",
            models.Index(
                fields=["id"],
                name="event_public",
                condition=models.Q(status__in=("published", "changed")),
            ),
        ),
        migrations.AddIndex(
            "event",
            models.Index(fields=["id"], name="event_undated", condition=models.Q(latest__isnull=True)),
        ),
        migrations.RunSQL(WORDS, WORDS_REVERSE),
    ]
