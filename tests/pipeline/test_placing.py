from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.exceptions import PermissionDenied

from events.enums import MentionRole, MentionStatus, PlaceKind, Precision, Relation
from events.geocoding.chain import FoundPlace
from events.models import Mention, Place
from events.pipeline.placing import adopt_place, draw_mention, place_mention
from events.review.acts import EditConflict, Refused
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def proposed() -> Mention:
    return make.mention(status=MentionStatus.PROPOSED)


def province() -> Place:
    return make.place("Idlib", kind=PlaceKind.ADMIN1, geometry=make.square())


def province_area() -> float:
    return make.square().area


def test_mention_is_placed_in_a_part_of_a_province() -> None:
    mention = place_mention(
        proposed(), by=make.person("Editor"), place=province(), relation=Relation.PART_OF,
        direction="NW", role=MentionRole.ORIGIN,
    )  # fmt: skip

    mention.refresh_from_db()
    assert (mention.status, mention.precision, mention.role) == ("accepted", "admin1", "origin")
    west, _south, _east, north = mention.geometry.extent
    assert (west, north) == (36, 36)
    assert mention.geometry.area == pytest.approx(province_area() / 3, rel=0.01)


def test_mention_is_placed_no_more_exactly_than_is_known() -> None:
    by, mention = make.person(), proposed()

    with pytest.raises(Refused, match="“Idlib” is known as “Admin-1”, which is less exact than “Exact”"):
        place_mention(mention, by=by, place=province(), precision=Precision.EXACT)
    coarser = place_mention(mention, by=by, place=make.place(), precision=Precision.NEAR)

    assert coarser.precision == Precision.NEAR


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"place": None}, "Choose a place, draw one, or say that the mention is not identifiable."),
        ({"relation": Relation.BETWEEN}, "Between Saraqib and what? Choose the second place."),
        ({"relation": Relation.BORDER}, "Whose border with Saraqib? Choose the second country."),
        ({"relation": Relation.OFFSET, "distance_m": -3.0}, "is not a distance"),
    ],
)
def test_place_that_makes_no_geometry_is_refused(wanted: dict[str, Any], sentence: str) -> None:
    mention = proposed()

    with pytest.raises(Refused) as refused:
        place_mention(mention, by=make.person(), **{"place": make.place(), **wanted})

    assert sentence in str(refused.value)
    mention.refresh_from_db()
    assert (mention.status, mention.version) == (MentionStatus.PROPOSED, 1)


def test_placing_needs_the_right_and_the_present_version() -> None:
    mention = proposed()

    with pytest.raises(PermissionDenied):
        place_mention(mention, by=make.person(""), place=make.place())
    with pytest.raises(EditConflict):
        place_mention(mention, by=make.person(), place=make.place(), version=7)


@pytest.mark.parametrize(
    ("shape", "precision"),
    [
        ("POINT (36.5 35.5)", Precision.EXACT),
        ("LINESTRING (36 35, 37 36)", Precision.AREA),
        ("POLYGON ((36 35, 37 35, 37 36, 36 35))", Precision.AREA),
    ],
)
def test_drawn_mention_keeps_the_name_of_its_place(shape: str, precision: Precision) -> None:
    mention = proposed()

    drawn = draw_mention(mention, by=make.person(), geometry=GEOSGeometry(f"SRID=4326;{shape}"))

    drawn.refresh_from_db()
    assert (drawn.place, drawn.precision, drawn.status) == (mention.place, precision, "accepted")
    assert drawn.geometry.geom_type.upper() == shape.split()[0]


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [
        ("POINT (36 95)", "outside the world. Longitudes go from -180 to 180"),
        ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "not a valid shape: Self-intersection"),
        ("LINESTRING EMPTY", "The drawing is empty"),
    ],
)
def test_drawing_that_is_no_shape_on_earth_is_refused(shape: str, sentence: str) -> None:
    mention = proposed()

    with pytest.raises(Refused) as refused:
        draw_mention(mention, by=make.person(), geometry=GEOSGeometry(f"SRID=4326;{shape}"))

    assert sentence in str(refused.value)
    mention.refresh_from_db()
    assert mention.geometry == Point(36.8, 35.86, srid=4326)


FOUND = FoundPlace(
    name="Base", kind="", country="SY", lon=36.5, lat=35.5, geometry=None, precision=Precision.NEAR,
    provider="nominatim", provider_id="W1", licence="ODbL", place_id=None, label="Base, Syria",
)  # fmt: skip


def test_place_of_another_provider_is_added_once_with_its_source() -> None:
    place = adopt_place(FOUND)

    assert adopt_place(FOUND) == place
    assert (place.provider, place.provider_id, place.licence) == ("nominatim", "W1", "ODbL")
    assert (place.kind, place.point.coords) == (PlaceKind.SETTLEMENT, (36.5, 35.5))


def test_place_of_the_gazetteer_is_its_own_row() -> None:
    ours = make.place()
    before = Place.objects.count()

    assert adopt_place(replace(FOUND, place_id=ours.pk)) == ours
    assert Place.objects.count() == before


def test_places_without_an_id_of_their_provider_stay_apart() -> None:
    one = adopt_place(replace(FOUND, provider_id=""))
    other = adopt_place(replace(FOUND, provider_id="", lon=10.0, name="Depot"))

    assert one != other
    assert adopt_place(replace(FOUND, provider_id="")) == one
