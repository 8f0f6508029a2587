"""Published events with all that tells them, in a fixed number of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import (
    Case,
    Exists,
    FloatField,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from events.api.evidence import excerpt_text
from events.api.names import call_in_language
from events.enums import PUBLIC_STATUSES, PlaceKind, Precision, Status
from events.models import Article, Decision, Event, EventMention, Figure, Merge, Place
from events.models.article import origins_of

#: Of a point: about a metre; nothing on this map is known more exactly.
DECIMALS = 5
#: Of the outline of an area or line, which is simplified more coarsely than this.
OUTLINE_DECIMALS = 4
#: Degrees; a pixel at zoom 8, where a province fills the screen. A small area keeps its shape all the same.
TOLERANCE = 0.005
STEPS_ACROSS = 200
#: Of a mention.
_PLACES = ("place", "other_place", "within")


@dataclass(slots=True)
class Evidence:
    """What tells one event: its accepted mentions, published figures and corrections."""

    mentions: list[EventMention] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    corrections: list[Decision] = field(default_factory=list)

    @property
    def articles(self) -> set[int]:
        return {span.article_id for span in (*(link.mention for link in self.mentions), *self.figures)}


class ScreenGeoJSON(Func):
    """Simplified without tearing areas; outer rings run counter-clockwise, as GeoJSON asks."""

    template = (
        "CASE WHEN ST_Dimension(%(expressions)s) = 0"
        f" THEN ST_AsGeoJSON(%(expressions)s, {DECIMALS})"
        " ELSE ST_AsGeoJSON(ST_ForcePolygonCCW(ST_SimplifyPreserveTopology(%(expressions)s, least("
        f"{TOLERANCE}, greatest(ST_XMax(%(expressions)s) - ST_XMin(%(expressions)s),"
        f" ST_YMax(%(expressions)s) - ST_YMin(%(expressions)s)) / {STEPS_ACROSS}))), {OUTLINE_DECIMALS}) END"
    )
    output_field = TextField()


class PointGeoJSON(Func):
    """A point inside the geometry, to draw a symbol or the end of an arrow at."""

    template = f"ST_AsGeoJSON(ST_PointOnSurface(%(expressions)s), {DECIMALS})"
    output_field = TextField()


class RadiusM(Func):
    """The radius of the circle as large as an area; nothing for a point or line."""

    template = "sqrt(nullif(ST_Area(%(expressions)s::geography), 0) / pi())"
    output_field = FloatField()


class Dimension(Func):
    function = "ST_Dimension"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Rows:
    """Events with all that tells them, read once, to be told in as many languages as are wanted."""

    events: list[Event]
    evidence: dict[int, Evidence]
    articles: dict[int, Article]
    origins: dict[int, int]
    """The article that one reprints."""
    names: list[tuple[Place, str]]
    """Each place that is spoken of, and the gazetteer's main name for it."""


def read_rows(events: QuerySet[Event], *, with_geometry: bool = True) -> Rows:
    rows = list(with_columns(events, with_geometry=with_geometry))
    evidence = evidence_of([event.pk for event in rows])
    articles = articles_of(evidence)
    mentions = [link.mention for event in rows for link in evidence[event.pk].mentions]
    spoken_of = [event.place for event in rows]
    spoken_of += [place for m in mentions for place in (m.place, m.other_place, m.within)]
    names = [(place, place.name) for place in spoken_of if place is not None]
    return Rows(rows, evidence, articles, origins_of(articles), names)


def with_columns(events: QuerySet[Event], *, with_geometry: bool) -> QuerySet[Event]:
    """Their places are asked for in a query of their own, here and in `evidence_of`: joined, the whole
    gazetteer is read wherever PostgreSQL has no statistics of events yet."""
    nothing = Value(None, output_field=TextField())
    return (
        events.select_related("layer")
        .prefetch_related(Prefetch("place", Place.objects.defer("geometry")))
        .defer("geometry")
        .annotate(
            geojson=ScreenGeoJSON("geometry") if with_geometry else nothing,
            dimension=Dimension("geometry"),
            circle_m=Case(When(precision=Precision.NEAR, then=RadiusM("geometry"))),
        )
    )


def evidence_of(events: list[int]) -> dict[int, Evidence]:
    evidence = {event: Evidence() for event in events}
    places = Place.objects.defer("geometry")
    links = (
        EventMention.objects.published()
        .filter(event__in=events)
        .select_related("mention")
        .prefetch_related(*(Prefetch(f"mention__{place}", places) for place in _PLACES))
        .defer("mention__geometry", "mention__evidence")
        .annotate(
            excerpt=excerpt_text("mention__"),
            spot=PointGeoJSON("mention__geometry"),
            is_of_merged=_is_of_merged(),
        )
        .order_by("mention__article__published_on", "mention__article", "mention__start")
    )
    for link in links:
        evidence[link.event_id].mentions.append(link)
    figures = (
        Figure.objects.published()
        .filter(event__in=events)
        .select_related("claimant")
        .defer("evidence")
        .annotate(excerpt=excerpt_text())
        .order_by("article__published_on", "article", "start")
    )
    for figure in figures:
        evidence[figure.event_id].figures.append(figure)
    _add_corrections(evidence)
    return evidence


def _is_of_merged() -> Exists:
    """Of a link: whether it came from an event that was merged into this one."""
    link = JSONObject(mention_id=OuterRef("mention_id"), is_shared=Value(False))
    moved = Func(link, function="jsonb_build_array", output_field=JSONField())
    merges = Merge.objects.filter(kept=OuterRef("event"), undone_at__isnull=True)
    return Exists(merges.filter(moved__mentions__contains=moved))


def notes_to_readers() -> QuerySet[Decision]:
    """The decisions that say what was corrected in something that readers had seen. `told` is the note, or
    empty where it is withheld."""
    seen_before = (*PUBLIC_STATUSES, Status.WITHDRAWN)
    told = Case(When(withheld__isnull=False, then=Value("")), default="public_note", output_field=TextField())
    decisions = Decision.objects.filter(from_status__in=seen_before).exclude(public_note="")
    return decisions.annotate(told=told).defer("public_note", "note", "changes")


def withheld_note() -> str:
    """What stands for a note that would tell where, or by whom."""
    return _("What was corrected is withheld for people’s safety.")


def _add_corrections(evidence: dict[int, Evidence]) -> None:
    """The notes on each event itself, on its figures and on the articles that tell it."""
    figures = dict(Figure.objects.filter(event__in=evidence).values_list("pk", "event"))
    articles = defaultdict(list)
    for event, of_event in evidence.items():
        for article in of_event.articles:
            articles[article].append(event)
    # An article that is withdrawn takes its note to each of its events.
    of_article = Q(content_type__model="article", object_id__in=articles) & ~Q(to_status=Status.WITHDRAWN)
    of_event = Q(content_type__model="event", object_id__in=evidence)
    # What was corrected in an event before it was merged was corrected in what readers see now.
    merged = _merged_into(evidence)
    of_merged = Q(content_type__model="event", object_id__in=merged) & ~Q(to_status=Status.WITHDRAWN)
    of_figure = Q(content_type__model="figure", object_id__in=figures)
    decisions = (
        notes_to_readers()
        .filter(of_event | of_merged | of_figure | of_article, content_type__app_label="events")
        .select_related("content_type")
        .order_by("at", "pk")
    )
    for decision in decisions:
        match decision.content_type.model:
            case "event":
                corrected = [merged.get(decision.object_id, decision.object_id)]
            case "figure":
                corrected = [figures[decision.object_id]]
            case _:
                corrected = articles[decision.object_id]
        for event in corrected:
            evidence[event].corrections.append(decision)


def _merged_into(events: Iterable[int]) -> dict[int, int]:
    """What was merged into the events, in however many steps, each with the one of `events` it went into."""
    merged: dict[int, int] = {}
    kept = {event: event for event in events}
    while kept:
        rows = Event.objects.filter(merged_into__in=kept).values_list("pk", "merged_into")
        kept = {pk: kept[into] for pk, into in rows}
        merged |= kept
    return merged


def articles_of(evidence: dict[int, Evidence]) -> dict[int, Article]:
    wanted = set().union(*(of_event.articles for of_event in evidence.values()))
    articles = Article.objects.published().filter(pk__in=wanted)
    told = articles.select_related("outlet__dataset").defer("text", "bands")
    return {article.pk: article for article in told}


def country_names(events: list[Event]) -> dict[str, str]:
    """The countries of the events' places by their codes, in the page's language."""
    codes = {event.place.country for event in events if event.place and event.place.country}
    countries = list(Place.objects.filter(kind=PlaceKind.COUNTRY, country__in=codes).defer("geometry"))
    call_in_language(countries)
    return {country.country: country.name for country in countries}
