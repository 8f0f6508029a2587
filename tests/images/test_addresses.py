from __future__ import annotations

from django.test import RequestFactory

from events.images.addresses import card_of_page, card_path


def test_card_shows_what_it_is_asked_for() -> None:
    request = RequestFactory().get("/maps/idlib/?lang=ar&kind=shelling")
    filters = {"to": "", "kind": "shelling,protest", "map": "idlib"}

    path = card_path(request, "map-image", filters, slug="idlib")

    assert path == "/maps/idlib/image.png?kind=shelling,protest&lang=ar&size=card"
    assert card_path(RequestFactory().get("/"), "event-image", pk=7) == "/events/7/image.png?size=card"


def test_card_of_a_page_takes_its_filters_and_nothing_else() -> None:
    request = RequestFactory().get("/?q=saraqib&view=7/35.9/36.6&utm_source=x")

    assert card_of_page(request, "home-image") == "/image.png?q=saraqib&size=card"


def test_page_as_of_a_day_has_the_card_of_that_day() -> None:
    request = RequestFactory().get("/?as_of=2026-11-22")

    assert card_of_page(request, "home-image") == "/image.png?as_of=2026-11-22&size=card"
