from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from events.api.params import parse
from events.api.selection import apply, data_sets_of
from events.enums import DatePrecision, EventKind, PlaceKind, Precision, Status, Verification
from events.models import Dataset, Event, ImportRun, PlaceName, SourceRecord
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def found(**params: object) -> list[str]:
    """The titles of the published events that a query string selects."""
    chosen = parse(QueryDict(urlencode(params)))
    return sorted(apply(chosen, Event.objects.published()).values_list("title", flat=True))


def told(title: str, **fields: object) -> Event:
    return make.published(make.mention(place=fields.pop("place", None)), title=title, **fields)


def test_no_parameters_select_every_published_event_and_no_draft() -> None:
    told("Seen")
    make.event(title="Unseen")

    assert found() == ["Seen"]


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({"kind": "shelling_artillery"}, ["Shells"]),
        ({"kind": "displacement"}, ["Flight"]),
        ({"kind": "shelling,displacement"}, ["Flight", "Shells"]),
        ({"verification": "confirmed"}, ["Flight"]),
        ({"from": "2019-09-01"}, ["Flight"]),
        ({"to": "2019-08-30"}, ["Shells"]),
        ({"from": "2019-08-30", "to": "2019-09-15"}, ["Flight", "Shells"]),
        ({"precision": "settlement"}, ["Flight", "Shells", "Undated"]),
        ({"precision": "country"}, []),
        ({"q": "SHELLS"}, ["Shells"]),
        ({"q": "flight border"}, ["Flight"]),
        ({"q": "flight nowhere"}, []),
        ({"q": "100%"}, []),
    ],
)
def test_filter_selects(params: dict[str, str], titles: list[str]) -> None:
    told("Shells", verification=Verification.FAIR)
    told(
        "Flight", summary="Families left for the border.", kind=EventKind.FLIGHT,
        verification=Verification.CONFIRMED, earliest=date(2019, 9, 1), latest=date(2019, 9, 30),
        date_precision=DatePrecision.MONTH,
    )  # fmt: skip
    told("Undated", kind=EventKind.CLASH, earliest=None, latest=None, date_precision=DatePrecision.UNKNOWN)

    assert found(**params) == titles


def test_bbox_selects_what_touches_it_also_across_the_antimeridian() -> None:
    told("Here", place=make.place("Saraqib", lon=36.8, lat=35.9))
    told("Fiji", place=make.place("Saraqib", lon=179.5, lat=-17))

    assert found(bbox="36,35,37,36") == ["Here"]
    assert found(bbox="179,-20,-179,-10") == ["Fiji"]


def test_layer_selects_its_events() -> None:
    told("Strike", layer=make.layer(slug="strikes"))
    told("Camp", layer=make.layer(slug="camps"))

    assert found(layer="camps") == ["Camp"]
    assert found(layer="camps,strikes") == ["Camp", "Strike"]


def test_place_selects_what_lies_in_it() -> None:
    country = make.place("Syria", kind=PlaceKind.COUNTRY)
    province = make.place("Idlib", kind=PlaceKind.ADMIN1, parent=country)
    told("Inside", place=make.place("Saraqib", parent=province))
    told("Elsewhere", place=make.place("Saraqib"))

    assert found(place=province.pk) == ["Inside"]
    assert found(place=country.pk) == ["Inside"]


def test_place_selects_by_outline_what_is_drawn_wholly_inside_of_it() -> None:
    area = make.place("Buffer zone", kind=PlaceKind.OWN_AREA, geometry=make.square(36, 35))
    told("Inside", place=make.place("Binnish", lon=36.5, lat=35.5))
    told("Outside", place=make.place("Manbij", lon=37.9, lat=36.5))
    wide = make.square(35.5, 34.5, 2)
    told_of_area = make.mention(
        place=make.place("Province", kind=PlaceKind.ADMIN1, lon=36.5, lat=35.5), geometry=wide,
        precision=Precision.ADMIN1,
    )  # fmt: skip
    make.published(told_of_area, title="Somewhere in the province")

    assert found(place=area.pk) == ["Inside"]


def test_size_is_what_a_figure_of_the_measures_has_for_certain() -> None:
    factories.published_event(title="More than 12 killed")
    factories.published_event(
        title="Up to 40 injured",
        figure={"measure": "injured", "quantifier": "up_to", "low": None, "high": 40},
    )

    assert found(size="12") == ["More than 12 killed"]
    assert found(size="13") == []
    assert found(size="12", measure="killed,injured") == ["More than 12 killed"]
    assert found(size="12", measure="injured") == []
    assert found(measure="injured") == ["Up to 40 injured"]


def test_claimants_and_outlets_select_the_events_they_tell() -> None:
    claimant, outlet = make.organisation(), make.outlet()
    factories.published_event(title="Claimed", figure={"claimant": claimant})
    factories.published_event(title="Printed", of=factories.article(outlet=outlet))
    other = factories.published_event(title="Other")
    make.figure(factories.article(), claimant=claimant, event=other, role="corroborating")

    assert found(claimant=str(claimant.pk)) == ["Claimed"]
    assert found(outlet=str(outlet.pk)) == ["Printed"]
    assert found(claimant=str(claimant.pk), outlet=str(outlet.pk)) == []


def test_search_knows_a_place_by_all_its_names_without_accents() -> None:
    place = make.place("Saraqib")
    PlaceName.objects.create(place=place, name="Sarāqib al-Qadīmah", key="saraqib al qadimah")
    told("Shells", place=place)

    assert found(q="saraqib al-qadimah") == ["Shells"]
    assert found(q="Şaraqib") == ["Shells"]


def test_search_reads_a_name_as_the_gazetteer_does() -> None:
    place = make.place("Maarat al-Numan")
    PlaceName.objects.create(place=place, name="Maarrat an-Nu'man", key="maarrat al numan")
    told("Shells", place=place)

    for q in ("Ma‘arrat an-Nu‘mān", "an-numan", "al-Nu'man maarrat"):
        assert found(q=q) == ["Shells"], q
    assert found(q="an-nusra") == []


def test_measure_and_claimant_count_for_published_figures_only() -> None:
    article = make.article()
    claimant = make.organisation(name="Observatoire étranger")
    seen = make.mention(article)
    figure = make.figure(article, claimant=claimant)
    event = make.published(seen, title="Shells")
    assert found(measure="killed") == []
    assert found(q="observatoire") == []

    type(figure).objects.filter(pk=figure.pk).update(event=event, status=Status.PUBLISHED)

    assert found(measure="killed") == ["Shells"]
    assert found(measure="injured") == []
    assert found(q="Observatoire etranger") == ["Shells"]


def test_map_narrows_by_its_layers_filters_and_picks() -> None:
    strikes = make.layer(slug="strikes")
    first = told("First", layer=strikes)
    told("Second", layer=strikes)
    told("Other layer")
    published = make.map_(slug="idlib", status=Status.PUBLISHED)
    published.layers.set([strikes])
    assert found(map="idlib") == ["First", "Second"]

    published.picked_events.set([first])
    assert found(map="idlib") == ["First"]

    published.filters = {"kind": ["displacement", "disaster"]}
    published.save()
    assert found(map="idlib") == []


def test_map_whose_layer_lost_its_events_is_empty_not_wrong() -> None:
    told("Seen")
    make.map_(slug="idlib", status=Status.PUBLISHED, filters={"layer": "gone"})

    assert found(map="idlib") == []


def test_precision_of_near_is_its_own() -> None:
    at = make.place("Saraqib")
    near = make.mention(place=at, precision=Precision.NEAR, geometry=Point(36.8, 35.86, srid=4326))
    make.published(near, title="Near")

    assert found(precision="near") == ["Near"]


def test_data_sets_that_events_came_from_are_asked_for_together() -> None:
    events = [told(name) for name in ("First", "Second", "Third")]
    for name, event in zip(("Ash", "Birch", "Cedar"), events, strict=True):
        dataset = Dataset.objects.create(name=name, outlet=make.outlet(name=name), licence="CC BY 4.0")
        run = ImportRun.objects.create(dataset=dataset, by=make.person(), file_name="a.csv", size=1)
        SourceRecord.objects.create(
            dataset=dataset, run=run, source_id="1", row=2, raw={}, applied={}, digest="0", event=event,
            article=make.article(),
        )  # fmt: skip

    with CaptureQueriesContext(connection) as captured:
        whole = [one["name"] for one in data_sets_of(Event.objects.published())]

    assert whole == ["Ash", "Birch", "Cedar"]
    assert len(captured) == 2
    assert [one["name"] for one in data_sets_of(Event.objects.filter(title="Second"))] == ["Birch"]
    assert data_sets_of(Event.objects.none()) == []
