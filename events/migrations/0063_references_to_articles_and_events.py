"""References to articles, mentions and events are checked once for a statement as well.

An import writes an article, a mention, an event, the link of both, its figures and the record that it came from, and
they name each other: PostgreSQL's foreign keys asked two and a half times for each row that went in, a fifth of the
database's work. They are kept as those of `0060_references_by_statement` are. What is named is looked up row by row
there, for it may be as much as what is written.
"""

import django.db.models.deletion
from django.db import migrations, models

#: Those of 0060 that these tables have had.
BEFORE = (
    ("events_figure", "claimant_id", "events_organisation"),
    ("events_figure", "created_by_id", "auth_user"),
    ("events_mention", "created_by_id", "auth_user"),
    ("events_sourcerecord", "dataset_id", "events_dataset"),
    ("events_sourcerecord", "run_id", "events_importrun"),
)
#: The table, its column, and the table that the column names a row of.
ADDED = (
    ("events_eventmention", "event_id", "events_event"),
    ("events_eventmention", "mention_id", "events_mention"),
    ("events_figure", "article_id", "events_article"),
    ("events_figure", "event_id", "events_event"),
    ("events_mention", "article_id", "events_article"),
    ("events_sourcerecord", "article_id", "events_article"),
    ("events_sourcerecord", "event_id", "events_event"),
)
_FUNCTION = """
CREATE OR REPLACE FUNCTION events_named_rows_exist() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
-- Arguments in pairs: a column, and the table that it names a row of.
DECLARE
    named KIND;
    missing bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Rows were written at the isolation level "%": whether what they name was deleted '
            'meanwhile is not seen there. Use "read committed".', current_setting('transaction_isolation')
            USING ERRCODE = 'feature_not_supported';
    END IF;
    FOR n IN 0 .. TG_NARGS - 1 BY 2 LOOP
        missing := NULL;
LOOKED
        IF missing IS NOT NULL THEN
            RAISE EXCEPTION '"%" of a row of "%" names row % of "%", which is not there.',
                TG_ARGV[n], TG_TABLE_NAME, missing, TG_ARGV[n + 1]
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'named_row_exists',
                TABLE = TG_TABLE_NAME, COLUMN = TG_ARGV[n];
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""
#: Planned anew each time: an index is worth it or not as full as the tables are by then.
FUNCTION = _FUNCTION.replace("KIND", "text").replace(
    "LOOKED",
    """        named := CASE TG_LEVEL WHEN 'ROW' THEN format('SELECT ($1).%I AS id', TG_ARGV[n])
            ELSE format('SELECT DISTINCT %I AS id FROM after ORDER BY 1', TG_ARGV[n]) END;
        EXECUTE format('SELECT min(id) FROM (%s) AS named WHERE id IS NOT NULL AND NOT EXISTS ('
            'SELECT FROM %I AS row WHERE row.id = named.id FOR KEY SHARE)', named, TG_ARGV[n + 1])
            INTO missing USING NEW;""",
)
FUNCTION_BEFORE = _FUNCTION.replace("KIND", "bigint[]").replace(
    "LOOKED",
    """        IF TG_LEVEL = 'ROW' THEN
            EXECUTE format('SELECT ARRAY[($1).%I]', TG_ARGV[n]) INTO named USING NEW;
        ELSE
            EXECUTE format('SELECT array_agg(DISTINCT %I) FROM after', TG_ARGV[n]) INTO named;
        END IF;
        named := array_remove(named, NULL);
        IF cardinality(named) > 0 THEN
            EXECUTE format('SELECT min(id) FROM unnest($1) AS id WHERE id <> ALL (ARRAY('
                'SELECT id FROM %I WHERE id = ANY($1) ORDER BY id FOR KEY SHARE))', TG_ARGV[n + 1])
                INTO missing USING named;
        END IF;""",
)
#: Planned once for a session: thousands of articles are deleted at once. Statistics of other days may say that
#: most rows name one article, and reading them all would be planned.
NOT_NAMED = """
CREATE FUNCTION FUNCTION_NAME() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
-- As events_row_is_not_named() of one table. Arguments in pairs: a table, and its column that names rows of this one.
DECLARE
    n integer;
BEGIN
    IF EXISTS (SELECT FROM OTHER WHERE id = OLD.id) THEN
        RETURN NULL;
    ELSIF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'A row of "%" was deleted at the isolation level "%": what names it is not seen '
            'there. Use "read committed".', TG_TABLE_NAME, current_setting('transaction_isolation')
            USING ERRCODE = 'feature_not_supported';
    END IF;
    n := CASE
NAMING
    END;
    IF n IS NOT NULL THEN
        RAISE EXCEPTION 'What "%" of "%" names cannot be deleted from "%".',
            TG_ARGV[n + 1], TG_ARGV[n], TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'row_is_not_named',
            TABLE = TG_ARGV[n], COLUMN = TG_ARGV[n + 1];
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION FUNCTION_NAME() FROM PUBLIC;
"""
TABLES = sorted({table for table, _, _ in ADDED})
NAMED = sorted({other for _, _, other in ADDED})


def _asking(references: tuple[tuple[str, str, str], ...]) -> list[str]:
    """The triggers of tables whose new rows name others."""
    lines = []
    for table in sorted({table for table, _, _ in references}):
        pairs = [f"'{column}', '{other}'" for of, column, other in references if of == table]
        lines.append(
            f"CREATE TRIGGER named_rows_exist AFTER INSERT ON {table} REFERENCING NEW TABLE AS after"
            f" FOR EACH STATEMENT EXECUTE FUNCTION events_named_rows_exist({', '.join(pairs)});"
        )
    return lines


def _not_named(other: str) -> str:
    """The name of the function that refuses to leave behind what names a row of the table."""
    return f"{other}_is_not_named"


def _refusing(other: str, naming: list[tuple[str, str]]) -> str:
    looked = [
        f"        WHEN EXISTS (SELECT FROM {table} WHERE {column} = OLD.id) THEN {2 * place}"
        for place, (table, column) in enumerate(naming)
    ]
    made = NOT_NAMED.replace("FUNCTION_NAME", _not_named(other)).replace("NAMING", "\n".join(looked))
    return made.replace("OTHER", other)


def _triggers() -> str:
    lines = [FUNCTION]
    lines += [f"DROP TRIGGER IF EXISTS named_rows_exist ON {table};" for table in TABLES]
    lines += _asking(BEFORE + ADDED)
    lines += [
        f"CREATE TRIGGER {column}_is_there AFTER UPDATE OF {column} ON {table} FOR EACH ROW"
        f" WHEN (NEW.{column} <> OLD.{column} OR OLD.{column} IS NULL AND NEW.{column} IS NOT NULL)"
        f" EXECUTE FUNCTION events_named_rows_exist('{column}', '{other}');"
        for table, column, other in ADDED
    ]
    for other in NAMED:
        naming = [(table, column) for table, column, of in ADDED if of == other]
        told = ", ".join(f"'{table}', '{column}'" for table, column in naming)
        lines += [
            _refusing(other, naming),
            f"CREATE CONSTRAINT TRIGGER row_is_not_named AFTER DELETE OR UPDATE OF id ON {other}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {_not_named(other)}({told});",
            f"CREATE TRIGGER rows_are_not_named AFTER TRUNCATE ON {other} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION events_row_is_not_named({told});",
        ]
    return "\n".join(lines)


def _reverse() -> str:
    lines = [FUNCTION_BEFORE]
    lines += [f"DROP TRIGGER named_rows_exist ON {table};" for table in TABLES]
    lines += _asking(BEFORE)
    lines += [f"DROP TRIGGER {column}_is_there ON {table};" for table, column, _ in ADDED]
    for other in NAMED:
        lines += [
            f"DROP TRIGGER row_is_not_named ON {other};",
            f"DROP TRIGGER rows_are_not_named ON {other};",
            f"DROP FUNCTION IF EXISTS {_not_named(other)}();",
        ]
    return "\n".join(lines)


def _key(to: str, name: str, on_delete: object, **options: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False, on_delete=on_delete, to=to, **({"verbose_name": name} if name else {}), **options
    )


_WITH_IT = django.db.models.deletion.CASCADE
_FORGOTTEN = {"on_delete": django.db.models.deletion.SET_NULL, "blank": True, "null": True}
_KEYS = (
    (
        "eventmention", "event",
        _key("events.event", "", _WITH_IT, db_index=False, related_name="event_mentions"),
    ),
    (
        "eventmention", "mention",
        _key("events.mention", "", django.db.models.deletion.PROTECT, related_name="event_mentions"),
    ),
    ("figure", "article", _key("events.article", "article", _WITH_IT, related_name="figures")),
    ("figure", "event", _key("events.event", "event", related_name="figures", **_FORGOTTEN)),
    ("mention", "article", _key("events.article", "article", _WITH_IT, related_name="mentions")),
    ("sourcerecord", "article", _key("events.article", "record", related_name="source_records", **_FORGOTTEN)),
    ("sourcerecord", "event", _key("events.event", "event", related_name="source_records", **_FORGOTTEN)),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("events", "0062_events_not_found_by_label_point")]

    operations = [
        *(migrations.AlterField(model, name, key) for model, name, key in _KEYS),
        migrations.RunSQL(_triggers(), _reverse()),
    ]
