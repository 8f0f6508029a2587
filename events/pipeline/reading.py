"""From a text to what an editor is shown: mentions with ranked places, and figures. Stores nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from events.countries import country_name
from events.enums import PlaceKind, Relation
from events.extraction.conventions import Convention
from events.extraction.demonyms import Demonym, find_demonyms, find_regional_demonyms
from events.extraction.figures import read_figures
from events.extraction.ner import is_available
from events.extraction.toponyms import read_toponyms
from events.geocoding.borders import border_names
from events.geocoding.context import attention_of
from events.geocoding.factors import EVERY_FACTOR, Factors
from events.geocoding.focus import Focus, focus_of
from events.geocoding.gazetteer import lookup, lookup_variants
from events.geocoding.ranking import RankedToponym, rank
from events.geocoding.wording import Adjective
from events.pipeline.focusing import named_in, opening_of, with_focus
from events.records import PlaceRecord, ReadFigure, Span, Toponym

#: A border is looked for between the named country and this many of the article's countries.
_BORDER_COUNTRIES = 5
#: Other spellings are looked for in this many countries, those that the article speaks of most, and only of
#: names that the words alone make places.
_VARIANT_COUNTRIES, _SPOKEN_OF, _LIKELY = 3, 0.1, 0.5
_PLACE_NEXT = re.compile(r"\s+(?:[\w-]+\s+){0,2}(?:city|town|village|port|county|resort|coast|region)\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one text. `is_partial` says that the rules did not all apply: the language has none,
    or the statistical reader is not installed."""

    mentions: tuple[RankedToponym, ...]
    figures: tuple[ReadFigure, ...]
    is_partial: bool
    focus: tuple[Focus, ...] = ()
    """What the article is about, most first, told apart from what it only names."""


def read_text(
    text: str,
    *,
    language: str = "en",
    published_country: str = "",
    convention: Convention = Convention.PLACES,
    factors: Factors = EVERY_FACTOR,
) -> Reading:
    """Mentions with candidates from the gazetteer, and figures; offsets are code points of `text`.

    `factors` switches reasons of the ranking off, to measure what each of them adds.
    """
    is_english = language.split("-")[0].lower() in ("", "en")
    toponyms = read_toponyms(text, language=language, model=settings.SPACY_MODEL, convention=convention)
    mentions = rank_toponyms(
        toponyms,
        adjectives=find_demonyms(text) if is_english else (),
        regional=_of_places(find_regional_demonyms(text), text) if is_english else (),
        published_country=published_country,
        factors=factors,
    )
    return Reading(
        mentions=with_focus(mentions, text),
        figures=tuple(read_figures(text)) if is_english else (),
        is_partial=not is_english or not is_available(settings.SPACY_MODEL),
        focus=focus_of(named_in(mentions), opening_end=opening_of(text)),
    )


def rank_toponyms(
    toponyms: Sequence[Toponym],
    *,
    adjectives: Sequence[tuple[Span, Demonym]] = (),
    regional: Sequence[tuple[Span, str]] = (),
    published_country: str = "",
    factors: Factors = EVERY_FACTOR,
) -> tuple[RankedToponym, ...]:
    """The toponyms that hold, with the places that each may mean: three questions to the gazetteer."""
    names = {name for toponym in toponyms for name in (*toponym.names, *toponym.other_names)}
    found = dict(lookup(names | {region for _, region in regional}))
    spoken = _spoken(adjectives, regional, found)
    attention = attention_of(
        toponyms, found, published_country=published_country, adjectives=[code for _, code in spoken]
    )
    shares = attention.shares()
    if factors.names:
        _add_variants(toponyms, found, shares)
    if any(toponym.relation is Relation.BORDER for toponym in toponyms):
        found.update(_find_borders(toponyms, found, list(shares)[:_BORDER_COUNTRIES]))
    return rank(toponyms, found, published_country=published_country, adjectives=spoken, factors=factors)


def _of_places(regional: Sequence[tuple[Span, str]], text: str) -> tuple[tuple[Span, str], ...]:
    """Those adjectives of regions that say where a place lies: "the English city", not "in English"."""
    return tuple((span, name) for span, name in regional if _PLACE_NEXT.match(text, span.end))


def _spoken(
    adjectives: Sequence[tuple[Span, Demonym]],
    regional: Sequence[tuple[Span, str]],
    found: Mapping[str, Sequence[PlaceRecord]],
) -> tuple[Adjective, ...]:
    """Every adjective with the code of its country, in the order of the text; England has its state's."""
    spoken = [(span, demonym.country) for span, demonym in adjectives]
    for span, region in regional:
        areas = [record for record in found.get(region, ()) if record.kind is not PlaceKind.SETTLEMENT]
        country = next((record.country for record in areas if record.country), "")
        if country:
            spoken.append((span, country))
    return tuple(sorted(spoken, key=lambda pair: pair[0].start))


def _add_variants(
    toponyms: Sequence[Toponym], found: dict[str, tuple[PlaceRecord, ...]], shares: Mapping[str, float]
) -> None:
    """Looks for other spellings of the names that nothing in the article's countries bears."""
    countries = [country for country, share in shares.items() if share >= _SPOKEN_OF][:_VARIANT_COUNTRIES]
    missing = {
        toponym.names[0]
        for toponym in toponyms
        if (not toponym.is_rescue or toponym.likelihood >= _LIKELY)
        and not any(record.country in shares for name in toponym.names for record in found.get(name, ()))
    }
    for name, records in lookup_variants(missing, countries).items():
        found[name] = (*found.get(name, ()), *records)


def _find_borders(
    toponyms: Sequence[Toponym], found: Mapping[str, Sequence[PlaceRecord]], countries: Sequence[str]
) -> dict[str, tuple[PlaceRecord, ...]]:
    """The gazetteer's borders, and the countries on both sides, that the text's borders may mean."""
    neighbours = [name for country in countries if (name := country_name(country))]
    wanted: set[str] = set()
    for toponym in toponyms:
        if toponym.relation is not Relation.BORDER:
            continue
        country = next(
            (r for name in toponym.names for r in found.get(name, ()) if r.kind is PlaceKind.COUNTRY), None
        )
        if country is None:
            continue
        others = [
            record.name for name in toponym.other_names for record in found.get(name, ())
            if record.kind is PlaceKind.COUNTRY
        ] or neighbours  # fmt: skip
        for other in others:
            if other != country.name:
                wanted.update(border_names(country.name, other))
                wanted.update((country.name, other))
    return {name: tuple(records) for name, records in lookup(wanted).items()} if wanted else {}
