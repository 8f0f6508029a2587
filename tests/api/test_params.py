from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from events.api.errors import BadParameter
from events.api.params import FILTERS, EventFilter, clean_filters, parse, read_values
from events.api.values import MAX_SEARCH
from events.enums import EventKind, KindGroup, Measure, Precision, Status, Verification
from tests import factories
from tests.review import factories as make

BAD = [
    ("bbox=1,2,3", "bbox", 'A bounding box has four numbers, "1,2,3" has 3. '),
    ("bbox=a,2,3,4", "bbox", '"a,2,3,4" is not a bounding box. '),
    ("bbox=nan,2,3,4", "bbox", '"nan,2,3,4" holds something that is not a number. '),
    ("bbox=1,2,3,Infinity", "bbox", '"1,2,3,Infinity" holds something that is not a number. '),
    ("bbox=181,2,3,4", "bbox", "181 is not a longitude. Use a number from -180 to 180."),
    ("bbox=1,2,3,91", "bbox", "91 is not a latitude. Use a number from -90 to 90."),
    ("bbox=1,40,3,30", "bbox", "South (40) lies north of north (30). "),
    ("bbox=1,2,3,4&bbox=1,2,3,4", "bbox", '"bbox" is given 2 times. Give it once.'),
    ("from=yesterday", "from", '"yesterday" is not a date. Use year-month-day, for example 2019-08-31.'),
    ("from=20190831", "from", '"20190831" is not a date. '),
    ("to=2019-02-30", "to", '"2019-02-30" is not a date. '),
    ("from=2019-09-01&to=2019-08-01", "from", '"from" (2019-09-01) is later than "to" (2019-08-01). '),
    ("kind=war", "kind", '"war" is not a known kind. Use: shelling, air_strike, '),
    ("measure=dead", "measure", '"dead" is not a known measure. Use: killed, injured, '),
    ("verification=sure", "verification", '"sure" is not a known verification. Use: confirmed, '),
    ("precision=pin", "precision", '"pin" is not a known precision. Use: exact, '),
    ("layer=nothing", "layer", 'There is no layer "nothing". No layer is published yet.'),
    ("map=nothing", "map", 'There is no published map "nothing". '),
    ("map=a%00b", "map", 'There is no published map "a�b". '),
    ("place=Idlib", "place", '"Idlib" is not the id of a place. Use its number.'),
    ("place=-1", "place", '"-1" is not the id of a place. '),
    ("place=٣", "place", '"٣" is not the id of a place. '),
    ("place=999999999999999999", "place", "There is no place with the id 999999999999999999. "),
    ("place=9999999999999999999", "place", '"9999999999999999999" is not the id of a place. '),
    ("claimant=SOHR", "claimant", '"SOHR" is not the id of an organisation. Use its number.'),
    ("claimant=1,2,999999", "claimant", "There is no claimant with the id 1. Use one of a published event."),
    ("outlet=1.5", "outlet", '"1.5" is not the id of an outlet. Use its number.'),
    ("outlet=999999", "outlet", "There is no outlet with the id 999999. "),
    (f"outlet={','.join(map(str, range(101)))}", "outlet", '"outlet" names 101 ids. Use at most 100.'),
    ("size=0", "size", '"0" is not a size. Use a whole number above 0.'),
    ("size=-5", "size", '"-5" is not a size. '),
    ("size=9999999999999999999", "size", '"9999999999999999999" is not a size. '),
    ("size=5&size=6", "size", '"size" is given 2 times. Give it once.'),
    ("id=7", "id", '"id" is not a parameter here. '),
    (f"q={'x' * 201}", "q", f"The search has 201 characters. Use at most {MAX_SEARCH}: "),
    (f"q={'a+' * 13}", "q", "The search has 13 words. Use at most 12: all of them must occur."),
    ("q=a%00b", "q", "The search holds a character that is no text. "),
    ("colour=red", "colour", '"colour" is not a parameter here. Use: bbox, claimant, from, kind, '),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "field", "sentence"), BAD, ids=[query[:30] for query, _, _ in BAD])
def test_parse_refuses_with_the_value_and_the_way_out(query: str, field: str, sentence: str) -> None:
    with pytest.raises(BadParameter) as refused:
        parse(QueryDict(query))

    assert refused.value.field == field
    assert refused.value.sentence.startswith(sentence)


def test_parse_reads_every_parameter() -> None:
    query = (
        "bbox=35,34.5,38,37&from=2019-04-30&to=2019-08-31&kind=bombing,clash&measure=killed"
        "&verification=fair&precision=near,area&q=+two++words+"
    )

    chosen = parse(QueryDict(query))

    bombing = tuple(kind for kind in EventKind if kind.group == KindGroup.BOMBING)
    assert chosen == EventFilter(
        bbox=(35, 34.5, 38, 37),
        start=date(2019, 4, 30),
        end=date(2019, 8, 31),
        kinds=(*bombing, EventKind.CLASH),
        kind_names=("bombing", "clash"),
        measures=(Measure.KILLED,),
        verifications=(Verification.FAIR,),
        precisions=(Precision.NEAR, Precision.AREA),
        q="two words",
    )


@pytest.mark.django_db
def test_claimants_outlets_and_size_come_back_from_their_own_parameters() -> None:
    first, second = make.organisation(), make.organisation()
    of = factories.article()
    factories.published_event(of=of, figure={"claimant": first})
    factories.published_event(figure={"claimant": second})

    chosen = parse(QueryDict(f"claimant={second.pk}&claimant={first.pk}&outlet={of.outlet_id}&size=12"))

    assert (chosen.claimants, chosen.outlets, chosen.size) == ((second.pk, first.pk), (of.outlet_id,), 12)
    assert chosen.as_params() == {
        "size": "12",
        "claimant": f"{second.pk},{first.pk}",
        "outlet": str(of.outlet_id),
    }
    assert parse(QueryDict(urlencode(chosen.as_params()))) == chosen


def test_address_without_parameters_takes_none() -> None:
    with pytest.raises(BadParameter) as refused:
        parse(QueryDict("kind=clash"), allow=frozenset())

    assert refused.value.sentence == '"kind" is not a parameter here. This address takes none.'


def test_parse_takes_what_a_form_sends() -> None:
    chosen = parse(QueryDict("q=&from=&to=&measure=&kind=shelling&kind=clash&kind=shelling"))

    assert chosen.kind_names == ("shelling", "clash")
    assert chosen.as_config() == {"kind": ["shelling", "clash"]}


def test_parse_leaves_the_state_of_the_screen_to_pages() -> None:
    assert parse(QueryDict("event=3&view=7/35/37"), strict=False) == EventFilter()


def test_filter_comes_back_from_its_own_parameters() -> None:
    query = QueryDict("bbox=35.123456,34,38,37&to=2019-08-31&kind=bombing&precision=near,area&q=a")

    chosen = parse(query)

    assert chosen.as_params() == {
        "q": "a",
        "to": "2019-08-31",
        "kind": "bombing",
        "precision": "near,area",
        "bbox": "35.123456,34,38,37",
    }
    assert parse(QueryDict(urlencode(chosen.as_params()))) == chosen


@pytest.mark.django_db
def test_layer_with_drafts_only_is_as_unknown_as_none() -> None:
    layer = make.layer(slug="planned")
    make.event(layer=layer)

    with pytest.raises(BadParameter, match=r'^There is no layer "planned"\. No layer is published yet\.$'):
        parse(QueryDict("layer=planned"))


@pytest.mark.django_db
def test_draft_map_is_as_unknown_as_none() -> None:
    make.map_(slug="planned", status=Status.IN_REVIEW)

    with pytest.raises(BadParameter, match=r'^There is no published map "planned"\.'):
        parse(QueryDict("map=planned"))


@given(st.dictionaries(st.sampled_from(sorted(FILTERS)), st.lists(st.text(max_size=250), max_size=3)))
def test_any_text_is_read_or_refused_with_a_sentence(values: dict[str, list[str]]) -> None:
    try:
        read_values(values)
    except BadParameter as refused:
        assert refused.sentence.endswith((".", "enough."))  # noqa: PT017 -- most texts are simply read


@pytest.mark.django_db
def test_clean_filters_keeps_one_form() -> None:
    layer = make.layer(slug="strikes")

    assert clean_filters({"from": "2019-04-01", "measure": ["killed", "injured"], "layer": layer.slug}) == {
        "from": "2019-04-01",
        "layer": "strikes",
        "measure": "killed,injured",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        (["from"], "The filters must be an object such as"),
        ({"map": "idlib"}, '"map" is not a filter of a map. Use: bbox, '),
        ({"from": "April"}, '"April" is not a date. '),
        ({"layer": "nothing"}, 'There is no layer "nothing". '),
        ({"place": 999999999}, "There is no place with the id 999999999. "),
    ],
)
def test_clean_filters_refuses_with_a_sentence(stored: object, sentence: str) -> None:
    with pytest.raises(BadParameter) as refused:
        clean_filters(stored)

    assert refused.value.sentence.startswith(sentence)
