"""Every decision of the desk through its one address."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.gis.geos import LineString
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.admin.desk_places import found_token
from events.enums import MentionRole, MentionStatus, PlaceKind, Precision
from events.geocoding.chain import FoundPlace
from events.models import Decision, Event, Layer, Mention, MentionCandidate, Organisation
from tests.admin.desk import Desk
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


def proposed(desk: Desk, **fields: Any) -> Mention:
    return make.mention(desk.article, status=MentionStatus.PROPOSED, **fields)


def province(name: str = "Idlib") -> Any:
    return make.place(name, kind=PlaceKind.ADMIN1, geometry=make.square())


# Places


def test_accept_mention_answers_with_the_changed_row_and_what_follows(desk: Desk) -> None:
    mention = proposed(desk)

    answer = desk.done("accept_mention", mention)

    assert [(row["id"], row["status"], row["version"]) for row in answer["mentions"]] == [
        (mention.pk, "accepted", 2)
    ]
    assert answer["counts"]["words"] == "1 place · 0 figures · 1 of 1 decided"
    assert [suggestion["mentions"] for suggestion in answer["suggestions"]] == [[mention.pk]]


def test_place_mention_takes_candidate_relation_and_role(desk: Desk) -> None:
    mention, idlib = proposed(desk), province()

    desk.done("place_mention", mention, place=idlib.pk, relation="part_of", direction="NW", role="origin")

    assert (mention.place, mention.relation, mention.direction, mention.role, mention.status) == (
        idlib, "part_of", "NW", "origin", "accepted",
    )  # fmt: skip
    assert mention.geometry.geom_type in ("Polygon", "MultiPolygon")


def test_place_of_another_provider_is_adopted_as_it_was_found(desk: Desk) -> None:
    mention = proposed(desk)
    found = FoundPlace(
        name="Sarmin", kind="settlement", country="SY", lon=36.7, lat=35.9, geometry=None,
        precision=Precision.SETTLEMENT, provider="nominatim", provider_id="node/7", licence="ODbL",
        place_id=None, label="Sarmin, Idlib, Syria",
    )  # fmt: skip

    desk.done("place_mention", mention, place={"found": found_token(found)})

    adopted = mention.place
    assert (adopted.name, adopted.provider, adopted.provider_id, adopted.point.coords) == (
        "Sarmin", "nominatim", "node/7", (36.7, 35.9),
    )  # fmt: skip


def test_change_under_a_published_event_needs_a_note_to_readers(desk: Desk) -> None:
    mention = make.mention(desk.article)
    make.published(mention, by=desk.user)
    mention.refresh_from_db()

    silent = desk.send("set_mention_role", mention, role="origin")
    said = desk.send(
        "set_mention_role", mention, role="origin", public_note="The report says where they fled from."
    )

    assert (silent.status_code, said.status_code) == (400, 200)
    assert "note to readers" in silent.json()["error"]
    assert said.json()["events"][0]["status"] == "changed"


def test_draw_mention_keeps_the_drawing(desk: Desk) -> None:
    mention = proposed(desk)
    line = {"type": "LineString", "coordinates": [[36.1, 35.9], [36.6, 36.2]]}

    answer = desk.done("draw_mention", mention, geometry=line)

    assert (mention.geometry.geom_type, mention.precision) == ("LineString", Precision.AREA)
    assert answer["mentions"][0]["geometry"] == line


def test_set_mention_role_and_precision_leave_it_proposed(desk: Desk) -> None:
    mention = proposed(desk)

    desk.done("set_mention_role", mention, role="destination")
    desk.done("set_mention_precision", mention, precision="near")

    assert (mention.role, mention.precision, mention.status) == ("destination", "near", "proposed")


def test_reject_not_identifiable_and_reopen(desk: Desk) -> None:
    mention = proposed(desk)

    states = []
    for verb in ("reject_mention", "mark_not_identifiable", "reopen_mention"):
        desk.done(verb, mention)
        states.append(mention.status)

    assert states == ["rejected", "not_identifiable", "proposed"]


def test_move_mention_and_add_mention_count_code_points() -> None:
    desk = Desk()
    desk.article = make.article("In 🏚️ Saraqib shells fell, and in Binnish.")
    desk.url = reverse("admin:events_article_desk_decide", args=[desk.article.pk])
    mention = proposed(desk)
    start = desk.article.text.index("Binnish")

    desk.done("move_mention", mention, start=start, end=start + len("Binnish"))
    added = desk.done("add_mention", start=6, end=13)

    assert mention.quote == "Binnish"
    assert [row["quote"] for row in added["mentions"]] == ["Saraqib"]


def test_restore_mention_brings_back_place_shape_role_and_state(desk: Desk) -> None:
    idlib = province()
    mention = proposed(desk, place=idlib, geometry=idlib.geometry, precision=Precision.ADMIN1)
    before = desk.done("mark_not_identifiable", mention)["before"]

    desk.done("restore_mention", mention, before=before)

    assert (mention.place, mention.geometry.equals(idlib.geometry), mention.precision, mention.status) == (
        idlib, True, Precision.ADMIN1, MentionStatus.PROPOSED,
    )  # fmt: skip


def test_restore_mention_refuses_what_the_desk_did_not_sign(desk: Desk) -> None:
    mention = proposed(desk)

    response = desk.send("restore_mention", mention, before="eyJ9:forged")

    assert (response.status_code, response.json()["field"]) == (400, "before")


# Figures


def test_accept_correct_reject_and_reopen_figure(desk: Desk) -> None:
    figure = make.figure(desk.article, acceptance="proposed")
    mention = make.mention(desk.article)

    desk.done("accept_figure", figure)
    figure.refresh_from_db()
    desk.done(
        "correct_figure", figure, mentions=[mention.pk],
        changes={"quantifier": "between", "low": 12, "high": 15, "people": "civilians", "scope": "period",
                 "period_start": "2019-08-01", "period_end": "2019-08-30"},
    )  # fmt: skip
    figure.refresh_from_db()

    assert (figure.low, figure.high, figure.people, figure.period_start) == (
        12,
        15,
        "civilians",
        date(2019, 8, 1),
    )
    assert list(figure.mentions.all()) == [mention]
    assert desk.done("reject_figure", figure)["figures"][0]["acceptance"] == "rejected"
    figure.refresh_from_db()
    assert desk.done("reopen_figure", figure)["figures"][0]["acceptance"] == "proposed"


def test_correct_figure_adds_a_new_claimant_once(desk: Desk) -> None:
    figure = make.figure(desk.article)

    desk.done("correct_figure", figure, changes={"claimant": {"name": " Syrian  Network "}})
    figure.refresh_from_db()
    desk.done("correct_figure", figure, changes={"claimant": {"name": "the syrian network"}})

    assert Organisation.objects.filter(name="Syrian Network").count() == 1
    assert figure.claimant.name == "Syrian Network"


def test_contributor_may_not_add_an_organisation() -> None:
    desk = Desk("Contributor")
    figure = make.figure(desk.article)

    response = desk.send("correct_figure", figure, changes={"claimant": {"name": "Nobody's Network"}})

    assert response.status_code == 403
    assert "may not add organisation" in response.json()["error"]
    assert not Organisation.objects.exists()


def test_restore_figure_brings_back_numbers_places_and_state(desk: Desk) -> None:
    figure = make.figure(desk.article, acceptance="proposed")
    mention = make.mention(desk.article)
    figure.mentions.set([mention])
    changes = {"quantifier": "exact", "low": 20, "high": 20}
    before = desk.done("correct_figure", figure, changes=changes, mentions=[])["before"]
    figure.refresh_from_db()

    desk.done("restore_figure", figure, before=before)

    figure.refresh_from_db()
    assert (figure.quantifier, figure.low, figure.high, figure.acceptance) == (
        "more_than",
        12,
        None,
        "proposed",
    )
    assert list(figure.mentions.all()) == [mention]


def test_add_and_move_figure(desk: Desk) -> None:
    start = desk.article.text.index("15 dead")

    added = desk.done(
        "add_figure", start=start, end=start + 2, measure="killed", quantifier="exact", low=15, high=15
    )

    row = added["figures"][0]
    assert (row["wording"], row["title"], row["acceptance"]) == ("15", "15 people killed", "proposed")
    figure = desk.article.figures.get()
    assert desk.done("move_figure", figure, start=start, end=start + 7)["figures"][0]["wording"] == "15 dead"


# Events


def event_args(mention: Mention, **fields: Any) -> dict[str, Any]:
    return {
        "title": "Shelling in Saraqib", "kind": "shelling_artillery", "mentions": [mention.pk],
        "layer": Layer.objects.order_by("pk").first().pk, "earliest": "2019-08-30", "latest": "2019-08-30",
        "date_precision": "day", **fields,
    }  # fmt: skip


def test_create_change_and_publish_event(desk: Desk) -> None:
    mention, figure = make.mention(desk.article), make.figure(desk.article)

    created = desk.done("create_event", **event_args(mention, figures=[figure.pk]))
    event = Event.objects.get()
    changed = desk.done("change_event", event, title="Shells on Saraqib")
    event.refresh_from_db()
    published = desk.done("publish_event", event)

    assert created["events"][0]["mentions"] == [mention.pk]
    assert created["figures"][0]["event"] == event.pk
    assert created["suggestions"] == []
    assert changed["events"][0]["title"] == "Shells on Saraqib"
    assert (published["events"][0]["status"], published["events"][0]["is_public"]) == ("published", True)


def test_tell_untell_submit_and_discard_event(desk: Desk) -> None:
    first, second = make.mention(desk.article), make.mention(desk.article, "Binnish")
    desk.done("create_event", **event_args(first))
    event = Event.objects.get()

    told = desk.done("tell_event", event, mentions=[second.pk])
    event.refresh_from_db()
    untold = desk.done("untell_event", event, mentions=[second.pk])
    event.refresh_from_db()
    submitted = desk.done("submit_event", event)
    event.refresh_from_db()
    discarded = desk.done("discard_event", event)

    assert told["events"][0]["mentions"] == [first.pk, second.pk]
    assert untold["events"][0]["mentions"] == [first.pk]
    assert submitted["events"][0]["status"] == "in_review"
    assert discarded["events"] == []
    assert len(discarded["suggestions"]) > 0


def test_discard_refuses_an_event_that_readers_have_seen(desk: Desk) -> None:
    event = make.published(make.mention(desk.article), by=desk.user)

    response = desk.send("discard_event", event)

    assert response.status_code == 400
    assert "Withdraw it" in response.json()["error"]


def test_contributor_may_build_but_not_publish() -> None:
    desk = Desk("Contributor")
    desk.done("create_event", **event_args(make.mention(desk.article)))
    event = Event.objects.get()

    response = desk.send("publish_event", event)

    assert response.status_code == 403
    assert "may not publish event" in response.json()["error"]
    event.refresh_from_db()
    assert event.status == "draft"


def test_reading_an_article_again_makes_nothing_twice(desk: Desk) -> None:
    first = desk.done("read_article")
    second = desk.done("read_article")

    assert first["is_everything"]
    assert first["read"]
    assert [row["id"] for row in second["mentions"]] == [row["id"] for row in first["mentions"]]
    assert Decision.objects.filter(verb="read_article").count() == 1


# Sent twice, and by two


def test_same_request_twice_is_done_once(desk: Desk) -> None:
    mention, request_id = proposed(desk), uuid4()

    first = desk.send("accept_mention", mention, request_id=request_id)
    second = desk.send("accept_mention", mention, request_id=request_id)

    assert (first.status_code, second.status_code) == (200, 200)
    assert second.json()["is_repeated"]
    assert second.json()["mentions"] == first.json()["mentions"]
    assert second.json()["counts"] == first.json()["counts"]
    assert Decision.objects.filter(verb="accept_mention").count() == 1


def test_added_mention_sent_twice_is_one_mention(desk: Desk) -> None:
    request_id = uuid4()

    desk.send("add_mention", request_id=request_id, start=0, end=6)
    again = desk.send("add_mention", request_id=request_id, start=0, end=6)

    assert again.status_code == 200
    assert Mention.objects.count() == 1


def test_request_id_of_another_decision_is_refused(desk: Desk) -> None:
    one, other, request_id = proposed(desk), proposed(desk, quote="Binnish"), uuid4()
    desk.send("accept_mention", one, request_id=request_id)

    response = desk.send("accept_mention", other, request_id=request_id)

    assert (response.status_code, response.json()["field"]) == (400, "request_id")
    other.refresh_from_db()
    assert other.status == MentionStatus.PROPOSED


def test_conflict_shows_both_versions_and_changes_nothing(desk: Desk) -> None:
    mention = proposed(desk)
    stale = mention.version
    desk.done("set_mention_role", mention, role="origin")

    response = desk.send("set_mention_role", mention, role="destination", version=stale)

    body = response.json()
    assert response.status_code == 409
    assert (body["theirs"], body["ours"]) == ({"role": "origin"}, {"role": "destination"})
    assert body["version"] == mention.version
    assert body["by"] == str(desk.user)
    mention.refresh_from_db()
    assert mention.role == MentionRole.ORIGIN


# What cannot be done

BOW_TIE = [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]


@pytest.mark.parametrize(
    ("verb", "args", "field"),
    [
        ("set_mention_role", {"role": "bystander"}, "role"),
        ("set_mention_precision", {"precision": "admin1"}, "precision"),
        ("place_mention", {}, "place"),
        ("place_mention", {"place": 999_999_999}, "place"),
        ("place_mention", {"place": True}, "place"),
        ("place_mention", {"place": {"found": "forged"}}, "place"),
        ("draw_mention", {"geometry": {"type": "Point", "coordinates": [200, 10]}}, "geometry"),
        ("draw_mention", {"geometry": {"type": "Point", "coordinates": ["x", 10]}}, "geometry"),
        ("draw_mention", {"geometry": {"type": "Point", "coordinates": [[1, 2], [3, 4]]}}, "geometry"),
        ("draw_mention", {"geometry": {"type": "MultiPoint", "coordinates": [[1, 2]]}}, "geometry"),
        ("draw_mention", {"geometry": {"type": "Polygon", "coordinates": BOW_TIE}}, "geometry"),
        ("draw_mention", {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}, "geometry"),
        ("draw_mention", {"geometry": "POINT(1 2)"}, "geometry"),
        ("move_mention", {"start": -1, "end": 5}, "start"),
        ("accept_mention", {"note": 7}, "note"),
        ("accept_mention", {"note": "x\x00y"}, "note"),
    ],
)  # fmt: skip
def test_unusable_value_is_refused_with_its_field(
    desk: Desk, verb: str, args: dict[str, Any], field: str
) -> None:
    mention = proposed(desk)
    desk.client.raise_request_exception = False

    response = desk.send(verb, mention, **args)

    assert (response.status_code, response.json()["field"]) == (400, field)
    assert response.json()["error"].endswith((".", "…"))
    mention.refresh_from_db()
    assert (mention.version, mention.status) == (1, MentionStatus.PROPOSED)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"low": -1}, "low"), ({"low": 1.5}, "low"), ({"measure": "loved"}, "measure"),
        ({"period_start": "30.8.2019"}, "period_start"), ({"household_size": "many"}, "household_size"),
        ({"wording": "15"}, "wording"), ({"claimant": 999_999}, "claimant"),
        ({"claimant": {"name": " "}}, "claimant"), ({"since": "x" * 201}, "since"), ({"low": 2**63}, "low"),
    ],
)  # fmt: skip
def test_unusable_part_of_a_figure_is_refused(desk: Desk, changes: dict[str, Any], field: str) -> None:
    figure = make.figure(desk.article)

    response = desk.send("correct_figure", figure, changes=changes)

    assert (response.status_code, response.json()["field"]) == (400, field)
    figure.refresh_from_db()
    assert figure.version == 1


def test_rules_of_the_database_are_told_in_words(desk: Desk) -> None:
    figure = make.figure(desk.article)

    response = desk.send("correct_figure", figure, changes={"quantifier": "between", "low": 9, "high": 3})

    assert (response.status_code, response.json()["error"]) == (
        400,
        "The low number is above the high one. Swap them.",
    )


def test_refused_link_of_places_undoes_the_correction(desk: Desk) -> None:
    figure, elsewhere = make.figure(desk.article), make.mention()

    response = desk.send("correct_figure", figure, changes={"people": "women"}, mentions=[elsewhere.pk])

    assert (response.status_code, response.json()["field"]) == (400, "mentions")
    figure.refresh_from_db()
    assert figure.people == "people"
    assert not Decision.objects.filter(verb="correct_figure").exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("not json", ""),
        ("[]", ""),
        ('{"verb": "delete_everything"}', "verb"),
        ('{"verb": ["accept_mention"]}', "verb"),
        ('{"verb": "accept_mention"}', "object"),
        ('{"verb": "accept_mention", "object": {"type": "figure", "id": 1}}', "object"),
        ('{"verb": "accept_mention", "object": {"type": "mention", "id": 1}, "args": 3}', "args"),
        ('{"verb": "accept_mention", "object": {"type": "mention"}, "request_id": "7"}', "request_id"),
        ('{"verb": "accept_mention", "object": {"type": "mention", "id": "1"}, "request_id": '
         '"9b0f5ac8-95f5-4c6f-8f0c-0d2f1f0a1d11"}', "object"),
        ('{"verb": "accept_mention", "object": {"type": "mention", "id": 1}, "request_id": '
         '"9b0f5ac8-95f5-4c6f-8f0c-0d2f1f0a1d11"}', "object"),
        ("[" * 100_000, ""),
    ],
)  # fmt: skip
def test_malformed_decision_is_refused(desk: Desk, body: str, field: str) -> None:
    response = desk.client.post(desk.url, body, content_type="application/json")

    assert (response.status_code, response.json()["field"]) == (400, field)


def test_mention_of_another_article_is_out_of_reach(desk: Desk) -> None:
    elsewhere = make.mention(status=MentionStatus.PROPOSED)

    response = desk.send("accept_mention", elsewhere)

    assert (response.status_code, response.json()["field"]) == (400, "object")


def test_candidate_chosen_from_the_list_is_kept(desk: Desk) -> None:
    mention, other = proposed(desk), make.place("Saraqib", lon=40.0, lat=36.0)
    MentionCandidate.objects.create(mention=mention, place=other, rank=1, score=0.5, reasons=["same name"])

    answer = desk.done("place_mention", mention, place=other.pk)

    assert answer["mentions"][0]["place"] == other.pk
    assert answer["mentions"][0]["candidates"] == [{"place": other.pk, "reasons": ["same name"]}]


# What a choice teaches


def tripoli(desk: Desk, times: int = 3) -> tuple[list[Mention], Any, Any]:
    """The name so many times, each read as the town in Libya with the one in Lebanon behind it."""
    desk.article = make.article("Tripoli woke to shells. " * times)
    desk.url = reverse("admin:events_article_desk_decide", args=[desk.article.pk])
    libya, lebanon = (
        make.place("Tripoli", country=code, lon=lon) for code, lon in (("LY", 13.2), ("LB", 35.8))
    )
    mentions = []
    for number in range(times):
        mention = make.mention(
            desk.article, "Tripoli", after=24 * number, place=libya, status=MentionStatus.PROPOSED
        )
        for rank, place in enumerate((libya, lebanon), start=1):
            MentionCandidate.objects.create(
                mention=mention, place=place, rank=rank, score=1 - 0.3 * rank, reasons=["same name"]
            )
        mentions.append(mention)
    return mentions, libya, lebanon


def test_choice_answers_with_the_mentions_that_follow_it_and_says_so(desk: Desk) -> None:
    (first, *others), _libya, lebanon = tripoli(desk)

    answer = desk.done("place_mention", first, place=lebanon.pk)

    assert [row["place"] for row in answer["mentions"]] == [lebanon.pk] * 3
    assert answer["mentions"][1]["candidates"][0] == {
        "place": lebanon.pk,
        "reasons": ["Tripoli, Lebanon, was chosen for “Tripoli” above", "same name"],
    }
    assert answer["taught"] == "2 other mentions now propose Tripoli, Lebanon"
    assert answer["raised"] == [
        {"type": "mention", "id": mention.pk, "from_version": 1, "version": 2} for mention in (first, *others)
    ]


def test_undo_of_a_choice_takes_its_lesson_back(desk: Desk) -> None:
    (first, *_others), libya, lebanon = tripoli(desk)
    before = desk.done("place_mention", first, place=lebanon.pk)["before"]

    answer = desk.done("restore_mention", first, before=before)

    assert [row["place"] for row in answer["mentions"]] == [libya.pk] * 3
    assert [row["candidates"][0]["reasons"] for row in answer["mentions"]] == [["same name"]] * 3
    assert answer["taught"] == "2 other mentions now propose Tripoli, Libya"


def test_editor_with_the_old_place_on_screen_is_told_that_it_has_moved(desk: Desk) -> None:
    (first, second, _third), _libya, lebanon = tripoli(desk)
    desk.done("place_mention", first, place=lebanon.pk)

    response = desk.send("accept_mention", second)

    assert response.status_code == 409


def test_acceptance_on_its_way_keeps_the_place_that_was_seen(desk: Desk) -> None:
    (first, second, _third), libya, lebanon = tripoli(desk)
    desk.done("place_mention", first, place=lebanon.pk)

    desk.done("accept_mention", second, version=2, place=libya.pk)

    assert (second.place, second.geometry.coords, second.status) == (libya, libya.point.coords, "accepted")


def test_marked_words_propose_what_their_name_means_elsewhere(desk: Desk) -> None:
    (first, second, third), libya, _lebanon = tripoli(desk)
    desk.done("accept_mention", first)
    start, end = third.start, third.end
    third.delete()

    answer = desk.done("add_mention", start=start, end=end)

    assert answer["made"] == answer["mentions"][0]["id"]
    assert answer["taught"] == "1 other mention now proposes Tripoli, Libya"
    assert answer["mentions"][0]["place"] == libya.pk
    assert Mention.objects.get(pk=second.pk).version == 1


def test_decision_needs_the_same_queries_in_a_long_article_and_a_short_one(desk: Desk) -> None:
    counts = []
    for times in (3, 12):
        (first, *_others), _libya, _lebanon = tripoli(desk, times)
        desk.done("set_mention_role", first, role="origin")
        with CaptureQueriesContext(connection) as queries:
            desk.send("accept_mention", first)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 21


def test_answer_names_the_draft_that_a_mention_has_moved(desk: Desk) -> None:
    mention = make.mention(desk.article)
    event = make.event(mention, by=desk.user)

    answer = desk.done("place_mention", mention, place=make.place("Sarmin", lon=36.7).pk)

    assert {"type": "event", "id": event.pk, "from_version": 1, "version": 2} in answer["raised"]


def test_mention_lies_between_two_places_or_along_a_part_of_a_border(desk: Desk) -> None:
    hama, homs, idlib = (
        make.place("Hama", lon=36.75, lat=35.1),
        make.place("Homs", lon=36.7, lat=34.7),
        province(),
    )
    border = make.place(
        "Syria–Turkey border", kind=PlaceKind.BORDER, country="",
        geometry=LineString((35.5, 36), (36.5, 36), (38, 36), srid=4326),
    )  # fmt: skip
    mention = proposed(desk)

    between = desk.done("place_mention", mention, place=hama.pk, relation="between", other_place=homs.pk)
    along = desk.done("place_mention", mention, place=border.pk, relation="border", within=idlib.pk)

    assert between["mentions"][0]["reading"].startswith("between Hama and Homs · a line, not exact")
    assert along["mentions"][0]["reading"].startswith("Syria–Turkey border, along Idlib · a line, not exact")
    assert mention.geometry.extent[0] >= 35.99


def test_between_without_a_second_place_is_refused_in_words(desk: Desk) -> None:
    mention = proposed(desk)

    response = desk.send("place_mention", mention, place=mention.place_id, relation="between")

    assert (response.status_code, response.json()["error"]) == (
        400,
        "Between Saraqib and what? Choose the second place.",
    )
