"""Invariants that span rows, as triggers whose errors carry a constraint name like any other."""

from django.db import migrations

GEOMETRY_COLUMNS = [
    ("event", "geometry"),
    ("event", "point"),
    ("mention", "geometry"),
    ("place", "geometry"),
    ("place", "point"),
    ("map", "extent"),
]

GEOMETRY_CHECKS = "".join(
    f"""
    ALTER TABLE events_{table} ADD CONSTRAINT {table}_{column}_in_world CHECK (
        {column} IS NULL OR (
            NOT ST_IsEmpty({column})
            AND ST_XMin({column}) >= -180 AND ST_XMax({column}) <= 180
            AND ST_YMin({column}) >= -90 AND ST_YMax({column}) <= 90
        )
    );"""
    for table, column in GEOMETRY_COLUMNS
)
GEOMETRY_CHECKS_REVERSE = "".join(
    f"ALTER TABLE events_{table} DROP CONSTRAINT {table}_{column}_in_world;"
    for table, column in GEOMETRY_COLUMNS
)

# PostgreSQL's substr counts characters, which for UTF-8 are code points, as in Python.
SPANS = """
CREATE FUNCTION events_span_is_article_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    body text;
    words text;
    outer_end integer;
BEGIN
    -- Shared lock: the text cannot change between this look and the end of the transaction.
    SELECT text INTO body FROM events_article WHERE id = NEW.article_id FOR SHARE;
    IF TG_TABLE_NAME = 'events_figure' THEN
        words := NEW.wording;
        outer_end := NEW.excerpt_end;
    ELSE
        words := NEW.quote;
        outer_end := greatest(NEW.excerpt_end, NEW.phrase_end);
    END IF;
    IF outer_end > char_length(body) THEN
        RAISE EXCEPTION 'The offset % lies outside article %, which has % characters.',
            outer_end, NEW.article_id, char_length(body)
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME;
    END IF;
    IF substr(body, NEW.start + 1, greatest(NEW."end" - NEW.start, 0)) IS DISTINCT FROM words THEN
        RAISE EXCEPTION 'The words "%" are not the article''s text from % to %.', words, NEW.start, NEW."end"
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0], TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER mention_quote_is_article_text
    BEFORE INSERT OR UPDATE OF article_id, start, "end", quote, phrase_start, phrase_end, excerpt_start, excerpt_end
    ON events_mention FOR EACH ROW
    EXECUTE FUNCTION events_span_is_article_text('mention_quote_is_article_text');

CREATE TRIGGER figure_wording_is_article_text
    BEFORE INSERT OR UPDATE OF article_id, start, "end", wording, excerpt_start, excerpt_end
    ON events_figure FOR EACH ROW
    EXECUTE FUNCTION events_span_is_article_text('figure_wording_is_article_text');

CREATE FUNCTION events_article_text_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM events_mention WHERE article_id = NEW.id)
        OR EXISTS (SELECT 1 FROM events_figure WHERE article_id = NEW.id) THEN
        RAISE EXCEPTION 'The text of article % cannot change: places or figures were read from it.', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'article_text_is_fixed_once_read',
                  TABLE = 'events_article';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER article_text_is_fixed_once_read
    BEFORE UPDATE OF text ON events_article FOR EACH ROW
    WHEN (OLD.text IS DISTINCT FROM NEW.text)
    EXECUTE FUNCTION events_article_text_is_fixed();
"""
SPANS_REVERSE = """
DROP TRIGGER article_text_is_fixed_once_read ON events_article;
DROP FUNCTION events_article_text_is_fixed();
DROP TRIGGER figure_wording_is_article_text ON events_figure;
DROP TRIGGER mention_quote_is_article_text ON events_mention;
DROP FUNCTION events_span_is_article_text();
"""

# Deferred to the end of the transaction, so that an event and its mentions may be saved in any order.
TOLD = """
CREATE FUNCTION events_event_is_told(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Locked, so that two transactions that each take one of two mentions away look one after the other.
    PERFORM 1 FROM events_event WHERE id = checked AND status IN ('published', 'changed') FOR UPDATE;
    IF FOUND AND NOT EXISTS (
        SELECT 1 FROM events_eventmention em JOIN events_mention m ON m.id = em.mention_id
        WHERE em.event_id = checked AND m.status = 'accepted'
    ) THEN
        RAISE EXCEPTION 'Event % is published and needs at least one accepted mention.', checked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_published_has_accepted_mention',
                  TABLE = 'events_event';
    END IF;
END $$;

CREATE FUNCTION events_check_event_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM events_event_is_told(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION events_check_link_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM events_event_is_told(OLD.event_id);
    RETURN NULL;
END $$;

CREATE FUNCTION events_check_mention_tells() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM events_event_is_told(event_id) FROM events_eventmention WHERE mention_id = NEW.id;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER event_published_has_accepted_mention
    AFTER INSERT OR UPDATE OF status ON events_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_check_event_is_told();
CREATE CONSTRAINT TRIGGER event_link_published_has_accepted_mention
    AFTER UPDATE OR DELETE ON events_eventmention
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_check_link_is_told();
CREATE CONSTRAINT TRIGGER mention_published_event_has_accepted_mention
    AFTER UPDATE OF status ON events_mention
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_check_mention_tells();
"""
TOLD_REVERSE = """
DROP TRIGGER mention_published_event_has_accepted_mention ON events_mention;
DROP TRIGGER event_link_published_has_accepted_mention ON events_eventmention;
DROP TRIGGER event_published_has_accepted_mention ON events_event;
DROP FUNCTION events_check_mention_tells();
DROP FUNCTION events_check_link_is_told();
DROP FUNCTION events_check_event_is_told();
DROP FUNCTION events_event_is_told(bigint);
"""

DECISIONS = """
CREATE FUNCTION events_decision_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Decision % cannot be changed: the record of decisions is only added to.', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_append_only', TABLE = 'events_decision';
END $$;

CREATE TRIGGER decision_is_append_only
    BEFORE UPDATE ON events_decision FOR EACH ROW EXECUTE FUNCTION events_decision_is_append_only();
"""
DECISIONS_REVERSE = """
DROP TRIGGER decision_is_append_only ON events_decision;
DROP FUNCTION events_decision_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.RunSQL(GEOMETRY_CHECKS, GEOMETRY_CHECKS_REVERSE),
        migrations.RunSQL(SPANS, SPANS_REVERSE),
        migrations.RunSQL(TOLD, TOLD_REVERSE),
        migrations.RunSQL(DECISIONS, DECISIONS_REVERSE),
    ]
