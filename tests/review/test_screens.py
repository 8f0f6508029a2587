from __future__ import annotations

from typing import Any

import pytest

from events.api import paging
from events.review import screens
from events.review.refusals import Refused
from events.review.screens import clean_screen
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def test_screen_is_kept_as_an_address_says_it() -> None:
    make.layer(slug="raids")
    event = make.event()

    kept = clean_screen(
        {"height": "640", "hide": ["raids", "list", "legend", "figures", "list"], "totals": True, "draw": "",
         "opacity": {"raids": 40}, "order": ["raids", "raids"], "event": event.pk, "sort": "-size",
         "show": "table", "theme": "dark"}
    )  # fmt: skip

    assert kept == {
        "show": "table", "sort": "-size", "opacity": "raids:40", "order": "raids", "event": str(event.pk),
        "hide": "legend,list,raids,figures", "totals": "1", "theme": "dark", "height": 640,
    }  # fmt: skip
    assert clean_screen(kept) == kept
    assert clean_screen({"totals": "0", "opacity": "raids:100", "height": None, "event": ""}) == {}


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        ([], "is an object such as"),
        ({"view": "7/35/36"}, "“view” is not something that a map can open with"),
        ({"show": "pie"}, "“pie” is not a value of “show”. Use: map, list, table"),
        ({"draw": "pie"}, "“pie” is not a value of “draw”"),
        ({"theme": "red"}, "“red” is not a value of “theme”"),
        ({"sort": "-mood"}, "not sorted by “-mood”"),
        ({"hide": "time,gone"}, "“gone” in “hide” is no layer"),
        ({"order": "gone"}, "“gone” in “order” is no layer"),
        ({"opacity": "events:5"}, "“5” is not an opacity of the layer “events”. Use 10 to 100 percent"),
        ({"opacity": "events"}, "“” is not an opacity"),
        ({"event": "0"}, "no event with the number “0”"),
        ({"event": "½"}, "no event with the number “½”"),
        ({"totals": "yes"}, "“yes” does not say whether totals are shown"),
        ({"height": 199}, "“199” is not a height of an embed. Use 200 to 2,000 pixels"),
        ({"height": "tall"}, "“tall” is not a height"),
    ],
)
def test_screen_that_cannot_be_meant_is_refused(stored: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        clean_screen(stored)


def test_lists_are_sorted_by_the_same_names() -> None:
    assert tuple(paging.SORTS) == screens.SORTS
