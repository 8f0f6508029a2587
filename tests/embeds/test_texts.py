from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from events.embeds.texts import applied, difference

ENGLISH = {
    "kind": "shelling",
    "label": "Shelling",
    "figures": [{"id": 1, "noun": "killed"}, {"id": 2, "noun": ""}],
}
FRENCH = {
    "kind": "shelling",
    "label": "Pilonnage",
    "figures": [{"id": 1, "noun": "tués"}, {"id": 2, "noun": ""}],
}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def test_difference_holds_only_what_differs() -> None:
    assert difference(ENGLISH, FRENCH) == {"label": ["Pilonnage"], "figures": {"0": {"noun": ["tués"]}}}
    assert difference(ENGLISH, ENGLISH) is None


def test_difference_applied_gives_the_other_and_leaves_the_one() -> None:
    before = json.dumps(ENGLISH)

    assert applied(ENGLISH, difference(ENGLISH, FRENCH)) == FRENCH
    assert json.dumps(ENGLISH) == before


@given(one=json_values, other=json_values)
def test_any_two_values_come_back_through_the_database(one: object, other: object) -> None:
    stored = json.loads(json.dumps(difference(one, other)))

    found = applied(one, stored)

    assert json.dumps(found, sort_keys=True) == json.dumps(other, sort_keys=True)
