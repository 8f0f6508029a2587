from django.db import migrations

# The same to the letter as CONSONANTS_SQL in events/geocoding/variants.py, or the index is not used.
_CONSONANTS = (
    r"translate(regexp_replace(regexp_replace(regexp_replace(key::text, '\mal ', '', 'g'),"
    r" '([bcdgjkrstwz])h|h\M', '\1', 'g'), '(.)\1+', '\1', 'g'), 'qcjaeiouwy ', 'kkg')"
)


class Migration(migrations.Migration):
    """Other spellings of a name are found by its consonants: "Hodeidah" and "al-Hudaydah" share them."""

    dependencies = [("events", "0009_merging")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX placename_consonants ON events_placename (({_CONSONANTS}))",
            "DROP INDEX placename_consonants",
        ),
        # Without figures on the new expression the planner reads every name instead.
        migrations.RunSQL("ANALYZE events_placename", migrations.RunSQL.noop),
    ]
