"""An index by which deleted rows are listed: few changes are deletions of a row that is no part of another."""

from django.db import migrations

FORWARDS = """
CREATE INDEX change_deleted ON events_change (id) WHERE operation = 'delete' AND parent_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0035_note_of_outlet")]

    operations = [migrations.RunSQL(FORWARDS, "DROP INDEX change_deleted")]
