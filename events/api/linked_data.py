"""What search engines and programs are told of a page, in the words of schema.org (JSON-LD).

An event's page is a `Report`: an article compiled from others, with a publisher, dates, corrections and
citations. It is no schema.org `Event`, which is something planned that people may attend, with an organizer
and tickets. Each figure is a `Claim` of whoever makes it, so that nothing here states a number in our own
name. No excerpt is told: it belongs to its article, and may describe what readers are warned of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from events.api.related import AT_A_POINT
from events.enums import PlaceKind
from events.models import Place

CONTEXT = "https://schema.org"

Thing = dict[str, Any]


def publisher() -> Thing:
    return {"@type": "Organization", "name": settings.SITE_OWNER or settings.SITE_NAME}


def dataset(
    *, name: str, description: str, url: str, data_url: str, extent: Sequence[float] | None,
    time: Mapping[str, str] | None,
) -> Thing:  # fmt: skip
    """The events of a map. `extent` is west, south, east, north in degrees; `time` has ISO days."""
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": url,
            "url": url,
            "name": name,
            "description": description,
            "publisher": publisher(),
            "creator": publisher(),
            "isAccessibleForFree": True,
            "license": settings.SITE_DATA_LICENCE,
            "temporalCoverage": f"{time['from']}/{time['to']}" if time else "",
            "spatialCoverage": _box(extent),
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": "application/geo+json", "contentUrl": data_url}
            ],
        }
    )


def report(feature: Mapping[str, Any], *, url: str, home_url: str, description: str, language: str) -> Thing:
    """The page of an event, from its GeoJSON feature."""
    event = feature["properties"]
    articles = [_article(source) for source in event["sources"]]
    changed = max((correction["at"] for correction in event["corrections"]), default=None)
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "Report",
            "@id": url,
            "url": url,
            "mainEntityOfPage": url,
            "headline": event["title"],
            "description": description,
            "inLanguage": language,
            "author": publisher(),
            "publisher": publisher(),
            "datePublished": event["published_at"],
            "dateModified": changed or event["published_at"],
            "temporalCoverage": _days(event["earliest"], event["latest"]),
            "spatialCoverage": _place(event),
            "isPartOf": {"@type": "Dataset", "@id": home_url, "url": home_url},
            "citation": articles,
            "correction": [
                {"@type": "CorrectionComment", "datePublished": each["at"], "text": each["note"]}
                for each in event["corrections"]
            ],
            "mentions": [_claim(figure, articles) for figure in event["figures"]],
        }
    )


def place_thing(place: Place, *, url: str, names: Mapping[str, Any], parents: Sequence[Place]) -> Thing:
    """A place of the gazetteer; `parents` from its country down."""
    lon, lat = place.point.coords
    is_point = place.kind == PlaceKind.SETTLEMENT
    extent = place.geometry.extent if place.geometry else None
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "Place",
            "@id": url,
            "url": url,
            "name": names["shown"],
            "alternateName": list(dict.fromkeys(each["name"] for each in names["languages"])),
            "geo": {"@type": "GeoCoordinates", "latitude": round(lat, 5), "longitude": round(lon, 5)}
            if is_point
            else (_box(extent) or {}).get("geo"),
            "containedInPlace": {"@type": "Place", "name": parents[-1].name} if parents else None,
        }
    )


def _article(source: Mapping[str, Any]) -> Thing:
    return _without_empty(
        {
            "@type": "NewsArticle",
            "headline": "" if source.get("is_withheld") else source["headline"],
            "url": source["url"],
            "archivedAt": source["archive_url"],
            "datePublished": source["published_on"],
            "inLanguage": source["language"],
            "publisher": {"@type": "Organization", "name": source["outlet"]} if source["outlet"] else None,
        }
    )


def _claim(figure: Mapping[str, Any], articles: Sequence[Thing]) -> Thing:
    claimant = figure["claimant"] or figure["claimant_words"]
    return _without_empty(
        {
            "@type": "Claim",
            "text": f"{figure['wording']} {figure['noun']}",
            "author": {"@type": "Organization", "name": claimant} if claimant else None,
            "appearance": articles[figure["source"]],
        }
    )


def _place(event: Mapping[str, Any]) -> Thing:
    # A pin for a province would say more than is known.
    point = event["point"] if event["precision"] in AT_A_POINT else None
    spot = {"@type": "GeoCoordinates", "latitude": point[1], "longitude": point[0]} if point else None
    return _without_empty({"@type": "Place", "name": event["place_text"], "geo": spot})


def _box(extent: Sequence[float] | None) -> Thing | None:
    if not extent:
        return None
    west, south, east, north = extent
    # schema.org writes a box as two corners, latitude before longitude.
    return {"@type": "Place", "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}}


def _days(first: str | None, last: str | None) -> str:
    if not first or not last:
        return ""
    return first if first == last else f"{first}/{last}"


def _without_empty(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if not _is_empty(value)}


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | Iterable) and not value)
