"""The words of an event kept in its row, as those of mentions and figures are."""

from django.db import migrations

# An index on the expression is not enough: for a word that many events have PostgreSQL reads every event anyway,
# and would read the words from each text again.
COLUMN = """
DROP INDEX event_searched;
ALTER TABLE events_event ADD COLUMN searched tsvector
    GENERATED ALWAYS AS (events_searched(title || ' ' || summary)) STORED;
CREATE INDEX event_searched ON events_event USING gin (searched);
"""
COLUMN_REVERSE = """
ALTER TABLE events_event DROP COLUMN searched;
CREATE INDEX event_searched ON events_event USING gin (events_searched(title || ' ' || summary));
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0017_judged_claims")]

    operations = [migrations.RunSQL(COLUMN, COLUMN_REVERSE)]
