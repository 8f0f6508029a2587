"""Who changed which row when, from what to what: kept by the database, whatever the way in."""

from django.db import migrations, models

from events.history.tracking import keep_history

# `row_ids` are the rows of an insertion, as ranges: 400,000 rows that came with one statement are one row here.
# What they held is what they hold now, less what was changed since. An update keeps the columns that changed,
# before and after; a deletion the whole row. `parent_id` is the row that this one is a part of.
TABLES = """
CREATE TABLE events_changeset (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    transaction xid8 NOT NULL,
    by_id bigint,
    by_name text NOT NULL,
    request_id uuid,
    source text NOT NULL,
    database_role text NOT NULL,
    application text NOT NULL
);
CREATE UNIQUE INDEX changeset_once ON events_changeset (transaction, at, by_id, request_id, source)
    NULLS NOT DISTINCT;

CREATE TABLE events_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changeset_id bigint NOT NULL REFERENCES events_changeset,
    row_id bigint,
    parent_id bigint,
    table_name text COLLATE "C" NOT NULL,
    operation text COLLATE "C" NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
    row_ids int8multirange,
    before jsonb,
    after jsonb,
    CHECK ((operation = 'insert') = (row_ids IS NOT NULL) AND (operation = 'insert') = (row_id IS NULL))
);
CREATE INDEX change_of_row ON events_change (row_id, table_name) WHERE row_id IS NOT NULL;
CREATE INDEX change_of_part ON events_change (parent_id, table_name) WHERE parent_id IS NOT NULL;
CREATE INDEX change_inserted ON events_change USING gist (row_ids) WHERE operation = 'insert';
CREATE INDEX change_in_changeset ON events_change (changeset_id);
"""
TABLES_REVERSE = "DROP TABLE events_change; DROP TABLE events_changeset;"

FIXED = """
CREATE FUNCTION events_history_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The history is only added to: nothing in % can be changed or deleted.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'history_is_append_only', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events_change
    FOR EACH STATEMENT EXECUTE FUNCTION events_history_is_fixed();
CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events_changeset
    FOR EACH STATEMENT EXECUTE FUNCTION events_history_is_fixed();
"""
FIXED_REVERSE = """
DROP TRIGGER history_is_append_only ON events_changeset;
DROP TRIGGER history_is_append_only ON events_change;
DROP FUNCTION events_history_is_fixed();
"""

# The functions run with their owner's rights: the application's role may not write history by itself. Hence the
# fixed search path, with temporary tables last, and no right for others to call them or to hang them on a table
# of their own.
KEEPING = """
CREATE FUNCTION events_current_changeset() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    -- What the application says of itself; empty for whoever writes SQL by hand.
    said jsonb := coalesce(nullif(current_setting('dateline.context', true), ''), '{}');
    found bigint;
BEGIN
    FOR attempt IN 1..2 LOOP
        SELECT id INTO found FROM events_changeset
        WHERE transaction = pg_current_xact_id() AND at = transaction_timestamp()
            AND by_id IS NOT DISTINCT FROM (said->>'by')::bigint
            AND request_id IS NOT DISTINCT FROM (said->>'request')::uuid
            AND source = coalesce(said->>'source', '');
        EXIT WHEN found IS NOT NULL;
        INSERT INTO events_changeset
            (at, transaction, by_id, by_name, request_id, source, database_role, application)
        VALUES (transaction_timestamp(), pg_current_xact_id(), (said->>'by')::bigint,
            coalesce(said->>'name', ''), (said->>'request')::uuid, coalesce(said->>'source', ''), session_user,
            coalesce(current_setting('application_name', true), ''));
    END LOOP;
    RETURN found;
END $$;
REVOKE EXECUTE ON FUNCTION events_current_changeset() FROM PUBLIC;

CREATE FUNCTION events_keep_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
-- Arguments: the column that names the parent; which rows are kept, with r for the row; columns whose change is
-- none; columns of which only is kept that they changed.
DECLARE
    parent text := coalesce('r.' || nullif(TG_ARGV[0], ''), 'NULL::bigint');
    is_kept text := TG_ARGV[1];
    left_out text[] := TG_ARGV[2];
    hidden text[] := TG_ARGV[3];
    kept text;
    old_columns text;
    new_columns text;
    before text;
    after text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE format('INSERT INTO events_change (changeset_id, table_name, operation, row_ids)'
            ' SELECT (SELECT events_current_changeset()), %L, ''insert'', ids'
            ' FROM (SELECT range_agg(int8range(id, id, ''[]'')) AS ids FROM after r WHERE %s) AS found'
            ' WHERE ids IS NOT NULL', TG_TABLE_NAME, is_kept);
        RETURN NULL;
    END IF;
    -- A geometry is kept to the last bit, which its JSON is not.
    SELECT string_agg(CASE WHEN atttypid = 'geometry'::regtype THEN format('r.%1$I::text AS %1$I', attname)
                ELSE format('r.%I', attname) END, ', ') FILTER (WHERE attname <> ALL(hidden)),
            string_agg(format('r.%I', attname), ', ') FILTER (WHERE attname <> ALL(left_out)),
            string_agg(format('n.%I', attname), ', ') FILTER (WHERE attname <> ALL(left_out)),
            string_agg(format('CASE WHEN r.%1$I IS DISTINCT FROM n.%1$I THEN jsonb_build_object(%1$L, %2$s)'
                ' ELSE ''{}'' END', attname, CASE WHEN attname = ANY(hidden) THEN 'NULL'
                WHEN atttypid = 'geometry'::regtype THEN format('r.%I::text', attname)
                ELSE format('r.%I', attname) END), ' || ') FILTER (WHERE attname <> ALL(left_out)),
            string_agg(format('CASE WHEN r.%1$I IS DISTINCT FROM n.%1$I THEN jsonb_build_object(%1$L, %2$s)'
                ' ELSE ''{}'' END', attname, CASE WHEN attname = ANY(hidden) THEN 'NULL'
                WHEN atttypid = 'geometry'::regtype THEN format('n.%I::text', attname)
                ELSE format('n.%I', attname) END), ' || ') FILTER (WHERE attname <> ALL(left_out))
        INTO kept, old_columns, new_columns, before, after
        FROM pg_attribute
        WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format('INSERT INTO events_change'
            ' (changeset_id, table_name, operation, row_id, parent_id, before, after)'
            ' SELECT (SELECT events_current_changeset()), %L, ''update'', r.id, %s, %s, %s'
            ' FROM before r JOIN after n USING (id)'
            ' WHERE ROW(%s) IS DISTINCT FROM ROW(%s) AND ((%s) OR (%s))',
            TG_TABLE_NAME, parent, before, after, old_columns, new_columns,
            is_kept, regexp_replace(is_kept, '\\mr\\.', 'n.', 'g'));
    ELSE
        EXECUTE format('INSERT INTO events_change'
            ' (changeset_id, table_name, operation, row_id, parent_id, before)'
            ' SELECT (SELECT events_current_changeset()), %L, ''delete'', r.id, %s, to_jsonb(kept)'
            ' FROM %s r, LATERAL (SELECT %s) AS kept WHERE %s',
            TG_TABLE_NAME, parent, CASE TG_OP WHEN 'DELETE' THEN 'before' ELSE TG_TABLE_NAME END, kept, is_kept);
    END IF;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION events_keep_history() FROM PUBLIC;

CREATE FUNCTION events_row_keeps_its_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The row % of % keeps its number: its history hangs on it.', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'row_keeps_its_number', TABLE = TG_TABLE_NAME;
END $$;

CREATE FUNCTION events_track(
    tracked regclass, parent text, is_kept text, left_out text[], hidden text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    arguments text := format('(%L, %L, %L, %L)', parent, is_kept, left_out || '{version,updated_at}', hidden);
    call text := ' FOR EACH STATEMENT EXECUTE FUNCTION events_keep_history' || arguments;
BEGIN
    EXECUTE format('CREATE OR REPLACE TRIGGER history_of_insert AFTER INSERT ON %s'
        ' REFERENCING NEW TABLE AS after', tracked) || call;
    EXECUTE format('CREATE OR REPLACE TRIGGER history_of_update AFTER UPDATE ON %s'
        ' REFERENCING OLD TABLE AS before NEW TABLE AS after', tracked) || call;
    EXECUTE format('CREATE OR REPLACE TRIGGER history_of_delete AFTER DELETE ON %s'
        ' REFERENCING OLD TABLE AS before', tracked) || call;
    EXECUTE format('CREATE OR REPLACE TRIGGER history_of_truncate BEFORE TRUNCATE ON %s', tracked) || call;
    EXECUTE format('CREATE OR REPLACE TRIGGER row_keeps_its_number BEFORE UPDATE OF id ON %s FOR EACH ROW'
        ' WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION events_row_keeps_its_number()', tracked);
END $$;
"""
KEEPING_REVERSE = """
DROP FUNCTION events_track(regclass, text, text, text[], text[]);
DROP FUNCTION events_row_keeps_its_number();
DROP FUNCTION events_keep_history();
DROP FUNCTION events_current_changeset();
"""

#: A gazetteer's row is kept once people have made or corrected it: loads bring the others again as they were.
OF_EDITORS = "r.dataset = '' OR r.is_edited"
NAME_OF_EDITORS = "r.dataset = '' OR r.place_id IN (SELECT id FROM events_place WHERE is_edited)"

TRACKED = [
    keep_history("events_outlet"),
    keep_history("events_organisation"),
    keep_history("events_article", left_out=["bands", "fingerprint", "read_at", "is_partly_read"]),
    keep_history("events_place", is_kept=OF_EDITORS, left_out=["dataset"]),
    keep_history("events_placename", parent="place_id", is_kept=NAME_OF_EDITORS, left_out=["dataset", "key"]),
    keep_history("events_mention", parent="article_id"),
    keep_history("events_layer"),
    keep_history("events_event"),
    keep_history("events_eventmention", parent="event_id", left_out=["is_shown"]),
    keep_history("events_figure", parent="article_id"),
    keep_history("events_figure_mentions", parent="figure_id"),
    keep_history("events_map"),
    keep_history("events_map_layers", parent="map_id"),
    keep_history("events_map_picked_events", parent="map_id"),
    keep_history("events_frozenmap", parent="map_id"),
    keep_history("events_merge", parent="kept_id"),
    keep_history("events_dismissal"),
    keep_history("events_decision"),
    keep_history("events_dataset", left_out=["mapping"]),
    keep_history("events_importrun", parent="dataset_id", left_out=["problems"], hidden=["content"]),
    keep_history("auth_user", left_out=["last_login"], hidden=["password"]),
    keep_history("auth_user_groups", parent="user_id"),
    keep_history("auth_user_user_permissions", parent="user_id"),
    keep_history("auth_group"),
    keep_history("auth_group_permissions", parent="group_id"),
]

# The rights of the role that serves: everything but the history, whose rows triggers write, and the schema. Its
# changes make claims follow, and a large one the planner's statistics, which only the tables' owner may renew.
GRANTS = """
CREATE FUNCTION events_grant_application(application name) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    owned record;
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = application AND rolsuper)
        OR pg_has_role(application, current_user, 'MEMBER') THEN
        RAISE EXCEPTION 'The role % may do all that the owner of the tables may. Name another one.', application;
    END IF;
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', application);
    FOR owned IN SELECT oid::regclass AS name, relkind FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relowner = current_user::regrole
            AND relkind IN ('r', 'p', 'v', 'm', 'S')
    LOOP
        EXECUTE format('GRANT %s ON %s TO %I', CASE WHEN owned.relkind = 'S' THEN 'USAGE, SELECT, UPDATE'
            ELSE 'SELECT, INSERT, UPDATE, DELETE' END, owned.name, application);
    END LOOP;
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public'
        ' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', application);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA public'
        ' GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO %I', application);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON events_change, events_changeset,'
        ' django_migrations FROM %I', application);
END $$;
REVOKE EXECUTE ON FUNCTION events_grant_application(name) FROM PUBLIC;
ALTER FUNCTION events_follow_claims() SECURITY DEFINER;
ALTER FUNCTION events_follow_claims() SET search_path = public, pg_temp;
"""
GRANTS_REVERSE = """
ALTER FUNCTION events_follow_claims() SECURITY INVOKER;
ALTER FUNCTION events_follow_claims() RESET search_path;
DROP FUNCTION events_grant_application(name);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0021_datasets"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunSQL(TABLES, TABLES_REVERSE),
        migrations.CreateModel(
            name="ChangeSet",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="at")),
                ("by_id", models.BigIntegerField(null=True, verbose_name="account")),
                ("by_name", models.TextField(verbose_name="by")),
                ("request_id", models.UUIDField(null=True, verbose_name="request")),
                ("source", models.TextField(verbose_name="done with")),
                ("database_role", models.TextField(verbose_name="database role")),
                ("application", models.TextField(verbose_name="application")),
            ],
            options={
                "verbose_name": "set of changes",
                "verbose_name_plural": "sets of changes",
                "db_table": "events_changeset",
                "ordering": ["-pk"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("table_name", models.TextField(verbose_name="table")),
                (
                    "operation",
                    models.TextField(
                        choices=[("insert", "added"), ("update", "changed"), ("delete", "deleted")],
                        verbose_name="operation",
                    ),
                ),
                ("row_id", models.BigIntegerField(null=True, verbose_name="row")),
                ("parent_id", models.BigIntegerField(null=True, verbose_name="part of")),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "db_table": "events_change",
                "ordering": ["-pk"],
                "managed": False,
            },
        ),
        migrations.RunSQL(FIXED, FIXED_REVERSE),
        migrations.RunSQL(KEEPING, KEEPING_REVERSE),
        *TRACKED,
        migrations.RunSQL(GRANTS, GRANTS_REVERSE),
    ]
