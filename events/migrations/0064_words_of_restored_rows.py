"""A database's dump is restored with its indexes of words: there functions are found by their full names alone."""

from django.db import migrations

_SEARCHED = """
CREATE OR REPLACE FUNCTION events_searched(text text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(coalesce(EVENTS_WORDS(text), '{}'))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0063_references_to_articles_and_events")]

    operations = [
        migrations.RunSQL(
            _SEARCHED.replace("EVENTS_WORDS", "public.events_words"),
            _SEARCHED.replace("EVENTS_WORDS", "events_words"),
        )
    ]
