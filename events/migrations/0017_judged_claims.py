"""Claims that know whether they count among all, in columns that add up quickly."""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("events.migrations.0011_claims")
_SHOWN = import_module("events.migrations.0013_shown_links")

# As in 0011_claims, and: `first` and `last` are infinite where they are not known; `ended_…` is the day on which the
# span begins in which it ended, empty when not known so exactly; `low` and `high` are whole numbers up to two
# billions, for those are added without memory of their own, and what is above is in `low_above` and `high_above`.
# `family` is 1 violence, 2 disasters, 3 either; `whom` a bit for the group of people, `same` those of all groups that
# may share people with it: two claims may count the same people when these, their days, areas and measure meet.
# `stands`: it has a number and is no stock and no part of another of its event. `reason` says why it is not counted
# when all is added up that is published; of a total it is judged by other events.
TABLE = """
DROP FUNCTION events_claims_of(bigint[]);
DROP TABLE events_claim;
CREATE TYPE claim_measure AS ENUM ('killed', 'injured', 'casualties', 'missing', 'detained', 'displaced',
    'evacuated', 'sheltered', 'returned', 'homes_destroyed', 'homes_damaged');
CREATE TYPE claim_people AS ENUM ('people', 'civilians', 'children', 'women', 'combatants', 'security_forces',
    'aid_workers', 'journalists');
CREATE TYPE claim_reason AS ENUM ('stock', 'superseded', 'corroborating', 'disputed', 'other_unit', 'no_number',
    'no_household_size', 'part_of_another', 'may_share_people', 'holds_incidents', 'held_by_a_total',
    'earlier_stock');
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
    first date NOT NULL,
    last date NOT NULL,
    ended_day date,
    ended_week date,
    ended_month date,
    ended_year date,
    as_of date,
    low integer,
    high integer,
    measure claim_measure NOT NULL,
    people claim_people NOT NULL,
    reason claim_reason,
    flaw claim_reason,
    part_of claim_people,
    shares_with claim_people,
    hedge smallint NOT NULL,
    family smallint NOT NULL,
    whom smallint NOT NULL,
    same smallint NOT NULL,
    is_total boolean NOT NULL,
    is_stock boolean NOT NULL,
    stands boolean NOT NULL,
    household_size numeric,
    low_above numeric,
    high_above numeric,
    kind text COLLATE "C" NOT NULL,
    verification text COLLATE "C" NOT NULL,
    country text COLLATE "C" NOT NULL
);
CREATE INDEX claim_event ON events_claim (event_id);
-- These serve the comparison of totals with each other and with incidents.
CREATE INDEX claim_totals ON events_claim (measure, area) WHERE stands AND is_total;
CREATE INDEX claim_totals_admin1 ON events_claim (measure, in_admin1) WHERE stands AND is_total;
CREATE INDEX claim_totals_country ON events_claim (measure, in_country) WHERE stands AND is_total;
CREATE INDEX claim_incidents ON events_claim (measure, area, last, first)
    WHERE stands AND NOT is_total AND high IS DISTINCT FROM 0;
CREATE INDEX claim_incidents_admin1 ON events_claim (measure, in_admin1, last, first)
    WHERE stands AND NOT is_total AND high IS DISTINCT FROM 0;
CREATE INDEX claim_incidents_country ON events_claim (measure, in_country, last, first)
    WHERE stands AND NOT is_total AND high IS DISTINCT FROM 0;
CREATE INDEX claim_stocks ON events_claim (measure) WHERE is_stock;
CREATE INDEX claim_billions ON events_claim (measure) WHERE low_above IS NOT NULL OR high_above IS NOT NULL;
"""

_ADMIN1 = "CASE 'admin1' WHEN p.kind THEN p.id WHEN q.kind THEN q.id WHEN r.kind THEN r.id END"
_PLACE = "events_place p LEFT JOIN events_place q ON q.id = p.parent_id LEFT JOIN events_place r ON r.id = q.parent_id"
_MOST = "2000000000"
#: The bits of `whom`, with those of `same`: `may_be_the_same` of events/totals.
_WHOM = """(VALUES ('people', 1, 255), ('civilians', 2, 207), ('children', 4, 7), ('women', 8, 203),
    ('combatants', 16, 17), ('security_forces', 32, 33), ('aid_workers', 64, 75), ('journalists', 128, 139)
) AS whom (people, bit, same)"""


def _ended(span: str) -> str:
    return f"""CASE WHEN date_trunc('{span}', ends_from::timestamp) = date_trunc('{span}', ends_on::timestamp)
        THEN date_trunc('{span}', ends_on::timestamp)::date END"""


# The published claims of some events, as they are now: `published()` of events/models, `Claim`, `bounds`,
# `ending`, `path` and `_within_events` of events/totals in SQL. Totals are not judged yet.
CLAIMS = f"""
CREATE FUNCTION events_claims_of(events bigint[]) RETURNS SETOF events_claim LANGUAGE sql STABLE AS $$
WITH told AS MATERIALIZED (
    SELECT l.event_id, CASE WHEN m.role = 'happened_here' THEN m.place_id END AS place_id
    FROM events_eventmention l JOIN events_mention m ON m.id = l.mention_id
    WHERE l.event_id = ANY(events) AND l.is_shown
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
), apart AS (
    SELECT c.*,
        CASE WHEN flaw IS NULL AND has_civilians AND people IN ('children', 'women', 'aid_workers', 'journalists')
                THEN 'civilians'
            WHEN flaw IS NULL AND has_people AND people <> 'people' THEN 'people' END AS part_of,
        CASE WHEN flaw IS NULL AND has_women AND people IN ('aid_workers', 'journalists') THEN 'women' END
            AS shares_with
    FROM claim c LEFT JOIN group_told USING (event_id, measure, is_total)
)
SELECT id, event_id, layer_id, claimant_id, place, admin1,
    coalesce(in_settlement, in_admin1, in_country, 0), in_admin1, in_country,
    coalesce(CASE WHEN is_total THEN period_start ELSE earliest END, '-infinity'),
    coalesce(CASE WHEN NOT is_total THEN latest WHEN coalesce(period_end, latest) IS NOT NULL
        THEN greatest(period_start, coalesce(period_end, latest)) END, 'infinity'),
    CASE WHEN ends_from = ends_on THEN ends_on END, {_ended("week")}, {_ended("month")}, {_ended("year")},
    CASE WHEN is_stock THEN coalesce(period_end, latest) END,
    CASE WHEN lowest > {_MOST} THEN {_MOST} ELSE lowest END, CASE WHEN highest > {_MOST} THEN {_MOST} ELSE highest END,
    measure::claim_measure, apart.people::claim_people,
    (CASE WHEN is_stock THEN 'stock' WHEN flaw IS NOT NULL THEN flaw WHEN part_of IS NOT NULL THEN 'part_of_another'
        WHEN shares_with IS NOT NULL THEN 'may_share_people' END)::claim_reason,
    flaw::claim_reason, part_of::claim_people, shares_with::claim_people,
    CASE quantifier WHEN 'more_than' THEN 1 WHEN 'less_than' THEN 2 WHEN 'about' THEN 4 ELSE 0 END,
    CASE WHEN kind IN ('flight', 'evacuation', 'shelter', 'return') THEN 3
        WHEN kind IN ('earthquake', 'flood', 'storm', 'other_disaster') THEN 2 ELSE 1 END,
    bit, same, is_total, is_stock, NOT is_stock AND num_nonnulls(flaw, part_of, shares_with) = 0,
    household_size, nullif(greatest(lowest - {_MOST}, 0), 0), nullif(greatest(highest - {_MOST}, 0), 0),
    kind, verification, country
FROM apart JOIN {_WHOM} ON whom.people = apart.people
$$;
"""  # noqa: S608 -- of constants

#: Whether two claims may count the same people, but for their areas: `may_count_the_same` of events/totals.
_MEET = """{one}.measure = {other}.measure AND {one}.last >= {other}.first AND {one}.first <= {other}.last
        AND {one}.family & {other}.family <> 0 AND {one}.whom & {other}.same <> 0"""
#: Areas in which a claim lies, the world (0) with them, as one condition for an index each.
_AREAS = (
    "{one}.area = ANY(ARRAY[{other}.area, {other}.in_admin1, {other}.in_country, 0])",
    "{one}.in_admin1 = {other}.area AND {one}.area <> {other}.area",
    "{one}.in_country = {other}.area AND {one}.area <> {other}.area",
    "{other}.area = 0 AND {one}.area <> 0",
)


def _around(rows: str, one: str, other: str) -> list[str]:
    """The rows of which one may count people whom the other counts."""
    return [f"{rows} AND {part} AND {_MEET}".format(one=one, other=other) for part in _AREAS]


_INCIDENTS = _around(
    "FROM events_claim i WHERE i.stands AND NOT i.is_total AND i.high IS DISTINCT FROM 0", "i", "t"
)
_TOTALS = _around("FROM events_claim t WHERE t.stands AND t.is_total", "t", "c")


def _reach(of: str) -> str:
    """`_reach` of events/totals: of two totals that may hold the same people the greater counts."""
    return f"""({of}.first > '-infinity',
            CASE WHEN isfinite({of}.first) AND isfinite({of}.last) THEN {of}.last - {of}.first ELSE -1 END,
            CASE WHEN isfinite({of}.last) THEN {of}.last ELSE '-infinity' END,
            -num_nonnulls({of}.in_country, {of}.in_admin1,
                nullif({of}.area, coalesce({of}.in_admin1, {of}.in_country, 0))), {of}.figure_id)"""


# A total counts beside no incident that it may hold; of totals that may hold each other, and no incident, one
# counts: `judge_flows` of events/totals for all that is published. `gone` are claims that are no more, `events` those
# whose claims are new (empty: all are): only totals that may have to do with them are judged anew.
JUDGING = (
    f"""
CREATE FUNCTION events_totals_around(c events_claim) RETURNS SETOF events_claim LANGUAGE sql STABLE AS $$
    {" UNION ALL ".join(f"SELECT t.* {rows}" for rows in _TOTALS)}
$$;

CREATE FUNCTION events_holds_incidents(t events_claim) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT {" OR ".join(f"EXISTS (SELECT {rows})" for rows in _INCIDENTS)}
$$;

CREATE FUNCTION events_is_held(one events_claim) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM events_totals_around(one) other
        WHERE other.reason IS DISTINCT FROM 'holds_incidents' AND other.event_id <> one.event_id
            AND other.high IS DISTINCT FROM 0
            AND {_reach("other")} > {_reach("one")}
    )
$$;
"""  # noqa: S608 -- of constants
    + """
CREATE FUNCTION events_judge_totals(gone events_claim[], events bigint[]) RETURNS void LANGUAGE plpgsql
-- The planner expects the first row that it reads to be one that meets, and would read the table for each total.
SET enable_seqscan = off AS $$
DECLARE
    judged bigint[];
    changed bigint[];
BEGIN
    IF events IS NULL THEN
        judged := ARRAY(SELECT figure_id FROM events_claim WHERE stands AND is_total);
    ELSE
        judged := ARRAY(
            SELECT figure_id FROM events_claim WHERE event_id = ANY(events) AND stands AND is_total
            UNION SELECT t.figure_id FROM (
                SELECT unnest(gone) AS row UNION ALL SELECT c FROM events_claim c WHERE event_id = ANY(events)
            ) incident, LATERAL events_totals_around(incident.row) t
            WHERE (incident.row).stands AND NOT (incident.row).is_total
        );
    END IF;
    -- Which of them hold no incident any more, or hold one now; a new one is new to the others either way.
    changed := ARRAY(
        SELECT figure_id FROM events_claim t WHERE figure_id = ANY(judged) AND (
            events IS NULL OR event_id = ANY(events)
            OR events_holds_incidents(t) <> (reason IS NOT DISTINCT FROM 'holds_incidents'))
    );
    UPDATE events_claim t SET reason = CASE WHEN events_holds_incidents(t) THEN 'holds_incidents'::claim_reason END
    WHERE figure_id = ANY(changed);
    IF events IS NULL THEN
        judged := changed;
    ELSE
        judged := changed || ARRAY(
            SELECT t.figure_id FROM (
                SELECT unnest(gone) AS row UNION ALL SELECT c FROM events_claim c WHERE figure_id = ANY(changed)
            ) total, LATERAL events_totals_around(total.row) t
            WHERE (total.row).stands AND (total.row).is_total
        );
    END IF;
    UPDATE events_claim t SET reason = CASE WHEN t.reason IS NULL THEN 'held_by_a_total'::claim_reason END
    WHERE figure_id = ANY(judged) AND reason IS DISTINCT FROM 'holds_incidents'
        AND events_is_held(t) <> (reason IS NOT DISTINCT FROM 'held_by_a_total');
END $$;

CREATE FUNCTION events_make_claims() RETURNS void LANGUAGE plpgsql AS $$
-- All anew: after a load that bypassed the triggers, or a change of the rules.
BEGIN
    PERFORM pg_advisory_xact_lock('events_claim'::regclass::oid::bigint);
    -- A load that bypassed the triggers has mostly bypassed the statistics too: without them this takes hours.
    ANALYZE events_event, events_mention, events_eventmention, events_figure, events_article;
    DELETE FROM events_claim;
    INSERT INTO events_claim SELECT * FROM events_claims_of(ARRAY(SELECT id FROM events_event));
    ANALYZE events_claim;
    PERFORM events_judge_totals('{}', NULL);
END $$;
"""
)

FOLLOW = """
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
    UPDATE events_eventmention SET is_shown = NOT is_shown
    WHERE event_id = ANY(events) AND is_shown <> events_is_shown(mention_id);
    -- What that noted is being followed already.
    DELETE FROM events_claim_change;
    IF cardinality(events) >= 5000 THEN
        ANALYZE events_event, events_mention, events_eventmention, events_figure, events_article;
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
"""

FILL = "SELECT events_make_claims()"

REVERSE = f"""
DROP FUNCTION events_make_claims();
DROP FUNCTION events_judge_totals(events_claim[], bigint[]);
DROP FUNCTION events_is_held(events_claim);
DROP FUNCTION events_holds_incidents(events_claim);
DROP FUNCTION events_totals_around(events_claim);
DROP FUNCTION events_claims_of(bigint[]);
DROP TABLE events_claim, events_claim_change;
DROP TYPE claim_measure, claim_people, claim_reason;
{_BEFORE.TABLE}
{_BEFORE.CLAIMS}
CREATE CONSTRAINT TRIGGER claims_follow_changes AFTER INSERT ON events_claim_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_follow_claims();
{_SHOWN.FOLLOW}
{_BEFORE.FILL}
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0016_frozen_maps")]

    operations = [
        migrations.RunSQL(TABLE, REVERSE),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (CLAIMS, JUDGING, FOLLOW, FILL)),
        migrations.RunSQL("ANALYZE events_claim", migrations.RunSQL.noop),
    ]
