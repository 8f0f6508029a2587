"""The chain of geocoders that "Find place" asks: ours first, then whichever the settings name.

A provider that fails is told apart from one that knows no such place, in a sentence for the editor. No answer
is ever put at (0, 0), which is how several services write "not found".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from events.enums import PlaceKind
from events.folding import fold
from events.geocoding import answers, asking
from events.geocoding.asking import Outcome, Provider
from events.geocoding.found import FoundPlace
from events.geocoding.gazetteer import search
from events.geocoding.relations import locate
from events.models import Place
from events.records import PlaceRecord

__all__ = ["Found", "FoundPlace", "Retried", "find_places", "retry_failed"]

#: Results of one name nearer to each other than this are one place, in degrees.
_SAME = 0.02


@dataclass(frozen=True, slots=True)
class Found:
    """`errors` holds a sentence for each provider that could not answer; "no such place" is no error."""

    results: tuple[FoundPlace, ...]
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retried:
    """A question that had failed, asked again. `error` is empty when there is an answer now."""

    provider: str
    query: str
    results: int
    error: str


def find_places(query: str, *, limit: int = 8) -> Found:
    """What each geocoder of `settings.GEOCODERS` knows under `query`, ours first, at most `limit` in all.

    Outside geocoders are asked all at once, so that a search ends within GEOCODER_WAIT_S and
    GEOCODER_TIMEOUT_S together. Not to be called in a transaction.
    """
    query = answers.normalised(query)
    providers = [Provider.of(config) for config in settings.GEOCODERS]
    outside = [provider for provider in providers if not provider.is_ours]
    outcomes = asking.ask(outside, query) if outside and query else {}
    for provider in providers:
        if provider.is_ours:
            outcomes[provider.name] = Outcome(tuple(_from_gazetteer(search(query, limit=limit))))
    in_order = [outcomes[provider.name] for provider in providers if provider.name in outcomes]
    found = [list(outcome.places) for outcome in in_order]
    return Found(
        tuple(_shared_out(found, limit)), tuple(outcome.error for outcome in in_order if outcome.error)
    )


def retry_failed() -> Iterator[Retried]:
    """Asks again what could not be answered and is due, one question after the other.

    What is answered is kept, so that the next search for it has it at once. A geocoder that fails again is
    left alone, with the rest of its questions.
    """
    providers = [Provider.of(config) for config in settings.GEOCODERS]
    known = {provider.name: provider for provider in providers if not provider.is_ours}
    failing: set[str] = set()
    for name, query in answers.to_be_retried((name, provider.source) for name, provider in known.items()):
        if name in failing:
            continue
        outcome = asking.ask([known[name]], query)[name]
        if outcome.error:
            failing.add(name)
        yield Retried(name, query, len(outcome.places), outcome.error)


def _from_gazetteer(records: list[PlaceRecord]) -> list[FoundPlace]:
    places = Place.objects.select_related("parent").in_bulk([record.id for record in records])
    countries = dict(Place.objects.filter(kind=PlaceKind.COUNTRY).values_list("country", "name"))
    return [_described(places[record.id], countries) for record in records if record.id in places]


def _described(place: Place, countries: Mapping[str, str]) -> FoundPlace:
    located = locate(place)
    parts = [place.name, place.get_kind_display().lower()]
    if place.parent is not None and place.parent.kind == PlaceKind.ADMIN1:
        parts.append(place.parent.name)
    if place.kind != PlaceKind.COUNTRY and place.country in countries:
        parts.append(countries[place.country])
    return FoundPlace(
        name=place.name, kind=place.kind, country=place.country, lon=place.point.x, lat=place.point.y,
        geometry=place.geometry, precision=located.precision, provider=place.provider,
        provider_id=place.provider_id, licence=place.licence, place_id=place.pk, label=_joined(parts),
    )  # fmt: skip


def _joined(parts: list[str]) -> str:
    kind = parts.pop(1)
    if parts[0].lower().endswith(kind):
        return ", ".join(parts)
    kind = "admin-1" if kind == "admin-1" else kind
    return ", ".join([parts[0], kind, *parts[1:]])


def _shared_out(answers: list[list[FoundPlace]], limit: int) -> list[FoundPlace]:
    """The first provider's results and, however many it has, up to half the list from the others."""
    if not answers:
        return []
    first = answers[0]
    others: list[FoundPlace] = []
    for place in (place for answer in answers[1:] for place in answer):
        if not any(_is_same(place, known) for known in (*first, *others)):
            others.append(place)
    kept = max(limit - len(others), (limit + 1) // 2)
    return [*first[:kept], *others][:limit]


def _is_same(one: FoundPlace, other: FoundPlace) -> bool:
    near = abs(one.lon - other.lon) < _SAME and abs(one.lat - other.lat) < _SAME
    return near and one.kind == other.kind and fold(one.name) == fold(other.name)
