"""Rows without an owner get the one whose act is the first on record of them."""

from django.db import migrations

MODELS = ("article", "mention", "figure", "event", "map")
OWNED = """
UPDATE events_{model} SET created_by_id = first.by_id
FROM (
    SELECT DISTINCT ON (object_id) object_id, by_id
    FROM events_decision JOIN django_content_type kind ON kind.id = content_type_id
    WHERE kind.app_label = 'events' AND kind.model = '{model}'
    ORDER BY object_id, at, events_decision.id
) AS first
WHERE first.object_id = events_{model}.id AND created_by_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0019_change_others"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunSQL(OWNED.format(model=model), migrations.RunSQL.noop) for model in MODELS]
