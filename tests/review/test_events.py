from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.exceptions import PermissionDenied

from events.enums import (
    Acceptance,
    DatePrecision,
    EventKind,
    FigureRole,
    MentionStatus,
    Precision,
    Status,
)
from events.models import Article, Decision, Event, Figure, Layer, Mention
from events.review.acts import EditConflict, Refused
from events.review.drafts import discard_event
from events.review.events import (
    change_event,
    create_event,
    publish_event,
    return_event,
    submit_event,
    tell_event,
    untell_event,
    withdraw_event,
)
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def verbs_on(row: Any) -> list[str]:
    """The acts on a row, the oldest first."""
    kind = row._meta.model_name
    acts = Decision.objects.filter(content_type__model=kind, object_id=row.pk)
    return list(acts.order_by("pk").values_list("verb", flat=True))


def last_on(row: Any) -> Decision:
    return Decision.objects.filter(content_type__model=row._meta.model_name, object_id=row.pk).first()


def test_create_event_takes_its_place_from_its_mentions() -> None:
    by = make.person("Contributor")
    article = make.article(created_by=by)
    mentions = [
        make.mention(article),
        make.mention(article, "Binnish", place=make.place("Binnish", lon=36.7)),
    ]
    figure = make.figure(article)

    event = make.event(*mentions, by=by, figures=[figure], title="  Shells \n fall ")

    event.refresh_from_db()
    figure.refresh_from_db()
    assert (event.title, event.status, event.created_by, event.version) == ("Shells fall", "draft", by, 1)
    assert (event.geometry.geom_type, event.precision) == ("MultiPoint", Precision.SETTLEMENT)
    assert event.place == mentions[0].place
    assert (figure.event, figure.status) == (event, Status.DRAFT)
    assert verbs_on(event) == ["create_event"]
    assert verbs_on(figure) == ["attach_figure"]
    assert last_on(figure).changes == {"event": [None, "Shells fall"]}


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"title": "  "}, "An event needs a title."),
        ({"title": "x" * 201}, "The title has 201 characters; at most 200"),
        ({"mentions": []}, "at least one accepted mention"),
        ({"earliest": date(2019, 9, 2)}, "The latest date is before the earliest."),
        ({"date_precision": DatePrecision.UNKNOWN}, "Give both an earliest and a latest date"),
    ],
)
def test_create_event_is_refused_with_a_sentence(fields: dict[str, Any], part: str) -> None:
    given = {
        "title": "Shells fall", "kind": EventKind.SHELLING, "layer": Layer.objects.get(slug="events"),
        "mentions": [make.mention()], "earliest": date(2019, 8, 31), "latest": date(2019, 8, 31),
        "date_precision": DatePrecision.DAY, **fields,
    }  # fmt: skip

    with pytest.raises(Refused, match=part):
        create_event(by=make.person(), **given)

    assert not Event.objects.exists()
    assert not Decision.objects.exists()


def test_create_event_sees_that_a_mention_was_rejected_meanwhile() -> None:
    mention = make.mention()
    Mention.objects.filter(pk=mention.pk).update(status=MentionStatus.REJECTED)

    with pytest.raises(Refused, match="“Saraqib” is not accepted yet"):
        make.event(mention)


def test_create_event_refuses_a_figure_of_another_event_and_writes_nothing() -> None:
    article = make.article()
    mention, figure = make.mention(article), make.figure(article)
    first = make.event(mention, figures=[figure])

    with pytest.raises(Refused, match="already belongs to “Shelling in Saraqib”"):
        make.event(mention, figures=[figure])

    assert list(Event.objects.all()) == [first]


def test_create_event_twice_with_one_request_id_is_one_event() -> None:
    mention, request_id = make.mention(), uuid4()
    make.event(mention, request_id=request_id)

    with pytest.raises(Refused, match="This decision is on record already"):
        make.event(mention, request_id=request_id)

    assert Event.objects.count() == 1


def test_second_recommended_figure_becomes_corroborating() -> None:
    article = make.article()
    figures = [make.figure(article), make.figure(article, "15", quantifier="exact", low=15, high=15)]

    make.event(make.mention(article), figures=figures)

    roles = [Figure.objects.get(pk=figure.pk).role for figure in figures]
    assert roles == [FigureRole.RECOMMENDED, FigureRole.CORROBORATING]


def test_publish_event_publishes_its_figures_and_articles() -> None:
    by, article = make.person(), make.article()
    mention, figure = make.mention(article), make.figure(article)
    proposed = make.figure(article, "15", acceptance=Acceptance.PROPOSED)
    event = make.event(mention, by=by, figures=[figure])
    for published in (Event, Figure, Article, Mention, Layer):
        assert not published.objects.published().exists()

    publish_event(event, by=by, note="Two sources.")

    assert list(Event.objects.published()) == [event]
    assert list(Figure.objects.published()) == [figure]
    assert list(Article.objects.published()) == [article]
    assert list(Mention.objects.published()) == [mention]
    assert list(Layer.objects.published()) == [event.layer]
    assert not Figure.objects.published().filter(pk=proposed.pk).exists()
    decision = last_on(event)
    assert (decision.verb, decision.from_status, decision.to_status) == (
        "publish_event",
        "draft",
        "published",
    )
    assert (decision.note, decision.by) == ("Two sources.", by)
    assert verbs_on(article) == ["publish_article"]
    assert verbs_on(figure) == ["attach_figure", "publish_figure"]
    assert Event.objects.get().published_at is not None


def test_publish_event_without_an_accepted_mention_is_refused_whole() -> None:
    mention = make.mention()
    event = make.event(mention)
    Mention.objects.filter(pk=mention.pk).update(status=MentionStatus.REJECTED)

    with pytest.raises(Refused, match="needs at least one accepted mention"):
        publish_event(event, by=make.person())

    event.refresh_from_db()
    mention.article.refresh_from_db()
    assert (event.status, event.version, mention.article.status) == ("draft", 1, "draft")
    assert verbs_on(event) == ["create_event"]


def test_publish_event_without_place_is_refused_until_it_says_so() -> None:
    by, event = make.person(), make.event()
    event = change_event(event, {"geometry": None, "has_no_geometry": False}, by=by)

    with pytest.raises(Refused, match="needs a place on the map, or the mark that it has none"):
        publish_event(event, by=by)

    change_event(event, {"has_no_geometry": True}, by=by)
    assert publish_event(event, by=by).is_public


@pytest.mark.parametrize("group", ["Contributor", "Editor"])
def test_event_is_published_only_by_publishers(group: str) -> None:
    event, by = make.event(), make.person(group)

    for refused in (
        lambda: publish_event(event, by=by),
        lambda: withdraw_event(event, by=by, public_note="No."),
    ):
        with pytest.raises(PermissionDenied, match=r"may not (publish|withdraw) event\. Ask somebody"):
            refused()

    event.refresh_from_db()
    assert event.status == Status.DRAFT


def test_editors_review_what_others_submit_and_contributors_do_not() -> None:
    author, editor = make.person("Contributor"), make.person("Editor")
    event = make.event(make.mention(make.article(created_by=author)), by=author)
    submit_event(event, by=author)

    with pytest.raises(PermissionDenied, match="may not review events"):
        return_event(event, by=author, note="No.")
    with pytest.raises(PermissionDenied, match="may not publish event"):
        publish_event(event, by=editor)

    assert return_event(event, by=editor, note="Which day?").status == Status.DRAFT


def test_event_goes_to_review_and_back_and_out() -> None:
    contributor, publisher = make.person("Contributor"), make.person()
    event = make.event(make.mention(make.article(created_by=contributor)), by=contributor)

    submit_event(event, by=contributor, note="Ready.")
    with pytest.raises(Refused, match="Say in the note what is missing"):
        return_event(event, by=publisher, note=" ")
    return_event(event, by=publisher, note="Which day?")
    submit_event(event, by=contributor)
    publish_event(event, by=publisher)

    moves = [
        (d.from_status, d.to_status, d.note)
        for d in Decision.objects.filter(content_type__model="event").order_by("pk")
    ]
    assert moves == [
        ("", "draft", ""), ("draft", "in_review", "Ready."), ("in_review", "draft", "Which day?"),
        ("draft", "in_review", ""), ("in_review", "published", ""),
    ]  # fmt: skip


def test_event_cannot_go_where_its_state_does_not_lead() -> None:
    by, event = make.person(), make.published()

    with pytest.raises(Refused, match="“Shelling in Saraqib” is published; it cannot become published"):
        publish_event(event, by=by)
    with pytest.raises(Refused, match="is published; it cannot become in review"):
        submit_event(event, by=by)
    with pytest.raises(Refused, match="is draft; it cannot become withdrawn"):
        withdraw_event(make.event(), by=by, public_note="Wrong.")


def test_withdraw_event_hides_it_and_publishing_again_shows_its_figures() -> None:
    by, article = make.person(), make.article()
    figure = make.figure(article)
    event = make.published(make.mention(article), by=by, figures=[figure])
    first_day = event.published_at

    with pytest.raises(Refused, match="Say why the event is withdrawn"):
        withdraw_event(event, by=by, public_note="")
    withdraw_event(event, by=by, public_note="The place was wrong.")

    assert not Event.objects.published().exists()
    assert not Figure.objects.published().exists()
    assert last_on(event).public_note == "The place was wrong."
    again = publish_event(event, by=by)
    assert list(Figure.objects.published()) == [figure]
    assert again.published_at == first_day


def test_event_whose_articles_are_withdrawn_cannot_be_published() -> None:
    article = make.article()
    event = make.event(make.mention(article))
    Article.objects.filter(pk=article.pk).update(status=Status.WITHDRAWN)

    with pytest.raises(Refused, match="Every article that tells “Shelling in Saraqib” is withdrawn"):
        publish_event(event, by=make.person())

    event.refresh_from_db()
    assert event.status == Status.DRAFT


def test_change_event_records_before_and_after() -> None:
    by = make.person("Contributor")
    event = make.event(make.mention(make.article(created_by=by)), by=by)

    changed = change_event(
        event, {"title": "Rockets", "geometry": Point(36, 35, srid=4326)}, by=by, note="Seen on video.",
        version=event.version,
    )  # fmt: skip

    decision = last_on(event)
    assert (decision.verb, decision.note) == ("change_event", "Seen on video.")
    assert decision.changes == {
        "title": ["Shelling in Saraqib", "Rockets"],
        "geometry": ["Point 36.80000 35.86000", "Point 36.00000 35.00000"],
        "point": ["Point 36.80000 35.86000", "Point 36.00000 35.00000"],
    }
    assert (changed.version, changed.status, changed.point.coords) == (2, "draft", (36, 35))


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"status": "published"}, "An event has no changeable status"),
        ({"title": ""}, "An event needs a title"),
        ({"geometry": GEOSGeometry("SRID=4326;POINT(200 0)")}, "outside the world"),
        ({"geometry": GEOSGeometry("SRID=4326;POINT EMPTY")}, "The drawing is empty"),
        (
            {"geometry": GEOSGeometry("SRID=4326;POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))")},
            r"not a valid shape: Self-intersection",
        ),
        ({"has_no_geometry": True}, "marked as having no place on the map and has one"),
        ({"latest": date(2019, 1, 1)}, "The latest date is before the earliest"),
    ],
)
def test_change_event_is_refused_with_a_sentence(changes: dict[str, Any], part: str) -> None:
    event = make.event()

    with pytest.raises(Refused, match=part):
        change_event(event, changes, by=make.person())

    event.refresh_from_db()
    assert (event.version, event.title, verbs_on(event)) == (1, "Shelling in Saraqib", ["create_event"])


def test_change_event_of_an_older_version_shows_both() -> None:
    by, event = make.person(), make.event()
    change_event(event, {"title": "Theirs"}, by=by, version=1)

    with pytest.raises(EditConflict, match=f"was changed by {by} after you opened it") as conflict:
        change_event(event, {"title": "Ours"}, by=by, version=1)

    assert (conflict.value.theirs, conflict.value.ours) == ({"title": "Theirs"}, {"title": "Ours"})
    assert conflict.value.row.version == 2
    event.refresh_from_db()
    assert event.title == "Theirs"


def test_change_event_that_is_gone_is_refused() -> None:
    event, by = make.event(), make.person()
    discard_event(event, by=by)
    event.pk = 10**9

    with pytest.raises(Refused, match="was deleted after you opened it"):
        change_event(event, {"title": "Other"}, by=by)


def test_correcting_a_published_event_needs_the_right_and_a_note() -> None:
    by, event = make.person(), make.published()

    with pytest.raises(PermissionDenied):
        change_event(event, {"title": "Other"}, by=make.person("Editor"), public_note="Why.")
    with pytest.raises(Refused, match=r"“Shelling in Saraqib” is published\. Say in a note to readers"):
        change_event(event, {"title": "Other"}, by=by, note="Only for us.")
    changed = change_event(event, {"title": "Other"}, by=by, public_note="The title was wrong.")

    assert changed.status == Status.CHANGED
    assert list(Event.objects.published()) == [changed]
    decision = last_on(event)
    assert (decision.verb, decision.public_note) == ("correct_event", "The title was wrong.")
    assert decision.changes == {
        "title": ["Shelling in Saraqib", "Other"],
        "status": ["published", "changed"],
    }


def test_tell_event_adds_another_articles_words_and_says_so_to_readers() -> None:
    by, event = make.person(), make.published()
    other = make.article()
    mention, figure = make.mention(other), make.figure(other)

    told = tell_event(event, [mention], [figure], by=by)

    assert told.status == Status.CHANGED
    assert told.mentions.count() == 2
    assert list(Figure.objects.published()) == [figure]
    assert last_on(event).public_note == f"Also told by {other.outlet}, 31 August 2019."
    assert Article.objects.published().filter(pk=other.pk).exists()
    tell_event(event, [mention], [figure], by=by)
    assert told.mentions.count() == 2


def test_tell_a_published_event_needs_the_right_to_publish() -> None:
    event, mention = make.published(), make.mention()

    with pytest.raises(PermissionDenied):
        tell_event(event, [mention], by=make.person("Editor"))

    assert event.mentions.count() == 1


def test_untell_event_moves_a_draft_and_keeps_the_last_mention_of_a_published_one() -> None:
    by, article = make.person(), make.article()
    saraqib = make.mention(article)
    binnish = make.mention(article, "Binnish", place=make.place("Binnish", lon=36.7, lat=35.9))
    event = make.event(saraqib, binnish, by=by)

    moved = untell_event(event, [saraqib], by=by)

    moved.refresh_from_db()
    assert (moved.geometry.coords, list(moved.mentions.all())) == ((36.7, 35.9), [binnish])
    publish_event(event, by=by)
    with pytest.raises(Refused, match="Say in a note to readers"):
        untell_event(event, [binnish], by=by)
    with pytest.raises(Refused, match="at least one accepted mention"):
        untell_event(event, [binnish], by=by, public_note="Another town.")
    assert event.mentions.count() == 1


def test_discard_event_frees_what_it_was_made_of_and_stays_on_record() -> None:
    by, article = make.person(), make.article()
    figure = make.figure(article)
    event = make.event(make.mention(article), by=by, figures=[figure])
    published = make.published(by=by)

    discard_event(event, by=by)

    figure.refresh_from_db()
    assert figure.event is None
    assert Decision.objects.filter(verb="discard_event", by=by).count() == 1
    with pytest.raises(Refused, match=r"was published\. Withdraw it and say why"):
        discard_event(published, by=by)
