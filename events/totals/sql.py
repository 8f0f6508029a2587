"""The twin of `judging` and `adding` in one statement, for sets of any size.

It reads published rows alone, by the querysets that every route uses, and gives the very totals that
`adding.totals_of` gives for the same figures: tests/totals/test_sql.py holds one against the other.

Each common table expression has its counterpart there: `claim` is `Claim` with `bounds`, `ending` and
`_by_itself`; `part` is `_within_events`; `holds` and `held` are `_totals`. A total is not compared with each
incident: the days on which an area counts anybody are merged into one multirange, and each total asks those
of its own area, of what holds it and of what lies in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet

from events.enums import (
    HOUSING_MEASURES,
    PUBLIC_STATUSES,
    Acceptance,
    EventKind,
    FigureRole,
    Measure,
    MentionRole,
    MentionStatus,
    People,
    PlaceKind,
    Scope,
    Unit,
)
from events.models import Article, Event, EventMention, Figure
from events.totals.claims import MAY_SHARE, PARTS, SEVERAL, SEVERAL_COUNTRIES, family, may_be_the_same
from events.totals.rules import Reason
from events.totals.total import HEDGES, TIMES, Grouping

Statement = tuple[str, list[Any]]

_COLUMN = {
    Grouping.LAYER: "layer",
    Grouping.KIND: "kind",
    Grouping.PLACE: "place",
    Grouping.ADMIN1: "admin1",
    Grouping.COUNTRY: "nullif(country, '')",
    Grouping.CLAIMANT: "claimant_id",
    Grouping.VERIFICATION: "verification",
    **{
        time: f"CASE WHEN date_trunc('{time}', ends_from::timestamp)"
        f" = date_trunc('{time}', ends_on::timestamp)"
        f" THEN date_trunc('{time}', ends_on::timestamp)::date END"
        for time in TIMES
    },
}


def _quoted(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values) or "NULL"


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"('{one}', '{other}')" for one, other in pairs)


_FAMILY = " ".join(
    f"WHEN kind IN ({_quoted([kind for kind in EventKind if family(kind) == name])}) THEN '{name}'"
    for name in ("violence", "disaster")
)
_WHOLE_AND_PART = _pairs([(whole, part) for whole, parts in PARTS.items() for part in parts])
_WHOLES = [people for people in People if PARTS[people] or people in MAY_SHARE]
_SHARING = _pairs([(group, other) for group, others in MAY_SHARE.items() for other in others])
_MAY_BE_THE_SAME = _pairs([(a, b) for a in People for b in People if may_be_the_same(a, b)])
_HEDGE = " ".join(f"WHEN '{quantifier}' THEN {hedge.value}" for quantifier, hedge in HEDGES.items())
_ROLE = " ".join(
    f"WHEN role = '{role}' THEN '{Reason[role.name]}'"
    for role in FigureRole
    if role.name in Reason.__members__
)

#: What a claim comes to by itself: its number, its last days and its reason.
_CLAIM = f"""
    SELECT f.id, f.event_id, f.measure, f.people, f.claimant_id, f.unit, f.household_size, f.scope,
        f.scope IN ('{Scope.PERIOD}', '{Scope.RUNNING_TOTAL}') AS is_total,
        f.period_start, f.period_end, w.earliest, w.latest,
        w.layer_slug AS layer, w.kind, w.verification, w.place, w.place_kind, w.admin1, w.country,
        CASE WHEN f.unit = '{Unit.HOUSEHOLD}' THEN round(f.low * f.household_size) ELSE f.low END AS low,
        CASE WHEN f.unit = '{Unit.HOUSEHOLD}' THEN round(f.high * f.household_size) ELSE f.high END AS high,
        CASE f.quantifier {_HEDGE} ELSE 0 END AS hedge,
        CASE WHEN f.scope <> '{Scope.INCIDENT}' AND f.period_end IS NOT NULL THEN f.period_end
            ELSE greatest(w.earliest, CASE w.date_precision WHEN 'day' THEN w.latest
                WHEN 'week' THEN w.latest - 6 WHEN 'month' THEN date_trunc('month', w.latest::timestamp)::date
                WHEN 'year' THEN date_trunc('year', w.latest::timestamp)::date END) END AS ends_from,
        CASE WHEN f.scope <> '{Scope.INCIDENT}' AND f.period_end IS NOT NULL THEN f.period_end
            ELSE w.latest END AS ends_on,
        CASE {_ROLE}
            WHEN (f.unit = '{Unit.HOME}') <> (f.measure IN ({_quoted(HOUSING_MEASURES)}))
                THEN '{Reason.OTHER_UNIT}'
            WHEN f.low IS NULL AND f.high IS NULL THEN '{Reason.NO_NUMBER}'
            WHEN f.unit = '{Unit.HOUSEHOLD}' AND f.household_size IS NULL
                THEN '{Reason.NO_HOUSEHOLD_SIZE}' END AS flaw
    FROM figure f JOIN located w ON w.id = f.event_id"""

_ADMIN1 = f"""CASE WHEN p.kind = '{PlaceKind.ADMIN1}' THEN p.id WHEN q.kind = '{PlaceKind.ADMIN1}' THEN q.id
            WHEN r.kind = '{PlaceKind.ADMIN1}' THEN r.id END"""
_PARENTS = """LEFT JOIN events_place q ON q.id = p.parent_id LEFT JOIN events_place r ON r.id = q.parent_id"""

#: Where each event was; where it happened at several places, what these have in common.
_LOCATED = f"""
    spot_told AS (
        SELECT h.event_id, h.place_id, e.place_id AS place, p.country, {_ADMIN1} AS admin1
        FROM here h JOIN event e ON e.id = h.event_id JOIN events_place p ON p.id = h.place_id {_PARENTS}
    ), spread AS (
        SELECT event_id,
            CASE WHEN count(DISTINCT coalesce(admin1, -1)) = 1 THEN min(admin1) ELSE {SEVERAL} END AS admin1,
            CASE WHEN count(DISTINCT country) = 1 THEN min(country)
                ELSE '{SEVERAL_COUNTRIES}' END AS country
        FROM spot_told GROUP BY event_id
        HAVING count(DISTINCT place_id) > 1 AND bool_or(place_id = place)
    ), located AS (
        SELECT e.*, CASE WHEN d.event_id IS NULL THEN e.place_id ELSE {SEVERAL} END AS place,
            CASE WHEN d.event_id IS NULL THEN p.kind END AS place_kind,
            CASE WHEN d.event_id IS NULL THEN {_ADMIN1} ELSE d.admin1 END AS admin1,
            CASE WHEN d.event_id IS NULL THEN coalesce(p.country, '') ELSE d.country END AS country
        FROM event e LEFT JOIN events_place p ON p.id = e.place_id {_PARENTS}
            LEFT JOIN spread d ON d.event_id = e.id
    )"""

#: Figures of what happened that have a number, and which of them are in another of their event.
_PARTS = f"""
    numbered AS MATERIALIZED (
        SELECT id, event_id, measure, people, is_total, high, period_start, period_end, earliest, latest,
            kind, place, place_kind, admin1, country
        FROM claim WHERE flaw IS NULL AND scope <> '{Scope.STOCK}'
    ), part AS (
        SELECT c.id, CASE WHEN bool_or((d.people, c.people) IN ({_WHOLE_AND_PART}))
            THEN '{Reason.PART_OF_ANOTHER}' ELSE '{Reason.MAY_SHARE_PEOPLE}' END AS reason
        FROM numbered c JOIN numbered d USING (event_id, measure, is_total)
        WHERE c.people <> '{People.PEOPLE}' AND d.people IN ({_quoted(_WHOLES)})
            AND ((d.people, c.people) IN ({_WHOLE_AND_PART})
            OR ((d.people, c.people) IN ({_SHARING}) AND d.high IS DISTINCT FROM 0))
        GROUP BY c.id
    )"""

#: The levels at which an area is found, from the world (0) to a settlement (3); at one of them it is its own.
_LEVELS = """(VALUES (0, '', c IS NULL), (1, c, c IS NOT NULL AND a IS NULL),
    (2, a::text, a IS NOT NULL AND s IS NULL), (3, s::text, s IS NOT NULL)) AS levels (level, key, is_own)"""

_MEET = f"""one.days && other.days AND (one.family = '' OR other.family IN ('', one.family))
    AND (one.people, other.people) IN ({_MAY_BE_THE_SAME})"""


def _met(which: str, others: str, condition: str = "true") -> str:
    """The ids of those totals that meet another: either lies at the level that they are compared at, and the
    other there or within. Two joins, for one on either would compare all that lie in the world."""
    return " UNION ".join(
        f"SELECT one.id FROM {which} one JOIN {others} other USING (level, key, measure)"
        f" WHERE {lies} AND {condition} AND {_MEET}"
        for lies in ("one.is_own", "other.is_own AND NOT one.is_own")
    )


def _reach(of: str) -> str:
    return f"({of}.has_start, {of}.length, {of}.last, -{of}.depth, {of}.id)"


_GREATER = f"""one.event_id <> other.event_id AND other.high IS DISTINCT FROM 0
    AND {_reach("other")} > {_reach("one")}"""

#: Totals that may hold counted incidents, and totals that another one may hold.
_TOTALS = f"""
    standing AS (
        SELECT n.id, event_id, measure, people, is_total, high, kind, c,
            CASE WHEN c IS NOT NULL AND admin1 > 0 THEN admin1 END AS a,
            CASE WHEN c IS NOT NULL AND admin1 > 0 AND place > 0 AND place_kind = '{PlaceKind.SETTLEMENT}'
                THEN place END AS s,
            CASE {_FAMILY} ELSE '' END AS family,
            CASE WHEN is_total THEN period_start ELSE earliest END AS first,
            CASE WHEN NOT is_total THEN latest WHEN coalesce(period_end, latest) IS NOT NULL
                THEN greatest(period_start, coalesce(period_end, latest)) END AS last
        FROM numbered n LEFT JOIN part ON part.id = n.id
            CROSS JOIN LATERAL (SELECT CASE WHEN country NOT IN ('', '{SEVERAL_COUNTRIES}') THEN country END)
                AS known (c)
        WHERE part.id IS NULL
    ), total AS MATERIALIZED (
        SELECT id, event_id, measure, people, family, high, daterange(first, last, '[]') AS days, level, key,
            is_own, num_nonnulls(c, a, s) AS depth, first IS NOT NULL AS has_start,
            coalesce(last - first, -1) AS length, coalesce(last, '-infinity') AS last
        FROM standing CROSS JOIN LATERAL {_LEVELS} WHERE is_total AND key IS NOT NULL
    ), crowd AS (
        SELECT measure, people, family, c, a, s, range_agg(daterange(first, last, '[]')) AS days
        FROM standing
        WHERE NOT is_total AND high IS DISTINCT FROM 0 AND measure IN (SELECT measure FROM total)
        GROUP BY measure, people, family, c, a, s
    ), spot AS MATERIALIZED (
        SELECT measure, people, family, level, key, is_own, range_agg(days) AS days
        FROM crowd CROSS JOIN LATERAL {_LEVELS} WHERE key IS NOT NULL
        GROUP BY measure, people, family, level, key, is_own
    ), holds AS MATERIALIZED ({_met("total", "spot")}
    ), alone AS MATERIALIZED (
        SELECT * FROM total WHERE NOT EXISTS (SELECT FROM holds WHERE holds.id = total.id)
    ), held AS ({_met("alone", "alone", _GREATER)}
    ), left_out AS (
        SELECT id, reason FROM part
        UNION ALL SELECT id, '{Reason.HOLDS_INCIDENTS}' FROM holds
        UNION ALL SELECT id, '{Reason.HELD_BY_A_TOTAL}' FROM held
    )"""

_SUMS = """count(*) AS number, sum(low) AS low, sum(high) AS high, count(high) AS highs,
    bit_or(hedge) AS hedges, array_agg(household_size) FILTER (WHERE household_size IS NOT NULL) AS sizes"""


def statement(
    events: QuerySet[Event],
    *,
    by: Sequence[Grouping] = (),
    people: People = People.PEOPLE,
    measures: Sequence[Measure] = (),
    has_ids: bool = True,
) -> Statement:
    """One row for each group, measure and reason (empty: counted), with how many figures and their sums.

    Columns: nature, measure, people, place, as_of, reason, number, low, high, highs, hedges, sizes, ids,
    then one for each of `by`.
    """
    groups = [f"({_COLUMN[grouping]}) AS group_{number}" for number, grouping in enumerate(by)]
    names = "".join(f", group_{number}" for number in range(len(by)))
    ids = "array_agg(id)" if has_ids else "NULL::bigint[]"
    parts = [_events(events), _figures(people, measures), _places()]
    columns = "".join(f", {group}" for group in groups)
    event, figure, here = (sql for sql, _params in parts)
    sql = f"""WITH event AS MATERIALIZED ({event}), figure AS ({figure}),
    here AS MATERIALIZED (
        SELECT told.event_id, told.place_id
        FROM (SELECT l.event_id FROM events_eventmention l JOIN event ON event.id = l.event_id
                GROUP BY l.event_id HAVING count(*) > 1) several
            JOIN ({here}) told USING (event_id)
    ), {_LOCATED},
    claim AS MATERIALIZED ({_CLAIM}), {_PARTS}, {_TOTALS}, flow AS (
        SELECT claim.*, CASE WHEN scope = '{Scope.STOCK}' THEN '{Reason.STOCK}'
            ELSE coalesce(flaw, left_out.reason) END AS reason{columns}
        FROM claim LEFT JOIN left_out USING (id)
    ), stock AS (
        SELECT claim.*, coalesce(period_end, latest) AS as_of{columns}
        FROM claim WHERE scope = '{Scope.STOCK}'
    ), ranked AS (
        SELECT stock.*, coalesce(flaw, CASE WHEN row_number() OVER (
                PARTITION BY measure, people, place, flaw{names} ORDER BY as_of DESC NULLS LAST, id DESC
            ) > 1 THEN '{Reason.EARLIER_STOCK}' END) AS reason
        FROM stock
    )
    SELECT 'flow' AS nature, measure, '{people}' AS people, NULL::bigint AS place, NULL::date AS as_of,
        reason, {_SUMS}, {ids} AS ids{names}
    FROM flow GROUP BY measure, reason{names}
    UNION ALL
    SELECT 'stock', measure, people, place, max(as_of), reason, {_SUMS}, {ids}{names}
    FROM ranked GROUP BY measure, people, place, reason{names}"""
    return sql, [value for part in parts for value in part[1]]


def _events(events: QuerySet[Event]) -> Statement:
    columns = ("kind", "verification", "place_id", "earliest", "latest", "date_precision")
    return _sql(events.order_by().values("id", *columns, layer_slug=F("layer__slug")))


def _figures(people: People, measures: Sequence[Measure]) -> Statement:
    """The figures that readers see if they see their event, which `claim` looks up among the published ones:
    what else `Figure.objects.published()` asks, without finding the published events once more."""
    figures = Figure.objects.filter(
        status__in=PUBLIC_STATUSES, acceptance=Acceptance.ACCEPTED, article__in=Article.objects.published()
    )
    if people != People.PEOPLE:
        figures = figures.filter(people__in=[people, *PARTS[people]])
    if measures:
        figures = figures.filter(measure__in=measures)
    columns = (
        "id", "event_id", "measure", "people", "unit", "household_size", "quantifier", "low", "high", "scope",
        "period_start", "period_end", "role", "claimant_id",
    )  # fmt: skip
    return _sql(figures.order_by().values(*columns))


def _places() -> Statement:
    """Where mentions tell that an event happened; `here` takes those of events that several mentions tell."""
    told = EventMention.objects.filter(
        mention__status=MentionStatus.ACCEPTED, mention__role=MentionRole.HAPPENED_HERE,
        mention__place__isnull=False, mention__article__in=Article.objects.published(),
    )  # fmt: skip
    return _sql(told.values("event_id", place_id=F("mention__place")))


def _sql(rows: QuerySet[Any, Any]) -> Statement:
    sql, params = rows.query.sql_with_params()
    return sql, list(params)
