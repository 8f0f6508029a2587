"""What a choice teaches the rows of an article."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import Point

from events.enums import MentionRole, MentionStatus, Precision, Relation
from events.geocoding.relations import locate
from events.models import Decision, Mention, MentionCandidate, Place
from events.pipeline.placing import draw_mention, place_mention
from events.pipeline.snapshot import Snapshot
from events.pipeline.teaching import lessons_of, teach, teach_new
from events.review.mentions import accept_mention, reject_mention
from tests.review import factories as make

TEXT = "Shots fell in Tripoli. Later Tripoli was calm, and Zahle too. Tripoli waits. A road to Tripoli."
pytestmark = pytest.mark.django_db


def town(name: str, country: str, lon: float) -> Place:
    return make.place(name, country=country, lon=lon, lat=33.0)


class Story:
    """Four times Tripoli, each read as the one in Libya with the one in Lebanon behind it."""

    def __init__(self, lon: float = 13.2) -> None:
        self.article, self.by = make.article(TEXT), make.person()
        self.libya, self.lebanon = town("Tripoli", "LY", lon), town("Tripoli", "LB", 35.8)
        self.mentions = []
        after = 0
        for _ in range(4):
            mention = make.mention(
                self.article, "Tripoli", after=after, place=self.libya, status=MentionStatus.PROPOSED
            )
            after = mention.end
            self.candidates(mention, self.libya, self.lebanon)
            self.mentions.append(mention)

    def candidates(self, mention: Mention, *places: Place) -> None:
        for rank, place in enumerate(places, start=1):
            MentionCandidate.objects.create(
                mention=mention,
                place=place,
                rank=rank,
                score=0.9 if rank == 1 else 0.1,
                reasons=["same name"],
            )

    def choose(self, index: int, place: Place) -> Any:
        before = lessons_of(Snapshot(self.article))
        place_mention(self.mentions[index], by=self.by, place=place)
        return teach(Snapshot(self.article), before=before, apart_from=[self.mentions[index].pk])

    def places(self) -> list[int | None]:
        return list(
            Mention.objects.filter(article=self.article).order_by("start").values_list("place", flat=True)
        )


def test_undecided_mentions_of_the_name_follow_with_shape_and_version_and_without_a_decision() -> None:
    story = Story()

    learnt = story.choose(0, story.lebanon)

    first, second = story.mentions[0], story.mentions[1]
    second.refresh_from_db()
    assert story.places() == [story.lebanon.pk] * 4
    assert (second.geometry, second.precision, second.version, second.status) == (
        story.lebanon.point, Precision.SETTLEMENT, 2, MentionStatus.PROPOSED,
    )  # fmt: skip
    assert [(m.mention, m.from_version, m.version) for m in learnt.moved] == [
        (mention.pk, 1, 2) for mention in story.mentions[1:]
    ]
    assert {decision.object_id for decision in Decision.objects.all()} == {first.pk}


def test_nothing_decided_is_touched() -> None:
    story = Story()
    accept_mention(story.mentions[1], by=story.by)
    reject_mention(story.mentions[2], by=story.by)
    kept = list(Mention.objects.filter(pk__in=[m.pk for m in story.mentions[1:3]]).values())

    story.choose(0, story.lebanon)

    assert list(Mention.objects.filter(pk__in=[m.pk for m in story.mentions[1:3]]).values()) == kept
    # The one at the end follows the nearest before it, where the editor agreed with the reading.
    assert story.places()[3] == story.libya.pk


def test_choice_taken_back_takes_its_lesson_back() -> None:
    story = Story()
    story.choose(0, story.lebanon)

    learnt = story.choose(0, story.libya)

    assert story.places() == [story.libya.pk] * 4
    assert [m.version for m in learnt.moved] == [3, 3, 3]


def test_mentions_placed_drawn_or_telling_by_hand_stay() -> None:
    story = Story()
    elsewhere = town("Tripoli", "US", -92.2)
    by_place, by_hand, telling = story.mentions[1:]
    Mention.objects.filter(pk=by_place.pk).update(place=elsewhere, geometry=elsewhere.point)
    draw_mention(by_hand, by=story.by, geometry=Point(13.1, 32.9, srid=4326))
    Mention.objects.filter(pk=by_hand.pk).update(status=MentionStatus.PROPOSED)
    telling = accept_mention(telling, by=story.by)
    make.event(telling, by=story.by)
    Mention.objects.filter(pk=telling.pk).update(status=MentionStatus.PROPOSED)

    learnt = story.choose(0, story.lebanon)

    assert learnt.moved == ()
    assert story.places()[1:] == [elsewhere.pk, story.libya.pk, story.libya.pk]


def test_other_name_rises_where_the_choice_lies() -> None:
    story = Story()
    far, near = town("Zahle", "US", -90.0), town("Zahle", "LB", 35.9)
    zahle = make.mention(story.article, "Zahle", place=far, status=MentionStatus.PROPOSED)
    for rank, (place, score) in enumerate([(far, 0.7), (near, 0.3)], start=1):
        MentionCandidate.objects.create(mention=zahle, place=place, rank=rank, score=score, reasons=[])

    story.choose(0, story.lebanon)

    zahle.refresh_from_db()
    assert zahle.place == near


def test_relation_and_role_of_the_mention_are_kept() -> None:
    story = Story()
    Mention.objects.filter(pk=story.mentions[1].pk).update(
        relation=Relation.NEAR, role=MentionRole.ORIGIN, precision=Precision.NEAR
    )

    story.choose(0, story.lebanon)

    mention = Mention.objects.get(pk=story.mentions[1].pk)
    assert (mention.place, mention.relation, mention.role, mention.precision) == (
        story.lebanon, Relation.NEAR, MentionRole.ORIGIN, Precision.NEAR,
    )  # fmt: skip


def test_place_that_cannot_have_the_relation_is_not_proposed() -> None:
    story = Story()
    Mention.objects.filter(pk=story.mentions[1].pk).update(
        relation=Relation.BETWEEN, geometry=None, precision=Precision.UNKNOWN
    )

    story.choose(0, story.lebanon)

    assert story.places() == [story.lebanon.pk, story.libya.pk, story.lebanon.pk, story.lebanon.pk]


def test_words_marked_later_propose_what_their_name_means_elsewhere() -> None:
    story = Story()
    accept_mention(story.mentions[0], by=story.by)
    new, last = story.mentions[3], story.mentions[2]
    for mention in (new, last):
        mention.candidates.all().delete()
        Mention.objects.filter(pk=mention.pk).update(place=None, geometry=None, precision=Precision.UNKNOWN)
        mention.refresh_from_db()

    learnt = teach_new(new)

    assert [moved.mention for moved in learnt.moved] == [new.pk]
    assert story.places()[2:] == [None, story.libya.pk]


def test_other_half_of_between_two_places_follows() -> None:
    story = Story(lon=35.2)
    coast = town("Zahle", "LB", 35.6)
    after = story.mentions[1].start
    phrase = {"phrase_start": after, "phrase_end": TEXT.index("too")}
    read = locate(coast, relation=Relation.BETWEEN, other_place=story.libya)
    zahle = make.mention(
        story.article, "Zahle", place=coast, other_place=story.libya, relation=Relation.BETWEEN,
        status=MentionStatus.PROPOSED, precision=read.precision,
        geometry=read.geometry, **phrase,
    )  # fmt: skip
    Mention.objects.filter(pk=story.mentions[1].pk).update(**phrase)

    learnt = story.choose(0, story.lebanon)

    zahle.refresh_from_db()
    assert (zahle.place, zahle.other_place, zahle.version) == (coast, story.lebanon, 2)
    assert zahle.geometry.extent[2] == pytest.approx(35.8, abs=0.1)
    assert zahle.pk in learnt.redrawn
    story.choose(0, story.libya)
    zahle.refresh_from_db()
    assert zahle.other_place == story.libya
