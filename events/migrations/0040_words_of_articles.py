"""Leaves what an import writes a thousand times over out of the indexes of words: each cost as much as the row."""

from django.db import migrations

NOTED = "(note <> '' OR public_note <> '')"
NOTE = "events_searched(note || ' ' || public_note)"
WORDS = f"""
DROP INDEX article_headline_words, decision_note_words;
CREATE INDEX article_headline_words ON events_article USING gin (events_searched(headline))
    WHERE kind = 'article';
CREATE INDEX decision_note_words ON events_decision USING gin ({NOTE})
    WHERE {NOTED} AND verb <> 'import_event';
ANALYZE events_article, events_decision;
"""
WORDS_REVERSE = f"""
DROP INDEX article_headline_words, decision_note_words;
CREATE INDEX article_headline_words ON events_article USING gin (events_searched(headline));
CREATE INDEX decision_note_words ON events_decision USING gin ({NOTE}) WHERE {NOTED};
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0039_import_states")]

    operations = [migrations.RunSQL(WORDS, WORDS_REVERSE)]
