"""Places shown coarser than they are known, and sources kept confidential: promises that the database keeps."""

from django.db import migrations

from events.granting import grant
from events.history.tracking import keep_history

# How a name is looked for in what readers see: both as `events_words` reads them. Long names are found inside other
# words too ("#SaraqibUnderFire", an address), short ones only as a word of their own, give or take a few letters of
# an ending or of an article ("Homs's"). Finding too much withholds a passage; finding too little could cost lives.
TELLING = r"""
CREATE FUNCTION events_tells(said text, names text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT FROM (SELECT ' ' || coalesce(array_to_string(events_words(said), ' '), '') || ' ' AS words) text,
            unnest(names) AS name
        WHERE CASE
            WHEN length(replace(name, ' ', '')) >= 6
                THEN strpos(replace(text.words, ' ', ''), replace(name, ' ', '')) > 0
            WHEN length(name) >= 4 THEN text.words ~ (' \S{0,2}' || name || '\S{0,3} ')
            ELSE strpos(text.words, ' ' || name || ' ') > 0
        END
    )
$$;

CREATE FUNCTION events_withheld_names(article bigint) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM events_discretion) AND NOT EXISTS (SELECT FROM events_keptsource) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT array_agg(DISTINCT name) FROM (
        SELECT unnest(d.names) AS name FROM events_discretion d WHERE d.event_id IN (
            SELECT l.event_id FROM events_eventmention l JOIN events_mention m ON m.id = l.mention_id
                WHERE m.article_id = article
            UNION SELECT f.event_id FROM events_figure f WHERE f.article_id = article AND f.event_id IS NOT NULL)
        UNION SELECT unnest(k.names) FROM events_keptsource k WHERE k.article_id = article
    ) of);
END $$;

-- Of a mention whose place is shown coarser the passage is withheld whatever it says: it is there to name the place.
CREATE FUNCTION events_is_withheld(article bigint, first integer, last integer, mention bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE names text[];
BEGIN
    IF mention IS NOT NULL
        AND EXISTS (SELECT FROM events_discreetmention k WHERE k.mention_id = mention AND k.is_coarsened) THEN
        RETURN true;
    END IF;
    names := events_withheld_names(article);
    RETURN names IS NOT NULL AND events_tells(
        (SELECT substr(a.text, first + 1, last - first) FROM events_article a WHERE a.id = article), names);
END $$;
"""
TELLING_REVERSE = """
DROP FUNCTION events_is_withheld(bigint, integer, integer, bigint);
DROP FUNCTION events_withheld_names(bigint);
DROP FUNCTION events_tells(text, text[]);
"""

# The words that readers may search are those of the passages that they may read: as in 0014_search, without those
# withheld. Whatever is written, the truth is stored.
_SEARCHED = """
CREATE OR REPLACE FUNCTION events_note_searched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE said text := '';
BEGIN
    IF TG_TABLE_NAME = 'events_figure' THEN
        said := NEW.claimant_words;
    END IF;
    IS_WITHHELD
    NEW.searched := events_searched(said || ' ' || PASSAGE);
    RETURN NEW;
END $$;
"""
_PASSAGE = """(
        SELECT substr(text, NEW.excerpt_start + 1, NEW.excerpt_end - NEW.excerpt_start)
        FROM events_article WHERE id = NEW.article_id)"""
_WITHHELD = """NEW.is_withheld := events_is_withheld(NEW.article_id, NEW.excerpt_start, NEW.excerpt_end,
        CASE TG_TABLE_NAME WHEN 'events_mention' THEN NEW.id END);"""
_FIRED_BY = """
DROP TRIGGER mention_is_searched ON events_mention;
DROP TRIGGER figure_is_searched ON events_figure;
CREATE TRIGGER mention_is_searched BEFORE UPDATE OF article_id, excerpt_start, excerpt_end{more}
    ON events_mention FOR EACH ROW EXECUTE FUNCTION events_note_searched();
CREATE TRIGGER figure_is_searched BEFORE UPDATE OF article_id, excerpt_start, excerpt_end, claimant_words{more}
    ON events_figure FOR EACH ROW EXECUTE FUNCTION events_note_searched();
"""
SEARCHED = _SEARCHED.replace("IS_WITHHELD", _WITHHELD).replace(
    "PASSAGE", f"CASE WHEN NEW.is_withheld THEN '' ELSE {_PASSAGE} END"
) + _FIRED_BY.format(more=", is_withheld")
SEARCHED_REVERSE = _FIRED_BY.format(more="") + _SEARCHED.replace("IS_WITHHELD", "").replace(
    "PASSAGE", _PASSAGE
)

# What may have to do with it is noted when it is written, and looked at when the transaction ends: the rows may be
# written in any order, by whoever does.
KEEPING = """
CREATE UNLOGGED TABLE events_discretion_change (event_id bigint, article_id bigint);

CREATE FUNCTION events_note_discretion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM events_discretion) OR EXISTS (SELECT FROM events_keptsource)
        OR EXISTS (SELECT FROM events_discreetmention) OR TG_OP = 'DELETE' THEN
        EXECUTE 'INSERT INTO events_discretion_change ' || TG_ARGV[0];
    END IF;
    RETURN NULL;
END $$;

-- Whether a place is no more exact than the level: a district, province or country as a whole, or none at all.
CREATE FUNCTION events_is_coarse(level text, exactness text, place bigint, shape geometry) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN place IS NULL THEN exactness IN ('unknown', 'country') AND shape IS NULL
        ELSE exactness = ANY(CASE level WHEN 'admin2' THEN '{admin2,admin1,country}'::text[]
                WHEN 'admin1' THEN '{admin1,country}' ELSE '{country}' END)
            AND EXISTS (
                SELECT FROM events_place p WHERE p.id = place
                    AND p.kind = ANY(CASE level WHEN 'admin2' THEN '{admin2,admin1,country}'::text[]
                        WHEN 'admin1' THEN '{admin1,country}' ELSE '{country}' END)
                    AND (shape IS NULL OR (ST_Dimension(shape) = 2 AND p.geometry IS NOT NULL
                        AND ST_Area(shape) >= 0.99 * ST_Area(p.geometry))))
    END
$$;

CREATE FUNCTION events_refuse_discretion(event bigint, constraint_name text, what text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Event % is shown coarser than it is known, and %.', event, what
        USING ERRCODE = 'check_violation', CONSTRAINT = constraint_name, TABLE = 'events_discretion';
END $$;

CREATE FUNCTION events_check_discretion(checked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    d events_discretion;
    e events_event;
BEGIN
    SELECT * INTO e FROM events_event WHERE id = checked;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT * INTO d FROM events_discretion WHERE event_id = checked;
    IF NOT FOUND THEN
        IF EXISTS (SELECT FROM events_eventmention l JOIN events_discreetmention k USING (mention_id)
                WHERE l.event_id = checked AND k.is_coarsened) THEN
            PERFORM events_refuse_discretion(checked, 'event_of_a_discreet_mention', 'it is not said so');
        END IF;
        RETURN;
    END IF;
    IF NOT events_is_coarse(d.level, e.precision, e.place_id, e.geometry) THEN
        PERFORM events_refuse_discretion(checked, 'discreet_place_is_coarse', 'its place is not');
    END IF;
    IF EXISTS (
        SELECT FROM events_eventmention l JOIN events_mention m ON m.id = l.mention_id
            LEFT JOIN events_discreetmention k ON k.mention_id = m.id
        WHERE l.event_id = checked AND (
            k.id IS NULL OR m.other_place_id IS NOT NULL OR m.within_id IS NOT NULL OR m.relation <> 'in'
            OR NOT events_is_coarse(d.level, m.precision, m.place_id, m.geometry))
    ) THEN
        PERFORM events_refuse_discretion(checked, 'discreet_place_is_coarse', 'a mention of it is not');
    END IF;
    IF events_tells(e.title || ' | ' || e.summary, d.telling_names) THEN
        PERFORM events_refuse_discretion(checked, 'discreet_event_is_not_named', 'its title or summary tells where');
    END IF;
    IF EXISTS (
        SELECT FROM events_figure f LEFT JOIN events_organisation o ON o.id = f.claimant_id
        WHERE f.event_id = checked AND f.acceptance = 'accepted' AND f.status <> 'withdrawn' AND events_tells(
            concat_ws(' | ', f.wording, f.claimant_words, f.since, f.role_reason, o.name), d.telling_names)
    ) THEN
        PERFORM events_refuse_discretion(checked, 'discreet_figure_is_not_named', 'a figure of it tells where');
    END IF;
    IF EXISTS (
        SELECT FROM events_article a JOIN events_outlet o ON o.id = a.outlet_id
            LEFT JOIN events_keptsource k ON k.article_id = a.id
        WHERE a.id = ANY(events_articles_of(ARRAY[checked])) AND (
            k.id IS NULL OR a.url <> '' OR a.archive_url <> ''
            OR events_tells(a.headline || ' | ' || o.name, d.telling_names))
    ) THEN
        PERFORM events_refuse_discretion(checked, 'discreet_source_is_kept', 'an article that tells it leads there');
    END IF;
END $$;

CREATE FUNCTION events_articles_of(events bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY(
        SELECT m.article_id FROM events_eventmention l JOIN events_mention m ON m.id = l.mention_id
            WHERE l.event_id = ANY(events)
        UNION SELECT f.article_id FROM events_figure f WHERE f.event_id = ANY(events))
$$;

CREATE FUNCTION events_keep_discretion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    events bigint[];
    articles bigint[];
    said bigint[];
    names text[];
    one bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM events_discretion_change) THEN
        RETURN NULL;  -- looked at with the first of them
    END IF;
    SELECT coalesce(array_agg(DISTINCT event_id) FILTER (WHERE event_id IS NOT NULL), '{}'),
        coalesce(array_agg(DISTINCT article_id) FILTER (WHERE article_id IS NOT NULL), '{}')
        INTO events, articles FROM events_discretion_change;
    DELETE FROM events_discretion_change;
    articles := articles || events_articles_of(events);
    UPDATE events_mention SET is_withheld = NOT is_withheld WHERE article_id = ANY(articles)
        AND is_withheld <> events_is_withheld(article_id, excerpt_start, excerpt_end, id);
    UPDATE events_figure SET is_withheld = NOT is_withheld WHERE article_id = ANY(articles)
        AND is_withheld <> events_is_withheld(article_id, excerpt_start, excerpt_end, NULL);
    -- An article's notes are read with each event that it tells.
    events := ARRAY(
        SELECT unnest(events)
        UNION SELECT l.event_id FROM events_eventmention l JOIN events_mention m ON m.id = l.mention_id
            WHERE m.article_id = ANY(articles)
        UNION SELECT f.event_id FROM events_figure f
            WHERE f.article_id = ANY(articles) AND f.event_id IS NOT NULL);
    names := ARRAY(
        SELECT DISTINCT unnest(d.telling_names) FROM events_discretion d WHERE d.event_id = ANY(events)
        UNION SELECT unnest(k.names) FROM events_keptsource k WHERE k.article_id = ANY(articles));
    said := ARRAY(
        SELECT d.id FROM events_decision d JOIN django_content_type t ON t.id = d.content_type_id
        WHERE d.public_note <> '' AND t.app_label = 'events' AND (
            (t.model = 'article' AND d.object_id = ANY(articles))
            OR (t.model = 'event' AND d.object_id IN (
                SELECT e.id FROM events_event e WHERE e.id = ANY(events) OR e.merged_into_id = ANY(events)))
            OR (t.model = 'figure' AND d.object_id IN (
                SELECT f.id FROM events_figure f WHERE f.event_id = ANY(events) OR f.article_id = ANY(articles)))));
    DELETE FROM events_withheldnote w USING events_decision d
        WHERE w.decision_id = ANY(said) AND d.id = w.decision_id AND NOT events_tells(d.public_note, names);
    INSERT INTO events_withheldnote (decision_id) SELECT d.id FROM events_decision d
        WHERE d.id = ANY(said) AND events_tells(d.public_note, names) ON CONFLICT DO NOTHING;
    FOREACH one IN ARRAY events LOOP
        PERFORM events_check_discretion(one);
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER discretion_is_kept AFTER INSERT ON events_discretion_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION events_keep_discretion();
"""
KEEPING_REVERSE = """
DROP TABLE events_discretion_change;
DROP FUNCTION events_keep_discretion();
DROP FUNCTION events_check_discretion(bigint);
DROP FUNCTION events_articles_of(bigint[]);
DROP FUNCTION events_refuse_discretion(bigint, text, text);
DROP FUNCTION events_is_coarse(text, text, bigint, geometry);
DROP FUNCTION events_note_discretion() CASCADE;
"""

_TABLES = {
    "INSERT": "NEW TABLE AS after",
    "UPDATE": "OLD TABLE AS before NEW TABLE AS after",
    "DELETE": "OLD TABLE AS before",
}
_DISCREET = "SELECT event_id FROM events_discretion"
# Table, acts, and which events and articles to look at; {row} is the table of the rows written.
_NOTED = [
    ("discretion", "INSERT UPDATE DELETE", "SELECT event_id, NULL::bigint FROM {row}"),
    ("discreetmention", "INSERT UPDATE DELETE",
     "SELECT NULL::bigint, m.article_id FROM {row} r JOIN events_mention m ON m.id = r.mention_id"),
    ("keptsource", "INSERT UPDATE DELETE", "SELECT NULL::bigint, article_id FROM {row}"),
    ("event", "UPDATE", "SELECT id, NULL::bigint FROM {row} WHERE id IN ({discreet})"),
    ("mention", "UPDATE",
     "SELECT l.event_id, NULL::bigint FROM {row} r JOIN events_eventmention l ON l.mention_id = r.id"
     " WHERE l.event_id IN ({discreet})"),
    ("eventmention", "INSERT UPDATE DELETE",
     "SELECT r.event_id, m.article_id FROM {row} r JOIN events_mention m ON m.id = r.mention_id"
     " WHERE r.event_id IN ({discreet}) OR r.mention_id IN (SELECT mention_id FROM events_discreetmention)"
     " OR m.article_id IN (SELECT article_id FROM events_keptsource)"),
    ("figure", "INSERT UPDATE",
     "SELECT event_id, article_id FROM {row}"
     " WHERE event_id IN ({discreet}) OR article_id IN (SELECT article_id FROM events_keptsource)"),
    ("article", "UPDATE",
     "SELECT NULL::bigint, id FROM {row} WHERE id IN (SELECT article_id FROM events_keptsource)"),
    ("decision", "INSERT",
     "SELECT CASE t.model WHEN 'event' THEN r.object_id WHEN 'figure' THEN"
     " (SELECT f.event_id FROM events_figure f WHERE f.id = r.object_id) END,"
     " CASE t.model WHEN 'article' THEN r.object_id END"
     " FROM {row} r JOIN django_content_type t ON t.id = r.content_type_id"
     " WHERE r.public_note <> '' AND t.app_label = 'events' AND t.model IN ('event', 'figure', 'article')"),
]  # fmt: skip


def _triggers() -> str:
    statements = []
    for table, acts, rows in _NOTED:
        for act in acts.split():
            sql = rows.format(row="before" if act == "DELETE" else "after", discreet=_DISCREET).replace(
                "'", "''"
            )
            statements.append(
                f"CREATE TRIGGER {table}_{act.lower()}_is_noted_for_discretion AFTER {act} ON events_{table}"
                f" REFERENCING {_TABLES[act]} FOR EACH STATEMENT"
                f" EXECUTE FUNCTION events_note_discretion('{sql}');"
            )
    return "\n".join(statements)


#: Showing less is an editor's right, showing more a publisher's.
_EDITOR = ["events.view_confidential", "events.show_coarser", "events.keep_source"]


_PLACE = ["place_id", "geometry", "precision"]


class Migration(migrations.Migration):
    dependencies = [("events", "0027_confidential")]

    operations = [
        migrations.RunSQL(TELLING, TELLING_REVERSE),
        migrations.RunSQL(SEARCHED, SEARCHED_REVERSE),
        migrations.RunSQL(KEEPING, KEEPING_REVERSE),
        # Their function is dropped with CASCADE.
        migrations.RunSQL(_triggers(), migrations.RunSQL.noop),
        # That something was kept, by whom and when; what it was is in nobody's history.
        keep_history(
            "events_discretion", hidden=[*_PLACE, "point", "has_no_geometry", "names", "telling_names"]
        ),
        keep_history(
            "events_discreetmention",
            hidden=[*_PLACE, "relation", "direction", "distance_m", "other_place_id", "within_id"],
        ),
        keep_history("events_keptsource", hidden=["outlet_id", "headline", "url", "archive_url", "names"]),
        keep_history("events_confidentialnote", hidden=["text"]),
        grant({"Editor": _EDITOR, "Publisher": [*_EDITOR, "events.show_exactly"]}),
    ]
