"""An import counts what it has filled once, and leaves its indexes in order."""

from django.db import migrations

# Each text is fetched and locked in one go, and found again by its number, whatever the planner knows of the table.
_TOLD = """
        WITH said AS MATERIALIZED (
            -- Shared locks: the texts cannot change between this look and the end of the transaction.
            SELECT id, text FROM events_article WHERE id = ANY(ARRAY(SELECT DISTINCT article_id FROM after))
            ORDER BY id FOR SHARE
        )
"""
_SPANS = """
CREATE OR REPLACE FUNCTION events_spans_are_article_text() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_nestloop = off SET enable_mergejoin = off AS $$
DECLARE
    wrong record;
BEGIN
    IF TG_TABLE_NAME = 'events_figure' THEN
        {told}
        SELECT article_id, start, "end", wording AS words, excerpt_end AS outer_end, char_length(text) AS length
        INTO wrong FROM after JOIN said ON said.id = article_id
        WHERE excerpt_end > char_length(text)
            OR substr(text, start + 1, greatest("end" - start, 0)) IS DISTINCT FROM wording LIMIT 1;
    ELSE
        {told}
        SELECT article_id, start, "end", quote AS words, greatest(excerpt_end, phrase_end) AS outer_end,
            char_length(text) AS length
        INTO wrong FROM after JOIN said ON said.id = article_id
        WHERE greatest(excerpt_end, phrase_end) > char_length(text)
            OR substr(text, start + 1, greatest("end" - start, 0)) IS DISTINCT FROM quote LIMIT 1;
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
SPANS = _SPANS.format(told=_TOLD.strip())

# An import gathers more words before they go into the indexes of the search than others do: what it has gathered
# goes in at its end, or each search would read it through. Only the indexes' owner may do that.
SETTLED = """
CREATE FUNCTION events_settle_imported() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT gin_clean_pending_list(name::regclass)
    FROM unnest('{event_searched,mention_searched,figure_searched}'::text[]) AS name;
$$;
"""
SETTLED_REVERSE = "DROP FUNCTION events_settle_imported();"


class Migration(migrations.Migration):
    dependencies = [("events", "0037_lists")]

    operations = [
        # The function of `0034_imports_planned` does the same with the rows in another order.
        migrations.RunSQL(SPANS, migrations.RunSQL.noop),
        migrations.RunSQL(SETTLED, SETTLED_REVERSE),
    ]
