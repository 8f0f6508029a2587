"""The claims of a few events are looked up by index, whatever PostgreSQL believes of the tables.

Without statistics, or with those of a table that was full and is empty, it may choose to read whole tables once
for each row: minutes for what takes a millisecond.
"""

from importlib import import_module

from django.db import migrations

_BULK = import_module("events.migrations.0025_bulk")
_AT_ONCE = "    INSERT INTO events_claim SELECT * FROM events_claims_of(events);\n"
_BY_INDEX = """    IF cardinality(events) < 5000 THEN
        PERFORM events_claim_few(events);
    ELSE
        INSERT INTO events_claim SELECT * FROM events_claims_of(events);
    END IF;
"""
_FOLLOW = (
    "CREATE OR REPLACE FUNCTION events_follow_claims"
    + (
        _BULK.CHANGES.split("CREATE OR REPLACE FUNCTION events_follow_claims")[1].split("CREATE CONSTRAINT")[
            0
        ]
    )
)
# As in 0029_claims_as_owner: replacing a function forgets whose rights it has.
_AS_OWNER = """
ALTER FUNCTION events_follow_claims() SECURITY DEFINER;
ALTER FUNCTION events_follow_claims() SET search_path = public, pg_temp;
"""
FEW = """
CREATE FUNCTION events_claim_few(events bigint[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    INSERT INTO events_claim SELECT * FROM events_claims_of(events);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0029_claims_as_owner")]

    operations = [
        migrations.RunSQL(FEW, "DROP FUNCTION events_claim_few(bigint[]);"),
        migrations.RunSQL(_FOLLOW.replace(_AT_ONCE, _BY_INDEX) + _AS_OWNER, _FOLLOW + _AS_OWNER),
    ]
