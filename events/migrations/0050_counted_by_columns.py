"""Counts of what was imported only the columns by which rows are joined and found.

PostgreSQL sorts what it counts: whole texts, and all words of all excerpts, which took half of the 2.3 s for which
an import was held up. Those it counts by itself within a minute, for a count of some columns does not put that off.
All tables are counted where claims follow the events, when the transaction ends.
"""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("events.migrations.0034_imports_planned").COUNTED
_COLUMNS = {
    "events_article": "id, outlet_id, kind, status, language, published_on, created_at, created_by_id, assignee_id,"
    " duplicate_of_id, dismissed_at, is_demonstration, is_withheld, fingerprint",
    "events_mention": "id, article_id, status, role, relation, precision, place_id, other_place_id, within_id",
    "events_event": "id, status, kind, verification, precision, date_precision, earliest, latest, layer_id, place_id,"
    " merged_into_id, created_by_id, assignee_id, updated_at, is_demonstration, geometry, point",
    "events_eventmention": "id, event_id, mention_id, is_shown",
    "events_figure": "id, event_id, article_id, claimant_id, measure, people, unit, quantifier, scope, role,"
    " acceptance, status",
    "events_sourcerecord": "id, dataset_id, source_id, event_id, article_id, run_id",
    "events_decision": "id, verb, at, content_type_id, object_id, article_id, by_id",
}
_LISTED = ", ".join(f"{table} ({columns})" for table, columns in _COLUMNS.items())
_COUNTED = """
CREATE OR REPLACE FUNCTION events_count_imported() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET client_min_messages = error AS $$
BEGIN
    ANALYZE (SKIP_LOCKED) {};
END $$;
DO $$ BEGIN
    EXECUTE replace(pg_get_functiondef('events_follow_claims()'::regprocedure), '{}', '{}');
END $$;
"""
_ALL = (
    "ANALYZE (SKIP_LOCKED) events_event, events_mention, events_eventmention, events_figure, events_article;"
)
_SOME = "PERFORM events_count_imported();"
_TABLES = _BEFORE.split("(SKIP_LOCKED) ")[1].split(";")[0]


class Migration(migrations.Migration):
    dependencies = [("events", "0049_records_kept_as_written")]

    operations = [
        migrations.RunSQL(_COUNTED.format(_LISTED, _ALL, _SOME), _COUNTED.format(_TABLES, _SOME, _ALL)),
    ]
