"""The twin of `judging` and `adding` in one statement, for sets of any size.

It reads `events_claim` (migration 0011_claims), a table that the database keeps: a row for each figure that
readers see, with all that can be said of it without looking at other events. Its counterpart is `Claim` with
`bounds`, `ending`, `days_counted`, `path`, `family` and `_within_events`; `holds` and `held` are `_totals`.
tests/totals/test_sql.py holds one against the other, tests/totals/test_following.py the table against what
changes.

A total is not compared with each incident: the days on which an area counts anybody are merged into one
multirange, and each total asks those of its own area, of what holds it and of what lies in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from events.enums import Measure, People
from events.models import Event
from events.totals.claims import PARTS, may_be_the_same
from events.totals.rules import Reason
from events.totals.total import TIMES, Grouping

Statement = tuple[str, list[Any]]

_COLUMN = {
    Grouping.LAYER: "(SELECT slug FROM events_layer WHERE id = layer_id)",
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

#: An array for each total, for pairs would be looked for in both tables before they are joined.
_SAME = " ".join(
    f"WHEN '{one}' THEN '{{{','.join(other for other in People if may_be_the_same(one, other))}}}'::text[]"
    for one in People
)
_MEET = """one.days && other.days AND (one.family = '' OR other.family IN ('', one.family))
    AND other.people = ANY(one.same)"""


def _reach(of: str) -> str:
    return f"({of}.has_start, {of}.length, {of}.last, -{of}.depth, {of}.id)"


_GREATER = f"""one.event_id <> other.event_id AND other.high IS DISTINCT FROM 0
    AND {_reach("other")} > {_reach("one")}"""

#: Totals that may hold counted incidents, and totals that another one may hold. `around` has a total once for
#: its area and once for each that holds it, `key`; `wide` the days of all that lies in a total's area.
_TOTALS = f"""
    total AS MATERIALIZED (
        SELECT figure_id AS id, event_id, measure, people, family, high, area, in_admin1, in_country,
            CASE people {_SAME} END AS same, daterange(first, last, '[]') AS days,
            first IS NOT NULL AS has_start,
            coalesce(last - first, -1) AS length, coalesce(last, '-infinity') AS last,
            num_nonnulls(in_country, in_admin1, nullif(area, coalesce(in_admin1, in_country, 0))) AS depth
        FROM standing WHERE is_total
    ), around AS MATERIALIZED (
        SELECT total.*, unnest(ARRAY[area, nullif(in_admin1, area), nullif(in_country, area),
            nullif(0, area)]) AS key
        FROM total
    ), crowd AS MATERIALIZED (
        SELECT measure, people, family, area, in_admin1, in_country,
            range_agg(daterange(first, last, '[]')) AS days
        FROM standing
        WHERE NOT is_total AND high IS DISTINCT FROM 0 AND measure IN (SELECT measure FROM total)
        GROUP BY measure, people, family, area, in_admin1, in_country
    ), within AS MATERIALIZED (
        SELECT measure, people, family, days, unnest(ARRAY[nullif(in_admin1, area), nullif(in_country, area),
            nullif(0, area)]) AS key
        FROM crowd
    ), wide AS MATERIALIZED (
        SELECT measure, people, family, key, range_agg(days) AS days
        FROM within WHERE (measure, key) IN (SELECT measure, area FROM total)
        GROUP BY measure, people, family, key
    ), holds AS MATERIALIZED (
        SELECT one.id FROM around one
            JOIN crowd other ON other.measure = one.measure AND other.area = one.key AND {_MEET}
        UNION SELECT one.id FROM total one
            JOIN wide other ON other.measure = one.measure AND other.key = one.area AND {_MEET}
    ), alone AS MATERIALIZED (
        SELECT * FROM around WHERE NOT EXISTS (SELECT FROM holds WHERE holds.id = around.id)
    ), held AS (
        SELECT one.id FROM alone one JOIN alone other ON other.measure = one.measure
            AND other.area = one.key AND other.key = other.area AND {_GREATER} AND {_MEET}
        UNION SELECT one.id FROM alone one JOIN alone other ON other.measure = one.measure
            AND other.key = one.area AND one.key = one.area AND {_GREATER} AND {_MEET}
    ), left_out AS (
        SELECT id, '{Reason.HOLDS_INCIDENTS}' AS reason FROM holds
        UNION ALL SELECT id, '{Reason.HELD_BY_A_TOTAL}' FROM held
    )"""

_SUMS = """count(*) AS number, sum(low) AS low, sum(high) AS high, count(high) AS highs,
    bit_or(hedge) AS hedges"""


def statement(
    events: QuerySet[Event],
    *,
    by: Sequence[Grouping] = (),
    people: People = People.PEOPLE,
    measures: Sequence[Measure] = (),
    has_ids: bool = True,
) -> Statement:
    """Rows for each group, measure and reason (empty: counted), with how many figures and their sums. There
    may be several of one: households of each size have a row of their own, and so have totals.

    Columns: nature, measure, people, place, as_of, reason, household_size, number, low, high, highs, hedges,
    ids, then one for each of `by`.
    """
    claims, params = _claims(events, people, measures)
    groups = "".join(f", {_COLUMN[grouping]} AS group_{number}" for number, grouping in enumerate(by))
    names = "".join(f", group_{number}" for number in range(len(by)))
    sums = f"{_SUMS}, {'array_agg(figure_id)' if has_ids else 'NULL::bigint[]'} AS ids{names}"
    flow = f"'flow' AS nature, measure, '{people}' AS people, NULL::bigint AS place, NULL::date AS as_of"
    sql = f"""WITH {claims}, {_TOTALS}, flow AS NOT MATERIALIZED (
        SELECT *, coalesce(CASE WHEN is_stock THEN '{Reason.STOCK}' END, flaw, apart) AS reason{groups}
        FROM claim
    ), stock AS (
        SELECT *{groups} FROM claim WHERE is_stock
    ), ranked AS (
        SELECT *, coalesce(flaw, CASE WHEN row_number() OVER (
                PARTITION BY measure, people, place, flaw{names}
                ORDER BY as_of DESC NULLS LAST, figure_id DESC
            ) > 1 THEN '{Reason.EARLIER_STOCK}' END) AS reason
        FROM stock
    )
    SELECT {flow}, reason, household_size, {sums}
    FROM flow WHERE NOT is_total OR reason IS NOT NULL GROUP BY measure, reason, household_size{names}
    UNION ALL
    SELECT {flow}, left_out.reason, household_size, {sums}
    FROM flow LEFT JOIN left_out ON left_out.id = figure_id
    WHERE is_total AND flow.reason IS NULL GROUP BY measure, left_out.reason, household_size{names}
    UNION ALL
    SELECT 'stock', measure, people, place, max(as_of), reason, household_size, {sums}
    FROM ranked GROUP BY measure, people, place, reason, household_size{names}"""
    return sql, params


def _claims(events: QuerySet[Event], people: People, measures: Sequence[Measure]) -> Statement:
    """What is asked for, and of that what may count; `apart` says why a claim does not within its event."""
    asked = [people, *PARTS[people]]
    chosen, params = _chosen(events)
    conditions = [chosen] if chosen else []
    if people != People.PEOPLE:
        conditions.append("people = ANY(%s)")
        params.append([str(whom) for whom in asked])
    if measures:
        conditions.append("measure = ANY(%s)")
        params.append([str(measure) for measure in measures])
    listed = ", ".join(f"'{each}'" for each in asked)
    is_asked, is_not = f"IN ({listed})", f"NOT IN ({listed})"
    # Among all people any group may be part of another; said plainly, the planner knows how many are.
    if people == People.PEOPLE:
        is_asked, is_not = "IS NOT NULL", "IS NULL"
    # Everything is read where it lies, with its statistics; a part of it is chosen once.
    sql = f"""claim AS {"" if chosen else "NOT"} MATERIALIZED (
        SELECT *, CASE WHEN part_of {is_asked} THEN '{Reason.PART_OF_ANOTHER}'
            WHEN shares_with {is_asked} THEN '{Reason.MAY_SHARE_PEOPLE}' END AS apart
        FROM events_claim WHERE {" AND ".join(conditions) or "true"}
    ), standing AS NOT MATERIALIZED (
        SELECT * FROM claim WHERE NOT is_stock AND flaw IS NULL
            AND (part_of IS NULL OR part_of {is_not}) AND (shares_with IS NULL OR shares_with {is_not})
    )"""
    return sql, params


def _chosen(events: QuerySet[Event]) -> Statement:
    """The condition on claims that chooses these events; empty for all, whether it is said or not that they
    are published: none but theirs have claims."""
    sql, params = _ids(events)
    if (sql, params) in (_ids(Event.objects.all()), _ids(Event.objects.published())):
        return "", []
    return f"event_id IN ({sql})", params


def _ids(events: QuerySet[Event]) -> Statement:
    sql, params = events.order_by().values("pk").query.sql_with_params()
    return sql, list(params)
