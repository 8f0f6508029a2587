from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandParser

from events.countries import country_code
from events.enums import PlaceKind, Relation
from events.extraction.conventions import Convention
from events.extraction.demonyms import is_demonym
from events.extraction.widening import official_span
from events.geocoding.ranking import RankedToponym
from events.pipeline.reading import Reading, read_text
from events.records import PlaceRecord, ReadFigure

#: The interchange format has its own words for kinds and relations.
_KINDS = {
    PlaceKind.SETTLEMENT: "place",
    PlaceKind.ADMIN1: "adm1",
    PlaceKind.ADMIN2: "adm2",
    PlaceKind.COUNTRY: "country",
    PlaceKind.NATURAL: "water",
    PlaceKind.OWN_AREA: "area",
}
_RELATIONS = {Relation.COUNTRYSIDE: "rural"}


class UnreadableLine(ValueError):
    """A line of the input that is no article."""


class Command(BaseCommand):
    help = (
        'Reads articles as JSON lines {"id", "text"} from standard input and writes their places and figures '
        "as JSON lines to standard output. Nothing is stored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--convention",
            choices=[str(convention) for convention in Convention],
            default=str(Convention.PLACES),
            help='What counts as a mention. "places" (the default): what a map needs and the desk shows. '
            '"toponyms": every toponym as research collections mark it, also "Syrian" in "Syrian officials" '
            '(of the kind "demonym"), "Lagos" in "Lagos Chamber of Commerce" and buildings (of the kind '
            '"embedded"), and "Kandahar province" with its generic word.',
        )
        parser.add_argument("--adjectives", action="store_true", help="The same as --convention toponyms.")
        parser.add_argument("--language", default="en", help="Two letters, for lines that have no language.")

    def handle(self, *args: Any, **options: Any) -> None:
        convention = Convention.TOPONYMS if options["adjectives"] else Convention(options["convention"])
        has_errors = False
        for number, line in enumerate(_lines(sys.stdin), start=1):
            identifier: object = number
            try:
                article = _article(line)
                identifier = article["id"]
                reading = read_text(
                    article["text"],
                    language=article.get("language") or options["language"],
                    convention=convention,
                )
                answer = {"id": identifier, **answer_of(article["text"], reading, convention=convention)}
            except UnreadableLine as error:
                has_errors = True
                answer = {"id": _identifier(line, number), "error": f"Line {number} {error}"}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if has_errors:
            sys.exit(1)


def _lines(stream: TextIO) -> Iterator[str]:
    """Lines with something on them; bytes that are no UTF-8 spoil their own line only."""
    source: Iterable[str] = stream
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")
    for line in source:
        if line.strip():
            yield line


def _article(line: str) -> dict[str, Any]:
    try:
        article = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableLine(f'is not JSON ({error}). Write {{"id": "1", "text": "…"}}.') from error
    if not isinstance(article, dict) or "id" not in article or "text" not in article:
        raise UnreadableLine('needs "id" and "text". Write {"id": "1", "text": "…"}.')
    if not isinstance(article["text"], str):
        raise UnreadableLine(f'has a {type(article["text"]).__name__} as its "text". Give it as a string.')
    if not isinstance(article.get("language", ""), str):
        raise UnreadableLine('has a "language" that is no string. Give two letters, as in "en".')
    return article


def _identifier(line: str, number: int) -> object:
    try:
        article = json.loads(line)
    except (ValueError, RecursionError):
        return number
    return article.get("id", number) if isinstance(article, dict) else number


def answer_of(text: str, reading: Reading, *, convention: Convention) -> dict[str, Any]:
    """One article's line, without its id; measurements score the same."""
    answer: dict[str, Any] = {
        "mentions": [_mention(ranked) for ranked in reading.mentions if not _is_border_line(ranked)],
        "areas": [_area(ranked) for ranked in reading.mentions if _is_border_line(ranked)],
        "figures": [_figure(figure) for figure in reading.figures],
        "is_partial": reading.is_partial,
    }
    if convention is Convention.TOPONYMS:
        _mark_as_research(text, answer["mentions"])
    return answer


def _mark_as_research(text: str, mentions: list[dict[str, Any]]) -> None:
    """Widens the spans as research collections mark them."""
    for mention in mentions:
        start, end = official_span(text, mention["start"], mention["end"])
        mention.update(start=start, end=end, text=text[start:end])


def _is_border_line(ranked: RankedToponym) -> bool:
    """ "the Turkish border" names no place of its own."""
    return ranked.toponym.hint is PlaceKind.BORDER


def _named_place(ranked: RankedToponym) -> PlaceRecord | None:
    """The place that the name itself stands for: the country in "the border with Turkey"."""
    return next((c.place for c in ranked.candidates if c.place.kind is not PlaceKind.BORDER), None)


def _mention(ranked: RankedToponym) -> dict[str, Any]:
    toponym, place = ranked.toponym, _named_place(ranked)
    answer: dict[str, Any] = {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.quote,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }
    if toponym.is_embedded:
        answer["kind"] = "demonym" if is_demonym(toponym.quote) else "embedded"
    elif toponym.is_metonym:
        answer["kind"] = "metonym"
    elif place:
        answer["kind"] = _KINDS.get(place.kind, "place")
    answer["role"] = str(toponym.role)
    if toponym.relation is not Relation.IN:
        answer["expanded"] = _expanded(ranked)
    return answer


def _expanded(ranked: RankedToponym) -> dict[str, Any]:
    toponym = ranked.toponym
    answer: dict[str, Any] = {
        "start": toponym.phrase.start,
        "end": toponym.phrase.end,
        "text": toponym.phrase.quote,
        "relation": _RELATIONS.get(toponym.relation, str(toponym.relation)),
        "of": _sides(ranked) or [toponym.quote, *toponym.other_names],
    }
    if toponym.direction:
        answer["direction"] = str(toponym.direction)
    if toponym.distance_m is not None:
        answer["distance_km"] = round(toponym.distance_m / 1000, 3)
    return answer


def _sides(ranked: RankedToponym) -> list[str]:
    """The codes of the two countries of a border, where the gazetteer has it."""
    border = next((c.place for c in ranked.candidates if c.place.kind is PlaceKind.BORDER), None)
    if border is None:
        return []
    codes = [country_code(side) for side in border.name.removesuffix(" border").split("–")]
    return codes if all(codes) else []


def _area(ranked: RankedToponym) -> dict[str, Any]:
    line = next((c.place for c in ranked.candidates if c.place.kind is PlaceKind.BORDER), None)
    answer = _expanded(ranked)
    answer["of"] = _sides(ranked) or [*ranked.toponym.names, *ranked.toponym.other_names]
    answer["lat"], answer["lon"] = (line.lat, line.lon) if line else (None, None)
    if ranked.within:
        answer["within"] = ranked.within.name
    return answer


def _figure(figure: ReadFigure) -> dict[str, Any]:
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.quote,
        "measure": str(figure.measure),
        "people": str(figure.people),
        "unit": str(figure.unit),
        "quantifier": str(figure.quantifier),
        "low": figure.low,
        "high": figure.high,
        "claimant": figure.claimant,
        "scope": str(figure.scope),
    }
