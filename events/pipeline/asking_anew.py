"""Where the geocoders would put mentions if they were asked today. Writes nothing but the geocoders' answers.

Each article is read again as it was when it came in, so that every name has its context: the other names,
what the article is about, what editors have chosen in it since. A name that this reading does not find is
searched for as "Find place" does, in every geocoder of the settings.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from events.enums import Precision, Relation
from events.folding import fold
from events.geocoding.chain import FoundPlace, find_places
from events.geocoding.found import packed, unpacked
from events.geocoding.naming import provider_name
from events.geocoding.ranking import RankedToponym
from events.geocoding.relations import Located, locate
from events.models import Article, Mention, Place
from events.pipeline.lessons import Option, Spot, taught
from events.pipeline.placing import adopt_place
from events.pipeline.reading import read_text
from events.pipeline.snapshot import Snapshot, spots_of
from events.pipeline.teaching import lessons_of
from events.review.acts import Refused
from events.review.geometry import label_point

#: Of one name, for an editor to choose among.
MOST_OFFERS = 5
#: What an editor waits for a preview. Articles that are not reached say so.
ASKING_S = 20.0
_FOUND = "events.asking_anew.found"


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that a mention may be put at. `value` names it in a form: the number of a place of the
    gazetteer, or what another geocoder has found, signed. `point` is (longitude, latitude), `score` that of
    the reading; what was found without its context has 0."""

    value: str
    words: str
    reasons: tuple[str, ...]
    precision: Precision
    point: tuple[float, float]
    score: float = 0.0

    @property
    def is_ours(self) -> bool:
        """Whether it is a place of the gazetteer already."""
        return _is_number(self.value)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was answered of one mention, best first; `errors` are the sentences of geocoders that could not
    answer. `is_asked` is False where there was no time left."""

    offers: tuple[Offer, ...] = ()
    errors: tuple[str, ...] = ()
    is_asked: bool = True


def ask_anew(mentions: Sequence[Mention], *, seconds: float = ASKING_S) -> dict[int, Asked]:
    """Offers for each mention by its number; articles are asked one after the other, as long as there is
    time. Not to be called in a transaction."""
    until = time.monotonic() + seconds
    by_article: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_article[mention.article_id].append(mention)
    articles = Article.objects.select_related("outlet").in_bulk(list(by_article))
    asked: dict[int, Asked] = {}
    for pk, named in by_article.items():
        if asked and time.monotonic() > until:
            asked |= {mention.pk: Asked(is_asked=False) for mention in named}
        else:
            asked |= _ask_article(articles[pk], named)
    return asked


def _ask_article(article: Article, mentions: Iterable[Mention]) -> dict[int, Asked]:
    reading = read_text(article.text, language=article.language, published_country=article.outlet.country)
    ranked = {(one.toponym.start, one.toponym.end): one for one in reading.mentions}
    lessons = lessons_of(Snapshot(article))
    asked = {}
    for mention in mentions:
        found = ranked.get((mention.start, mention.end))
        others = [lesson for lesson in lessons if lesson.start != mention.start]
        options = taught(fold(mention.quote), mention.start, _options(found), others)
        offers = _offers(mention, options)
        errors: tuple[str, ...] = ()
        if not offers or len(settings.GEOCODERS) > 1:
            more, errors = _searched(mention, {offer.value for offer in offers})
            offers = [*offers, *more]
        asked[mention.pk] = Asked(tuple(offers[:MOST_OFFERS]), errors)
    return asked


def _options(ranked: RankedToponym | None) -> tuple[Option, ...]:
    if ranked is None:
        return ()
    spots = spots_of([candidate.place.id for candidate in ranked.candidates])
    return tuple(
        Option(spots[candidate.place.id], candidate.score, candidate.reasons)
        for candidate in ranked.candidates
        if candidate.place.id in spots
    )


def _offers(mention: Mention, options: Sequence[Option]) -> list[Offer]:
    places = Place.objects.select_related("parent").in_bulk([option.spot.id for option in options])
    offers = (
        _offer(mention, places[option.spot.id], option.spot, option.reasons, option.score)
        for option in options
    )
    return [offer for offer in offers if offer is not None]


def _offer(
    mention: Mention, place: Place, spot: Spot, reasons: tuple[str, ...] = (), score: float = 0.0
) -> Offer | None:
    located = located_at(mention, place)
    if located is None:
        return None
    point = label_point(located.geometry)
    return Offer(str(place.pk), spot.words, reasons, located.precision, (point.x, point.y), score)


def _searched(mention: Mention, known: set[str]) -> tuple[list[Offer], tuple[str, ...]]:
    """What "Find place" knows of the quote. It knows no context: a mention stays where that knows it, too."""
    found = find_places(mention.quote, limit=MOST_OFFERS)
    offers = [_found_offer(place) for place in found.results]
    offers.sort(key=lambda offer: offer.value != str(mention.place_id))
    return [offer for offer in offers if offer.value not in known], found.errors


def _found_offer(place: FoundPlace) -> Offer:
    value = str(place.place_id) if place.place_id else _signed(place)
    return Offer(
        value, place.label, (provider_name(place.provider),), place.precision, (place.lon, place.lat)
    )


def offers_named(wanted: Mapping[Mention, str]) -> dict[int, Asked]:
    """What the values name, by the mention's number, without asking anybody; nothing for what was never
    offered or cannot be meant."""
    numbers = [int(value) for value in wanted.values() if _is_number(value)]
    places = Place.objects.select_related("parent").in_bulk(numbers)
    spots = spots_of(places)
    named: dict[int, Asked] = {}
    for mention, value in wanted.items():
        offer: Offer | None = None
        if not _is_number(value):
            found = _unsigned(value)
            offer = _found_offer(found) if found else None
        elif int(value) in places:
            offer = _offer(mention, places[int(value)], spots[int(value)])
        named[mention.pk] = Asked((offer,) if offer else ())
    return named


def _is_number(value: str) -> bool:
    return value.isdecimal() and len(value) < 19


def _signed(found: FoundPlace) -> str:
    return signing.dumps(packed([found])[0], salt=_FOUND, compress=True)


def _unsigned(value: str) -> FoundPlace | None:
    try:
        return unpacked([signing.loads(value, salt=_FOUND)])[0]
    except signing.BadSignature:
        return None


def chosen_place(value: str) -> Place:
    """The place that an offer names; one of another geocoder is adopted. Refused for what was no offer."""
    if _is_number(value):
        place = Place.objects.select_related("parent").filter(pk=int(value)).first()
        if place is None:
            raise Refused(
                _("There is no place %(place)s in the gazetteer any more. Ask again.") % {"place": value}
            )
        return place
    found = _unsigned(value)
    if found is None:
        raise Refused(_("This place was not offered, or was damaged on the way. Ask again."))
    return adopt_place(found)


def located_at(mention: Mention, place: Place) -> Located | None:
    """Where the mention would lie at `place` by its relation; None where it cannot have it."""
    try:
        return locate(
            place, relation=Relation(mention.relation), direction=mention.direction or None,
            distance_m=mention.distance_m, other_place=mention.other_place, within=mention.within,
        )  # fmt: skip
    except ValueError:
        return None


def values_at(mention: Mention, place: Place, located: Located) -> Mapping[str, object]:
    """What `place_anew` writes."""
    return {
        "place": place, "geometry": located.geometry, "precision": located.precision,
        "relation": mention.relation, "direction": mention.direction, "distance_m": mention.distance_m,
        "other_place": mention.other_place, "within": mention.within,
    }  # fmt: skip


def middle_of(mention: Mention) -> tuple[float, float] | None:
    """Where its symbol stands: longitude, latitude."""
    if mention.geometry is None:
        return None
    point = label_point(mention.geometry)
    return point.x, point.y
