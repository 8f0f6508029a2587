"""Published figures with what their events say of them, in one narrow table that totals are read from."""

from django.db import migrations

# A row for each figure that readers see, with all that can be said of it without looking at other events.
# `place`, `admin1` and `country` are as in `Claim` of events/totals; `area` is the smallest known of settlement,
# admin-1 and country, by the id of its place: a country is a negative number made of its two letters, the world 0.
# `first` and `last` bound the days it counts, `ends_from` and `ends_on` those on which that may have ended.
# `low` and `high` are people or homes. `flaw` says why it never counts, `part_of` and `shares_with` which group of
# people told of in the same event holds it or may share people with it. Compared byte by byte: only codes are text.
TABLE = """
CREATE TABLE events_claim (
    figure_id bigint PRIMARY KEY,
    event_id bigint NOT NULL,
    layer_id bigint NOT NULL,
    claimant_id bigint,
    place bigint,
    admin1 bigint,
    area bigint NOT NULL,
    in_admin1 bigint,
    in_country bigint,
    first date,
    last date,
    ends_from date,
    ends_on date,
    as_of date,
    hedge smallint NOT NULL,
    is_total boolean NOT NULL,
    is_stock boolean NOT NULL,
    low numeric,
    high numeric,
    household_size numeric,
    measure text COLLATE "C" NOT NULL,
    people text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    verification text COLLATE "C" NOT NULL,
    country text COLLATE "C" NOT NULL,
    family text COLLATE "C" NOT NULL,
    flaw text COLLATE "C",
    part_of text COLLATE "C",
    shares_with text COLLATE "C"
);
CREATE INDEX claim_event ON events_claim (event_id);
-- Serves the comparison of totals with each other and with incidents.
CREATE INDEX claim_totals ON events_claim (measure) WHERE is_total AND flaw IS NULL;

-- What has changed in a transaction that is not over yet; empty for everybody else.
CREATE UNLOGGED TABLE events_claim_change (event_id bigint, mention_id bigint, article_id bigint, place_id bigint);
"""
TABLE_REVERSE = "DROP TABLE events_claim_change; DROP TABLE events_claim;"

_ADMIN1 = "CASE 'admin1' WHEN p.kind THEN p.id WHEN q.kind THEN q.id WHEN r.kind THEN r.id END"
_PLACE = "events_place p LEFT JOIN events_place q ON q.id = p.parent_id LEFT JOIN events_place r ON r.id = q.parent_id"

# The published claims of some events, as they are now: `published()` of events/models, `Claim`, `bounds`,
# `ending`, `path` and `_within_events` of events/totals in SQL.
CLAIMS = f"""
CREATE FUNCTION events_claims_of(events bigint[]) RETURNS SETOF events_claim LANGUAGE sql STABLE AS $$
WITH told AS MATERIALIZED (
    SELECT l.event_id, CASE WHEN m.role = 'happened_here' THEN m.place_id END AS place_id
    FROM events_eventmention l JOIN events_mention m ON m.id = l.mention_id
        JOIN events_article a ON a.id = m.article_id
    WHERE l.event_id = ANY(events) AND m.status = 'accepted' AND a.status IN ('published', 'changed')
), spread AS (
    -- Of an event at several places, what these have in common.
    SELECT e.id,
        CASE WHEN count(DISTINCT coalesce({_ADMIN1}, -1)) = 1 THEN min({_ADMIN1}) ELSE 0 END AS admin1,
        CASE WHEN count(DISTINCT p.country) = 1 THEN min(p.country) ELSE '*' END AS country
    FROM told JOIN events_event e ON e.id = told.event_id JOIN {_PLACE} ON p.id = told.place_id
    GROUP BY e.id HAVING count(DISTINCT p.id) > 1 AND bool_or(p.id = e.place_id)
), event AS (
    SELECT e.id, e.layer_id, e.kind, e.verification, e.earliest, e.latest, e.date_precision,
        CASE WHEN d.id IS NULL THEN e.place_id ELSE 0 END AS place,
        CASE WHEN d.id IS NULL THEN p.kind END AS place_kind,
        CASE WHEN d.id IS NULL THEN {_ADMIN1} ELSE d.admin1 END AS admin1,
        CASE WHEN d.id IS NULL THEN coalesce(p.country, '') ELSE d.country END AS country
    FROM events_event e LEFT JOIN ({_PLACE}) ON p.id = e.place_id LEFT JOIN spread d ON d.id = e.id
    WHERE e.id = ANY(events) AND e.status IN ('published', 'changed')
        AND e.id IN (SELECT event_id FROM told)
), claim AS MATERIALIZED (
    SELECT f.*, e.layer_id, e.kind, e.verification, e.place, e.admin1, e.country, e.earliest, e.latest,
        f.scope IN ('period', 'running_total') AS is_total, f.scope = 'stock' AS is_stock,
        CASE WHEN f.unit = 'household' THEN round(f.low * f.household_size) ELSE f.low END AS lowest,
        CASE WHEN f.unit = 'household' THEN round(f.high * f.household_size) ELSE f.high END AS highest,
        CASE WHEN f.scope <> 'incident' AND f.period_end IS NOT NULL THEN f.period_end
            ELSE greatest(e.earliest, CASE e.date_precision WHEN 'day' THEN e.latest
                WHEN 'week' THEN e.latest - 6 WHEN 'month' THEN date_trunc('month', e.latest::timestamp)::date
                WHEN 'year' THEN date_trunc('year', e.latest::timestamp)::date END) END AS ends_from,
        CASE WHEN f.scope <> 'incident' AND f.period_end IS NOT NULL THEN f.period_end
            ELSE e.latest END AS ends_on,
        CASE WHEN f.role <> 'recommended' THEN f.role
            WHEN (f.unit = 'home') <> (f.measure IN ('homes_destroyed', 'homes_damaged')) THEN 'other_unit'
            WHEN f.low IS NULL AND f.high IS NULL THEN 'no_number'
            WHEN f.unit = 'household' AND f.household_size IS NULL THEN 'no_household_size' END AS flaw,
        CASE WHEN e.country NOT IN ('', '*') THEN -256 * ascii(e.country) - ascii(substr(e.country, 2)) END
            AS in_country,
        CASE WHEN e.country NOT IN ('', '*') AND e.admin1 > 0 THEN e.admin1 END AS in_admin1,
        CASE WHEN e.country NOT IN ('', '*') AND e.admin1 > 0 AND e.place > 0 AND e.place_kind = 'settlement'
            THEN e.place END AS in_settlement
    FROM event e JOIN events_figure f ON f.event_id = e.id JOIN events_article a ON a.id = f.article_id
    WHERE f.status IN ('published', 'changed') AND f.acceptance = 'accepted'
        AND a.status IN ('published', 'changed')
), group_told AS (
    -- Which groups of people the claims of an event, measure and kind of scope tell of.
    SELECT event_id, measure, is_total, bool_or(people = 'people') AS has_people,
        bool_or(people = 'civilians') AS has_civilians,
        bool_or(people = 'women' AND highest IS DISTINCT FROM 0) AS has_women
    FROM claim WHERE flaw IS NULL AND NOT is_stock GROUP BY event_id, measure, is_total
)
SELECT c.id, c.event_id, c.layer_id, c.claimant_id, c.place, c.admin1,
    coalesce(in_settlement, in_admin1, in_country, 0), in_admin1, in_country,
    CASE WHEN is_total THEN period_start ELSE earliest END,
    CASE WHEN NOT is_total THEN latest WHEN coalesce(period_end, latest) IS NOT NULL
        THEN greatest(period_start, coalesce(period_end, latest)) END,
    ends_from, ends_on, CASE WHEN is_stock THEN coalesce(period_end, latest) END,
    CASE quantifier WHEN 'more_than' THEN 1 WHEN 'less_than' THEN 2 WHEN 'about' THEN 4 ELSE 0 END,
    is_total, is_stock, lowest, highest, household_size,
    measure, people, kind, verification, country,
    CASE WHEN kind IN ('flight', 'evacuation', 'shelter', 'return') THEN ''
        WHEN kind IN ('earthquake', 'flood', 'storm', 'other_disaster') THEN 'disaster' ELSE 'violence' END,
    flaw,
    CASE WHEN flaw IS NULL AND has_civilians AND people IN ('children', 'women', 'aid_workers', 'journalists')
            THEN 'civilians'
        WHEN flaw IS NULL AND has_people AND people <> 'people' THEN 'people' END,
    CASE WHEN flaw IS NULL AND has_women AND people IN ('aid_workers', 'journalists') THEN 'women' END
FROM claim c LEFT JOIN group_told USING (event_id, measure, is_total)
$$;
"""  # noqa: S608 -- of constants
CLAIMS_REVERSE = "DROP FUNCTION events_claims_of(bigint[]);"

# Every change of what a claim is made of is noted when it is made and followed when its transaction ends, by one
# transaction at a time: so each sees what the others have done, and the claims are published with the change
# itself. An earlier look could miss what another transaction is about to do.
FOLLOWING = """
CREATE FUNCTION events_note_claim_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM events_claim;
    ELSIF TG_TABLE_NAME = 'events_article' THEN
        INSERT INTO events_claim_change (article_id)
        SELECT id FROM after JOIN before USING (id) WHERE after.status <> before.status;
    ELSIF TG_TABLE_NAME = 'events_mention' THEN
        INSERT INTO events_claim_change (mention_id)
        SELECT id FROM after JOIN before USING (id)
        WHERE (after.status, after.role, after.place_id, after.article_id)
            IS DISTINCT FROM (before.status, before.role, before.place_id, before.article_id);
    ELSIF TG_TABLE_NAME = 'events_place' THEN
        INSERT INTO events_claim_change (place_id)
        SELECT id FROM after JOIN before USING (id)
        WHERE (after.kind, after.country, after.parent_id)
            IS DISTINCT FROM (before.kind, before.country, before.parent_id);
    ELSIF TG_TABLE_NAME = 'events_event' THEN
        INSERT INTO events_claim_change (event_id) SELECT id FROM after;
    ELSE
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO events_claim_change (event_id)
            SELECT DISTINCT event_id FROM after WHERE event_id IS NOT NULL;
        END IF;
        IF TG_OP <> 'INSERT' THEN
            INSERT INTO events_claim_change (event_id)
            SELECT DISTINCT event_id FROM before WHERE event_id IS NOT NULL;
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION events_follow_claims() RETURNS trigger LANGUAGE plpgsql AS $$
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
    DELETE FROM events_claim WHERE event_id = ANY(events);
    INSERT INTO events_claim SELECT * FROM events_claims_of(events);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER claims_follow_changes AFTER INSERT ON events_claim_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_follow_claims();
"""
FOLLOWING_REVERSE = """
DROP FUNCTION events_follow_claims() CASCADE;
DROP FUNCTION events_note_claim_change() CASCADE;
"""

# Rows that come or go alone change no claim: a figure or a link to an event comes or goes with them.
_CHANGES = [
    *((table, act) for table in ("figure", "eventmention") for act in ("INSERT", "UPDATE", "DELETE")),
    *((table, "UPDATE") for table in ("event", "mention", "article", "place")),
]
_TABLES = {"INSERT": "NEW TABLE AS after", "DELETE": "OLD TABLE AS before"}
_TABLES["UPDATE"] = f"{_TABLES['DELETE']} {_TABLES['INSERT']}"
TRIGGERS = "".join(
    f"""
CREATE TRIGGER {table}_{act.lower()}_is_noted_for_claims AFTER {act} ON events_{table}
    REFERENCING {_TABLES[act]} FOR EACH STATEMENT EXECUTE FUNCTION events_note_claim_change();"""
    for table, act in _CHANGES
) + "".join(
    f"""
CREATE TRIGGER {table}_truncate_empties_claims AFTER TRUNCATE ON events_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION events_note_claim_change();"""
    for table in ("figure", "eventmention", "event", "mention", "article")
)

FILL = """
INSERT INTO events_claim SELECT * FROM events_claims_of(ARRAY(SELECT id FROM events_event));
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0010_consonants")]

    operations = [
        migrations.RunSQL(TABLE, TABLE_REVERSE),
        migrations.RunSQL(CLAIMS, CLAIMS_REVERSE),
        migrations.RunSQL(FOLLOWING, FOLLOWING_REVERSE),
        # Their functions are dropped with CASCADE.
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("ANALYZE events_claim", migrations.RunSQL.noop),
    ]
