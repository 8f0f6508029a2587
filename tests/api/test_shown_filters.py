from __future__ import annotations

import pytest
from django.http import QueryDict

from events.api.shown_filters import precision_choices, screen_of, shown_filters, without_filters
from events.enums import Precision

PAGE = {
    "filters": {
        "q": "camp",
        "kind": ["shelling", "fighting"],
        "layer": ["front"],
        "claimant": [3, 4],
        "outlet": [5],
        "measure": ["killed"],
        "size": 1000,
        "precision": ["country"],
        "verification": ["weak"],
        "place": 12,
        "bbox": [35.0, 34.0, 38.0, 37.0],
    },
    "groups": [{"value": "shelling", "label": "Shelling"}],
    "kinds": [{"value": "fighting", "label": "Fighting"}],
    "layers": [{"slug": "front", "name": "Front"}],
    "claimants": [{"value": 3, "label": "Observatory", "count": 2}],
    "outlets": [{"value": 5, "label": "Example Herald", "count": 2}],
    "measures": [{"value": "killed", "label": "killed"}],
    "precisions": [{"value": "country", "label": "Country only"}],
    "verifications": [{"value": "weak", "label": "Weak"}],
    "place": {"id": 12, "name": "Idlib"},
}


def test_every_filter_is_said_in_words():
    chips = shown_filters(PAGE, QueryDict("from=2019-04-30&to=2019-08-31"))

    assert [chip["label"] for chip in chips] == [
        "“camp”",
        "Shelling",
        "Fighting",
        "Front",
        "in Idlib",
        "claimed by Observatory",
        "claimed by 4",
        "printed by Example Herald",
        "with a number killed",
        "1,000 or more",
        "Country only",
        "verification: weak",
        "since 30 April 2019",
        "until 31 August 2019",
        "in the area chosen",
    ]


@pytest.mark.parametrize("asked", ["kind=shelling,fighting", "kind=shelling&kind=fighting"])
def test_one_of_several_values_is_taken_away_and_the_page_begins_again(asked):
    page = PAGE | {"filters": {"kind": ["shelling", "fighting"]}, "place": None}

    first, second = shown_filters(page, QueryDict(f"show=table&{asked}&page=3&event=7&sort=-size"))

    assert first["query"] == "?show=table&kind=fighting&sort=-size"
    assert second["query"] == "?show=table&kind=shelling&sort=-size"


def test_the_state_of_the_screen_outlives_the_filters():
    query = QueryDict("lang=ar&show=table&sort=place&page=2&event=7&view=8/35/36&kind=shelling&q=")

    assert screen_of(query) == [("lang", "ar"), ("show", "table"), ("sort", "place")]
    assert without_filters(query) == "?lang=ar&show=table&sort=place"
    assert without_filters(QueryDict("q=camp")) == "?"


def test_every_precision_can_be_chosen():
    assert [choice["value"] for choice in precision_choices()] == Precision.values
