"""The number of the present edition of what readers see: raised by every change of it, and by nothing else."""

from django.db import migrations

# One row. `raised_at` tells apart two states of the same number, as after a backup was restored.
TABLE = """
CREATE TABLE events_edition (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    number bigint NOT NULL,
    raised_at timestamptz NOT NULL
);
INSERT INTO events_edition (number, raised_at) VALUES (1, clock_timestamp());

-- What has changed in a transaction that is not over yet; empty for everybody else. A row for each statement,
-- however many rows that changed.
CREATE UNLOGGED TABLE events_edition_change (what text NOT NULL, ids bigint[] NOT NULL, others bigint[] NOT NULL);
"""
TABLE_REVERSE = "DROP TABLE events_edition_change; DROP TABLE events_edition;"

# Every change of a row that readers may see is noted when it is made, and looked at when its transaction ends,
# by one transaction at a time: so each sees what the others have done, and the number is raised with the change
# itself. The lock is that of events_claim, for two locks would be taken in either order.
FOLLOWING = """
CREATE FUNCTION events_note_for_edition() RETURNS trigger LANGUAGE plpgsql AS $$
-- Arguments, each with %1$s for the row: what is noted, its id, another id, which rows readers may see, and what
-- of them they may see.
DECLARE
    ids bigint[];
    others bigint[];
    id text := TG_ARGV[1];
    other text := TG_ARGV[2];
    is_seen text := TG_ARGV[3];
    seen text := TG_ARGV[4];
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO events_edition_change VALUES ('seen', '{}', '{}');
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        EXECUTE 'SELECT array_agg(x.id), array_agg(x.other) FROM after JOIN before USING (id), LATERAL (VALUES ('
            || format(id, 'after') || ', ' || format(other, 'after') || '), ('
            || format(id, 'before') || ', ' || format(other, 'before') || ')) AS x (id, other) WHERE ('
            || format(is_seen, 'after') || ' OR ' || format(is_seen, 'before') || ') AND '
            || format(seen, 'after') || ' IS DISTINCT FROM ' || format(seen, 'before')
            INTO ids, others;
    ELSE
        EXECUTE format('SELECT array_agg(' || id || '), array_agg(' || other || ') FROM %1$s WHERE ' || is_seen,
            CASE TG_OP WHEN 'INSERT' THEN 'after' ELSE 'before' END) INTO ids, others;
    END IF;
    IF ids IS NOT NULL THEN
        INSERT INTO events_edition_change VALUES (TG_ARGV[0], ids, others);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION events_raise_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mentions bigint[];
    layers bigint[];
    places bigint[];
    claimants bigint[];
    outlets bigint[];
    reprinted bigint[];
    is_seen boolean;
BEGIN
    IF NOT EXISTS (SELECT FROM events_edition_change) THEN
        RETURN NULL;  -- looked at with the first of them
    END IF;
    PERFORM pg_advisory_xact_lock('events_claim'::regclass::oid::bigint);
    SELECT array_agg(id) FILTER (WHERE what = 'mention'), array_agg(id) FILTER (WHERE what = 'layer'),
        array_agg(id) FILTER (WHERE what = 'place'), array_agg(id) FILTER (WHERE what = 'claimant'),
        array_agg(id) FILTER (WHERE what = 'outlet'), array_agg(id) FILTER (WHERE what = 'reprinted'),
        -- Where what others commit meanwhile is not seen, nothing can be said to be hidden.
        coalesce(bool_or(what = 'seen'), true) OR current_setting('transaction_isolation') <> 'read committed'
        INTO mentions, layers, places, claimants, outlets, reprinted, is_seen
        FROM events_edition_change LEFT JOIN unnest(ids) AS id ON true;
    IF NOT is_seen AND places IS NOT NULL THEN
        -- Readers are told in which province and country a settlement lies.
        places := places || ARRAY(SELECT id FROM events_place WHERE parent_id = ANY(places));
        places := places || ARRAY(SELECT id FROM events_place WHERE parent_id = ANY(places));
        mentions := mentions || ARRAY(
            SELECT id FROM events_mention WHERE status = 'accepted'
                AND (place_id = ANY(places) OR other_place_id = ANY(places) OR within_id = ANY(places)));
    END IF;
    is_seen := is_seen OR EXISTS (
        SELECT FROM events_event e WHERE e.status IN ('published', 'changed')
            AND (e.layer_id = ANY(layers) OR e.place_id = ANY(places))
    ) OR EXISTS (
        SELECT FROM events_eventmention l JOIN events_event e ON e.id = l.event_id
        WHERE l.mention_id = ANY(mentions) AND e.status IN ('published', 'changed')
    ) OR EXISTS (
        SELECT FROM events_figure WHERE claimant_id = ANY(claimants)
            AND status IN ('published', 'changed') AND acceptance = 'accepted'
    ) OR EXISTS (
        SELECT FROM events_article WHERE outlet_id = ANY(outlets) AND status IN ('published', 'changed')
    ) OR EXISTS (
        WITH RECURSIVE down AS (
            SELECT id, status FROM events_article WHERE id = ANY(reprinted)
            UNION SELECT a.id, a.status FROM down JOIN events_article a ON a.duplicate_of_id = down.id
        ) SELECT FROM down WHERE status IN ('published', 'changed')
    ) OR EXISTS (
        SELECT FROM events_edition_change c, unnest(c.ids, c.others) AS l (event_id, mention_id)
            JOIN events_event e ON e.id = l.event_id LEFT JOIN events_mention m ON m.id = l.mention_id
        WHERE c.what = 'told' AND e.status IN ('published', 'changed')
            AND (m.status = 'accepted' OR l.mention_id = ANY(mentions))
    ) OR EXISTS (
        SELECT FROM events_edition_change c, unnest(c.ids) AS id JOIN events_figure f USING (id)
        WHERE c.what = 'figured' AND f.status IN ('published', 'changed') AND f.acceptance = 'accepted'
    ) OR EXISTS (
        SELECT FROM events_edition_change c, unnest(c.ids, c.others) AS l (map_id, event_id)
            JOIN events_map m ON m.id = l.map_id LEFT JOIN events_event e ON e.id = l.event_id
        WHERE c.what = 'mapped' AND m.status IN ('published', 'changed')
            AND (l.event_id IS NULL OR e.status IN ('published', 'changed'))
    );
    DELETE FROM events_edition_change;
    IF is_seen THEN
        UPDATE events_edition SET number = number + 1, raised_at = clock_timestamp();
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER edition_follows_changes AFTER INSERT ON events_edition_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_raise_edition();
"""
FOLLOWING_REVERSE = """
DROP FUNCTION events_raise_edition() CASCADE;
DROP FUNCTION events_note_for_edition() CASCADE;
"""

_ALL = "INSERT UPDATE DELETE"
_PUBLIC = "%1$s.status IN ('published', 'changed')"
_ROW = "ROW(%1$s.*)"
_BOOKKEEPING = "'{version,updated_at,read_at,is_partly_read,fingerprint,bands}'::text[]"
_PLACE = ("name", "kind", "country", "parent_id", "point", "geometry", "population", "provider", "provider_id",
          "licence")  # fmt: skip

# Table, acts, and the arguments of events_note_for_edition. "seen" is raised for whatever else holds.
# A row that comes or goes alone is not in the list where nothing points to it then.
_NOTED = [
    # What was merged into a published event brings its corrections along.
    ("event", _ALL, "seen", "id", None, f"({_PUBLIC} OR %1$s.merged_into_id IS NOT NULL)", _ROW),
    ("figure", _ALL, "seen", "id", None, f"({_PUBLIC} AND %1$s.acceptance = 'accepted')", _ROW),
    ("article", _ALL, "seen", "id", None, _PUBLIC, f"(to_jsonb(%1$s.*) - {_BOOKKEEPING})"),
    ("article", "UPDATE", "reprinted", "id", None, "true", "%1$s.duplicate_of_id"),
    ("map", _ALL, "seen", "id", None, _PUBLIC, _ROW),
    ("decision", "INSERT", "seen", "id", None,
     "(%1$s.public_note <> '' AND %1$s.from_status IN ('published', 'changed', 'withdrawn'))", _ROW),
    ("mention", "UPDATE DELETE", "mention", "id", None, "%1$s.status = 'accepted'", _ROW),
    ("eventmention", _ALL, "told", "event_id", "mention_id", "true", _ROW),
    ("figure_mentions", _ALL, "figured", "figure_id", None, "true", _ROW),
    ("map_layers", _ALL, "mapped", "map_id", None, "true", _ROW),
    ("map_picked_events", _ALL, "mapped", "map_id", "event_id", "true", _ROW),
    ("layer", "UPDATE", "layer", "id", None, "true", _ROW),
    ("organisation", "UPDATE", "claimant", "id", None, "true", _ROW),
    ("outlet", "UPDATE", "outlet", "id", None, "true", _ROW),
    ("place", "UPDATE", "place", "id", None, "true",
     f"ROW({', '.join(f'%1$s.{column}' for column in _PLACE)})"),
    # Events name their country by its letters.
    ("place", _ALL, "seen", "id", None, "%1$s.kind = 'country'", "ROW(%1$s.name, %1$s.country, %1$s.kind)"),
    ("placename", _ALL, "place", "place_id", None, "true", "ROW(%1$s.place_id, %1$s.name, %1$s.key)"),
]  # fmt: skip
_TABLES = {
    "INSERT": "NEW TABLE AS after",
    "UPDATE": "OLD TABLE AS before NEW TABLE AS after",
    "DELETE": "OLD TABLE AS before",
}


def _triggers() -> str:
    statements = []
    for table, acts, what, one, other, is_seen, seen in _NOTED:
        arguments = (what, f"%1$s.{one}", f"%1$s.{other}" if other else "NULL::bigint", is_seen, seen)
        quoted = ", ".join("'" + argument.replace("'", "''") + "'" for argument in arguments)
        statements += [
            f"CREATE TRIGGER {table}_{act.lower()}_is_noted_as_{what} AFTER {act} ON events_{table}"
            f" REFERENCING {_TABLES[act]} FOR EACH STATEMENT EXECUTE FUNCTION events_note_for_edition({quoted});"
            for act in acts.split()
        ]
    for table in sorted({table for table, *_ in _NOTED}):
        statements.append(
            f"CREATE TRIGGER {table}_truncate_is_noted AFTER TRUNCATE ON events_{table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION events_note_for_edition();"
        )
    return "\n".join(statements)


class Migration(migrations.Migration):
    dependencies = [("events", "0011_claims")]

    operations = [
        migrations.RunSQL(TABLE, TABLE_REVERSE),
        migrations.RunSQL(FOLLOWING, FOLLOWING_REVERSE),
        # Their functions are dropped with CASCADE.
        migrations.RunSQL(_triggers(), migrations.RunSQL.noop),
    ]
