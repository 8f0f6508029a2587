"""Indexes by which the editors' lists are found: their filters, their orders, their words."""

from django.db import migrations, models

WORDS = """
CREATE INDEX article_headline_words ON events_article USING gin (events_searched(headline));
CREATE INDEX decision_note_words ON events_decision USING gin (events_searched(note || ' ' || public_note))
    WHERE note <> '' OR public_note <> '';
ANALYZE events_article, events_decision;
"""
WORDS_REVERSE = "DROP INDEX article_headline_words, decision_note_words;"


class Migration(migrations.Migration):
    dependencies = [("events", "0036_deleted_rows")]

    operations = [
        # Of few values in all, which PostgreSQL writes once: eight megabytes for a million rows. Where the first
        # column is left open it is read whole, which is a tenth of a second less than reading the rows.
        migrations.AddIndex(
            "event",
            models.Index(
                fields=[
                    "kind", "verification", "precision", "date_precision", "status", "layer", "is_demonstration",
                ],
                name="event_filters",
            ),
        ),
        migrations.AddIndex(
            "figure",
            models.Index(
                fields=[
                    "measure", "people", "scope", "role", "quantifier", "unit", "acceptance", "status",
                ],
                name="figure_filters",
            ),
        ),
        migrations.AddIndex(
            "mention",
            models.Index(fields=["status", "role", "relation", "precision"], name="mention_filters"),
        ),
        migrations.AddIndex(
            "article", models.Index(fields=["published_on", "id"], name="article_published")
        ),
        migrations.AddIndex(
            "article",
            models.Index(
                condition=models.Q(is_demonstration=True), fields=["id"], name="article_demonstration"
            ),
        ),
        migrations.AddIndex("decision", models.Index(fields=["-at", "-id"], name="decision_newest")),
        migrations.AddIndex(
            "decision", models.Index(fields=["verb", "-at", "-id"], name="decision_newest_of_act")
        ),
        migrations.AddIndex("place", models.Index(fields=["provider"], name="place_provider")),
        migrations.AddIndex("placename", models.Index(fields=["kind"], name="placename_kind")),
        migrations.AddIndex("placename", models.Index(fields=["language"], name="placename_language")),
        migrations.RunSQL(WORDS, WORDS_REVERSE),
    ]  # fmt: skip
