"""What readers search: the words of events, of what is quoted from articles, and of the names of their places."""

from django.db import migrations

# Letters that Unicode does not part from their signs, and what is written or left out at will: apostrophes, ayn
# and hamza signs, primes, quotation marks, tatweel, zero-width characters.
_LETTERS = {
    "ı": "i",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ə": "a",
    "ى": "ي",
    "ة": "ه",
    "ی": "ي",
    "ک": "ك",
}
_SILENT = '`´‘’‚‛ʹʺʻʼʽʾʿˈˊˋ′‵"“”„«»ـ\u00ad\u200b\u200c\u200d\u200e\u200f\ufeffء'
_FROM, _TO = "".join(_LETTERS) + "''" + _SILENT, "".join(_LETTERS.values())
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
_SIGNS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u060c\u061b\u061f\u2000-\u206f\u3000-\u303f]+"
)
# The same to the letter as CONSONANTS_SQL in events/geocoding/variants.py.
_CONSONANTS = (
    r"translate(regexp_replace(regexp_replace(regexp_replace(name, '\mal ', '', 'g'),"
    r" '([bcdgjkrstwz])h|h\M', '\1', 'g'), '(.)\1+', '\1', 'g'), 'qcjaeiouwy ', 'kkg')"
)

# The words of a text as they are compared: without capitals, accents, vowel signs, apostrophes and hyphens, a
# letter once that stands twice ("Maarrat"), no Arabic article in Arabic letters. The signs between words are
# named one by one: what a letter is would depend on the server's locale. Texts and what readers type are both
# read by this function, so they cannot differ. A word of more letters than any has is cut.
WORDS = rf"""
CREATE FUNCTION events_words(text text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(left(regexp_replace(
        -- Word by word: in a long text PostgreSQL looks for what is repeated from each letter to the end.
        regexp_replace(word, '([^0-9])\1+', '\1', 'g'), '^ال(?=...)', ''), 60))
    FROM regexp_split_to_table(
        regexp_replace(translate(lower(normalize(text, NFKD)), '{_FROM}', '{_TO}'), '{_MARKS}', '', 'g'),
        '{_SIGNS}'
    ) word WHERE word <> ''
$$;

CREATE FUNCTION events_searched(text text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(coalesce(events_words(text), '{{}}'))
$$;

CREATE FUNCTION events_consonants(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT {_CONSONANTS}
$$;
"""  # noqa: S608 -- of constants
WORDS_REVERSE = """
DROP FUNCTION events_consonants(text); DROP FUNCTION events_searched(text); DROP FUNCTION events_words(text);
"""

EVENTS = """
CREATE INDEX event_searched ON events_event USING gin (events_searched(title || ' ' || summary));
"""

# A column beside those of the models: only the passage that readers see is searched, never the article's text.
EXCERPTS = """
ALTER TABLE events_mention ADD COLUMN searched tsvector;
ALTER TABLE events_figure ADD COLUMN searched tsvector;
CREATE INDEX mention_searched ON events_mention USING gin (searched);
CREATE INDEX figure_searched ON events_figure USING gin (searched);

CREATE FUNCTION events_note_searched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE said text := '';
BEGIN
    IF TG_TABLE_NAME = 'events_figure' THEN
        said := NEW.claimant_words;
    END IF;
    NEW.searched := events_searched(said || ' ' || (
        SELECT substr(text, NEW.excerpt_start + 1, NEW.excerpt_end - NEW.excerpt_start)
        FROM events_article WHERE id = NEW.article_id));
    RETURN NEW;
END $$;
CREATE TRIGGER mention_is_searched BEFORE INSERT OR UPDATE OF article_id, excerpt_start, excerpt_end
    ON events_mention FOR EACH ROW EXECUTE FUNCTION events_note_searched();
CREATE TRIGGER figure_is_searched BEFORE INSERT
    OR UPDATE OF article_id, excerpt_start, excerpt_end, claimant_words
    ON events_figure FOR EACH ROW EXECUTE FUNCTION events_note_searched();
"""
EXCERPTS_REVERSE = """
DROP FUNCTION events_note_searched() CASCADE;
ALTER TABLE events_mention DROP COLUMN searched;
ALTER TABLE events_figure DROP COLUMN searched;
"""

# The names of the places that have events, and of the areas these lie in: a few of the gazetteer's million. For
# other spellings the consonants of names and of their longer words are there too, behind a "~". Of two letters
# of the alphabet a name is only its main one: "ko" also stands for Kyiv, and for nothing that anyone searches.
PLACES = r"""
CREATE TABLE events_placesearch (
    place_id bigint PRIMARY KEY REFERENCES events_place ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    words tsvector NOT NULL
);
CREATE INDEX placesearch_words ON events_placesearch USING gin (words);

CREATE FUNCTION events_place_words(place bigint) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT array_to_tsvector(coalesce(array_agg(DISTINCT word) FILTER (WHERE word NOT IN ('', '~')), '{}'))
    FROM (
        SELECT unnest(events_words(key)) AS word FROM events_placename
        WHERE place_id = place AND (kind = 'main' OR key !~ '^[a-z]{1,2}$')
        UNION ALL SELECT '~' || events_consonants(key) FROM events_placename
        WHERE place_id = place AND key ~ '^[ -~]{5,}$'
        UNION ALL SELECT '~' || events_consonants(word)
        FROM events_placename, unnest(string_to_array(key, ' ')) word
        WHERE place_id = place AND key ~ '^[ -~]+ [ -~]+$' AND length(word) >= 5
    ) of
$$;

CREATE FUNCTION events_search_places_above(place bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT id, parent_id FROM events_place WHERE id = place
        UNION SELECT p.id, p.parent_id FROM up JOIN events_place p ON p.id = up.parent_id
    ) SELECT id FROM up
$$;

CREATE FUNCTION events_search_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM events_placesearch WHERE place_id = NEW.place_id) THEN
        INSERT INTO events_placesearch SELECT id, events_place_words(id)
        FROM events_search_places_above(NEW.place_id) id ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER place_of_event_is_searched AFTER INSERT OR UPDATE OF place_id ON events_event
    FOR EACH ROW WHEN (NEW.place_id IS NOT NULL) EXECUTE FUNCTION events_search_place();

CREATE FUNCTION events_search_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE events_placesearch SET words = events_place_words(place_id)
    WHERE place_id IN (SELECT place_id FROM changed);
    RETURN NULL;
END $$;
CREATE TRIGGER new_names_are_searched AFTER INSERT ON events_placename
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION events_search_names();
CREATE TRIGGER changed_names_are_searched AFTER UPDATE ON events_placename
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION events_search_names();
CREATE TRIGGER lost_names_are_not_searched AFTER DELETE ON events_placename
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION events_search_names();
"""
PLACES_REVERSE = """
DROP FUNCTION events_search_names() CASCADE;
DROP FUNCTION events_search_place() CASCADE;
DROP FUNCTION events_search_places_above(bigint);
DROP FUNCTION events_place_words(bigint);
DROP TABLE events_placesearch;
"""

# Nothing that anyone sees changes with it, so the triggers that follow changes need not look.
FILL = """
ALTER TABLE events_mention DISABLE TRIGGER USER;
ALTER TABLE events_figure DISABLE TRIGGER USER;
UPDATE events_mention m SET searched = events_searched(' ' || substr(
    a.text, m.excerpt_start + 1, m.excerpt_end - m.excerpt_start)) FROM events_article a WHERE a.id = m.article_id;
UPDATE events_figure f SET searched = events_searched(f.claimant_words || ' ' || substr(
    a.text, f.excerpt_start + 1, f.excerpt_end - f.excerpt_start)) FROM events_article a WHERE a.id = f.article_id;
ALTER TABLE events_mention ENABLE TRIGGER USER;
ALTER TABLE events_figure ENABLE TRIGGER USER;
INSERT INTO events_placesearch SELECT id, events_place_words(id) FROM (
    SELECT DISTINCT up.id FROM (SELECT DISTINCT place_id FROM events_event WHERE place_id IS NOT NULL) e,
        events_search_places_above(place_id) up (id)
) place;
ANALYZE events_event, events_mention, events_figure, events_placesearch;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0013_shown_links")]

    operations = [
        migrations.RunSQL(WORDS, WORDS_REVERSE),
        migrations.RunSQL(EVENTS, "DROP INDEX event_searched;"),
        migrations.RunSQL(EXCERPTS, EXCERPTS_REVERSE),
        migrations.RunSQL(PLACES, PLACES_REVERSE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
