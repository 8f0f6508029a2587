from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.contrib.gis.geos import Polygon
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from events.enums import Precision, Status
from events.models import Decision, Map, StoryStep
from events.review.acts import EditConflict, Refused
from events.review.discretion import show_coarser
from events.review.maps import change_map, copy_map, make_map, publish_map
from events.review.story import Step, clean_steps, steps_of
from tests import factories
from tests.review import discretion
from tests.review import factories as make

pytestmark = pytest.mark.django_db

WINTER = Step(
    heading="Winter", text="One.", extent=Polygon.from_bbox((36, 35, 37, 36)), start=date(2019, 12, 1)
)
SPRING = Step(heading="Spring", end=date(2020, 3, 6))


def headings(map_: Map) -> list[str]:
    return [step.heading for step in steps_of(map_)]


def test_story_is_told_reordered_and_shortened() -> None:
    by, layer = make.person(), make.layer()
    event = factories.published_event(by=by)
    first = Step(
        heading=" The  first ", text="One.\r\n\r\n\n Two. ", event=event, layers=(layer.pk, layer.pk)
    )
    map_ = make_map({"title": "War", "slug": "war"}, by=by, steps=[first, WINTER])

    kept = steps_of(map_)
    assert (kept[0].heading, kept[0].text, kept[0].event) == ("The first", "One.\n\nTwo.", event)
    assert kept[0].layers == (layer.pk,)
    assert kept[1].extent == WINTER.extent
    changed = change_map(map_, {}, by=by, steps=[kept[1], SPRING, kept[0]], version=1)
    assert [step.pk for step in steps_of(map_)][::2] == [kept[1].pk, kept[0].pk]
    assert headings(map_) == ["Winter", "Spring", "The first"]
    change_map(map_, {}, by=by, steps=steps_of(map_)[1:2], version=changed.version)

    assert headings(map_) == ["Spring"]
    latest = Decision.objects.filter(verb="change_map").first()
    assert latest.changes == {"steps": [["Winter", "Spring", "The first"], ["Spring"]]}


def test_story_left_alone_or_as_it_is_leaves_nothing_on_record() -> None:
    by = make.person()
    map_ = make_map({"title": "War", "slug": "war"}, by=by, steps=[WINTER])

    change_map(map_, {"title": "Wars"}, by=by)
    change_map(map_, {}, by=by, steps=steps_of(map_))

    assert headings(map_) == ["Winter"]
    assert [each.changes for each in Decision.objects.filter(verb="change_map")] == [
        {}, {"title": ["War", "Wars"]},
    ]  # fmt: skip


def test_second_editor_of_a_story_is_told() -> None:
    by, map_ = make.person(), make.map_()
    change_map(map_, {}, by=by, steps=[WINTER], version=1)

    with pytest.raises(EditConflict):
        change_map(map_, {}, by=by, steps=[SPRING], version=1)

    assert headings(map_) == ["Winter"]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (Step(heading=" "), "Step 1 has no heading"),
        (Step(heading="a" * 121), "The heading of step 1 has 121 characters; at most 120"),
        (Step(heading="a", text="b" * 1001), "The text of step 1 has 1001 characters"),
        (
            Step(heading="a", start=date(2020, 2, 2), end=date(2020, 2, 1)),
            "ends .2020-02-01. before it begins",
        ),
        (Step(heading="a", layers=(0,)), "names the layer 0, which is no more"),
        (Step(heading="a", extent=Polygon.from_bbox((0, 0, 200, 10))), "outside the world"),
        (Step(heading="a", extent=WINTER.extent, zoom=23), "“23” is no zoom of a map. Use 0 to 22"),
        (Step(heading="a", translations={"xx": {"heading": "b"}}), "“xx” is no language"),
        (
            Step(heading="a", translations={"ar": {"title": "b"}}),
            "“title” is nothing that is translated of step 1",
        ),
        (
            Step(heading="a", translations={"ar": {"heading": "b" * 121}}),
            "The heading of step 1 in “ar” has 121",
        ),
    ],
)
def test_step_that_cannot_be_shown_is_refused(step: Step, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        clean_steps([step])


def test_zoom_is_kept_with_its_view_and_goes_with_it() -> None:
    by, box = make.person(), WINTER.extent
    steps = [Step(heading="a", extent=box, zoom=12.754), Step(heading="b", zoom=9)]
    map_ = make_map({"title": "War", "slug": "war", "extent": box, "zoom": 13}, by=by, steps=steps)

    assert [step.zoom for step in steps_of(map_)] == [12.75, None]
    assert copy_map(map_, by=by).zoom == 13
    assert change_map(map_, {"title": "Wars"}, by=by).zoom == 13
    assert change_map(map_, {"extent": None}, by=by).zoom is None
    with pytest.raises(IntegrityError, match="map_zoom_of_a_view"), transaction.atomic():
        Map.objects.filter(pk=map_.pk).update(zoom=13)


def test_story_of_too_many_steps_or_of_another_map_is_refused() -> None:
    by = make.person()
    other = make_map({"title": "Other", "slug": "other"}, by=by, steps=[WINTER])
    [foreign] = steps_of(other)
    map_ = make.map_()

    with pytest.raises(Refused, match="at most 30 steps, not 31"):
        change_map(map_, {}, by=by, steps=[WINTER] * 31)
    with pytest.raises(Refused, match="is not one of this map any more"):
        change_map(map_, {}, by=by, steps=[foreign])
    with pytest.raises(Refused, match="stands twice"):
        change_map(other, {}, by=by, steps=[foreign, foreign])

    assert (headings(other), headings(map_)) == (["Winter"], [])


def test_copy_is_a_draft_of_its_own() -> None:
    by, layer = make.person(), make.layer()
    event = factories.published_event(by=by)
    of = make_map(
        {"title": "War", "slug": "war", "screen": {"draw": "heat"}, "languages": ["ar", "en"],
         "translations": {"ar": {"title": "حرب"}}, "layer_order": [layer.pk]},
        by=by, layers=[layer], picked_events=[event], steps=[Step(heading="One", event=event)],
    )  # fmt: skip
    publish_map(of, by=by)

    copies = [copy_map(of, by=by), copy_map(of, by=by)]

    assert [each.slug for each in copies] == ["war-copy", "war-copy-2"]
    copy = copies[0]
    assert (copy.title, copy.status, copy.created_by) == ("War (copy)", Status.DRAFT, by)
    assert (copy.screen, copy.languages, copy.layer_order) == ({"draw": "heat"}, ["en", "ar"], [layer.pk])
    assert copy.translations == {"ar": {"title": "حرب"}}
    assert (list(copy.layers.all()), list(copy.picked_events.all())) == ([layer], [event])
    assert [step.event for step in steps_of(copy)] == [event]
    assert steps_of(copy)[0].pk != steps_of(of)[0].pk
    with pytest.raises(PermissionDenied):
        copy_map(of, by=make.person("Editor"))


def test_copy_leaves_out_the_events_that_who_copies_may_not_see() -> None:
    by, other = make.person(), make.person("Contributor")
    other.groups.get().permissions.add(Permission.objects.get(codename="add_map"))
    shown, hidden = factories.published_event(by=by), make.event(by=by)
    of = make_map(
        {"title": "War", "slug": "war", "screen": {"event": hidden.pk, "draw": "heat"}}, by=by,
        picked_events=[shown, hidden], steps=[Step(heading="One", event=hidden)],
    )  # fmt: skip
    publish_map(of, by=by)

    copy = copy_map(of, by=other)

    assert copy.screen == {"draw": "heat"}
    assert list(copy.picked_events.all()) == [shown]
    assert [step.event for step in steps_of(copy)] == [None]
    assert copy_map(of, by=by).screen == {"draw": "heat", "event": str(hidden.pk)}


def test_step_whose_event_is_deleted_has_none() -> None:
    event = make.event()
    map_ = make_map(
        {"title": "War", "slug": "war"}, by=make.person(), steps=[Step(heading="One", event=event)]
    )

    event.delete()

    assert steps_of(map_)[0].event is None
    assert StoryStep.objects.get().event is None


def test_story_of_a_hidden_place_is_not_published() -> None:
    by = make.person()
    around = discretion.area()
    event = show_coarser(
        discretion.published(around, by=by, title="Shells at night"), by=by, reason="Safety.",
        level=Precision.ADMIN1, with_events=True,
    )  # fmt: skip
    says = Step(heading="At night", event=event, translations={"ru": {"text": "Ночь в Зарракибе."}})
    close = Step(heading="At night", event=event, extent=Polygon.from_bbox((36.8, 35.8, 36.9, 35.9)))
    wide = Step(heading="At night", event=event, extent=Polygon.from_bbox((35.9, 34.9, 38.1, 37.1)))
    map_ = make_map({"title": "Nights", "slug": "nights"}, by=by, steps=[says])

    with pytest.raises(Refused, match="names its place, which is kept from readers"):
        publish_map(map_, by=by)
    change_map(map_, {}, by=by, steps=[close])
    with pytest.raises(Refused, match="Step 1 opens “Shells at night” in a view of less"):
        publish_map(map_, by=by)
    change_map(map_, {}, by=by, steps=[wide])
    publish_map(map_, by=by)
    with pytest.raises(Refused, match="names its place"):
        change_map(map_, {"translations": {"ar": {"title": "ليل زرقيب"}}}, by=by)

    assert Map.objects.get().translations == {}


def test_event_on_a_map_that_names_its_place_is_not_made_coarser() -> None:
    by = make.person()
    event = discretion.published(discretion.area(), by=by, title="Shells at night")
    map_ = make_map({"title": "War", "slug": "war"}, by=by, steps=[Step(heading="Zarraqib", event=event)])
    publish_map(map_, by=by)

    with pytest.raises(Refused, match="The map “War” shows “Shells at night” and names its place"):
        show_coarser(event, by=by, reason="Safety.", level=Precision.ADMIN1, with_events=True)
