"""Random events with their figures: as plain descriptions, from which rows are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection
from hypothesis import strategies as st

from events.enums import (
    Acceptance,
    DatePrecision,
    EventKind,
    FigureRole,
    Measure,
    MentionStatus,
    People,
    PlaceKind,
    Precision,
    Quantifier,
    Scope,
    Status,
    Unit,
    Verification,
)
from events.models import Article, Event, EventMention, Figure, Layer, Mention, Organisation, Place
from events.totals.planning import FOLLOW
from tests.review import factories as make

FIRST = date(2019, 6, 24)
KINDS = (EventKind.SHELLING, EventKind.OFFENSIVE, EventKind.FLOOD, EventKind.FLIGHT)
MEASURES = (Measure.KILLED, Measure.KILLED, Measure.DISPLACED, Measure.HOMES_DESTROYED)
#: More events than this take minutes to join while PostgreSQL thinks the tables empty; autovacuum is later.
_FEW = 50
PLACES = 9
WORDS = 600

NUMBERED = (Quantifier.EXACT, Quantifier.EXACT, Quantifier.EXACT, *Quantifier)
PERSONS = (Unit.PERSON,) * 8 + (Unit.HOUSEHOLD, Unit.HOUSEHOLD, Unit.HOME)
WHOM = (People.PEOPLE, People.PEOPLE, People.CIVILIANS, *People)
SCOPES = (Scope.INCIDENT, Scope.INCIDENT, *Scope)
ROLES = (FigureRole.RECOMMENDED,) * 8 + tuple(FigureRole)
HIDDEN = ("",) * 9 + ("draft", "withdrawn", "proposed")


def described(seed: int) -> dict[str, Any]:
    """An event with up to five figures. Each is made of one number, so that a set of them shrinks by leaving
    events out, and is dense enough for figures to meet."""
    of = Random(seed)
    start, precision = _day(of), of.choice((DatePrecision.DAY, DatePrecision.DAY, *DatePrecision))
    is_dated = precision != DatePrecision.UNKNOWN
    told, recommended = [], set()
    for _ in range(of.randrange(6)):
        figure = _figure(of)
        whom = (figure["measure"], figure["people"])
        if figure["role"] == FigureRole.RECOMMENDED and whom in recommended:
            figure["role"] = FigureRole.CORROBORATING
        recommended.add(whom)
        told.append(figure)
    return {
        "kind": of.choice(KINDS),
        "layer": of.randrange(2),
        "verification": of.choice(list(Verification)),
        "earliest": start if is_dated else None,
        "latest": start + timedelta(days=of.choice((0, 0, 6, 27, 80))) if is_dated else None,
        "date_precision": precision,
        "places": of.sample(range(PLACES), of.choice((0, 1, 1, 1, 1, 2))),
        "has_own_place": of.random() < 0.2,
        "is_draft": of.random() < 0.1,
        "figures": told,
    }


def _day(of: Random) -> date:
    return FIRST + timedelta(days=of.randrange(100))


def _figure(of: Random) -> dict[str, Any]:
    quantifier, unit, scope = of.choice(NUMBERED), of.choice(PERSONS), of.choice(SCOPES)
    measure = of.choice(MEASURES)
    if measure == Measure.HOMES_DESTROYED and unit == Unit.PERSON:
        unit = Unit.HOME
    figure: dict[str, Any] = {
        "quantifier": quantifier, **_numbers(of, quantifier), "unit": unit, "measure": measure,
        "people": of.choice(WHOM), "scope": scope, "role": of.choice(ROLES),
        "claimant": of.choice((None, 0, 1)), "hidden": of.choice(HIDDEN),
    }  # fmt: skip
    if unit == Unit.HOUSEHOLD:
        figure["household_size"] = of.choice((None, Decimal("4.5"), Decimal("5.0")))
    if scope != Scope.INCIDENT:
        start, end = sorted((_day(of), _day(of)))
        figure["period_start"] = start if of.random() < 0.7 else None
        figure["period_end"] = end if of.random() < 0.7 else None
    return figure


def _numbers(of: Random, quantifier: Quantifier) -> dict[str, int | None]:
    """A low and high that the database allows the quantifier."""
    number = of.choice((None, 0, 0, 0, *range(1, 9)))
    match quantifier:
        case Quantifier.AT_LEAST | Quantifier.MORE_THAN:
            return {"low": number, "high": None}
        case Quantifier.UP_TO | Quantifier.LESS_THAN:
            return {"low": None, "high": number}
        case Quantifier.BETWEEN:
            return {"low": number or 0, "high": (number or 0) + of.randrange(5)}
    return {"low": number, "high": number}


def follow() -> None:
    """What happens for others when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW)


#: Sets of events, by their seeds.
seeds = st.lists(st.integers(0, 2**32), min_size=1, max_size=24)


@dataclass
class World:
    """What stays the same for all examples: places, layers, claimants, and an article that tells all."""

    article: Article
    places: list[Place]
    layers: list[Layer]
    claimants: list[Organisation]

    @classmethod
    def made(cls) -> World:
        text = " ".join(f"{number:06}" for number in range(WORDS))
        article = make.article(text=text, status=Status.PUBLISHED)
        places = []
        for country in ("SY", "TR"):
            land = make.place(country, kind=PlaceKind.COUNTRY, country=country)
            province = make.place(f"{country}-1", kind=PlaceKind.ADMIN1, country=country, parent=land)
            district = make.place(f"{country}-2", kind=PlaceKind.ADMIN2, country=country, parent=province)
            town = make.place(f"{country}-town", country=country, parent=district)
            places += [
                land,
                province,
                town,
                make.place(f"{country}-village", country=country, parent=province),
            ]
        places.append(make.place("SY-TR", kind=PlaceKind.BORDER, country=""))
        layers = [make.layer(), make.layer()]
        return cls(article, places, layers, [make.organisation(), make.organisation()])

    def fill(self, seeds: list[int]) -> None:
        events = [described(seed) for seed in seeds]
        told_before = Mention.objects.count()
        rows = [self._event(told) for told in events]
        Event.objects.bulk_create(rows)
        mentions, links, claims = [], [], []
        for row, told in zip(rows, events, strict=True):
            for number in told["places"] or [None]:
                mention = self._mention(told_before + len(mentions), number)
                mentions.append(mention)
                links.append(EventMention(event=row, mention=mention))
            claims += [self._figure(row, figure) for figure in told["figures"]]
        Mention.objects.bulk_create(mentions)
        EventMention.objects.bulk_create(links)
        Figure.objects.bulk_create(claims)
        if len(seeds) > _FEW:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE events_event, events_mention, events_eventmention, events_figure")

    def _event(self, told: dict[str, Any]) -> Event:
        places = told["places"]
        place = self.places[places[0]] if places else None
        if told["has_own_place"]:
            place = self.places[(places[0] + 1) % PLACES if places else 1]
        return Event(
            title="Told", kind=told["kind"], layer=self.layers[told["layer"]], place=place,
            has_no_geometry=True, earliest=told["earliest"], latest=told["latest"],
            date_precision=told["date_precision"], verification=told["verification"],
            status=Status.DRAFT if told["is_draft"] else Status.PUBLISHED,
        )  # fmt: skip

    def _mention(self, number: int, place: int | None) -> Mention:
        start = number * 7
        return Mention(
            article=self.article, start=start, end=start + 6, quote=self.article.text[start : start + 6],
            phrase_start=start, phrase_end=start + 6, excerpt_start=start, excerpt_end=start + 6,
            place=None if place is None else self.places[place], geometry=Point(36, 35, srid=4326),
            precision=Precision.SETTLEMENT, status=MentionStatus.ACCEPTED,
        )  # fmt: skip

    def _figure(self, event: Event, told: dict[str, Any]) -> Figure:
        claimant, hidden = told["claimant"], told["hidden"]
        fields = {name: told[name] for name in told if name not in ("claimant", "hidden")}
        status = {"draft": Status.DRAFT, "withdrawn": Status.WITHDRAWN}.get(hidden, Status.PUBLISHED)
        if hidden == "proposed":
            fields |= {"acceptance": Acceptance.PROPOSED}
            status = Status.DRAFT
        return Figure(
            article=self.article, event=event, start=0, end=6, wording=self.article.text[:6],
            excerpt_start=0, excerpt_end=6, status=status,
            claimant=None if claimant is None else self.claimants[claimant],
            **{"acceptance": Acceptance.ACCEPTED, **fields},
        )  # fmt: skip
