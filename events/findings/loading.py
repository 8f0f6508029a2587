"""From rows to the records that the checks look at, in a fixed number of queries for however many events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import F, Q

from events.enums import (
    Acceptance,
    DatePrecision,
    EventKind,
    FigureRole,
    Measure,
    MentionRole,
    People,
    Quantifier,
    Scope,
    Status,
    Unit,
)
from events.findings.duplicates import MAX_DAYS, MAX_DISTANCE_M, Apart
from events.findings.finding import Claim, Scene
from events.models import Article, Event, EventMention, Figure
from events.models.article import origins_of

#: Pairs looked at for one event: in the thick of an offensive the nearest days hold more than anybody reads.
MAX_PAIRS = 30
TOTALS = (Scope.RUNNING_TOTAL, Scope.PERIOD)
#: Totals of one claimant that an incident is looked for in, the newest; and incidents of one total.
MAX_TOTALS = 100
MAX_INCIDENTS = 200

#: A date known to the month or year may be stored as one day of it.
_SLACK = """CASE WHEN 'year' IN (e.date_precision, other.date_precision) THEN 366
    WHEN 'month' IN (e.date_precision, other.date_precision) THEN 31
    WHEN 'week' IN (e.date_precision, other.date_precision) THEN 7 ELSE 0 END"""
#: The box around an event is a little wider than 5 km: a degree of latitude has 111 km.
_PAIRS = f"""
SELECT e.id, o.id, o.metres, o.is_contained, coalesce(o.is_wide, false)
FROM events_event e CROSS JOIN LATERAL (
    SELECT other.id,
        ST_Distance(e.geometry::geography, other.geometry::geography) AS metres,
        coalesce(ST_Dimension(e.geometry) = 2 AND ST_Covers(e.geometry, other.point), false)
            OR coalesce(ST_Dimension(other.geometry) = 2 AND ST_Covers(other.geometry, e.point), false)
            AS is_contained,
        greatest(ST_Dimension(e.geometry), ST_Dimension(other.geometry)) > 0 AS is_wide
    FROM events_event other
    WHERE other.id <> e.id AND other.status <> 'withdrawn' AND other.kind = ANY(%(kinds)s)
        AND (other.place_id = e.place_id OR other.geometry && ST_Expand(
            e.geometry, 0.05 / greatest(cos(radians(ST_Y(e.point))), 0.05), 0.05
        ))
        AND other.latest >= e.earliest - {MAX_DAYS} - {_SLACK}
        AND other.earliest <= e.latest + {MAX_DAYS} + {_SLACK}
    ORDER BY abs(other.latest - e.latest), other.id LIMIT {MAX_PAIRS}
) o WHERE e.id = ANY(%(events)s) AND e.kind = ANY(%(kinds)s) AND e.status <> 'withdrawn'
    AND (o.metres IS NULL OR o.metres <= {MAX_DISTANCE_M} OR o.is_contained)
"""  # noqa: S608 -- constants of this module
#: Incidents that the same claimant counts of the same people, in the area of the total's event.
_INCIDENTS = """
SELECT total.id, incident.id FROM events_figure total
JOIN events_event whole ON whole.id = total.event_id
JOIN events_figure incident ON incident.measure = total.measure AND incident.people = total.people
    AND incident.unit = total.unit AND incident.event_id <> total.event_id
    AND (incident.claimant_id = total.claimant_id OR (total.claimant_id IS NULL
        AND incident.claimant_id IS NULL AND total.claimant_words <> ''
        AND incident.claimant_words = total.claimant_words))
JOIN events_event part ON part.id = incident.event_id
LEFT JOIN events_place whole_place ON whole_place.id = whole.place_id
LEFT JOIN events_place part_place ON part_place.id = part.place_id
WHERE total.scope IN ('running_total', 'period') AND total.acceptance = 'accepted'
    AND total.role IN ('recommended', 'corroborating') AND whole.status <> 'withdrawn'
    AND incident.scope = 'incident' AND incident.role = 'recommended' AND incident.acceptance = 'accepted'
    AND incident.status <> 'withdrawn' AND part.status <> 'withdrawn'
    AND (part.place_id = whole.place_id OR ST_Covers(whole.geometry, part.point)
        OR (whole.precision = 'country' AND whole_place.country = part_place.country))
    AND total.id = ANY(%s)
ORDER BY part.latest, incident.id LIMIT %s
"""


def scenes_of(events: Iterable[int]) -> dict[int, Scene]:
    """The events with their standing claims, without those that are withdrawn or merged."""
    rows = list(
        Event.objects.filter(pk__in=events).exclude(status=Status.WITHDRAWN).select_related("place")
        .defer("geometry", "point", "place__geometry", "place__point")
    )  # fmt: skip
    numbers = [event.pk for event in rows]
    claims, told = claims_of(event__in=numbers), _told(numbers)
    by_event = defaultdict(list)
    for claim in claims:
        by_event[claim.event].append(claim)
    origins = origins_of({article for articles, _people in told.values() for article in articles})
    scenes = {}
    for event in rows:
        articles, population = told.get(event.pk, ((), None))
        scenes[event.pk] = Scene(
            id=event.pk, title=event.title, kind=EventKind(event.kind), earliest=event.earliest,
            latest=event.latest, date_precision=DatePrecision(event.date_precision), place=event.place_id,
            place_name=event.place.name if event.place else "", verification=event.verification,
            population=population, articles=tuple((pk, origins[pk]) for pk in sorted(articles)),
            claims=tuple(by_event[event.pk]),
        )  # fmt: skip
    return scenes


def claims_of(**where: object) -> list[Claim]:
    """The figures that fit the conditions as records: accepted or still proposed, not withdrawn."""
    rows = (
        Figure.objects.filter(**where)
        .exclude(acceptance=Acceptance.REJECTED)
        .exclude(status=Status.WITHDRAWN)
        .select_related("article__outlet", "claimant")
        .defer("article__text", "article__bands", "evidence")
        .order_by("pk")
    )
    figures = list(rows)
    origins = origins_of({figure.article_id for figure in figures})
    return [_claim(figure, origins[figure.article_id]) for figure in figures]


def _claim(figure: Figure, origin: int) -> Claim:
    claimant = figure.claimant.name if figure.claimant else figure.claimant_words
    return Claim(
        id=figure.pk, wording=figure.wording, measure=Measure(figure.measure), low=figure.low,
        high=figure.high, article=figure.article_id, printed_on=figure.article.published_on,
        people=People(figure.people), unit=Unit(figure.unit), quantifier=Quantifier(figure.quantifier),
        scope=Scope(figure.scope), role=FigureRole(figure.role), role_reason=figure.role_reason,
        event=figure.event_id, outlet=figure.article.outlet.name, claimant=claimant, origin=origin,
        household_size=float(figure.household_size) if figure.household_size else None,
        period_start=figure.period_start, period_end=figure.period_end, since=figure.since,
    )  # fmt: skip


def _told(events: Sequence[int]) -> dict[int, tuple[set[int], int | None]]:
    """The articles that tell each event, and how many people live in the places where it happened."""
    links = EventMention.objects.filter(event__in=events).values_list(
        "event", "mention__article", "mention__role", "mention__place", "mention__place__population"
    )
    articles: dict[int, set[int]] = defaultdict(set)
    places: dict[int, dict[int | None, int | None]] = defaultdict(dict)
    for event, article, role, place, population in links:
        articles[event].add(article)
        if role in (MentionRole.HAPPENED_HERE, MentionRole.ORIGIN):
            places[event][place] = population
    return {event: (told, _sum(places[event].values())) for event, told in articles.items()}


def _sum(populations: Iterable[int | None]) -> int | None:
    known = list(populations)
    return sum(number for number in known if number) if known and all(known) else None


def pairs_of(scenes: Iterable[Scene]) -> list[tuple[int, int, Apart]]:
    """For each event the others of its group of kinds that lie near it in space and time."""
    by_group = defaultdict(list)
    for scene in scenes:
        by_group[scene.kind.group].append(scene.id)
    pairs = []
    with connection.cursor() as cursor:
        for group, events in by_group.items():
            kinds = [kind.value for kind in EventKind if kind.group == group]
            cursor.execute(_PAIRS, {"events": events, "kinds": kinds})
            pairs += [(one, other, Apart(*apart)) for one, other, *apart in cursor.fetchall()]
    return pairs


def incidents_within(events: Sequence[int]) -> dict[int, list[int]]:
    """Totals, of these events or of a claimant of theirs, each with all the incidents that it may contain
    (numbers of figures)."""
    accepted = Figure.objects.filter(acceptance=Acceptance.ACCEPTED)
    own = accepted.filter(event__in=events)
    totals = set(own.filter(scope__in=TOTALS).values_list("pk", flat=True))
    counted = own.filter(scope=Scope.INCIDENT, role=FigureRole.RECOMMENDED)
    claims = list(counted.values_list("claimant", "claimant_words", "measure"))
    organisations = {claimant for claimant, _words, _measure in claims if claimant}
    words = {words for claimant, words, _measure in claims if words and not claimant}
    if organisations or words:
        # Neither by the index of claimants, of whom one may have said most of what there is, nor in the order
        # of that of numbers: by what is counted, of whom and in which scope, where totals are few.
        claimant, newest = F("claimant") + 0, (F("pk") + 0).desc()
        same = Q(said_by__in=organisations) | Q(claimant__isnull=True, claimant_words__in=words)
        measures = {measure for _claimant, _words, measure in claims}
        around = accepted.alias(said_by=claimant).filter(
            same, measure__in=measures, people__in=People.values, scope__in=TOTALS, event__isnull=False
        )
        totals |= set(around.order_by(newest).values_list("pk", flat=True)[:MAX_TOTALS])
    if not totals:
        return {}
    incidents: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_INCIDENTS, [sorted(totals), MAX_INCIDENTS * len(totals)])
        for total, incident in cursor.fetchall():
            incidents[total].append(incident)
    return incidents


def events_of(figures: Iterable[int]) -> set[int]:
    return set(Figure.objects.filter(pk__in=figures, event__isnull=False).values_list("event", flat=True))


def claims_printing(scenes: Iterable[Scene]) -> list[Claim]:
    """Recommended claims, wherever they stand, from articles that print the same texts as these events'."""
    origins = {claim.origin for scene in scenes for claim in scene.claims}
    return claims_of(
        article__in=Article.objects.printing(origins), event__isnull=False, role=FigureRole.RECOMMENDED
    )
