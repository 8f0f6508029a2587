"""Keeps the numbers of new rows, where they follow each other, as the one range that they are.

A range for each row and all of them joined again took PostgreSQL as long as writing a column. The rest of the
function is as in 0022_history.
"""

from django.db import migrations

_JOINED = """        EXECUTE format('INSERT INTO events_change (changeset_id, table_name, operation, row_ids)'
            ' SELECT (SELECT events_current_changeset()), %L, ''insert'', ids'
            ' FROM (SELECT range_agg(int8range(id, id, ''[]'')) AS ids FROM after r WHERE %s) AS found'
            ' WHERE ids IS NOT NULL', TG_TABLE_NAME, is_kept);
"""
_AT_ONCE = """        -- Of rows that follow each other there is one range: no other row can have a number between.
        EXECUTE format('SELECT min(id), max(id), count(*) FROM after r WHERE %s', is_kept) INTO first, last, number;
        IF number > 0 AND last - first + 1 = number THEN
            INSERT INTO events_change (changeset_id, table_name, operation, row_ids) VALUES
                (events_current_changeset(), TG_TABLE_NAME, 'insert', int8multirange(int8range(first, last, '[]')));
        ELSIF number > 0 THEN
            EXECUTE format('INSERT INTO events_change (changeset_id, table_name, operation, row_ids)'
                ' SELECT events_current_changeset(), %L, ''insert'', range_agg(int8range(id, id, ''[]''))'
                ' FROM after r WHERE %s', TG_TABLE_NAME, is_kept);
        END IF;
"""
_DECLARED = "    after text;\n"
_COUNTED = f"{_DECLARED}    first bigint;\n    last bigint;\n    number bigint;\n"
_REPLACE = """
DO $do$ BEGIN
    EXECUTE replace(replace(pg_get_functiondef('events_keep_history()'::regprocedure),
        $x${}$x$, $x${}$x$), $x${}$x$, $x${}$x$);
END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0046_spans_compared_by_bytes")]

    operations = [
        migrations.RunSQL(
            _REPLACE.format(_JOINED, _AT_ONCE, _DECLARED, _COUNTED),
            _REPLACE.format(_AT_ONCE, _JOINED, _COUNTED, _DECLARED),
        )
    ]
