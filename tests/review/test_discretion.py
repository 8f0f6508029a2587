"""Events shown less exactly than they are known, and exactly again."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client

from events.enums import EventKind, MentionStatus, Precision, Status
from events.models import (
    Decision,
    DiscreetMention,
    Discretion,
    Event,
    EventMention,
    Figure,
    KeptSource,
    Layer,
)
from events.review.acts import Refused, check_deferred_constraints
from events.review.aside import known
from events.review.discretion import show_coarser, show_exactly, state_in_words
from events.review.drafts import discard_event
from events.review.events import change_event, create_event, tell_event, untell_event
from events.review.figures import correct_figure
from events.review.mentions import correct_mention
from events.review.merging import merge_events, unmerge_event
from tests import factories
from tests.admin.pages import change_url, opened
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> given.Area:
    return given.area()


def test_event_shown_coarser_holds_its_province_in_every_column_that_is_read(around: given.Area) -> None:
    event = given.discreet(around)

    event.refresh_from_db()
    mention, figure = event.mentions.get(), event.figures.get()
    article = mention.article
    assert (event.place, event.precision, event.is_coarsened) == (around.province, Precision.ADMIN1, True)
    assert event.geometry.equals(around.province.geometry)
    assert (mention.place, mention.precision) == (around.province, Precision.ADMIN1)
    assert mention.geometry.equals(around.province.geometry)
    assert (mention.is_withheld, figure.is_withheld) == (True, True)
    assert (article.headline, article.url, article.archive_url) == ("", "", "")
    assert article.outlet.is_unnamed is False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT searched::text FROM events_mention UNION ALL SELECT searched::text FROM events_figure"
        )
        assert {words for (words,) in cursor.fetchall()} == {""}


def test_what_is_known_lies_aside(around: given.Area) -> None:
    event = given.discreet(around)

    exact = known(event)
    mention = known(event.mentions.get())
    assert (exact.place, exact.precision) == (around.town, Precision.SETTLEMENT)
    assert (exact.geometry.x, exact.geometry.y) == (given.LON, given.LAT)
    assert (mention.place, mention.precision) == (around.town, Precision.SETTLEMENT)
    assert state_in_words(event) == (
        "Readers see Idle (admin-1). Known to editors alone: Zarraqib (settlement)."
    )


@pytest.mark.parametrize(
    ("level", "place"),
    [(Precision.ADMIN2, "district"), (Precision.ADMIN1, "province"), (Precision.COUNTRY, "country")],
)  # fmt: skip
def test_event_can_be_shown_as_district_province_or_country(
    around: given.Area, level: Precision, place: str
) -> None:
    event = given.discreet(around, level=level)

    event.refresh_from_db()
    assert (event.place, event.precision) == (getattr(around, place), level)
    assert event.has_no_geometry is (level == Precision.COUNTRY)


def test_level_can_be_changed_and_what_is_known_stays(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by)

    show_coarser(
        event,
        by=by,
        level=Precision.ADMIN2,
        reason="Safe to narrow down.",
        public_note="The district is safe.",
    )

    event.refresh_from_db()
    assert event.place == event.mentions.get().place == around.district
    assert known(event).place == around.town


def test_showing_a_smaller_area_than_before_is_showing_more(around: given.Area) -> None:
    event = given.discreet(around, level=Precision.COUNTRY)
    more = {"level": Precision.ADMIN1, "reason": "Safe."}

    with pytest.raises(PermissionDenied, match="may not show exactly"):
        show_coarser(event, by=make.person("Editor"), public_note="Safe.", **more)
    with pytest.raises(Refused, match="Say in a note to readers"):
        show_coarser(event, by=make.person(), **more)
    show_coarser(event, by=make.person("Editor"), level=Precision.COUNTRY, reason="Still.")

    event.refresh_from_db()
    assert event.place == event.mentions.get().place == around.country
    show_coarser(event, by=make.person(), public_note="The province can be named.", **more)
    event.refresh_from_db()
    assert (event.place, event.status) == (around.province, Status.CHANGED)


def test_what_shares_a_mention_is_not_shown_more_of_unasked(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by, level=Precision.COUNTRY)
    beside = create_event(
        by=by, title="Flight", kind=EventKind.FLIGHT, layer=event.layer, mentions=[event.mentions.get()]
    )

    with pytest.raises(PermissionDenied, match="may not show exactly"):
        show_coarser(beside, by=make.person("Editor"), level=Precision.ADMIN1, reason="Nobody asked.")

    event.refresh_from_db()
    assert event.place == event.mentions.get().place == around.country


def test_mention_told_by_an_event_shown_as_less_stays_as_it_is(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by, level=Precision.COUNTRY)
    other = make.event(make.mention(make.article(given.TEXT), "Zarraqib", place=around.town), title="Again")
    show_coarser(other, by=by, level=Precision.ADMIN1, reason="Safety.")

    tell_event(other, [event.mentions.get()], by=make.person("Editor"))

    other.refresh_from_db()
    assert event.mentions.get().place == other.place == around.country


def test_page_offers_a_smaller_area_to_those_who_may_show_more(around: given.Area, client: Client) -> None:
    event = given.discreet(around, level=Precision.COUNTRY)

    client.force_login(make.person("Editor"))
    seen_by_editor = client.get(change_url(event)).content.decode()
    client.force_login(make.person())
    client.post(change_url(event), opened(client, event) | {"_act": "show_admin1", "act_note": "It is safe."})

    event.refresh_from_db()
    assert 'value="show_admin1"' not in seen_by_editor
    assert event.place == around.province
    assert Decision.objects.filter(
        verb="show_coarser", object_id=event.pk, public_note="It is safe."
    ).exists()


def test_event_shown_exactly_again_is_as_it_was(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by)

    show_exactly(event, by=by, public_note="The town can be named now.")

    event.refresh_from_db()
    mention, figure = event.mentions.get(), event.figures.get()
    assert (event.place, event.precision, event.is_coarsened) == (around.town, Precision.SETTLEMENT, False)
    assert (event.status, event.point.x) == (Status.CHANGED, given.LON)
    assert (mention.place, mention.is_withheld, figure.is_withheld) == (around.town, False, False)
    assert mention.article.headline == "Night of shells in Zarraqib"
    assert mention.article.url == "https://herald.example.org/zarraqib-night"
    assert not Discretion.objects.exists()
    assert not DiscreetMention.objects.exists()
    assert not KeptSource.objects.exists()


def test_decisions_do_not_hold_the_place(around: given.Area) -> None:
    event = given.discreet(around)

    acts = Decision.objects.filter(verb="show_coarser")
    assert acts.filter(object_id=event.pk, note="Medics work there.").exists()
    assert not any("Zarraqib" in str(act.changes) or "36.8" in str(act.changes) for act in acts)


def test_editor_shows_less_and_only_a_publisher_shows_more(around: given.Area) -> None:
    event = given.published(around)

    with pytest.raises(PermissionDenied):
        show_coarser(event, by=make.person("Contributor"), reason="Safety.")
    show_coarser(event, by=make.person("Editor"), reason="Safety.")
    with pytest.raises(PermissionDenied):
        show_exactly(event, by=make.person("Editor"), public_note="Safe.")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "Shelling of ZARRAQIB"}, "The title"),
        ({"title": "Удар по Зарракибу"}, "The title"),
        ({"title": "قصف على زرقيب"}, "The title"),
        ({"summary": "Zarráqib's market was hit."}, "The summary"),
    ],
)
def test_title_or_summary_that_names_the_place_is_refused(
    around: given.Area, fields: dict[str, str], sentence: str
) -> None:
    event = given.published(around, **fields)

    with pytest.raises(Refused, match=sentence):
        show_coarser(event, by=make.person(), reason="Safety.")
    event.refresh_from_db()
    assert event.place == around.town


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (Precision.ADMIN1, "Shelling in Idle East"),
        (Precision.COUNTRY, "Shelling in Idle East"),
        (Precision.COUNTRY, "Shelling in Idle"),
    ],
)
def test_title_that_names_an_area_between_the_place_and_what_is_shown_is_refused(
    around: given.Area, level: Precision, told: str
) -> None:
    event = given.published(around, title=told)

    with pytest.raises(Refused, match="The title"):
        show_coarser(event, by=make.person(), level=level, reason="Safety.")


def test_passage_and_headline_that_name_the_district_are_withheld(around: given.Area) -> None:
    """Of a gazetteer's town the province is on record; the district is where it lies."""
    around.town.parent = around.province
    around.town.save()
    article = factories.article(
        text="Zarraqib was hit. In Idle East more than 12 people died. Idle mourns 3 of them.",
        headline="Idle East under fire",
    )
    event = make.published(
        make.mention(article, "Zarraqib", place=around.town), by=make.person(), title="Shelling in Idle",
        figures=[
            make.figure(
                article, "more than 12", quantifier="more_than", low=12, excerpt_start=18, excerpt_end=56
            ),
            make.figure(article, "3", role="corroborating", low=3, high=3, excerpt_start=57, excerpt_end=79),
        ],
    )  # fmt: skip

    show_coarser(event, by=make.person(), reason="Medics work there.")

    article.refresh_from_db()
    assert article.headline == ""
    assert [figure.is_withheld for figure in event.figures.order_by("start")] == [True, False]


def test_claimant_that_names_the_place_is_refused(around: given.Area) -> None:
    event = given.published(around)
    Figure.objects.update(claimant=make.organisation(name="Zarraqib local council"))

    with pytest.raises(Refused, match="would tell readers the place"):
        show_coarser(event, by=make.person(), reason="Safety.")


def test_map_that_names_the_place_of_an_event_picked_for_it_is_refused(around: given.Area) -> None:
    event = given.published(around)
    factories.published_map(title="The siege of Zarraqib").picked_events.add(event)

    with pytest.raises(Refused, match="The map “The siege of Zarraqib”"):
        show_coarser(event, by=make.person(), reason="Safety.")


def test_name_is_refused_afterwards_too(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by)

    with pytest.raises(Refused, match="its title or summary names the place"):
        change_event(event, {"title": "Zarraqib again"}, by=by, public_note="Retitled.")
    with pytest.raises(Refused, match="name the place"):
        correct_figure(
            event.figures.get(), {"claimant_words": "a medic in Zarraqib"}, by=by, public_note="Who said so."
        )


def test_note_that_names_the_place_is_withheld(around: given.Area) -> None:
    by = make.person()
    event = given.published(around, by=by)
    change_event(event, {"summary": "A town was hit."}, by=by, public_note="It was Zarraqib, not its suburb.")

    show_coarser(event, by=by, reason="Safety.")
    told = Decision.objects.get(public_note__startswith="It was Zarraqib")
    assert told.withheld
    show_exactly(event, by=by, public_note="Safe now.")
    told = Decision.objects.get(public_note__startswith="It was Zarraqib")

    assert not hasattr(told, "withheld")


def test_raw_write_of_the_exact_place_is_refused(around: given.Area) -> None:
    event = given.discreet(around)

    for change in (
        {"geometry": Point(given.LON, given.LAT, srid=4326)},
        {"place": around.town},
        {"precision": Precision.SETTLEMENT},
    ):
        for rows in (Event.objects.filter(pk=event.pk), event.mentions.all()):
            with pytest.raises(IntegrityError, match="shown coarser"):
                _write_past_the_verbs(rows, change)


@transaction.atomic
def _write_past_the_verbs(rows: QuerySet[Any], change: dict[str, Any]) -> None:
    rows.update(**change)
    check_deferred_constraints()


def test_passage_of_a_later_figure_is_withheld_at_once(around: given.Area) -> None:
    event = given.discreet(around)
    article = event.mentions.get().article

    figure = make.figure(article, "12 people", excerpt_start=0, excerpt_end=given.SHOWN_UNTIL)
    other = make.figure(article, "Families")

    figure.refresh_from_db()
    other.refresh_from_db()
    assert (figure.is_withheld, other.is_withheld) == (True, False)


# Other ways in


def test_exact_place_typed_later_goes_aside(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by)
    there = make.place("Nether Batta", lon=37.41, lat=36.02, country="QX", parent=around.province)

    change_event(event, {"place": there, "geometry": there.point}, by=by, public_note="It was farther east.")

    event.refresh_from_db()
    assert event.place == around.province
    assert (known(event).place, known(event).geometry.x) == (there, 37.41)
    assert "nether bata" in Discretion.objects.get().names


def test_mention_corrected_on_the_desk_goes_aside(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by)
    mention = event.mentions.get()
    there = make.place("Nether Batta", lon=37.41, lat=36.02, country="QX", parent=around.province)

    correct_mention(mention, by=by, place=there, geometry=there.point, precision=Precision.SETTLEMENT)

    mention.refresh_from_db()
    assert (mention.place, known(mention).place) == (around.province, there)
    assert not Decision.objects.filter(verb="correct_mention", changes__has_key="place").exists()


def test_draft_follows_its_mentions_and_stays_coarse(around: given.Area) -> None:
    by = make.person()
    mention = make.mention(make.article(given.TEXT), "Zarraqib", place=around.town)
    event = show_coarser(
        make.event(mention, by=by, title="Shelling of a town"), by=by, reason="Medics work there."
    )
    west = make.place(
        "Waste", kind="admin1", country="QX", geometry=make.square(32, 35, 2), parent=around.country
    )
    there = make.place("Nether Batta", lon=33.0, lat=36.0, country="QX", parent=west)

    correct_mention(
        event.mentions.get(), by=by, place=there, geometry=there.point, precision=Precision.SETTLEMENT
    )

    event.refresh_from_db()
    assert (event.place, known(event).place) == (west, there)
    assert event.geometry.equals(west.geometry)


def test_mention_shared_with_an_event_shown_exactly_is_refused_or_both_are_shown_so(
    around: given.Area,
) -> None:
    by = make.person()
    event = given.published(around, by=by)
    other = make.published(event.mentions.get(), by=by, title="Flight from a town")

    with pytest.raises(Refused, match="also tells “Flight from a town”"):
        show_coarser(event, by=by, reason="Safety.")
    show_coarser(event, by=by, reason="Safety.", with_events=True)

    other.refresh_from_db()
    assert other.place == around.province


def test_event_made_of_a_discreet_mention_is_discreet(around: given.Area) -> None:
    by = make.person()
    mention = given.discreet(around, by=by).mentions.get()

    made = create_event(
        by=by,
        title="Flight",
        kind=EventKind.SHELLING,
        layer=Layer.objects.get(slug="events"),
        mentions=[mention],
    )
    made.refresh_from_db()
    assert (made.place, known(made).place, made.is_coarsened) == (around.province, around.town, True)
    with pytest.raises(Refused, match="names the place"):
        create_event(
            by=by, title="Flight from Zarraqib", kind=EventKind.SHELLING,
            layer=Layer.objects.get(slug="events"), mentions=[mention],
        )  # fmt: skip


def test_what_tells_it_later_is_kept_too(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by)
    more = make.mention(
        make.article("Zarraqib was hit again.", url="https://other.example.org/z"),
        "Zarraqib",
        place=around.town,
    )

    tell_event(event, [more], by=by)

    more.refresh_from_db()
    more.article.refresh_from_db()
    assert (more.place, more.is_withheld, more.article.url) == (around.province, True, "")
    untell_event(event, [more], by=by, public_note="It tells another night.")
    more.refresh_from_db()
    more.article.refresh_from_db()
    assert (more.place, more.is_withheld) == (around.town, False)
    assert more.article.url == "https://other.example.org/z"


def test_merging_and_parting_keep_both_coarse(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by)
    second = make.published(
        make.mention(make.article(given.TEXT), "Zarraqib", place=around.town), by=by, title="The same night"
    )

    merge_events(event, second, by=by, public_note="One night, told twice.")
    assert {m.place for m in event.mentions.all()} == {around.province}
    unmerge_event(Event.objects.get(pk=second.pk), by=by, public_note="Two nights after all.")

    second.refresh_from_db()
    assert second.place == second.mentions.get().place == around.province


def test_merging_into_an_event_that_is_shown_exactly_makes_that_one_coarse(around: given.Area) -> None:
    by = make.person()
    event = given.discreet(around, by=by)
    keep = make.published(
        make.mention(make.article(given.TEXT), "Zarraqib", place=around.town), by=by, title="The same night"
    )

    merge_events(keep, event, by=by, public_note="One night, told twice.")

    keep.refresh_from_db()
    assert (keep.place, known(keep).place) == (around.province, around.town)


def test_mention_of_a_discarded_draft_is_exact_again(around: given.Area) -> None:
    by = make.person()
    mention = make.mention(make.article(given.TEXT), "Zarraqib", place=around.town)
    event = show_coarser(make.event(mention, by=by, title="Shelling"), by=by, reason="Safety.")

    discard_event(event, by=by)

    mention.refresh_from_db()
    assert (mention.place, mention.status) == (around.town, MentionStatus.ACCEPTED)
    assert not EventMention.objects.filter(mention=mention).exists()


def test_town_that_bears_its_province_s_name_leaves_titles_alone(around: given.Area) -> None:
    town = make.place("Idle", lon=given.LON, lat=given.LAT, country="QX", parent=around.district)
    mention = make.mention(make.article("Shells fell on Idle."), "Idle", place=town)
    event = make.published(mention, title="Shelling in Idle")

    show_coarser(event, by=make.person(), reason="Safety.")

    mention.refresh_from_db()
    assert mention.is_withheld


def test_place_that_nothing_holds_cannot_be_shown_coarser(around: given.Area) -> None:
    mention = make.mention(place=make.place("Zz", lon=-140, lat=-40, country=""), quote="Saraqib")
    event = make.published(mention, title="At sea")

    with pytest.raises(Refused, match="No province or country"):
        show_coarser(event, by=make.person(), reason="Safety.")
