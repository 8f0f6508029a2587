"""That a mention tells readers of an event is kept with the link, not asked of three tables each time."""

from django.db import migrations, models
from django.db.models import Q

# Every public query asks for it, many for thousands of events; joined with mentions and articles each time, it took
# minutes wherever PostgreSQL thought tables empty that had just been filled.
SHOWN = """
CREATE FUNCTION events_is_shown(told_by bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT m.status = 'accepted' AND a.status IN ('published', 'changed')
        FROM events_mention m JOIN events_article a ON a.id = m.article_id WHERE m.id = told_by
    ), false)
$$;

-- Whatever is written, the truth is stored: a form that was opened before does not know better.
CREATE FUNCTION events_link_knows_if_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_shown := events_is_shown(NEW.mention_id);
    RETURN NEW;
END $$;
CREATE TRIGGER link_knows_if_shown BEFORE INSERT OR UPDATE ON events_eventmention
    FOR EACH ROW EXECUTE FUNCTION events_link_knows_if_shown();

CREATE FUNCTION events_links_follow_mention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events_eventmention SET is_shown = NOT is_shown
    WHERE mention_id = NEW.id AND is_shown <> events_is_shown(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER mention_tells_its_links AFTER UPDATE OF status, article_id ON events_mention
    FOR EACH ROW WHEN ((OLD.status = 'accepted') <> (NEW.status = 'accepted') OR OLD.article_id <> NEW.article_id)
    EXECUTE FUNCTION events_links_follow_mention();

CREATE FUNCTION events_links_follow_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events_eventmention SET is_shown = NOT is_shown
    WHERE mention_id = ANY(ARRAY(SELECT id FROM events_mention WHERE article_id = NEW.id))
        AND is_shown <> events_is_shown(mention_id);
    RETURN NULL;
END $$;
CREATE TRIGGER article_tells_its_links AFTER UPDATE OF status ON events_article
    FOR EACH ROW
    WHEN ((OLD.status IN ('published', 'changed')) <> (NEW.status IN ('published', 'changed')))
    EXECUTE FUNCTION events_links_follow_article();
"""
SHOWN_REVERSE = """
DROP TRIGGER article_tells_its_links ON events_article;
DROP TRIGGER mention_tells_its_links ON events_mention;
DROP TRIGGER link_knows_if_shown ON events_eventmention;
DROP FUNCTION events_links_follow_article();
DROP FUNCTION events_links_follow_mention();
DROP FUNCTION events_link_knows_if_shown();
DROP FUNCTION events_is_shown(bigint);
"""

FILL = """
ALTER TABLE events_eventmention DISABLE TRIGGER USER;
UPDATE events_eventmention SET is_shown = true WHERE events_is_shown(mention_id);
ALTER TABLE events_eventmention ENABLE TRIGGER USER;
"""

_FOLLOW = """
CREATE OR REPLACE FUNCTION events_follow_claims() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    events bigint[];
    mentions bigint[];
    articles bigint[];
    places bigint[];
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
    SELECT array_agg(DISTINCT event_id), array_agg(DISTINCT mention_id), array_agg(DISTINCT article_id),
        array_agg(DISTINCT place_id)
        INTO events, mentions, articles, places FROM events_claim_change;
    DELETE FROM events_claim_change;
    IF array_remove(places, NULL) <> '{}' THEN
        -- A settlement lies in its admin-1 by way of its admin-2.
        places := places || ARRAY(SELECT id FROM events_place WHERE parent_id = ANY(places));
        places := places || ARRAY(SELECT id FROM events_place WHERE parent_id = ANY(places));
        events := events || ARRAY(SELECT id FROM events_event WHERE place_id = ANY(places));
        mentions := mentions || ARRAY(SELECT id FROM events_mention WHERE place_id = ANY(places));
    END IF;
    IF array_remove(articles, NULL) <> '{}' THEN
        events := events || ARRAY(SELECT event_id FROM events_figure WHERE article_id = ANY(articles));
        mentions := mentions || ARRAY(SELECT id FROM events_mention WHERE article_id = ANY(articles));
    END IF;
    events := ARRAY(
        SELECT unnest(events) UNION SELECT event_id FROM events_eventmention WHERE mention_id = ANY(mentions)
    );
LOOK_AGAIN
    DELETE FROM events_claim WHERE event_id = ANY(events);
    INSERT INTO events_claim SELECT * FROM events_claims_of(events);
    RETURN NULL;
END $$;
"""
# What two transactions did at once, one to a link and one to its mention or article, neither has seen of the other:
# the second looks again when both are done.
_LOOK_AGAIN = """UPDATE events_eventmention SET is_shown = NOT is_shown
    WHERE event_id = ANY(events) AND is_shown <> events_is_shown(mention_id);
    -- What that noted is being followed already.
    DELETE FROM events_claim_change;"""
FOLLOW = _FOLLOW.replace("LOOK_AGAIN", _LOOK_AGAIN)
FOLLOW_REVERSE = _FOLLOW.replace("LOOK_AGAIN", "")


class Migration(migrations.Migration):
    dependencies = [("events", "0012_edition")]

    operations = [
        migrations.AddField(
            "eventmention", "is_shown", models.BooleanField(db_default=False, default=False, editable=False)
        ),
        migrations.AddIndex(
            "eventmention",
            models.Index(fields=["event"], condition=Q(is_shown=True), name="link_shown"),
        ),
        migrations.RunSQL(SHOWN, SHOWN_REVERSE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW, FOLLOW_REVERSE),
    ]
