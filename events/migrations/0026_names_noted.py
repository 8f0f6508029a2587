"""A place's name is shown or not by its language and kind too, so a change of these raises the edition."""

from django.db import migrations

_NAME = "%1$s.place_id, %1$s.name, %1$s.key"


def _noted(columns: str) -> str:
    return f"""
DROP TRIGGER placename_update_is_noted_as_place ON events_placename;
CREATE TRIGGER placename_update_is_noted_as_place AFTER UPDATE ON events_placename
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT
    EXECUTE FUNCTION events_note_for_edition('place', '%1$s.place_id', 'NULL::bigint', 'true', 'ROW({columns})');
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0025_bulk")]

    operations = [migrations.RunSQL(_noted(f"{_NAME}, %1$s.language, %1$s.kind"), _noted(_NAME))]
