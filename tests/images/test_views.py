"""The routes of pictures, asked as a reader's browser or a social network asks."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.gis.geos import GeometryCollection, LineString, MultiPolygon, Point, Polygon
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from events.embeds.freezing import take
from events.enums import KindGroup, Precision, Verification
from events.images import palette, views
from events.models import Event, EventMention, Map
from events.review.events import withdraw_event
from tests import factories
from tests.images import png_pixels
from tests.images.reading import SVG, Picture
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return factories.published_event(title="Shells on Saraqib", verification=Verification.FAIR)


@pytest.fixture
def of_map(event: Event) -> Map:
    return factories.published_map(slug="idlib", title="The war in Idlib", credits="By the map desk.")


def svg(client: Client, address: str) -> Picture:
    response = client.get(address)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    return Picture(response.content)


def test_addresses() -> None:
    assert reverse("home-image", kwargs={"suffix": "png"}) == "/image.png"
    assert reverse("map-image", kwargs={"slug": "idlib", "suffix": "svg"}) == "/maps/idlib/image.svg"
    assert reverse("event-image", kwargs={"pk": 7, "suffix": "png"}) == "/events/7/image.png"


def test_picture_of_a_map_says_what_it_shows(of_map: Map, client: Client) -> None:
    picture = svg(client, "/maps/idlib/image.svg")

    today = date_format(timezone.localdate(), "j F Y")
    assert picture.title == "The war in Idlib"
    assert {
        "The war in Idlib", "1 event from 1 article · 30 August 2019", "Shelling",
        "By the map desk. Places: GeoNames (CC BY 4.0), geoBoundaries (CC BY 4.0), Natural Earth",
        f"Dateline · The Example Herald · as of {today}",
    } <= set(picture.words)  # fmt: skip
    assert "1 event from 1 article" in picture.description
    assert picture.root.get("role") == "img"
    assert picture.root.get("aria-labelledby") == "dateline-title dateline-desc"


def test_picture_of_an_event_says_who_claims_what(event: Event, client: Client) -> None:
    picture = svg(client, f"/events/{event.pk}/image.svg?size=card")

    words = " ".join(picture.words)
    claimant = event.figures.get().claimant.name
    assert "Shells on Saraqib More than 12 people killed" in words
    assert f"according to {claimant}" in words
    assert "30 August 2019" in words
    assert "told by 1 article" in words


def test_event_of_a_map_is_drawn_alone(of_map: Map, event: Event, client: Client) -> None:
    other = factories.published_event(title="Another one")
    picture = svg(client, f"/maps/idlib/image.svg?event={event.pk}")

    assert picture.title == "Shells on Saraqib"
    assert len(picture.symbols(palette.SHAPES[KindGroup.SHELLING])) == 1
    of_map.picked_events.set([event])
    assert client.get(f"/maps/idlib/image.svg?event={other.pk}").status_code == 404


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("", (960, 720)),
        ("?size=card", (1200, 630)),
        ("?size=tall", (640, 800)),
        ("?size=small&scale=2", (960, 720)),
    ],
)
def test_png_has_its_size(query: str, size: tuple[int, int], of_map: Map, client: Client) -> None:
    response = client.get(f"/maps/idlib/image.png{query}")

    assert response["Content-Type"] == "image/png"
    assert png_pixels.size_of(response.content) == size


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_png_shows_the_map(theme: str, of_map: Map, client: Client) -> None:
    pixels = png_pixels.read(client.get(f"/maps/idlib/image.png?size=small&theme={theme}").content)

    colours = palette.THEMES[theme]
    shares = pixels.shares()
    assert pixels.at(1, 1) == pixels.at(478, 358) == colours["paper"]
    assert shares[colours["paper"]] > 0.1
    assert shares[colours["map-focus"]] > 0.1
    assert shares[colours["shelling"]] > 0.0005
    assert len(shares) > 50


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("size=huge", "size"), ("size=9999x9999", "size"), ("scale=3", "scale"), ("theme=pink", "theme"),
        ("event=x", "event"), ("view=1/2", "view"), ("width=100000", "width"), ("kind=nothing", "kind"),
        ("bbox=1,2,3", "bbox"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_with_a_sentence(query: str, field: str, client: Client) -> None:
    response = client.get(f"/image.png?{query}")

    assert response.status_code == 400
    assert response.json()["field"] == field


@pytest.mark.parametrize(
    "address", ["/maps/never/image.png", "/events/987654/image.svg", "/image.svg?event=987654"]
)
def test_what_is_not_published_is_not_drawn(address: str, client: Client) -> None:
    response = client.get(address)

    assert response.status_code == 404
    assert response["Cache-Control"] == "no-cache"


def test_only_published_articles_are_counted(event: Event, client: Client) -> None:
    draft = make.mention(factories.article())
    EventMention.objects.create(event=event, mention=draft)

    assert "1 event from 1 article · 30 August 2019" in svg(client, "/image.svg").words


def test_withdrawn_event_leaves_the_picture(of_map: Map, event: Event, client: Client) -> None:
    assert "Shelling" in svg(client, "/maps/idlib/image.svg").words

    withdraw_event(event, by=make.person(), public_note="It was elsewhere.")

    assert "No event fits this selection." in svg(client, "/maps/idlib/image.svg").words
    assert client.get(f"/events/{event.pk}/image.png").status_code == 404


def test_unchanged_picture_is_not_sent_again(of_map: Map, client: Client) -> None:
    first = client.get("/maps/idlib/image.png?size=small")
    again = client.get("/maps/idlib/image.png?size=small", headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=60" or "max-age=60" in first["Cache-Control"]
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert again.status_code == 304


def test_drawing_opened_by_itself_may_load_nothing(of_map: Map, client: Client) -> None:
    policy = client.get("/maps/idlib/image.svg")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy


def test_filters_narrow_the_picture_and_are_named(event: Event, client: Client) -> None:
    picture = svg(client, "/image.svg?kind=shelling&from=2019-01-01&q=saraqib")

    assert picture.words[:2] == ["Dateline", "Shelling · “saraqib” · since 1 January 2019"]
    assert "No event fits this selection." in svg(client, "/image.svg?kind=protest").words


def test_figures_are_circles_where_they_can_be_compared(event: Event, client: Client) -> None:
    alone = svg(client, "/image.svg")
    factories.published_event(mention={"place": make.place("Hama", lon=36.75, lat=35.13)})
    both = svg(client, "/image.svg")

    assert "12+ killed" not in alone.map_words
    assert both.map_words.count("12+ killed") == 2
    assert "10 killed, injured or missing" not in alone.words


def test_hidden_layers_and_figures_are_left_out(event: Event, client: Client) -> None:
    factories.published_event(mention={"place": make.place("Hama", lon=36.75, lat=35.13)})

    assert "12+ killed" in svg(client, "/image.svg").map_words
    assert "12+ killed" not in svg(client, "/image.svg?hide=figures").map_words
    hidden = svg(client, f"/image.svg?hide={event.layer.slug}")
    assert "No event fits this selection." in hidden.words


def test_map_keeps_its_first_view(of_map: Map, client: Client) -> None:
    Map.objects.filter(pk=of_map.pk).update(extent=make.square(30, 30, 2))

    picture = svg(client, "/maps/idlib/image.svg")

    assert "1 event lies outside of this picture." in picture.words
    assert "EGYPT" in picture.map_words


def shape_of(geometry: object, client: Client, precision: Precision = Precision.AREA) -> Picture:
    geometry.srid = 4326
    event = factories.published_event(
        has_figure=False, mention={"geometry": geometry, "precision": precision}
    )
    return svg(client, f"/events/{event.pk}/image.svg")


def dashes(picture: Picture) -> set[str]:
    colour = palette.THEMES["light"]["shelling"]
    paths = [path for path in picture.map.iter(f"{SVG}path") if path.get("stroke") == colour]
    return {path.get("stroke-dasharray", "") for path in paths}


def test_area_is_hatched_and_never_filled(client: Client) -> None:
    picture = shape_of(make.square(), client, Precision.ADMIN1)

    assert dashes(picture) == {"", "6 4"}
    assert "somewhere in the area" in picture.words
    fills = {
        path.get("fill") for path in picture.map.iter(f"{SVG}path") if path.get("stroke-dasharray") == "6 4"
    }
    assert fills == {"none"}


def test_line_is_a_dashed_band(client: Client) -> None:
    picture = shape_of(LineString((36, 35), (37, 36)), client)

    assert dashes(picture) == {"", "9 6"}
    assert "somewhere along the line" in picture.words


def test_collection_is_drawn_part_by_part(client: Client) -> None:
    line = LineString((36, 35), (36.5, 35.2), (37, 35))
    picture = shape_of(GeometryCollection(Point(36.1, 35), line, make.square(37, 35)), client)

    assert dashes(picture) == {"", "9 6", "6 4"}
    # PostGIS writes a point as attributes, which are no path data.
    assert not [path for path in picture.map.iter(f"{SVG}path") if "cx" in path.get("d", "")]


def test_area_on_both_sides_of_the_antimeridian_is_drawn_whole(client: Client) -> None:
    both = MultiPolygon(Polygon.from_bbox((179, -18, 180, -16)), Polygon.from_bbox((-180, -18, -179, -16)))

    picture = shape_of(both, client, Precision.ADMIN1)

    outlines = [path for path in picture.map.iter(f"{SVG}path") if path.get("stroke-dasharray") == "6 4"]
    assert len(outlines) == 2


def test_near_is_a_circle(client: Client) -> None:
    event = factories.published_event(mention={"relation": "near", "precision": Precision.NEAR})

    picture = svg(client, f"/events/{event.pk}/image.svg")

    assert "near the place, within the circle" in picture.words
    assert [circle.get("stroke-dasharray") for circle in picture.map.iter(f"{SVG}circle")].count("4 4") == 1


def test_event_known_to_a_country_has_no_pin(client: Client) -> None:
    event = factories.published_event(has_figure=False, earliest=date(2019, 8, 30))
    Event.objects.filter(pk=event.pk).update(
        geometry=None, point=None, has_no_geometry=True, precision=Precision.COUNTRY
    )

    picture = svg(client, f"/events/{event.pk}/image.svg")

    assert picture.symbols(palette.SHAPES[KindGroup.SHELLING]) == []
    assert "1 event has no place on the map: it is known only to the country." in picture.words


def test_too_many_at_once_are_sent_away(of_map: Map, client: Client) -> None:
    for _ in range(views.MOST_WAITING):
        assert views.desk._places.acquire(blocking=False)
    try:
        response = client.get("/maps/idlib/image.png")
    finally:
        for _ in range(views.MOST_WAITING):
            views.desk._places.release()

    assert response.status_code == 503
    assert response["Retry-After"] == "3"
    assert client.get("/maps/idlib/image.svg").status_code == 200


def announced(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return [unescape(found) for found in re.findall(r'<meta property="og:image" content="([^"]+)"', page)]


def test_pages_announce_the_picture_of_what_they_show(of_map: Map, event: Event, client: Client) -> None:
    site = "http://testserver"

    assert announced(client, "/?kind=shelling&view=7/35/36") == [f"{site}/image.png?kind=shelling&size=card"]
    assert announced(client, "/maps/idlib/?lang=ar") == [f"{site}/maps/idlib/image.png?lang=ar&size=card"]
    assert announced(client, f"/events/{event.pk}/") == [f"{site}/events/{event.pk}/image.png?size=card"]


def test_frozen_map_has_the_picture_of_its_day(of_map: Map, event: Event, client: Client) -> None:
    area = MultiPolygon(Polygon(((36.2, 35.2), (37.2, 35.2), (37.2, 36.1), (36.2, 36.1), (36.2, 35.2))))
    Event.objects.filter(pk=event.pk).update(
        geometry=GeometryCollection(area), precision=Precision.ADMIN1, verification=Verification.CONTESTED
    )
    factories.published_event(title="Another one")
    frozen = take(of_map)
    before = svg(client, f"/maps/idlib/image.svg?as_of={frozen.day}")
    Map.objects.filter(pk=of_map.pk).update(title="Renamed")
    moved = GeometryCollection(Point(36.8, 35.8))
    Event.objects.filter(pk=event.pk).update(geometry=moved, precision=Precision.EXACT)

    after = svg(client, f"/maps/idlib/image.svg?as_of={frozen.day}")

    assert after.title == before.title == "The war in Idlib"
    assert {"somewhere in the area", "contested", "weak"} <= set(after.words)
    assert after.words == before.words
    assert "somewhere in the area" not in svg(client, "/maps/idlib/image.svg").words
    assert svg(client, f"/maps/idlib/image.svg?as_of={frozen.day}&event={event.pk}").title == event.title
    assert client.get(f"/maps/idlib/image.svg?as_of={frozen.day}&colour=1").status_code == 400
    withdraw_event(event, by=make.person(), public_note="It was not so.")
    assert "Another one" not in after.words
    left = svg(client, f"/maps/idlib/image.svg?as_of={frozen.day}")
    assert any(words.startswith("1 event from 1 article") for words in left.words)


def test_picture_of_today_leads_to_the_date(of_map: Map, client: Client) -> None:
    response = client.get("/maps/idlib/image.png?as_of=today&size=card")

    assert response.status_code == 302
    assert response["Location"] == f"/maps/idlib/image.png?as_of={timezone.localdate()}&size=card"


def test_frozen_map_of_all_events_has_a_picture(event: Event, client: Client) -> None:
    picture = svg(client, f"/image.svg?as_of={timezone.localdate()}&kind=shelling")

    assert picture.title == "Dateline"
    assert "Shelling" in picture.words


def test_countries_are_called_as_the_reader_calls_them(event: Event, client: Client) -> None:
    assert "سوريا" in svg(client, "/image.svg?lang=ar").map_words
    assert "SYRIE" in svg(client, "/image.svg?lang=fr").map_words
