"""Finds outlets and organisations by the words of their names: each search read the words of all of them."""

from django.db import migrations

# PostgreSQL does not let an index have `array_to_string`: of some types the words depend on settings. Of
# texts they do not.
_INDEXES = """
CREATE FUNCTION events_joined(texts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_string(texts, ' ')
$$;
CREATE INDEX outlet_words ON events_outlet USING gin (events_searched(name));
CREATE INDEX organisation_words ON events_organisation
    USING gin (events_searched(name || ' ' || events_joined(aliases)));
"""
_BEFORE = """
DROP INDEX organisation_words; DROP INDEX outlet_words;
DROP FUNCTION events_joined(text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0051_articles_looked_through")]

    operations = [migrations.RunSQL(_INDEXES, _BEFORE)]
