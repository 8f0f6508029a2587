"""What stands beside an event and a source tells them too: layers, maps, claimants and outlets, whoever names them.

As in 0028_discretion the rows are noted when they are written, and looked at when the transaction ends.
"""

from importlib import import_module

from django.db import migrations

_DISCRETION = import_module("events.migrations.0028_discretion")


def _function(name: str, next_statement: str) -> str:
    """As that migration has made it."""
    begun = _DISCRETION.KEEPING.split(f"CREATE FUNCTION {name}")[1]
    return f"CREATE OR REPLACE FUNCTION {name}" + begun.split(next_statement)[0]


_CHECK = _function("events_check_discretion", "CREATE FUNCTION")
_KEEP = _function("events_keep_discretion", "CREATE CONSTRAINT")
_LAST_OF_CHECK = """        PERFORM events_refuse_discretion(checked, 'discreet_source_is_kept', 'an article that tells it leads there');
    END IF;
"""
_BESIDE = """    IF EXISTS (
        SELECT FROM events_layer l WHERE l.id = e.layer_id AND events_tells(
            concat_ws(' | ', l.name, l.slug, l.description, events_values(l.names)), d.telling_names)
    ) THEN
        PERFORM events_refuse_discretion(checked, 'discreet_layer_is_not_named', 'its layer tells where');
    END IF;
    IF EXISTS (
        SELECT FROM events_map m WHERE m.status IN ('published', 'changed')
            AND (m.id IN (SELECT p.map_id FROM events_map_picked_events p WHERE p.event_id = checked)
                OR m.id IN (SELECT s.map_id FROM events_storystep s WHERE s.event_id = checked))
            AND events_tells(concat_ws(' | ', m.title, m.slug, m.introduction, m.credits,
                events_values(m.translations),
                (SELECT string_agg(concat_ws(' | ', s.heading, s.text, events_values(s.translations)), ' | ')
                    FROM events_storystep s WHERE s.map_id = m.id)), d.telling_names)
    ) THEN
        PERFORM events_refuse_discretion(checked, 'discreet_map_is_not_named', 'a map that shows it tells where');
    END IF;
"""
_EACH = "        PERFORM events_check_discretion(one);\n"

_NEW = r"""
-- All texts of an object, however deep: {"ar": {"title": "…"}} and {"ar": "…"}.
CREATE FUNCTION events_values(held jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(found #>> '{}', ' | ') FROM jsonb_path_query(held, 'strict $.**') AS found
        WHERE jsonb_typeof(found) = 'string'
$$;

-- A source that is kept as such is named neither by an event that its article tells nor by a figure of that.
CREATE FUNCTION events_check_kept_source(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE names text[] := ARRAY(
    SELECT DISTINCT unnest(k.names) FROM events_keptsource k
        WHERE k.is_confidential AND k.article_id = ANY(events_articles_of(ARRAY[checked])));
BEGIN
    IF cardinality(names) = 0 THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM events_event e WHERE e.id = checked AND events_tells(e.title || ' | ' || e.summary, names))
        OR EXISTS (
            SELECT FROM events_figure f LEFT JOIN events_organisation o ON o.id = f.claimant_id
            WHERE f.event_id = checked AND f.acceptance = 'accepted' AND f.status <> 'withdrawn' AND events_tells(
                concat_ws(' | ', f.wording, f.claimant_words, f.since, f.role_reason, o.name), names)
        ) THEN
        RAISE EXCEPTION 'Event % names a source that is kept.', checked USING ERRCODE = 'check_violation',
            CONSTRAINT = 'kept_source_is_not_named', TABLE = 'events_keptsource';
    END IF;
END $$;

-- By which names the outlet is looked for; short ones occur anywhere.
CREATE FUNCTION events_name_kept_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.names := CASE WHEN NEW.is_confidential THEN ARRAY(
        SELECT name FROM (
            SELECT array_to_string(events_words(o.name), ' ') AS name FROM events_outlet o WHERE o.id = NEW.outlet_id
        ) folded WHERE length(name) >= 4) ELSE '{}' END;
    RETURN NEW;
END $$;
CREATE TRIGGER kept_source_is_named BEFORE INSERT OR UPDATE ON events_keptsource
    FOR EACH ROW EXECUTE FUNCTION events_name_kept_source();

CREATE FUNCTION events_rename_kept_sources() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events_keptsource SET outlet_id = outlet_id WHERE is_confidential AND outlet_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER outlet_renames_kept_sources AFTER UPDATE OF name ON events_outlet
    FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION events_rename_kept_sources();
"""
FUNCTIONS = "".join(
    [
        _NEW,
        _CHECK.replace(_LAST_OF_CHECK, _LAST_OF_CHECK + _BESIDE),
        _KEEP.replace(_EACH, f"{_EACH}        PERFORM events_check_kept_source(one);\n"),
    ]
)
FUNCTIONS_REVERSE = f"""{_CHECK}{_KEEP}
DROP TRIGGER outlet_renames_kept_sources ON events_outlet;
DROP FUNCTION events_rename_kept_sources();
DROP TRIGGER kept_source_is_named ON events_keptsource;
DROP FUNCTION events_name_kept_source();
DROP FUNCTION events_check_kept_source(bigint);
DROP FUNCTION events_values(jsonb);
"""

#: Table, acts, and which events and articles to look at, as in 0028_discretion. Discretions and kept sources are
#: few, so that the search begins with them.
_NOTED = [
    ("layer", "UPDATE",
     "SELECT e.id, NULL::bigint FROM events_discretion d JOIN events_event e ON e.id = d.event_id"
     " JOIN {row} r ON r.id = e.layer_id"),
    ("organisation", "UPDATE",
     "SELECT f.event_id, f.article_id FROM {row} r JOIN events_figure f ON f.claimant_id = r.id"
     " WHERE f.event_id IN (SELECT event_id FROM events_discretion)"
     " OR f.article_id IN (SELECT article_id FROM events_keptsource)"),
    ("outlet", "UPDATE",
     "SELECT NULL::bigint, a.id FROM events_keptsource k JOIN events_article a ON a.id = k.article_id"
     " JOIN {row} r ON r.id = a.outlet_id"),
    ("map", "UPDATE",
     "SELECT d.event_id, NULL::bigint FROM events_discretion d WHERE EXISTS (SELECT FROM {row} r"
     " JOIN events_map_picked_events p ON p.map_id = r.id AND p.event_id = d.event_id)"
     " OR EXISTS (SELECT FROM {row} r JOIN events_storystep s ON s.map_id = r.id AND s.event_id = d.event_id)"),
    ("map_picked_events", "INSERT UPDATE",
     "SELECT event_id, NULL::bigint FROM {row} WHERE event_id IN (SELECT event_id FROM events_discretion)"),
    ("storystep", "INSERT UPDATE",
     "SELECT d.event_id, NULL::bigint FROM events_discretion d WHERE EXISTS (SELECT FROM {row} r"
     " JOIN events_map_picked_events p ON p.map_id = r.map_id AND p.event_id = d.event_id)"
     " OR EXISTS (SELECT FROM {row} r JOIN events_storystep s ON s.map_id = r.map_id AND s.event_id = d.event_id)"),
]  # fmt: skip
_OF_KEPT = (
    "SELECT l.event_id FROM events_keptsource k JOIN events_mention m ON m.article_id = k.article_id"
    " JOIN events_eventmention l ON l.mention_id = m.id"
    " UNION SELECT f.event_id FROM events_keptsource k JOIN events_figure f ON f.article_id = k.article_id"
)
_TABLES = {"INSERT": "NEW TABLE AS after", "UPDATE": "OLD TABLE AS before NEW TABLE AS after"}


def _trigger(table: str, act: str, rows: str) -> str:
    sql = rows.format(row="after").replace("'", "''")
    return (
        f"CREATE TRIGGER {table}_{act.lower()}_is_noted_for_discretion AFTER {act} ON events_{table}"
        f" REFERENCING {_TABLES[act]} FOR EACH STATEMENT EXECUTE FUNCTION events_note_discretion('{sql}');"
    )


_EVENT = "SELECT id, NULL::bigint FROM {row} WHERE id IN (SELECT event_id FROM events_discretion)"
_DROP_EVENT = "DROP TRIGGER event_update_is_noted_for_discretion ON events_event;"
TRIGGERS = "\n".join(
    [
        *(_trigger(table, act, rows) for table, acts, rows in _NOTED for act in acts.split()),
        _DROP_EVENT,
        _trigger("event", "UPDATE", f"{_EVENT} OR id IN ({_OF_KEPT})"),
    ]
)
TRIGGERS_REVERSE = "\n".join(
    [
        *(
            f"DROP TRIGGER {table}_{act.lower()}_is_noted_for_discretion ON events_{table};"
            for table, acts, _rows in _NOTED
            for act in acts.split()
        ),
        _DROP_EVENT,
        _trigger("event", "UPDATE", _EVENT),
    ]
)


class Migration(migrations.Migration):
    dependencies = [("events", "0042_zoom_of_views")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_REVERSE),
        migrations.RunSQL(TRIGGERS, TRIGGERS_REVERSE),
    ]
