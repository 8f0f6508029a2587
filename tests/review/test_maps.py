from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from events.enums import Status
from events.models import Map
from events.review.acts import EditConflict, Refused
from events.review.maps import change_map, discard_map, make_map, publish_map, withdraw_map
from tests.review import factories as make
from tests.review.test_events import verbs_on

pytestmark = pytest.mark.django_db


def test_map_is_published_changed_and_withdrawn() -> None:
    by, map_, layer = make.person(), make.map_(), make.layer()

    publish_map(map_, by=by)
    assert list(Map.objects.published()) == [map_]
    changed = change_map(map_, {"title": "Winter"}, by=by, layers=[layer], version=2)
    assert (changed.status, list(changed.layers.all())) == (Status.CHANGED, [layer])
    withdraw_map(map_, by=by, public_note="Out of date.")

    assert not Map.objects.published().exists()
    assert verbs_on(map_) == ["publish_map", "change_map", "withdraw_map"]


def test_map_keeps_its_address_while_it_is_published() -> None:
    by = make.person()
    map_ = publish_map(make.map_(slug="winter"), by=by)

    with pytest.raises(Refused, match="is published at /maps/winter/ and embedded from there"):
        change_map(map_, {"slug": "summer"}, by=by)

    map_.refresh_from_db()
    assert map_.slug == "winter"


def test_map_acts_are_refused_with_a_sentence() -> None:
    by, map_ = make.person(), make.map_()

    with pytest.raises(PermissionDenied):
        publish_map(map_, by=make.person("Editor"))
    with pytest.raises(Refused, match="nothing to withdraw"):
        withdraw_map(map_, by=by, public_note="Why.")
    with pytest.raises(Refused, match="Say why the map is withdrawn"):
        withdraw_map(map_, by=by, public_note=" ")
    publish_map(map_, by=by)
    with pytest.raises(Refused, match="is published already"):
        publish_map(map_, by=by)
    with pytest.raises(EditConflict):
        change_map(map_, {"title": "Winter"}, by=by, version=1)
    with pytest.raises(Refused, match="no changeable status"):
        change_map(map_, {"status": "draft"}, by=by)


def test_map_that_was_published_is_not_deleted() -> None:
    by = make.person("", is_superuser=True)
    shown = publish_map(make.map_(), by=by)

    discard_map(make.map_(), by=by)
    with pytest.raises(Refused, match=r"was published\. Withdraw it and say why"):
        discard_map(shown, by=by)

    assert list(Map.objects.all()) == [shown]


def test_map_is_made_with_all_that_it_shows() -> None:
    by, layer, event = make.person(), make.layer(), make.event()

    map_ = make_map(
        {"title": "Winter", "slug": "winter", "language": "fr", "languages": ["fr", "ar", "fr"],
         "translations": {"ar": {"title": " شتاء ", "credits": " "}}, "layer_order": [layer.pk, 0, layer.pk]},
        by=by, layers=[layer], picked_events=[event],
    )  # fmt: skip

    kept = Map.objects.get(slug="winter")
    assert kept == map_
    assert (kept.status, kept.created_by, kept.language) == (Status.DRAFT, by, "fr")
    assert (kept.languages, kept.layer_order) == (["ar", "fr"], [layer.pk])
    assert kept.translations == {"ar": {"title": "شتاء"}}
    assert (list(kept.layers.all()), list(kept.picked_events.all())) == ([layer], [event])
    assert verbs_on(map_) == ["add_map"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "The map has no title"),
        ({"title": "a" * 201}, "The title has 201 characters; at most 200"),
        ({"slug": "winter in idlib"}, "“winter in idlib” is no address"),
        ({"slug": "a" * 81}, "The slug has 81 characters"),
        ({"slug": "taken"}, "Another map is at /maps/taken/ already"),
        ({"language": "xx"}, "“xx” is no language of the readers' pages. Use: en"),
        ({"languages": ["en", "xx"]}, "“xx” is no language"),
        ({"translations": []}, "are an object such as"),
        ({"translations": {"ar": {"heading": "a"}}}, "“heading” is nothing that is translated of the map"),
        ({"translations": {"ar": {"credits": 5}}}, "The credits of the map in “ar” is no text"),
        ({"introduction": "a" * 5001}, "The introduction has 5,001 characters; at most 5,000"),
        ({"screen": {"zoom": 3}}, "“zoom” is not something that a map can open with"),
    ],
)
def test_map_that_cannot_be_shown_is_refused(changes: dict[str, Any], sentence: str) -> None:
    by, map_ = make.person(), make.map_()
    make.map_(slug="taken")

    with pytest.raises(Refused, match=sentence):
        change_map(map_, changes, by=by)
    with pytest.raises(Refused, match=sentence):
        make_map({"title": "Winter", "slug": "winter", **changes}, by=by)


def test_map_is_made_by_publishers_alone() -> None:
    with pytest.raises(PermissionDenied):
        make_map({"title": "Winter", "slug": "winter"}, by=make.person("Editor"))
