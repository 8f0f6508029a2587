"""Claims follow with the rights of the tables' owner again: only it may renew the planner's statistics."""

from django.db import migrations

FORWARDS = """
ALTER FUNCTION events_follow_claims() SECURITY DEFINER;
ALTER FUNCTION events_follow_claims() SET search_path = public, pg_temp;
"""
BACKWARDS = """
ALTER FUNCTION events_follow_claims() SECURITY INVOKER;
ALTER FUNCTION events_follow_claims() RESET search_path;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0028_discretion")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
