"""On the real gazetteer, which the test database is made from."""

import time

import pytest
from geopy.exc import GeocoderQueryError

from events.enums import PlaceKind
from events.geocoding.gazetteer import GazetteerGeocoder, lookup, nearest, search
from events.models import Place, PlaceName

pytestmark = pytest.mark.django_db


def described(records) -> list[tuple[str, str, str]]:
    return [(record.name, record.kind.value, record.country) for record in records]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Syria", ("Syria", "country", "SY")),
        ("Syrian", ("Syria", "country", "SY")),
        ("Türkiye", ("Turkey", "country", "TR")),
        ("Сирия", ("Syria", "country", "SY")),
        ("سوريا", ("Syria", "country", "SY")),
        ("DRC", ("DR Congo", "country", "CD")),
        ("Idlib", ("Idlib", "admin1", "SY")),
        ("Idleb", ("Idlib", "settlement", "SY")),
        ("إدلب", ("Idlib", "settlement", "SY")),
        ("Maarat al-Numan", ("Maarat al-Numan", "settlement", "SY")),
        ("Ma'arrat an-Nu'man", ("Maarat al-Numan", "settlement", "SY")),
        ("معرة النعمان", ("Maarat al-Numan", "settlement", "SY")),
        ("Jisr al-Shughur", ("Jisr al-Shughur", "settlement", "SY")),
        ("Khan Sheikhoun", ("Khan Sheikhoun", "settlement", "SY")),
        ("Hodeidah", ("Hodeidah", "admin1", "YE")),
        ("Kobane", ("Kobani", "settlement", "SY")),
        ("Kiev", ("Kyiv", "admin1", "UA")),
        ("Luhansk", ("Luhansk", "admin1", "UA")),
        ("Crimea", ("Crimea", "admin1", "UA")),
        ("Gaza Strip", ("Gaza Strip", "admin1", "PS")),
        ("West Bank", ("West Bank", "admin1", "PS")),
        ("North Kivu", ("North Kivu", "admin1", "CD")),
        ("Donbas", ("Donbas", "own_area", "UA")),
        ("Darfur", ("Darfur", "own_area", "SD")),
        ("Eastern Ghouta", ("Eastern Ghouta", "own_area", "SY")),
        ("Rojava", ("Rojava", "own_area", "SY")),
        ("Sahel", ("Sahel", "own_area", "")),
        ("Black Sea", ("Black Sea", "natural", "")),
        ("Strait of Hormuz", ("Strait of Hormuz", "natural", "")),
        ("Syria-Turkey border", ("Syria–Turkey border", "border", "")),
        ("Turkish–Syrian border", ("Syria–Turkey border", "border", "")),
        ("Fallujah", ("Fallujah", "settlement", "IQ")),
        ("Mosul", ("Mosul", "settlement", "IQ")),
        ("Mariupol", ("Mariupol", "settlement", "UA")),
    ],
)
def test_lookup_finds_the_place_that_newsrooms_mean(name: str, first: tuple[str, str, str]) -> None:
    assert described(lookup([name])[name])[:1] == [first]


@pytest.mark.parametrize("name", ["", "—", "Nowhereville-on-Sea", "Xyzzy"])
def test_lookup_of_an_unknown_name_is_empty(name: str) -> None:
    assert lookup([name]) == {name: ()}


def test_lookup_gives_province_and_town_of_one_name() -> None:
    province, town = lookup(["Idlib"])["Idlib"]

    assert (province.kind, town.kind) == (PlaceKind.ADMIN1, PlaceKind.SETTLEMENT)
    assert (town.admin1_id, town.population) == (province.id, 128840)
    assert (round(town.lon, 2), round(town.lat, 2)) == (36.63, 35.93)
    assert province.population is None


def test_lookup_adds_the_name_without_article_after_the_one_with_it() -> None:
    found = described(lookup(["al-Raqqa"])["al-Raqqa"])

    assert found[0] == ("Raqqa", "admin1", "SY")
    assert ("Raqqa", "settlement", "SY") in found


def test_lookup_reads_a_hyphenated_name_as_one_word_where_nothing_bears_it_otherwise() -> None:
    assert described(lookup(["Pétion-Ville"])["Pétion-Ville"])[0] == ("Pétionville", "settlement", "HT")
    assert lookup(["Tin-Bok-Tu"])["Tin-Bok-Tu"] == ()


def test_lookup_orders_by_population_and_stops_at_the_limit() -> None:
    towns = [record for record in lookup(["Springfield"])["Springfield"] if record.population]

    assert [t.population for t in towns] == sorted((t.population for t in towns), reverse=True)
    assert len(lookup(["San Jose"], limit_each=5)["San Jose"]) == 5


def test_lookup_has_each_place_once() -> None:
    for records in lookup(["Hama", "Raqqa", "Paris", "San Jose"]).values():
        assert len({record.id for record in records}) == len(records)


def test_lookup_of_an_article_is_one_quick_query(django_assert_num_queries) -> None:
    names = list(Place.objects.filter(kind="settlement", population__gte=5000).order_by("id")[:300])
    wanted = [place.name for place in names]
    lookup(wanted)

    with django_assert_num_queries(1):
        started = time.perf_counter()
        found = lookup(wanted)

    # Usually 10 ms; the bound only catches a plan that reads the whole table.
    assert time.perf_counter() - started < 0.5
    assert all(found.values())


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Idlib, Syria", ("Idlib", "admin1", "SY")),
        ("Moscow, Idaho", ("Moscow", "settlement", "US")),
        ("Springfield, Illinois", ("Springfield", "settlement", "US")),
        ("Homs Governorate", ("Homs", "admin1", "SY")),
        ("Khan Sheikhou", ("Khan Sheikhoun", "settlement", "SY")),
        ("Damscus", ("Damascus", "settlement", "SY")),
        ("al-Hasaka, Nowhere", ("Hasakah", "settlement", "SY")),
        ("", None),
        ("%_%", None),
        ("Qqqqzzzz", None),
    ],
)
def test_search_finds_exact_then_prefix_then_alike(query: str, first) -> None:
    found = described(search(query))

    assert (found[0] if found else None) == first


def test_search_keeps_to_the_country() -> None:
    assert {record.country for record in search("Tripoli", country="LB")} == {"LB"}


def test_search_leaves_the_similarity_threshold_as_it_was(django_db_setup, db) -> None:
    from django.db import connection, transaction

    with transaction.atomic():
        search("Damscus")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'damscus' % 'damascus'")
        assert cursor.fetchone() == (True,)


def test_nearest_is_the_town_and_nothing_at_sea() -> None:
    assert described(nearest(36.634, 35.93)) == [("Idlib", "settlement", "SY")]
    assert nearest(-30.0, 0.0) == []


def test_geocoder_answers_like_any_geopy_geocoder() -> None:
    geocoder = GazetteerGeocoder()

    one = geocoder.geocode("Hama")
    many = geocoder.geocode("Hama", exactly_one=False)

    assert (one.address, round(one.longitude), round(one.latitude)) == ("Hama", 37, 35)
    assert many[0] == one
    assert geocoder.geocode("Qqqqzzzz") is None
    assert geocoder.geocode("Qqqqzzzz", exactly_one=False) is None
    assert geocoder.reverse((35.93, 36.634)).address == "Idlib"


def test_geocoder_can_reach_no_network() -> None:
    with pytest.raises(GeocoderQueryError, match="asks nobody"):
        GazetteerGeocoder()._call_geocoder("https://example.org/", lambda answer: answer)


def test_every_name_is_stored_under_its_key() -> None:
    from events.folding import fold

    for row in PlaceName.objects.filter(place__country="SY", place__kind="settlement")[:2000]:
        assert row.key in {fold(row.name), fold(row.name)[3:], fold(row.name)[2:]}, row.name


def test_every_settlement_has_a_parent_and_a_point_in_the_world() -> None:
    settlements = Place.objects.filter(kind="settlement")

    assert settlements.count() > 200_000
    assert not settlements.filter(parent=None).exists()
    assert not Place.objects.filter(point__equals="SRID=4326;POINT(0 0)").exists()


def test_parents_lie_in_the_same_country() -> None:
    from django.db.models import F

    astray = Place.objects.filter(kind="settlement").exclude(parent__country=F("country"))

    assert not astray.exists()
