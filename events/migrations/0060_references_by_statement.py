"""References to the few rows that many share are checked once for a statement, not once for each row.

Who made a row, its layer, outlet, claimant or data set: PostgreSQL's foreign keys ask for each row of an import,
five million times for 400,000 events, and were told the same each time. A trigger asks once for a statement, with the
lock that a foreign key takes, so that nobody can delete meanwhile what is named; another at the row that is named
refuses, when the transaction ends, to leave one behind that names it. As with a foreign key the last word is the
database's. Both see what others have committed at "read committed" only, and refuse to look otherwise.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: The table, its column, and the table that the column names a row of.
REFERENCES = (
    ("events_article", "created_by_id", "auth_user"),
    ("events_article", "outlet_id", "events_outlet"),
    ("events_decision", "by_id", "auth_user"),
    ("events_decision", "content_type_id", "django_content_type"),
    ("events_event", "created_by_id", "auth_user"),
    ("events_event", "layer_id", "events_layer"),
    ("events_figure", "claimant_id", "events_organisation"),
    ("events_figure", "created_by_id", "auth_user"),
    ("events_map", "created_by_id", "auth_user"),
    ("events_mention", "created_by_id", "auth_user"),
    ("events_sourcerecord", "dataset_id", "events_dataset"),
    ("events_sourcerecord", "run_id", "events_importrun"),
)
FUNCTIONS = """
CREATE FUNCTION events_named_rows_exist() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
-- Arguments in pairs: a column, and the table that it names a row of.
DECLARE
    named bigint[];
    missing bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Rows were written at the isolation level "%": whether what they name was deleted '
            'meanwhile is not seen there. Use "read committed".', current_setting('transaction_isolation')
            USING ERRCODE = 'feature_not_supported';
    END IF;
    FOR n IN 0 .. TG_NARGS - 1 BY 2 LOOP
        IF TG_LEVEL = 'ROW' THEN
            EXECUTE format('SELECT ARRAY[($1).%I]', TG_ARGV[n]) INTO named USING NEW;
        ELSE
            EXECUTE format('SELECT array_agg(DISTINCT %I) FROM after', TG_ARGV[n]) INTO named;
        END IF;
        named := array_remove(named, NULL);
        IF cardinality(named) > 0 THEN
            EXECUTE format('SELECT min(id) FROM unnest($1) AS id WHERE id <> ALL (ARRAY('
                'SELECT id FROM %I WHERE id = ANY($1) ORDER BY id FOR KEY SHARE))', TG_ARGV[n + 1])
                INTO missing USING named;
            IF missing IS NOT NULL THEN
                RAISE EXCEPTION '"%" of a row of "%" names row % of "%", which is not there.',
                    TG_ARGV[n], TG_TABLE_NAME, missing, TG_ARGV[n + 1]
                    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'named_row_exists',
                    TABLE = TG_TABLE_NAME, COLUMN = TG_ARGV[n];
            END IF;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION events_row_is_not_named() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
-- Arguments in pairs: a table, and its column that names rows of this one.
DECLARE
    is_named boolean;
    is_back boolean;
BEGIN
    IF TG_OP <> 'TRUNCATE' THEN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1)', TG_TABLE_NAME) INTO is_back USING OLD.id;
        IF is_back THEN
            RETURN NULL;
        ELSIF current_setting('transaction_isolation') <> 'read committed' THEN
            RAISE EXCEPTION 'A row of "%" was deleted at the isolation level "%": what names it is not seen '
                'there. Use "read committed".', TG_TABLE_NAME, current_setting('transaction_isolation')
                USING ERRCODE = 'feature_not_supported';
        END IF;
    END IF;
    FOR n IN 0 .. TG_NARGS - 1 BY 2 LOOP
        IF TG_OP = 'TRUNCATE' THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I IS NOT NULL)', TG_ARGV[n], TG_ARGV[n + 1])
                INTO is_named;
        ELSE
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I = $1)', TG_ARGV[n], TG_ARGV[n + 1])
                INTO is_named USING OLD.id;
        END IF;
        IF is_named THEN
            RAISE EXCEPTION 'What "%" of "%" names cannot be deleted from "%".',
                TG_ARGV[n + 1], TG_ARGV[n], TG_TABLE_NAME
                USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'row_is_not_named',
                TABLE = TG_ARGV[n], COLUMN = TG_ARGV[n + 1];
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION events_named_rows_exist(), events_row_is_not_named() FROM PUBLIC;
"""


def _triggers() -> str:
    """Deferred where a row is deleted: what names it may be deleted after it, in the same transaction."""
    lines = [FUNCTIONS]
    for table in sorted({table for table, _, _ in REFERENCES}):
        pairs = [(column, other) for of, column, other in REFERENCES if of == table]
        told = ", ".join(f"'{column}', '{other}'" for column, other in pairs)
        lines.append(
            f"CREATE TRIGGER named_rows_exist AFTER INSERT ON {table} REFERENCING NEW TABLE AS after"
            f" FOR EACH STATEMENT EXECUTE FUNCTION events_named_rows_exist({told});"
        )
        lines += [
            f"CREATE TRIGGER {column}_is_there AFTER UPDATE OF {column} ON {table} FOR EACH ROW"
            f" WHEN (NEW.{column} IS DISTINCT FROM OLD.{column})"
            f" EXECUTE FUNCTION events_named_rows_exist('{column}', '{other}');"
            for column, other in pairs
        ]
    for other in sorted({other for _, _, other in REFERENCES}):
        told = ", ".join(f"'{table}', '{column}'" for table, column, of in REFERENCES if of == other)
        call = f"EXECUTE FUNCTION events_row_is_not_named({told});"
        lines += [
            f"CREATE CONSTRAINT TRIGGER row_is_not_named AFTER DELETE OR UPDATE OF id ON {other}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {call}",
            f"CREATE TRIGGER rows_are_not_named AFTER TRUNCATE ON {other} FOR EACH STATEMENT {call}",
        ]
    return "\n".join(lines)


REVERSE = "DROP FUNCTION events_named_rows_exist() CASCADE; DROP FUNCTION events_row_is_not_named() CASCADE;"


def _key(to: str, name: str, **options: object) -> models.ForeignKey:
    protect = django.db.models.deletion.PROTECT
    return models.ForeignKey(db_constraint=False, on_delete=protect, to=to, verbose_name=name, **options)


_USER = settings.AUTH_USER_MODEL
_KEYS = (
    *(
        (model, "created_by", _key(_USER, "created by", blank=True, editable=False, null=True, related_name="+"))
        for model in ("article", "event", "figure", "map", "mention")
    ),
    ("article", "outlet", _key("events.outlet", "outlet", related_name="articles")),
    ("decision", "by", _key(_USER, "by", db_index=False, related_name="decisions")),
    ("decision", "content_type", _key("contenttypes.contenttype", "type", db_index=False)),
    ("event", "layer", _key("events.layer", "layer", related_name="events")),
    (
        "figure", "claimant",
        _key("events.organisation", "claimant", blank=True, null=True, related_name="figures"),
    ),
    ("sourcerecord", "dataset", _key("events.dataset", "data set", db_index=False, related_name="records")),
    ("sourcerecord", "run", _key("events.importrun", "import", related_name="records")),
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0059_decisions_newest_by_whom"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(migrations.AlterField(model, name, key) for model, name, key in _KEYS),
        migrations.RunSQL(_triggers(), REVERSE),
    ]
