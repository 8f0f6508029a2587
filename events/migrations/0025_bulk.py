"""What is checked and noted of a statement's rows is so once a statement, so that hundreds of thousands go in at once.

Row by row it took hours: a deferred trigger looked for each figure whether claims were still to be followed, through
all the rows that the same transaction had noted and deleted. What holds stays the same.
"""

from importlib import import_module

from django.db import migrations

_FIRST = import_module("events.migrations.0011_claims")
_CLAIMS = import_module("events.migrations.0017_judged_claims")

# A row for each statement, however many rows that changed, as in events_edition_change.
CHANGES = """
DROP TABLE events_claim_change;
CREATE UNLOGGED TABLE events_claim_change (what text NOT NULL, ids bigint[] NOT NULL);

CREATE OR REPLACE FUNCTION events_note_claim_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found bigint[];
    noted text := replace(TG_TABLE_NAME, 'events_', '');
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM events_claim;
        RETURN NULL;
    ELSIF TG_TABLE_NAME = 'events_article' THEN
        SELECT array_agg(id) INTO found FROM after JOIN before USING (id) WHERE after.status <> before.status;
    ELSIF TG_TABLE_NAME = 'events_mention' THEN
        SELECT array_agg(id) INTO found FROM after JOIN before USING (id)
        WHERE (after.status, after.role, after.place_id, after.article_id)
            IS DISTINCT FROM (before.status, before.role, before.place_id, before.article_id);
    ELSIF TG_TABLE_NAME = 'events_place' THEN
        SELECT array_agg(id) INTO found FROM after JOIN before USING (id)
        WHERE (after.kind, after.country, after.parent_id)
            IS DISTINCT FROM (before.kind, before.country, before.parent_id);
    ELSIF TG_TABLE_NAME = 'events_event' THEN
        SELECT array_agg(id) INTO found FROM after;
    ELSE
        noted := 'event';
        IF TG_OP <> 'DELETE' THEN
            SELECT array_agg(DISTINCT event_id) INTO found FROM after WHERE event_id IS NOT NULL;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            found := found || ARRAY(SELECT DISTINCT event_id FROM before WHERE event_id IS NOT NULL);
        END IF;
    END IF;
    IF cardinality(found) > 0 THEN
        INSERT INTO events_claim_change VALUES (noted, found);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION events_follow_claims() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    events bigint[];
    mentions bigint[];
    articles bigint[];
    places bigint[];
    gone events_claim[];
BEGIN
    IF NOT EXISTS (SELECT FROM events_claim_change) THEN
        RETURN NULL;  -- followed with the first of them
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'What is published was changed at the isolation level "%": it does not see what others '
            'publish meanwhile. Use "read committed".', current_setting('transaction_isolation')
            USING ERRCODE = 'feature_not_supported';
    END IF;
    PERFORM pg_advisory_xact_lock('events_claim'::regclass::oid::bigint);
    -- Arrays, for the planner has no figures on the table and would read all mentions for one.
    SELECT array_agg(DISTINCT id) FILTER (WHERE what = 'event'),
        array_agg(DISTINCT id) FILTER (WHERE what = 'mention'),
        array_agg(DISTINCT id) FILTER (WHERE what = 'article'),
        array_agg(DISTINCT id) FILTER (WHERE what = 'place')
        INTO events, mentions, articles, places FROM events_claim_change, unnest(ids) AS id;
    DELETE FROM events_claim_change;
    IF places IS NOT NULL THEN
        -- A settlement lies in its admin-1 by way of its admin-2.
        places := places || ARRAY(SELECT id FROM events_place WHERE parent_id = ANY(places));
        places := places || ARRAY(SELECT id FROM events_place WHERE parent_id = ANY(places));
        events := events || ARRAY(SELECT id FROM events_event WHERE place_id = ANY(places));
        mentions := mentions || ARRAY(SELECT id FROM events_mention WHERE place_id = ANY(places));
    END IF;
    IF articles IS NOT NULL THEN
        events := events || ARRAY(SELECT event_id FROM events_figure WHERE article_id = ANY(articles));
        mentions := mentions || ARRAY(SELECT id FROM events_mention WHERE article_id = ANY(articles));
    END IF;
    events := ARRAY(
        SELECT unnest(events) UNION SELECT event_id FROM events_eventmention WHERE mention_id = ANY(mentions)
    );
    IF cardinality(events) >= 5000 THEN
        ANALYZE events_event, events_mention, events_eventmention, events_figure, events_article;
    END IF;
    -- `events_is_shown` of 0013_shown_links for all at once.
    UPDATE events_eventmention l SET is_shown = NOT l.is_shown
    FROM events_mention m JOIN events_article a ON a.id = m.article_id
    WHERE l.event_id = ANY(events) AND m.id = l.mention_id
        AND l.is_shown <> (m.status = 'accepted' AND a.status IN ('published', 'changed'));
    -- What that noted is being followed already.
    DELETE FROM events_claim_change;
    -- Of an event that no reader sees or saw there are no claims.
    events := ARRAY(
        SELECT id FROM events_event WHERE id = ANY(events) AND status IN ('published', 'changed')
        UNION SELECT event_id FROM events_claim WHERE event_id = ANY(events)
    );
    IF events = '{}' THEN
        RETURN NULL;
    END IF;
    gone := ARRAY(SELECT c FROM events_claim c WHERE event_id = ANY(events));
    DELETE FROM events_claim WHERE event_id = ANY(events);
    INSERT INTO events_claim SELECT * FROM events_claims_of(events);
    IF cardinality(events) >= 5000 THEN
        ANALYZE events_claim;
    END IF;
    -- Of so many, all are judged sooner than what each has to do with.
    PERFORM events_judge_totals(gone, CASE WHEN cardinality(events) < 5000 THEN events END);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER claims_follow_changes AFTER INSERT ON events_claim_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_follow_claims();
"""
_NOTE = _FIRST.FOLLOWING.split("CREATE FUNCTION events_follow_claims")[0]
CHANGES_REVERSE = f"""
DROP TABLE events_claim_change;
CREATE UNLOGGED TABLE events_claim_change (event_id bigint, mention_id bigint, article_id bigint, place_id bigint);
{_NOTE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")}
{_CLAIMS.FOLLOW}
CREATE CONSTRAINT TRIGGER claims_follow_changes AFTER INSERT ON events_claim_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_follow_claims();
"""

# The same look at all the rows of a statement; an update of one row is looked at as before.
SPANS = """
CREATE FUNCTION events_spans_are_article_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    -- Shared locks: the texts cannot change between this look and the end of the transaction.
    PERFORM 1 FROM events_article WHERE id IN (SELECT article_id FROM after) ORDER BY id FOR SHARE;
    IF TG_TABLE_NAME = 'events_figure' THEN
        SELECT article_id, start, "end", wording AS words, excerpt_end AS outer_end, char_length(text) AS length
        INTO wrong FROM after JOIN events_article a ON a.id = article_id
        WHERE excerpt_end > char_length(text)
            OR substr(text, start + 1, greatest("end" - start, 0)) IS DISTINCT FROM wording LIMIT 1;
    ELSE
        SELECT article_id, start, "end", quote AS words, greatest(excerpt_end, phrase_end) AS outer_end,
            char_length(text) AS length
        INTO wrong FROM after JOIN events_article a ON a.id = article_id
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

DROP TRIGGER mention_quote_is_article_text ON events_mention;
CREATE TRIGGER mention_quote_is_article_text BEFORE UPDATE
    OF article_id, start, "end", quote, phrase_start, phrase_end, excerpt_start, excerpt_end
    ON events_mention FOR EACH ROW
    EXECUTE FUNCTION events_span_is_article_text('mention_quote_is_article_text');
CREATE TRIGGER mention_quotes_are_article_text AFTER INSERT ON events_mention
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT
    EXECUTE FUNCTION events_spans_are_article_text('mention_quote_is_article_text');
DROP TRIGGER figure_wording_is_article_text ON events_figure;
CREATE TRIGGER figure_wording_is_article_text BEFORE UPDATE
    OF article_id, start, "end", wording, excerpt_start, excerpt_end
    ON events_figure FOR EACH ROW
    EXECUTE FUNCTION events_span_is_article_text('figure_wording_is_article_text');
CREATE TRIGGER figure_wordings_are_article_text AFTER INSERT ON events_figure
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT
    EXECUTE FUNCTION events_spans_are_article_text('figure_wording_is_article_text');
"""
SPANS_REVERSE = """
DROP TRIGGER mention_quotes_are_article_text ON events_mention;
DROP TRIGGER figure_wordings_are_article_text ON events_figure;
DROP FUNCTION events_spans_are_article_text();
DROP TRIGGER mention_quote_is_article_text ON events_mention;
CREATE TRIGGER mention_quote_is_article_text
    BEFORE INSERT OR UPDATE OF article_id, start, "end", quote, phrase_start, phrase_end, excerpt_start, excerpt_end
    ON events_mention FOR EACH ROW
    EXECUTE FUNCTION events_span_is_article_text('mention_quote_is_article_text');
DROP TRIGGER figure_wording_is_article_text ON events_figure;
CREATE TRIGGER figure_wording_is_article_text
    BEFORE INSERT OR UPDATE OF article_id, start, "end", wording, excerpt_start, excerpt_end
    ON events_figure FOR EACH ROW
    EXECUTE FUNCTION events_span_is_article_text('figure_wording_is_article_text');
"""

# A load asks for the words of equal excerpts once, and gives them; whoever gives none has them looked up.
SEARCHED = """
DROP TRIGGER mention_is_searched ON events_mention;
CREATE TRIGGER mention_is_searched BEFORE UPDATE OF article_id, excerpt_start, excerpt_end
    ON events_mention FOR EACH ROW EXECUTE FUNCTION events_note_searched();
CREATE TRIGGER new_mention_is_searched BEFORE INSERT ON events_mention
    FOR EACH ROW WHEN (NEW.searched IS NULL) EXECUTE FUNCTION events_note_searched();
DROP TRIGGER figure_is_searched ON events_figure;
CREATE TRIGGER figure_is_searched BEFORE UPDATE OF article_id, excerpt_start, excerpt_end, claimant_words
    ON events_figure FOR EACH ROW EXECUTE FUNCTION events_note_searched();
CREATE TRIGGER new_figure_is_searched BEFORE INSERT ON events_figure
    FOR EACH ROW WHEN (NEW.searched IS NULL) EXECUTE FUNCTION events_note_searched();
"""
SEARCHED_REVERSE = """
DROP TRIGGER new_mention_is_searched ON events_mention;
DROP TRIGGER mention_is_searched ON events_mention;
CREATE TRIGGER mention_is_searched BEFORE INSERT OR UPDATE OF article_id, excerpt_start, excerpt_end
    ON events_mention FOR EACH ROW EXECUTE FUNCTION events_note_searched();
DROP TRIGGER new_figure_is_searched ON events_figure;
DROP TRIGGER figure_is_searched ON events_figure;
CREATE TRIGGER figure_is_searched BEFORE INSERT
    OR UPDATE OF article_id, excerpt_start, excerpt_end, claimant_words
    ON events_figure FOR EACH ROW EXECUTE FUNCTION events_note_searched();
"""

# An event that no reader sees need not be told; the places of a statement's events are looked for at once.
EVENTS = """
DROP TRIGGER event_published_has_accepted_mention ON events_event;
CREATE CONSTRAINT TRIGGER event_published_has_accepted_mention
    AFTER INSERT OR UPDATE OF status ON events_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status IN ('published', 'changed')) EXECUTE FUNCTION events_check_event_is_told();

CREATE FUNCTION events_search_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO events_placesearch SELECT id, events_place_words(id) FROM (
        SELECT DISTINCT up.id FROM (
            SELECT DISTINCT place_id FROM after
            WHERE place_id IS NOT NULL AND place_id NOT IN (SELECT place_id FROM events_placesearch)
        ) told, events_search_places_above(told.place_id) AS up (id)
    ) place ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
DROP TRIGGER place_of_event_is_searched ON events_event;
CREATE TRIGGER place_of_event_is_searched AFTER UPDATE OF place_id ON events_event
    FOR EACH ROW WHEN (NEW.place_id IS NOT NULL) EXECUTE FUNCTION events_search_place();
CREATE TRIGGER places_of_events_are_searched AFTER INSERT ON events_event
    REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION events_search_places();
"""
EVENTS_REVERSE = """
DROP TRIGGER places_of_events_are_searched ON events_event;
DROP FUNCTION events_search_places();
DROP TRIGGER place_of_event_is_searched ON events_event;
CREATE TRIGGER place_of_event_is_searched AFTER INSERT OR UPDATE OF place_id ON events_event
    FOR EACH ROW WHEN (NEW.place_id IS NOT NULL) EXECUTE FUNCTION events_search_place();
DROP TRIGGER event_published_has_accepted_mention ON events_event;
CREATE CONSTRAINT TRIGGER event_published_has_accepted_mention
    AFTER INSERT OR UPDATE OF status ON events_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_check_event_is_told();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0024_comments")]

    operations = [
        migrations.RunSQL(CHANGES, CHANGES_REVERSE),
        migrations.RunSQL(SPANS, SPANS_REVERSE),
        migrations.RunSQL(SEARCHED, SEARCHED_REVERSE),
        migrations.RunSQL(EVENTS, EVENTS_REVERSE),
    ]
