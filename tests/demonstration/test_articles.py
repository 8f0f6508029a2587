"""Each demonstration article keeps the rules of events/demonstration/README.md.

Nothing here touches the database: what the articles promise to the loader is checked on the files alone.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.enums import (
    DatePrecision,
    Direction,
    EventKind,
    FigureRole,
    Measure,
    MentionRole,
    People,
    PlaceKind,
    Quantifier,
    Relation,
    Scope,
    Unit,
    Verification,
)
from tests.demonstration.files import PATHS, read, span, stands_alone, text_of

ARTICLE_KEYS = {"headline", "published_on", "language", "slug", "text", "events"}
EVENT_KEYS = {
    "title", "summary", "kind", "layer", "earliest", "latest", "date_precision", "verification", "graphic",
    "no_geometry", "places", "figures",
}  # fmt: skip
PLACE_KEYS = {
    "quote", "occurrence", "phrase", "place", "kind", "country", "countries", "within", "relation",
    "direction", "distance_km", "other", "role",
}  # fmt: skip
FIGURE_KEYS = {
    "wording", "occurrence", "measure", "people", "unit", "quantifier", "low", "high", "scope",
    "period_start", "period_end", "as_of", "role", "claimant", "supersedes", "household_size",
}  # fmt: skip
NUMBER_WORDS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)
)
NUMBER_WORDS["fourteen"] = 14

HEDGES = {
    Quantifier.EXACT: r"",
    Quantifier.AT_LEAST: r"at least |no fewer than ",
    Quantifier.MORE_THAN: r"more than |over ",
    Quantifier.ABOUT: r"about |around |some |nearly |almost |approximately ",
    Quantifier.UP_TO: r"up to |as many as |no more than ",
    Quantifier.LESS_THAN: r"less than |fewer than |just under ",
    Quantifier.BETWEEN: r"between ",
}


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def article(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_article_says_what_it_must(path: Path, article: dict[str, Any]) -> None:
    assert set(article) == ARTICLE_KEYS, f"keys of an article: {sorted(set(article) ^ ARTICLE_KEYS)}"
    assert isinstance(article["published_on"], date)
    assert path.stem == f"{article['published_on']}-{article['slug']}", "the file is named date-slug"
    assert article["language"] in {"en", "ar", "tr"}
    assert article["headline"].strip() == article["headline"] != ""


def test_article_has_the_length_of_a_short_report(article: dict[str, Any]) -> None:
    words = len(text_of(article).split())

    assert 90 <= words <= 260, f"{words} words; write 90 to 260"
    assert "\n\n" in text_of(article), "paragraphs are separated by a blank line"


def test_event_values_are_in_the_closed_lists(article: dict[str, Any]) -> None:
    layers = {layer["slug"] for layer in read("layers.toml")["layers"]}

    for event in article["events"]:
        if "same_as" in event:
            assert set(event) <= {"same_as", "places", "figures"}, f"{event['same_as']}: told elsewhere"
            continue
        title = event["title"]
        assert set(event) <= EVENT_KEYS, f"{title}: unknown {sorted(set(event) - EVENT_KEYS)}"
        assert len(title) <= 90, f"{title}: {len(title)} characters, at most 90"
        assert not title.endswith("."), f"{title}: a title has no full stop"
        assert event["kind"] in EventKind, f"{title}: kind {event['kind']}"
        assert event["layer"] in layers, f"{title}: layer {event['layer']} is not in layers.toml"
        assert event["verification"] in Verification, f"{title}: verification {event['verification']}"
        assert isinstance(event["graphic"], bool), title
        assert event["summary"] == "" or event["summary"].endswith("."), f"{title}: a summary is a sentence"


def test_event_dates_are_in_order_or_unknown(article: dict[str, Any]) -> None:
    for event in article["events"]:
        if "same_as" in event:
            continue
        title, precision = event["title"], event["date_precision"]
        assert precision in DatePrecision, f"{title}: date_precision {precision}"
        dates = [event.get("earliest"), event.get("latest")]
        assert (precision == DatePrecision.UNKNOWN) == (dates == [None, None]), f"{title}: dates or unknown"
        if dates != [None, None]:
            assert dates[0] <= dates[1], f"{title}: {dates[0]} is after {dates[1]}"
            assert dates[0] <= article["published_on"], f"{title}: begins after it was printed"


def test_event_says_where(article: dict[str, Any]) -> None:
    here = {MentionRole.HAPPENED_HERE, MentionRole.ORIGIN, MentionRole.DESTINATION}

    for event in article["events"]:
        if "same_as" in event:
            continue
        tellers = [place for place in event.get("places", []) if place["role"] in here]
        assert tellers, f"{event['title']}: no place where it happened, from or to"
        only_countries = all(
            place["kind"] == PlaceKind.COUNTRY and place["relation"] == Relation.IN for place in tellers
        )
        assert event.get("no_geometry", False) == only_countries, (
            f"{event['title']}: no_geometry is for events known only to a country, and for all of them"
        )


def test_place_is_in_the_text(article: dict[str, Any]) -> None:
    text = text_of(article)

    for event in article["events"]:
        for place in event.get("places", []):
            quote, occurrence = place["quote"], place["occurrence"]
            found = span(text, quote, occurrence)
            assert found, f"{quote!r} does not occur {occurrence} times"
            assert stands_alone(text, *found), f"{quote!r} ({occurrence}) is a piece of a longer word"
            if phrase := place.get("phrase"):
                around = [(hit.start(), hit.end()) for hit in re.finditer(re.escape(phrase), text)]
                assert any(start <= found[0] and found[1] <= end for start, end in around), (
                    f"{phrase!r} does not stand around {quote!r} ({occurrence})"
                )


def test_place_values_are_in_the_closed_lists(article: dict[str, Any]) -> None:
    for event in article["events"]:
        for place in event.get("places", []):
            quote, relation = place["quote"], place["relation"]
            assert set(place) <= PLACE_KEYS, f"{quote}: unknown {sorted(set(place) - PLACE_KEYS)}"
            assert place["kind"] in PlaceKind, f"{quote}: kind {place['kind']}"
            assert relation in Relation, f"{quote}: relation {relation}"
            assert place["role"] in MentionRole, f"{quote}: role {place['role']}"
            is_border = place["kind"] == PlaceKind.BORDER
            assert is_border == (relation == Relation.BORDER), f"{quote}: a border has the relation border"
            if is_border:
                assert len(set(place["countries"])) == 2, f"{quote}: a border has two countries"
                assert not {"place", "country"} & set(place), f"{quote}: a border names countries, no place"
            else:
                assert re.fullmatch("[A-Z]{2}", place["country"]), f"{quote}: country {place['country']}"
                assert place["place"], f"{quote}: no place"


def test_place_has_what_its_relation_needs(article: dict[str, Any]) -> None:
    for event in article["events"]:
        for place in event.get("places", []):
            quote, relation = place["quote"], place["relation"]
            directed = relation in (Relation.PART_OF, Relation.OFFSET)
            if "direction" in place:
                assert place["direction"] in Direction, f"{quote}: direction {place['direction']}"
                assert directed or relation == Relation.COUNTRYSIDE, f"{quote}: {relation} has no direction"
            assert not directed or "direction" in place, f"{quote}: {relation} needs a direction"
            assert ("distance_km" in place) == (relation == Relation.OFFSET), f"{quote}: distance_km"
            assert ("other" in place) == (relation == Relation.BETWEEN), f"{quote}: other"
            if "other" in place:
                assert place["other"] in place["phrase"], f"{quote}: {place['other']} is not in the phrase"


def test_span_is_used_once(article: dict[str, Any]) -> None:
    """The database keeps one mention a span, with one place and one role."""
    text = text_of(article)
    used: dict[int, str] = {}

    for event in article["events"]:
        for row in [*event.get("places", []), *event.get("figures", [])]:
            words = row.get("quote") or row["wording"]
            start, end = span(text, words, row["occurrence"]) or (0, 0)
            taken = [used[offset] for offset in range(start, end) if offset in used]
            assert not taken, f"{words!r} ({row['occurrence']}) overlaps {taken[0]!r}"
            used |= dict.fromkeys(range(start, end), words)


def test_figure_is_in_the_text(article: dict[str, Any]) -> None:
    text = text_of(article)

    for event in article["events"]:
        for figure in event.get("figures", []):
            wording, occurrence = figure["wording"], figure["occurrence"]
            found = span(text, wording, occurrence)
            assert found, f"{wording!r} does not occur {occurrence} times"
            assert stands_alone(text, *found), f"{wording!r} ({occurrence}) is a piece of something longer"


def test_figure_values_are_in_the_closed_lists(article: dict[str, Any]) -> None:
    for event in article["events"]:
        for figure in event.get("figures", []):
            wording = figure["wording"]
            assert set(figure) <= FIGURE_KEYS, f"{wording}: unknown {sorted(set(figure) - FIGURE_KEYS)}"
            assert figure["measure"] in Measure, f"{wording}: measure {figure['measure']}"
            assert figure["people"] in People, f"{wording}: people {figure['people']}"
            assert figure["unit"] in Unit, f"{wording}: unit {figure['unit']}"
            assert figure["quantifier"] in Quantifier, f"{wording}: quantifier {figure['quantifier']}"
            assert figure["scope"] in Scope, f"{wording}: scope {figure['scope']}"
            assert figure["role"] in FigureRole, f"{wording}: role {figure['role']}"
            is_housing = figure["measure"] in (Measure.HOMES_DESTROYED, Measure.HOMES_DAMAGED)
            assert is_housing == (figure["unit"] == Unit.HOME), f"{wording}: homes are counted in homes"
            assert "household_size" not in figure or figure["unit"] == Unit.HOUSEHOLD, wording


def bounds_of(quantifier: str, numbers: list[int]) -> tuple[int | None, int | None]:
    match quantifier:
        case Quantifier.AT_LEAST | Quantifier.MORE_THAN:
            return numbers[0], None
        case Quantifier.UP_TO | Quantifier.LESS_THAN:
            return None, numbers[0]
        case _:
            return numbers[0], numbers[-1]


def numbers_in(wording: str) -> list[int]:
    digits = [
        round(float(number.replace(",", "")) * (1_000_000 if "million" in wording else 1))
        for number in re.findall(r"\d[\d,]*(?:\.\d+)?", wording)
    ]
    return digits or [NUMBER_WORDS[word] for word in wording.lower().split() if word in NUMBER_WORDS]


def test_figure_bounds_are_those_of_its_words(article: dict[str, Any]) -> None:
    for event in article["events"]:
        for figure in event.get("figures", []):
            wording, numbers = figure["wording"], numbers_in(figure["wording"])
            low, high = figure.get("low"), figure.get("high")
            if not numbers:
                assert (low, high) == (None, None), f"{wording!r} has no number"
                continue
            expected = bounds_of(figure["quantifier"], numbers)
            assert (low, high) == expected, f"{wording!r} is {expected}, not {(low, high)}"
            assert low is None or high is None or low <= high, wording
            hedge = re.match(r"^(.*?)[\d]|^(.*?)\w+$", wording.lower())
            printed = next(part for part in hedge.groups() if part is not None) if hedge else ""
            assert re.fullmatch(HEDGES[Quantifier(figure["quantifier"])], printed), (
                f"{wording!r} is printed with {printed!r}, which is not {figure['quantifier']}"
            )


def test_figure_dates_fit_its_scope(article: dict[str, Any]) -> None:
    printed = article["published_on"]

    for event in article["events"]:
        for figure in event.get("figures", []):
            wording, scope = figure["wording"], figure["scope"]
            dates = {key for key in ("period_start", "period_end", "as_of") if key in figure}
            expected = {
                Scope.INCIDENT: set(),
                Scope.PERIOD: {"period_start", "period_end"},
                Scope.RUNNING_TOTAL: {"period_start", "as_of"},
                Scope.STOCK: {"as_of"},
            }[Scope(scope)]
            assert dates == expected, f"{wording}: {scope} has {sorted(expected)}, not {sorted(dates)}"
            end = figure.get("period_end") or figure.get("as_of")
            assert end is None or figure.get("period_start", end) <= end <= printed, f"{wording}: dates"


def test_claimant_is_known_and_named_in_the_article(article: dict[str, Any]) -> None:
    text = text_of(article).casefold()
    organisations = read("organisations.toml")["organisations"]
    known = {row["name"]: [row["name"], *row["aliases"]] for row in organisations}

    for event in article["events"]:
        for figure in event.get("figures", []):
            claimant = figure.get("claimant")
            if claimant is None:
                continue
            assert claimant in known, f"{figure['wording']}: {claimant} is not in organisations.toml"
            assert any(name.casefold() in text for name in known[claimant]), (
                f"{figure['wording']}: the article never names {claimant} ({', '.join(known[claimant])})"
            )
