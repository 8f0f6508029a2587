"""Asks whether a new link is shown in an order that no statistics can change.

After a dry run, or an import that was taken back, PostgreSQL may take tables for empty that are full in the import
under way. Of three tables that it joined it then went through a whole one for each row of another: 3,000 links of a
list took hours.
"""

from importlib import import_module

from django.db import migrations

_AT_ONCE = import_module("events.migrations.0045_links_shown_at_once").AT_ONCE

ONE_BY_ONE = """
CREATE OR REPLACE FUNCTION events_links_know_if_shown() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    -- `events_is_shown` of 0013_shown_links, of one link after the other: a question within a question is asked
    -- in its order, whatever the planner takes the tables for.
    UPDATE events_eventmention SET is_shown = NOT is_shown WHERE id = ANY (ARRAY(
        SELECT after.id FROM after WHERE after.is_shown <> (
            SELECT m.status = 'accepted' AND (
                SELECT a.status IN ('published', 'changed') FROM events_article a WHERE a.id = m.article_id
            ) FROM events_mention m WHERE m.id = after.mention_id
        )
    ));
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0053_imports_counted_by_fewer")]

    operations = [
        migrations.RunSQL(
            ONE_BY_ONE, _AT_ONCE.partition("DROP TRIGGER")[0].replace("CREATE", "CREATE OR REPLACE", 1)
        )
    ]
