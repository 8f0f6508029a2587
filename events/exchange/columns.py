"""Dateline's own row: the columns of its CSV and XLSX, the properties of its GeoJSON, the keys of its
JSON lines.

An event has a row for each of its mentions and figures, and the columns of the event stand in all of
them; rows with the same `event_id` belong together. A row may tell a mention and a figure at once when
both stand in its excerpt, so the smallest file that somebody types has a row an event. An example, with
most columns left out:

    event_id  title            kind                earliest    place    quote    measure  wording
    excerpt 12        Shelling of …    shelling_artillery  2019-08-30  Saraqib  Saraqib Shells fell … 12
    Shelling of …    shelling_artillery  2019-08-30  Saraqib           killed More than 12 More than …

Closed lists are written by their values (`events.enums`), dates as 2019-08-30, yes and no as `true` and
`false`, coordinates as WGS 84 degrees, geometries as WKT (longitude first). Unknown is an empty cell,
never 0. An empty `mention_…` cell means: as the event. Offsets (`quote_at`, `wording_at`) count code
points from the start of the excerpt; without one the first time that the words stand there is meant.

In GeoJSON a feature is an event: its properties are the event's columns, and the lists `mentions` and
`figures` hold an object for each, with the columns of `MENTION` or `FIGURE` and those of `SOURCE`.

JSON lines hold everything: a line is an object whose `record` names its table (`RECORDS`), in the order
in which the lines must be read. Their keys are the fields of the models; a foreign key is the id that the
row of that table has in the same file, a place outside the file `{"provider": …, "provider_id": …,
"name": …, "country": …, "kind": …}`. Geometries are WKT there too.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its HXL hashtag (hxlstandard.org, 1.1) and what stands in it, for people.

    HXL's tools take every `#date` for a day and every `#affected` for a number, so words about them have
    other hashtags. A row has one measure, named in `#indicator+name`, where wide tables have a column each
    (`#affected+killed`).
    """

    name: str
    hxl: str = ""
    what: str = ""


EVENT = (
    Column("event_id", "#event+id", "The same in all rows of an event, and in a later file of it."),
    Column("title", "#event+name", "What happened, in at most 200 characters."),
    Column("summary", "#description"),
    Column("kind", "#event+type", "A value of EventKind, such as clash."),
    Column("layer", "#meta+layer", "The slug of a layer."),
    Column("status", "#status", "draft, in_review, published, changed or withdrawn."),
    Column("earliest", "#date+start", "First day on which it may have happened."),
    Column("latest", "#date+end", "Last such day."),
    Column("date_precision", "#event+date+precision", "day, week, month, year or unknown."),
    Column("verification", "#status+verification"),
    Column("is_graphic", "#meta+graphic"),
    Column("place", "#loc+name"),
    Column("place_kind", "#loc+type"),
    Column("country", "#country+code+v_iso2"),
    Column("place_provider", "#loc+provider", "Whose gazetteer the place is of."),
    Column("place_provider_id", "#loc+code"),
    Column("precision", "#geo+precision"),
    Column("lon", "#geo+lon"),
    Column("lat", "#geo+lat"),
    Column("geometry", "#geo+wkt", "Empty where it is the point of lon and lat. “place”: its outline."),
    Column("has_no_geometry", "#geo+none", "true for an event that is listed, never pinned."),
)  # fmt: skip

MENTION = (
    Column("quote", "#loc+quote", "The name of the place as it stands in the excerpt."),
    Column("quote_at", "#loc+quote+offset"),
    Column("phrase", "#loc+phrase", "The wider words that carry the relation."),
    Column("phrase_at", "#loc+phrase+offset"),
    Column("mention_role", "#loc+role"),
    Column("relation", "#loc+relation"),
    Column("direction", "#loc+direction"),
    Column("distance_m", "#loc+distance+m"),
    Column("mention_place", "#loc+mention+name"),
    Column("mention_place_kind", "#loc+mention+type"),
    Column("mention_country", "#country+mention+code+v_iso2"),
    Column("mention_place_provider", "#loc+mention+provider"),
    Column("mention_place_provider_id", "#loc+mention+code"),
    Column("other_place", "#loc+other+name", "The second place of “between A and B”."),
    Column("other_place_provider", "#loc+other+provider"),
    Column("other_place_provider_id", "#loc+other+code"),
    Column("within_place", "#loc+within+name", "The area that a border is cut to."),
    Column("within_place_provider", "#loc+within+provider"),
    Column("within_place_provider_id", "#loc+within+code"),
    Column("mention_precision", "#geo+mention+precision"),
    Column("mention_geometry", "#geo+mention+wkt"),
)  # fmt: skip

FIGURE = (
    Column("measure", "#indicator+name"),
    Column("people", "#group+name"),
    Column("unit", "#indicator+unit"),
    Column("household_size", "#indicator+household+size+num"),
    Column("quantifier", "#indicator+quantifier"),
    Column("low", "#affected+low+num"),
    Column("high", "#affected+high+num"),
    Column("wording", "#indicator+wording", "The number as it stands in the excerpt."),
    Column("wording_at", "#indicator+wording+offset"),
    Column("scope", "#indicator+scope"),
    Column("period_start", "#date+counted+start"),
    Column("period_end", "#date+counted+end"),
    Column("since", "#indicator+counted+since"),
    Column("figure_role", "#indicator+role"),
    Column("role_reason", "#indicator+role+reason"),
    Column("claimant", "#org+claimant+name"),
    Column("claimant_kind", "#org+claimant+type"),
    Column("claimant_words", "#org+claimant+words"),
)

SOURCE = (
    Column("outlet", "#org+outlet+name"),
    Column("headline", "#meta+headline"),
    Column("url", "#meta+url"),
    Column("archive_url", "#meta+url+archive"),
    Column("published_on", "#date+published"),
    Column("language", "#meta+language"),
    Column("excerpt", "#meta+excerpt", "The passage that readers see as evidence."),
)

#: A data set that an event came with; for readers of the file, and not read back: the file is the data
#: set then.
DATASET = (
    Column("dataset", "#meta+dataset+name"),
    Column("dataset_version", "#meta+dataset+version"),
    Column("dataset_id", "#meta+dataset+id", "The event's id in that data set."),
    Column("licence", "#meta+licence"),
    Column("attribution", "#meta+attribution"),
)

#: In the cell of a shape: the outline of the row's place, which is too long for a sheet.
OUTLINE = "place"

COLUMNS = (*EVENT, *MENTION, *FIGURE, *SOURCE, *DATASET)
NAMES = tuple(column.name for column in COLUMNS)

#: The tables of JSON lines in the order in which their lines must stand; each names only rows before it.
#: The first line is `{"record": "dateline", "format": 1}`.
RECORDS = (
    "dateline", "outlet", "organisation", "layer", "place", "dataset", "article", "mention", "event",
    "eventmention", "figure", "sourcerecord", "map",
)  # fmt: skip
JSON_LINES_FORMAT = 1
#: What JSON lines leave out of a row: it is kept by the database or says who worked here, not what is known.
NOT_EXCHANGED = frozenset(
    {"created_by", "created_at", "updated_at", "version", "fingerprint", "bands", "is_shown", "read_at"}
)
