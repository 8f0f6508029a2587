"""What tells places apart that read the same: "Saraqib, Syria" and another "Saraqib, Syria"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from events.models import Mention, Place
from events.pipeline.asking_anew import Asked, Offer
from events.pipeline.snapshot import KnownPlace, known_places


def told_apart(
    rows: Sequence[Mention], asked: Mapping[int, Asked]
) -> tuple[dict[int, Asked], dict[int, str]]:
    """The offers by the mentions' numbers, with their provinces, or their coordinates where these are the
    same, where the words of two places do not differ; and the same of the places that the mentions are at."""
    known = known_places({row.place_id for row in rows if row.place_id and row.pk in asked})
    alike = {row.pk: _alike(known.get(row.place_id or 0), asked[row.pk]) for row in rows if row.pk in asked}
    numbers = {int(offer.value) for offers in alike.values() for offer in offers if offer.is_ours}
    known |= known_places(numbers - known.keys())
    provinces = _provinces(known.values())
    told, here = dict(asked), {}
    for row in rows:
        offers = alike.get(row.pk, [])
        if not offers:
            continue
        places = [known[row.place_id]] if row.place_id in known else []
        spots = {offer.value: (offer.point, provinces.get(offer.value, "")) for offer in offers}
        for place in places:
            if place.spot.words in {offer.words for offer in offers}:
                at = (place.record.lon, place.record.lat)
                spots[str(place.spot.id)] = (at, provinces.get(str(place.spot.id), ""))
        beside = _beside(spots)
        told[row.pk] = replace(
            asked[row.pk],
            offers=tuple(
                replace(offer, words=f"{offer.words} · {beside[offer.value]}") if offer in offers else offer
                for offer in asked[row.pk].offers
            ),
        )
        if str(row.place_id) in beside:
            here[row.pk] = beside[str(row.place_id)]
    return told, here


def _alike(here: KnownPlace | None, asked: Asked) -> list[Offer]:
    """The offers whose words are those of another one, or of the other place that the mention is at."""
    words = Counter(offer.words for offer in asked.offers)
    if here and str(here.spot.id) not in {offer.value for offer in asked.offers}:
        words[here.spot.words] += 1
    return [offer for offer in asked.offers if words[offer.words] > 1]


def _provinces(places: Iterable[KnownPlace]) -> dict[str, str]:
    """The names of the provinces that hold the places, by the places' numbers."""
    within = {str(place.spot.id): place.record.admin1_id for place in places}
    found = Place.objects.filter(pk__in={pk for pk in within.values() if pk})
    names = dict(found.values_list("pk", "name"))
    return {place: names[pk] for place, pk in within.items() if pk in names}


def _beside(spots: Mapping[str, tuple[tuple[float, float], str]]) -> dict[str, str]:
    """What is said beside each: its province where every one has another, else where it lies."""
    provinces = {province for _point, province in spots.values()}
    if "" not in provinces and len(provinces) == len(spots):
        return {value: province for value, (_point, province) in spots.items()}
    return {value: f"{lat:.3f}, {lon:.3f}" for value, ((lon, lat), _province) in spots.items()}
