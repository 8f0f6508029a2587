"""Keeps a data set's row, and what was made of it, as the JSON that was written.

Nothing is ever looked up in them, and to take them apart as jsonb took PostgreSQL 1.7 s of processor time of the 40
for 100,000 UCDP-like rows.
"""

from django.db import migrations

from events.models.base import WholeJSONField

# A column that changes its type forgets how it is packed.
_PACKED = """
DO $$ BEGIN
    ALTER TABLE events_sourcerecord ALTER COLUMN raw SET COMPRESSION lz4, ALTER COLUMN applied SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
    NULL;  -- a PostgreSQL that was built without it
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0048_asked_for_in_steps")]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, _PACKED),
        migrations.AlterField("sourcerecord", "raw", WholeJSONField(verbose_name="row")),
        migrations.AlterField("sourcerecord", "applied", WholeJSONField(verbose_name="what was made of it")),
        migrations.RunSQL(_PACKED, migrations.RunSQL.noop),
    ]
