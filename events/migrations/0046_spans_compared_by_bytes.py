"""Counts the characters of each text once, and compares plain ones byte by byte.

To find an offset in a text PostgreSQL walks all of its characters, for each span anew. Where every character is
one byte, the offset is known.
"""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("events.migrations.0038_imports_counted").SPANS

# Each text is fetched and locked in one go, and found again by its number, whatever the planner knows of the table.
_TOLD = """
        WITH said AS MATERIALIZED (
            SELECT id, length, CASE WHEN length <> octet_length(text) THEN text END AS text,
                CASE WHEN length = octet_length(text) THEN convert_to(text, 'UTF8') END AS bytes
            FROM (
                -- Shared locks: the texts cannot change between this look and the end of the transaction.
                SELECT id, text, char_length(text) AS length FROM events_article
                WHERE id = ANY(ARRAY(SELECT DISTINCT article_id FROM after)) ORDER BY id FOR SHARE
            ) AS locked
        )
        SELECT article_id, start, "end", {words} AS words, {outer_end} AS outer_end, length
        INTO wrong FROM after JOIN said ON said.id = article_id
        WHERE {outer_end} > length OR CASE
            WHEN bytes IS NULL THEN substr(text, start + 1, greatest("end" - start, 0)) IS DISTINCT FROM {words}
            ELSE substr(bytes, start + 1, greatest("end" - start, 0)) IS DISTINCT FROM convert_to({words}, 'UTF8')
        END LIMIT 1;
"""
SPANS = f"""
CREATE OR REPLACE FUNCTION events_spans_are_article_text() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off AS $$
DECLARE
    wrong record;
BEGIN
    IF TG_TABLE_NAME = 'events_figure' THEN
        {_TOLD.strip().format(words="wording", outer_end="excerpt_end")}
    ELSE
        {_TOLD.strip().format(words="quote", outer_end="greatest(excerpt_end, phrase_end)")}
    END IF;
    IF FOUND AND wrong.outer_end > wrong.length THEN
        RAISE EXCEPTION 'The offset % lies outside article %, which has % characters.',
            wrong.outer_end, wrong.article_id, wrong.length
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME;
    ELSIF FOUND THEN
        RAISE EXCEPTION 'The words "%" are not the article''s text from % to %.', wrong.words, wrong.start, wrong."end"
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0045_links_shown_at_once")]

    operations = [migrations.RunSQL(SPANS, _BEFORE)]
