"""What an import asks of the database, planned for thousands of rows whatever the planner knows of the tables.

A dry run leaves tables that are full of dead rows and have none by their statistics. There every index looks as
good as any other, and PostgreSQL reads one as a whole for each row: hours instead of seconds.
"""

from django.db import migrations

# The rows of the statement are known, and the texts are looked up one by one: never is the table read for them,
# not even with a plan that was made while it was empty.
_SPANS = """
CREATE OR REPLACE FUNCTION events_spans_are_article_text() RETURNS trigger LANGUAGE plpgsql {settings}AS $$
DECLARE
    wrong record;
BEGIN
    -- Shared locks: the texts cannot change between this look and the end of the transaction.
    PERFORM 1 FROM events_article WHERE {articles} ORDER BY id FOR SHARE;
    IF TG_TABLE_NAME = 'events_figure' THEN
        SELECT article_id, start, "end", wording AS words, excerpt_end AS outer_end, char_length(text) AS length
        INTO wrong FROM after {texts}
        WHERE excerpt_end > char_length(text)
            OR substr(text, start + 1, greatest("end" - start, 0)) IS DISTINCT FROM wording LIMIT 1;
    ELSE
        SELECT article_id, start, "end", quote AS words, greatest(excerpt_end, phrase_end) AS outer_end,
            char_length(text) AS length
        INTO wrong FROM after {texts}
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
SPANS = _SPANS.format(
    settings="SET enable_seqscan = off ",
    articles="id = ANY(ARRAY(SELECT DISTINCT article_id FROM after))",
    texts="CROSS JOIN LATERAL (SELECT text FROM events_article a WHERE a.id = article_id OFFSET 0) AS said",
)
SPANS_REVERSE = _SPANS.format(
    settings="",
    articles="id IN (SELECT article_id FROM after)",
    texts="JOIN events_article a ON a.id = article_id",
)

# Only the tables' owner may count what lies in them. Whoever is counting them just now is not waited for; the
# import asks again. What it has counted nobody else counts until it ends, so that others must not wait either:
# the one who publishes much holds what the import needs at its end.
COUNTED = """
CREATE FUNCTION events_count_imported() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET client_min_messages = error AS $$
BEGIN
    ANALYZE (SKIP_LOCKED) events_article, events_mention, events_event, events_eventmention, events_figure,
        events_sourcerecord;
END $$;
DO $$ BEGIN
    EXECUTE replace(pg_get_functiondef('events_follow_claims()'::regprocedure),
        'ANALYZE events_event,', 'ANALYZE (SKIP_LOCKED) events_event,');
END $$;
"""
COUNTED_REVERSE = """
DO $$ BEGIN
    EXECUTE replace(pg_get_functiondef('events_follow_claims()'::regprocedure),
        'ANALYZE (SKIP_LOCKED) events_event,', 'ANALYZE events_event,');
END $$;
DROP FUNCTION events_count_imported();
"""

# Packed by lz4, records and outlines are written several times as fast, and read as well, for a tenth more of room.
# What is there stays as it is.
PACKED = """
DO $$ BEGIN
    ALTER TABLE events_sourcerecord ALTER COLUMN raw SET COMPRESSION {method},
        ALTER COLUMN applied SET COMPRESSION {method};
    ALTER TABLE events_event ALTER COLUMN geometry SET COMPRESSION {method};
    ALTER TABLE events_mention ALTER COLUMN geometry SET COMPRESSION {method};
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
    NULL;  -- a PostgreSQL that was built without it
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0033_events_given_words")]

    operations = [
        migrations.RunSQL(SPANS, SPANS_REVERSE),
        migrations.RunSQL(COUNTED, COUNTED_REVERSE),
        migrations.RunSQL(PACKED.format(method="lz4"), PACKED.format(method="default")),
    ]
