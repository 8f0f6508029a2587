"""An event's words for the search may be given with it, as those of mentions and figures may.

Splitting a title into words took half of what it takes to write an event; an import knows them before.
"""

from django.db import migrations

from events.history.tracking import keep_history

# Neither way reads the table again: the words that are there stay, the new ones come by trigger.
WORDS = """
ALTER TABLE events_event ALTER COLUMN searched DROP EXPRESSION;
CREATE FUNCTION events_note_event_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.searched := events_searched(NEW.title || ' ' || NEW.summary);
    RETURN NEW;
END $$;
CREATE TRIGGER event_is_searched BEFORE UPDATE OF title, summary, searched ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_note_event_words();
CREATE TRIGGER new_event_is_searched BEFORE INSERT ON events_event
    FOR EACH ROW WHEN (NEW.searched IS NULL) EXECUTE FUNCTION events_note_event_words();
"""
WORDS_REVERSE = """
DROP TRIGGER new_event_is_searched ON events_event;
DROP TRIGGER event_is_searched ON events_event;
DROP FUNCTION events_note_event_words();
ALTER TABLE events_event DROP COLUMN searched;
ALTER TABLE events_event ADD COLUMN searched tsvector
    GENERATED ALWAYS AS (events_searched(title || ' ' || summary)) STORED;
CREATE INDEX event_searched ON events_event USING gin (searched);
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0032_bulk_acts")]

    operations = [
        migrations.RunSQL(WORDS, WORDS_REVERSE),
        # What is derived from the title is no change of its own.
        migrations.RunSQL(
            keep_history("events_event", left_out=["searched"]).sql, keep_history("events_event").sql
        ),
    ]
