from __future__ import annotations

from django.test import RequestFactory

from events.images.addresses import card_path, meta_of


def test_card_shows_what_the_page_shows() -> None:
    request = RequestFactory().get("/maps/idlib/?lang=ar&kind=shelling")

    path = card_path(
        request, "map-image", {"to": "", "kind": "shelling,protest", "map": "idlib"}, slug="idlib"
    )

    assert path == "/maps/idlib/image.png?kind=shelling,protest&lang=ar&size=card"
    assert card_path(RequestFactory().get("/"), "event-image", pk=7) == "/events/7/image.png?size=card"


def test_head_of_a_page_says_no_more_than_is_shown_elsewhere() -> None:
    request = RequestFactory().get("/?q=saraqib&view=7/35.9/36.6&utm_source=x")

    meta = meta_of(
        request,
        "home-image",
        description="word " * 100,
        absolute=lambda _, path: f"https://example.org{path}",
    )

    assert meta["image"] == "https://example.org/image.png?q=saraqib&size=card"
    assert len(meta["description"]) <= 201
    assert meta["description"].endswith("word…")
