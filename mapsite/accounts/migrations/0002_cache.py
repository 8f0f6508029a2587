"""What limits attempts counts in the database, for all processes alike; what is lost with it is minutes."""

from django.db import migrations

# As `manage.py createcachetable` makes it, and not written to the log.
TABLE = """
CREATE UNLOGGED TABLE dateline_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX dateline_cache_expires ON dateline_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_administrator")]

    operations = [migrations.RunSQL(TABLE, "DROP TABLE dateline_cache;")]
