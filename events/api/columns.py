"""Many published events as columns of numbers: what a map is drawn and filtered by, and no word of theirs.

The answer is JSON; `js/data/columns.js` reads it into objects that look like events:

    {"kinds": [{"value": "shelling_artillery", …}, …], "places": {"id": [7], "name": ["Saraqib"], …},
     "spots": {"lon": [3680012], "lat": [3586000]},
     "columns": {"id": [30, 12], "kind": [0, 4], "place": [0, null], "spot": [0, null], …},
     "figures": {"event": [0], "low": [12], "high": [null], …}}

A row of `columns` is an event, in reading order. Choices, places and spots are said by their position in
their own list, days since 1 January 1970, coordinates as 1/100,000 of a degree, `span` as the days from the
earliest to the latest. `marks`: 1 graphic, 2 has a shape to draw once it is known whole, 4 demonstration. Of
the figures there are those that circles are drawn from: recommended ones with a number of people, `event`
being the row; `hedge` 1 is "more than", 2 "less than", 4 "about"; `scope` 0 an incident, 1 a total of a span,
2 a stock.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet, TextChoices
from django.urls import reverse
from django.utils.translation import get_language

from events.api.geojson import ATTRIBUTION
from events.api.names import names_in
from events.api.selection import has_demonstration
from events.enums import (
    CASUALTY_MEASURES,
    DISPLACEMENT_MEASURES,
    DatePrecision,
    EventKind,
    Measure,
    MentionRole,
    MentionStatus,
    People,
    Precision,
    Verification,
)
from events.models import Event, Layer
from events.totals.planning import planned
from mapsite.language import in_language

#: Up to so many events an answer has whole: their titles, sentences and sources come with them.
MOST_WHOLE = 2000
#: A map has fewer of them whole: a thousand are 280 kB compressed, as columns 20 kB and the words of those
#: that are looked at.
MOST_WHOLE_ON_MAP = 400

#: PostgreSQL knows nothing of how many rows a common table expression has, and takes tables that were filled
#: a moment ago for empty. In nested loops a hundred thousand would take minutes.
_SETTINGS = {"enable_nestloop": "off", "jit": "off", "work_mem": "64MB"}

#: A point takes 32 bytes of its row. To ask a province's outline what it is, it would have to be read.
POINT_BYTES = 40

_COLUMNS = (
    "id", "kind", "layer_id", "place_id", "point", "geometry", "precision", "verification",
    "date_precision", "earliest", "latest", "is_graphic", "is_demonstration",
)  # fmt: skip

_SQL = """
WITH chosen AS MATERIALIZED (
    SELECT e.*, round(ST_X(point) * 100000)::int AS lon, round(ST_Y(point) * 100000)::int AS lat,
        (row_number() OVER (ORDER BY latest DESC NULLS LAST, id DESC) - 1)::int AS row
    FROM ({events}) e
), moved AS (
    SELECT l.event_id FROM events_eventmention l JOIN events_mention m ON m.id = l.mention_id
    WHERE m.role = ANY(%(moving)s) AND m.status = %(accepted)s
), event AS (
    SELECT row, id, kind, layer_id, precision, verification, date_precision,
        CASE WHEN lon IS NOT NULL THEN dense_rank() OVER (ORDER BY lon, lat) - 1 END AS spot,
        CASE WHEN place_id IS NOT NULL THEN dense_rank() OVER (ORDER BY place_id) - 1 END AS place,
        latest - date '1970-01-01' AS latest, latest - earliest AS span,
        is_graphic::int + is_demonstration::int * 4
            + CASE WHEN precision = %(near)s OR pg_column_size(geometry) > %(point)s
                OR id IN (SELECT event_id FROM moved) THEN 2 ELSE 0 END AS marks
    FROM chosen
), figure AS (
    SELECT row, c.figure_id, c.measure::text, c.people::text, c.low + coalesce(c.low_above, 0) AS low,
        c.high + coalesce(c.high_above, 0) AS high, c.hedge,
        CASE WHEN c.is_stock THEN 2 WHEN c.is_total THEN 1 ELSE 0 END AS scope
    FROM events_claim c JOIN chosen ON chosen.id = c.event_id
    WHERE c.flaw IS NULL AND c.household_size IS NULL AND c.measure::text = ANY(%(drawn)s)
        AND coalesce(c.low, c.high) > 0
)
SELECT
    (SELECT count(*) FROM chosen),
    (SELECT json_build_object('lon', coalesce(json_agg(lon), '[]'), 'lat', coalesce(json_agg(lat), '[]'))
        FROM (SELECT DISTINCT lon, lat FROM chosen WHERE lon IS NOT NULL ORDER BY lon, lat) s)::text,
    (SELECT json_build_object('id', coalesce(json_agg(id), '[]'), 'name', coalesce(json_agg(name), '[]'),
            'country', coalesce(json_agg(country), '[]'))
        FROM (SELECT id, name, country FROM events_place
            WHERE id = ANY(ARRAY(SELECT DISTINCT place_id FROM chosen)) ORDER BY id) p)::text,
    (SELECT json_build_object({columns}) FROM (SELECT * FROM event ORDER BY row) e)::text,
    (SELECT json_build_object({figures}) FROM (SELECT * FROM figure ORDER BY row, figure_id) f)::text
"""


def _arrays(**columns: str) -> str:
    return ", ".join(
        f"'{name}', coalesce(array_to_json(array_agg({column})), '[]')" for name, column in columns.items()
    )


def _position(column: str, of: str = "text") -> str:
    return f"array_position(%({column})s::{of}[], {column}) - 1"


_STATEMENT = _SQL.replace(
    "{columns}",
    _arrays(
        id="id", spot="spot", place="place", kind=_position("kind"), layer=_position("layer_id", "bigint"),
        precision=_position("precision"), verification=_position("verification"),
        date_precision=_position("date_precision"), latest="latest", span="span", marks="marks",
    ),
).replace(
    "{figures}",
    _arrays(
        event="row", measure=_position("measure"), people=_position("people"), low="low", high="high",
        hedge="hedge", scope="scope",
    ),
)  # fmt: skip


def columns_of(events: QuerySet[Event], *, version: str) -> str:
    """The answer for `events`, which must come from `Event.objects.published()`: a JSON object as text."""
    layers = list(Layer.objects.published())
    drawn = (*CASUALTY_MEASURES, *DISPLACEMENT_MEASURES)
    params = {
        "kind": EventKind.values, "precision": Precision.values, "verification": Verification.values,
        "date_precision": DatePrecision.values, "people": People.values, "measure": list(Measure.values),
        "layer_id": [layer.pk for layer in layers], "near": Precision.NEAR.value,
        "drawn": [measure.value for measure in drawn], "accepted": MentionStatus.ACCEPTED.value,
        "point": POINT_BYTES,
        "moving": [MentionRole.ORIGIN.value, MentionRole.DESTINATION.value],
    }  # fmt: skip
    number, spots, places, columns, figures = _ask(events, params)
    head = {
        "numberMatched": number,
        "attribution": ATTRIBUTION,
        "version": version,
        "is_demonstration": has_demonstration(events),
        "details": _details(),
        "kinds": [
            {**_choice(kind), "group": kind.group.value, "group_label": str(kind.group.label)}
            for kind in EventKind
        ],
        "layers": [{"value": layer.slug, "label": layer.local_name} for layer in layers],
        **{
            name: [_choice(choice) for choice in choices]
            for name, choices in (
                ("precisions", Precision), ("verifications", Verification),
                ("date_precisions", DatePrecision), ("measures", Measure), ("people", People),
            )
        },
    }  # fmt: skip
    # The columns are text already: to read and write a million numbers again would take a second.
    start = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1]
    return (
        f'{start},"places":{_in_language(places)},"spots":{spots},"figures":{figures},"columns":{columns}}}'
    )


def _ask(events: QuerySet[Event], params: dict[str, Any]) -> tuple[Any, ...]:
    sql, values = events.order_by().values(*_COLUMNS).query.sql_with_params()
    with planned(connection.alias, _SETTINGS) as cursor:
        # Positional and named parameters do not mix: the first are written into the text, quoted.
        chosen = connection.ops.compose_sql(sql, values).replace("%", "%%")
        cursor.execute(_STATEMENT.replace("{events}", chosen), params)
        return tuple(cursor.fetchone())


def _in_language(places: str) -> str:
    """The places with their names in the reader's language, where it has some."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return places
    told = json.loads(places)
    names = names_in(language, told["id"])
    told["name"] = [names.get(pk, name) for pk, name in zip(told["id"], told["name"], strict=True)]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _details() -> str:
    """Where events are completed: "id=1,2,3" is put behind it."""
    address = in_language(reverse("events-geojson"))
    return f"{address}{'&' if '?' in address else '?'}"


def _choice(choice: TextChoices) -> dict[str, str]:
    return {"value": choice.value, "label": str(choice.label)}
