"""The twin of `judging` and `adding` in one statement, for sets of any size.

It reads `events_claim` (migration 0017_judged_claims), a table that the database keeps: a row for each
figure that readers see, with all that can be said of it without looking at other events. Its counterpart is
`Claim` with `bounds`, `ending`, `days_counted`, `path`, `family` and `_within_events`. One is held against
the other in tests/totals/test_sql.py, the table against what changes in tests/totals/test_following.py.

Which totals count beside the incidents and totals of other events (`_totals`) depends on what is asked for.
For all that is published it stands in the table, and there is nothing but to add up. For a selection `holds`
and `held` work it out: a total is not compared with each incident there; the days on which an area counts
anybody are merged into one multirange, and each total asks those of its own area, of what holds it and of
what lies in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from events.enums import Measure, People
from events.models import Event
from events.totals.claims import PARTS
from events.totals.rules import Reason
from events.totals.total import TIMES, Grouping

Statement = tuple[str, list[Any]]

_COLUMNS = (
    "figure_id", "event_id", "layer_id", "claimant_id", "place", "admin1", "area", "in_admin1", "in_country",
    "first", "last", "as_of", *(f"ended_{time}" for time in TIMES), "low", "high", "low_above", "high_above",
    "measure", "people", "flaw", "hedge", "family", "whom", "same", "is_total", "is_stock", "household_size",
    "kind", "verification", "country",
)  # fmt: skip
_COLUMN = {
    Grouping.LAYER: "(SELECT slug FROM events_layer WHERE id = layer_id)",
    Grouping.KIND: "kind",
    Grouping.PLACE: "place",
    Grouping.ADMIN1: "admin1",
    Grouping.COUNTRY: "nullif(country, '')",
    Grouping.CLAIMANT: "claimant_id",
    Grouping.VERIFICATION: "verification",
    **{time: f"ended_{time}" for time in TIMES},
}

#: What a claim has of groups of people, kinds of event and days that another may have as well.
_MEET = "one.days && other.days AND one.family & other.family <> 0 AND one.same & other.whom <> 0"


def _reach(of: str) -> str:
    return f"({of}.has_start, {of}.length, {of}.last, -{of}.depth, {of}.id)"


_GREATER = f"""one.event_id <> other.event_id AND other.high IS DISTINCT FROM 0
    AND {_reach("other")} > {_reach("one")}"""

#: Totals that may hold counted incidents, and totals that another one may hold. `around` has a total once for
#: its area and once for each that holds it, `key`; `wide` the days of all that lies in a total's area.
_TOTALS = f"""
    total AS MATERIALIZED (
        SELECT figure_id AS id, event_id, measure, whom, same, family, high, area, in_admin1, in_country,
            daterange(first, last, '[]') AS days, first > '-infinity' AS has_start,
            CASE WHEN isfinite(first) AND isfinite(last) THEN last - first ELSE -1 END AS length,
            CASE WHEN isfinite(last) THEN last ELSE '-infinity' END AS last,
            num_nonnulls(in_country, in_admin1, nullif(area, coalesce(in_admin1, in_country, 0))) AS depth
        FROM standing WHERE is_total
    ), around AS MATERIALIZED (
        SELECT total.*, unnest(ARRAY[area, nullif(in_admin1, area), nullif(in_country, area),
            nullif(0, area)]) AS key
        FROM total
    ), crowd AS MATERIALIZED (
        SELECT measure, whom, family, area, in_admin1, in_country,
            range_agg(daterange(first, last, '[]')) AS days
        FROM standing
        WHERE NOT is_total AND high IS DISTINCT FROM 0 AND measure IN (SELECT measure FROM total)
        GROUP BY measure, whom, family, area, in_admin1, in_country
    ), within AS MATERIALIZED (
        SELECT measure, whom, family, days, unnest(ARRAY[nullif(in_admin1, area), nullif(in_country, area),
            nullif(0, area)]) AS key
        FROM crowd
    ), wide AS MATERIALIZED (
        SELECT measure, whom, family, key, range_agg(days) AS days
        FROM within WHERE (measure, key) IN (SELECT measure, area FROM total)
        GROUP BY measure, whom, family, key
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
        SELECT id, '{Reason.HOLDS_INCIDENTS}'::claim_reason AS reason FROM holds
        UNION ALL SELECT id, '{Reason.HELD_BY_A_TOTAL}' FROM held
    )"""

_SUMS = """count(*) AS number, sum(low) AS low, sum(high) AS high, count(high) AS highs,
    bit_or(hedge) AS hedges"""
#: What the columns of whole numbers do not hold, for the very few claims of billions.
_ABOVE = """0 AS number, sum(low_above) AS low, sum(high_above) AS high, 0 AS highs, 0 AS hedges,
    NULL::bigint[] AS ids"""
_IS_ABOVE = "(low_above IS NOT NULL OR high_above IS NOT NULL)"


def statement(
    events: QuerySet[Event],
    *,
    by: Sequence[Grouping] = (),
    people: People = People.PEOPLE,
    measures: Sequence[Measure] = (),
    has_ids: bool = True,
) -> Statement:
    """Rows for each group, measure and reason (empty: counted), with how many figures and their sums. There
    may be several of one: households of each size have a row of their own, and so have totals and billions.

    Columns: nature, measure, people, place, as_of, reason, household_size, number, low, high, highs, hedges,
    ids, then one for each of `by`.
    """
    chosen, params = _chosen(events)
    conditions = [chosen] if chosen else []
    if measures:
        conditions.append("measure = ANY(%s::claim_measure[])")
        params.append([str(measure) for measure in measures])
    where = " AND ".join(conditions) or "true"
    is_judged = not chosen and people == People.PEOPLE
    claims = f"claim AS NOT MATERIALIZED (SELECT * FROM events_claim WHERE {where})"
    if not is_judged:
        claims = f"{_asked(where, people)}, {_TOTALS}"
    groups = "".join(f", {_COLUMN[grouping]} AS group_{number}" for number, grouping in enumerate(by))
    names = "".join(f", group_{number}" for number in range(len(by)))
    sums = f"{_SUMS}, {'array_agg(figure_id)' if has_ids else 'NULL::bigint[]'} AS ids{names}"
    flow = f"'flow' AS nature, measure, '{people}' AS people, NULL::bigint AS place, NULL::date AS as_of"
    flows = f"FROM flow {'' if is_judged else 'WHERE NOT is_total OR reason IS NOT NULL'}"
    standing_totals = f"""
    UNION ALL
    SELECT {flow}, left_out.reason, household_size, {sums}
    FROM flow LEFT JOIN left_out ON left_out.id = figure_id
    WHERE is_total AND flow.reason IS NULL GROUP BY measure, left_out.reason, household_size{names}
    UNION ALL
    SELECT {flow}, left_out.reason, household_size, {_ABOVE}{names}
    FROM flow LEFT JOIN left_out ON left_out.id = figure_id
    WHERE is_total AND flow.reason IS NULL AND {_IS_ABOVE}
    GROUP BY measure, left_out.reason, household_size{names}"""
    sql = f"""WITH {claims}, flow AS NOT MATERIALIZED (SELECT *{groups} FROM claim), ranked AS (
        SELECT *, coalesce(flaw, CASE WHEN row_number() OVER (
                PARTITION BY measure, people, place, flaw{names}
                ORDER BY as_of DESC NULLS LAST, figure_id DESC
            ) > 1 THEN '{Reason.EARLIER_STOCK}'::claim_reason END) AS found
        FROM flow WHERE is_stock
    )
    SELECT {flow}, reason, household_size, {sums} {flows} GROUP BY measure, reason, household_size{names}
    UNION ALL
    SELECT {flow}, reason, household_size, {_ABOVE}{names} {flows}
        {"WHERE" if is_judged else "AND"} {_IS_ABOVE} GROUP BY measure, reason, household_size{names}
    {"" if is_judged else standing_totals}
    UNION ALL
    SELECT 'stock', measure, people::text, place, max(as_of), found, household_size, {sums}
    FROM ranked GROUP BY measure, people, place, found, household_size{names}
    UNION ALL
    SELECT 'stock', measure, people::text, place, max(as_of), found, household_size, {_ABOVE}{names}
    FROM ranked WHERE {_IS_ABOVE} GROUP BY measure, people, place, found, household_size{names}"""
    return sql, params


def _asked(where: str, people: People) -> str:
    """What is asked for, and of that what may count; `reason` says why a claim does not within its event."""
    asked = [people, *PARTS[people]]
    listed = ", ".join(f"'{each}'" for each in asked)
    apart = f"""CASE WHEN part_of IN ({listed}) THEN '{Reason.PART_OF_ANOTHER}'::claim_reason
        WHEN shares_with IN ({listed}) THEN '{Reason.MAY_SHARE_PEOPLE}' END"""
    # Without the verdict on totals, which is that of all that is published.
    columns = ", ".join(column for column in _COLUMNS if column != "reason")
    return f"""claim AS MATERIALIZED (
        SELECT {columns}, coalesce(CASE WHEN is_stock THEN '{Reason.STOCK}'::claim_reason END, flaw, {apart})
            AS reason
        FROM events_claim WHERE people IN ({listed}) AND {where}
    ), standing AS NOT MATERIALIZED (SELECT * FROM claim WHERE reason IS NULL)"""


def _chosen(events: QuerySet[Event]) -> Statement:
    """The condition on claims that chooses these events; empty for all, whether it is said or not that they
    are published: none but theirs have claims."""
    sql, params = _ids(events)
    if (sql, params) in (_ids(Event.objects.all()), _ids(Event.objects.published())):
        return "", []
    return f"event_id IN ({sql})", params


def _ids(events: QuerySet[Event]) -> Statement:
    try:
        sql, params = events.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that there are none
        return "SELECT NULL::bigint WHERE false", []
    return sql, list(params)
