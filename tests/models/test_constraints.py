"""Each invariant is the database's own: it holds against the ORM and against SQL typed by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from events.enums import (
    Acceptance,
    DatePrecision,
    FigureRole,
    MentionStatus,
    Precision,
    Quantifier,
    Status,
    Unit,
)
from events.models import Decision, Event, EventMention, Figure, Mention, MentionCandidate
from events.review.acts import check_deferred_constraints
from events.review.constraints import constraint_of, sentence_for, sentence_of
from tests.review import factories as make

pytestmark = pytest.mark.django_db

TRIGGERS = {
    "mention_quote_is_article_text",
    "figure_wording_is_article_text",
    "article_text_is_fixed_once_read",
    "event_published_has_accepted_mention",
    "decision_is_append_only",
}


def refused_by(act: Callable[[], Any]) -> str:
    """The name of the constraint that refuses the act."""
    try:
        with transaction.atomic():
            act()
            check_deferred_constraints()
    except IntegrityError as error:
        return constraint_of(error)
    return "nothing refused it"


def set_by_hand(row: Any, **values: Any) -> Callable[[], None]:
    """The same with SQL, past every check of ours."""

    def act() -> None:
        columns = ", ".join(f'"{name}" = %s' for name in values)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {row._meta.db_table} SET {columns} WHERE id = %s", [*values.values(), row.pk]
            )

    return act


def set_by_orm(row: Any, **values: Any) -> Callable[[], None]:
    def act() -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    return act


def declared_names() -> set[str]:
    names = set(TRIGGERS)
    for model in apps.get_app_config("events").get_models():
        for constraint in model._meta.constraints:
            assert isinstance(constraint, CheckConstraint | UniqueConstraint)
            names.add(constraint.name)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conname LIKE '%%_in_world' "
            "AND conrelid::regclass::text LIKE 'events_%%'"
        )
        names |= {name for (name,) in cursor.fetchall()}
    return names


def test_every_constraint_has_a_sentence() -> None:
    assert len(declared_names()) > 30

    assert sorted(name for name in declared_names() if not sentence_of(name)) == []


def test_every_trigger_is_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        found = {name for (name,) in cursor.fetchall()}

    assert found >= TRIGGERS | {
        "event_link_published_has_accepted_mention",
        "mention_published_event_has_accepted_mention",
    }


FIGURES: list[tuple[str, dict[str, Any]]] = [
    ("figure_low_not_above_high", {"quantifier": Quantifier.BETWEEN, "low": 9, "high": 3}),
    ("figure_bounds_match_quantifier", {"low": 12, "high": 12}),
    ("figure_bounds_match_quantifier", {"quantifier": Quantifier.AT_LEAST, "low": 12, "high": 14}),
    ("figure_bounds_match_quantifier", {"quantifier": Quantifier.UP_TO, "low": 12}),
    ("figure_bounds_match_quantifier", {"quantifier": Quantifier.LESS_THAN, "low": 1, "high": 2}),
    ("figure_bounds_match_quantifier", {"quantifier": Quantifier.EXACT, "low": 12, "high": None}),
    ("figure_bounds_match_quantifier", {"quantifier": Quantifier.EXACT, "low": 12, "high": 13}),
    ("figure_bounds_match_quantifier", {"quantifier": Quantifier.BETWEEN, "low": 12, "high": None}),
    ("figure_period_in_order", {"period_start": date(2019, 5, 2), "period_end": date(2019, 5, 1)}),
    ("figure_household_size_of_households", {"household_size": 5}),
    ("figure_household_size_of_households", {"unit": Unit.HOUSEHOLD, "household_size": 0}),
    ("figure_published_is_accepted", {"status": Status.PUBLISHED}),
    ("figure_excerpt_holds_span", {"excerpt_end": 55}),
    ("figure_wording_is_article_text", {"wording": "More than 13"}),
    ("figure_wording_is_article_text", {"start": 53, "excerpt_start": 53}),
    ("figure_wording_is_article_text", {"excerpt_end": 100_000}),
]


@pytest.mark.parametrize("write", [set_by_orm, set_by_hand])
@pytest.mark.parametrize(("name", "values"), FIGURES)
def test_figure_that_cannot_be_is_refused(name: str, values: dict[str, Any], write: Any) -> None:
    assert refused_by(write(make.figure(), **values)) == name


def test_figure_span_that_is_empty_is_refused() -> None:
    figure = make.figure()

    assert refused_by(set_by_hand(figure, end=figure.start, wording="")) == "figure_span_not_empty"
    assert refused_by(set_by_hand(figure, end=0)) == "figure_wording_is_article_text"


@pytest.mark.parametrize(
    "values",
    [
        {"quantifier": Quantifier.MORE_THAN, "low": 12},
        {"quantifier": Quantifier.AT_LEAST, "low": None},
        {"quantifier": Quantifier.EXACT, "low": 12, "high": 12},
        {"quantifier": Quantifier.ABOUT, "low": None, "high": None},
        {"quantifier": Quantifier.UP_TO, "low": None, "high": 12},
        {"quantifier": Quantifier.BETWEEN, "low": 12, "high": 15},
        {"unit": Unit.HOUSEHOLD, "household_size": 5},
        {"period_start": date(2019, 5, 1), "period_end": date(2019, 5, 1)},
    ],
)
def test_figure_that_can_be_is_kept(values: dict[str, Any]) -> None:
    figure = make.figure(**values)

    figure.refresh_from_db()
    assert {name: getattr(figure, name) for name in values} == values


def test_figure_excerpt_longer_than_a_passage_is_refused() -> None:
    article = make.article("Word 7 " * 300)
    figure = make.figure(article, "7")

    assert refused_by(set_by_hand(figure, excerpt_start=0, excerpt_end=1001)) == "figure_excerpt_not_too_long"


def test_figure_offsets_are_code_points() -> None:
    article = make.article("🔥🔥 in Saraqib: 12 dead. قُتل ١٢ شخصا")

    figure = make.figure(article, "12", quantifier=Quantifier.EXACT, low=12, high=12)

    assert (figure.start, figure.wording) == (15, "12")


@pytest.mark.parametrize(
    "text", ["Plain: 12 dead, 15 hurt.", "Ārija: 12 dead, 15 hurt."], ids=["plain", "wide"]
)
@pytest.mark.parametrize(
    "span",
    [(7, 9, "15"), (8, 10, "12"), (23, 25, "t."), (7, 9, "1Ā")],
    ids=["other", "beside", "behind", "near"],
)
def test_words_that_are_not_the_texts_are_refused_among_others(text: str, span: tuple[int, int, str]) -> None:
    article = make.article(text)
    right = make.figure(article, "12", quantifier=Quantifier.EXACT, low=12, high=12)
    right.delete()
    start, end, wording = span
    wrong = Figure(
        article=article, start=start, end=end, wording=wording, excerpt_start=start, excerpt_end=end,
        measure=right.measure, quantifier=Quantifier.ABOUT,
    )  # fmt: skip
    right.pk = None

    assert refused_by(lambda: Figure.objects.bulk_create([right, wrong])) == "figure_wording_is_article_text"


def test_second_recommended_figure_of_measure_and_people_is_refused() -> None:
    article = make.article()
    event = make.event(make.mention(article))
    make.figure(article, event=event)
    other = make.figure(article, "15", quantifier=Quantifier.EXACT, low=15, high=15)

    assert refused_by(set_by_orm(other, event=event)) == "figure_one_recommended"
    assert refused_by(set_by_hand(other, event_id=event.pk)) == "figure_one_recommended"


@pytest.mark.parametrize(
    "values",
    [
        {"role": FigureRole.CORROBORATING},
        {"people": "children"},
        {"measure": "injured"},
        {"acceptance": Acceptance.PROPOSED},
        {"status": Status.WITHDRAWN},
    ],
)
def test_figures_that_are_not_both_recommended_stand_side_by_side(values: dict[str, Any]) -> None:
    article = make.article()
    event = make.event(make.mention(article))
    make.figure(article, event=event)

    make.figure(article, "15", event=event, quantifier=Quantifier.EXACT, low=15, high=15, **values)

    assert event.figures.count() == 2


MENTIONS: list[tuple[str, dict[str, Any]]] = [
    ("mention_quote_is_article_text", {"quote": "Sarakib"}),
    ("mention_quote_is_article_text", {"excerpt_end": 100_000}),
    ("mention_quote_is_article_text", {"phrase_end": 100_000}),
    ("mention_phrase_holds_span", {"phrase_end": 18}),
    ("mention_excerpt_holds_span", {"excerpt_start": 16}),
    ("mention_accepted_is_located", {"place_id": None, "geometry": None}),
    ("mention_not_identifiable_has_no_place", {"status": MentionStatus.NOT_IDENTIFIABLE}),
]


@pytest.mark.parametrize("write", [set_by_orm, set_by_hand])
@pytest.mark.parametrize(("name", "values"), MENTIONS)
def test_mention_that_cannot_be_is_refused(name: str, values: dict[str, Any], write: Any) -> None:
    assert refused_by(write(make.mention(), **values)) == name


def test_mention_span_that_is_empty_is_refused() -> None:
    assert refused_by(set_by_hand(make.mention(), end=15, quote="")) == "mention_span_not_empty"


def test_mention_excerpt_longer_than_a_passage_is_refused() -> None:
    mention = make.mention(make.article("Saraqib " * 200))

    assert (
        refused_by(set_by_hand(mention, excerpt_start=0, excerpt_end=1001)) == "mention_excerpt_not_too_long"
    )


def test_words_are_marked_once_unless_the_first_mark_was_rejected() -> None:
    article = make.article()
    first = make.mention(article)

    assert refused_by(lambda: make.mention(article)) == "mention_once_per_span"

    set_by_orm(first, status=MentionStatus.REJECTED)()
    assert make.mention(article).quote == "Saraqib"


def test_article_needs_a_text() -> None:
    assert refused_by(set_by_hand(make.article(), text="")) == "article_text_not_empty"


def test_article_is_stored_once_an_outlet() -> None:
    article = make.article()

    again = {"outlet": article.outlet, "fingerprint": article.fingerprint}
    assert refused_by(lambda: make.article(**again)) == "article_once_per_outlet"
    assert make.article(fingerprint=article.fingerprint).pk


@pytest.mark.parametrize("read", [make.mention, make.figure])
def test_article_text_is_fixed_once_something_was_read_from_it(read: Any) -> None:
    article = make.article()
    set_by_hand(article, text=f"{make.TEXT} Corrected.")()
    article.refresh_from_db()
    read(article)

    assert refused_by(set_by_hand(article, text="Other words")) == "article_text_is_fixed_once_read"
    assert refused_by(set_by_orm(article, text="Other words")) == "article_text_is_fixed_once_read"
    article.refresh_from_db()
    set_by_orm(article, headline="Another headline")()


EVENTS: list[tuple[str, dict[str, Any]]] = [
    ("event_published_has_geometry_or_says_none", {"geometry": None, "point": None, "status": "published"}),
    ("event_published_has_geometry_or_says_none", {"geometry": None, "point": None, "status": "changed"}),
    ("event_without_geometry_has_none", {"has_no_geometry": True}),
    ("event_geometry_has_label_point", {"point": None}),
    ("event_has_dates_or_unknown", {"latest": None}),
    ("event_has_dates_or_unknown", {"date_precision": DatePrecision.UNKNOWN}),
    ("event_has_dates_or_unknown", {"earliest": None, "latest": None}),
    ("event_dates_in_order", {"latest": date(2019, 8, 29)}),
]


@pytest.mark.parametrize("write", [set_by_orm, set_by_hand])
@pytest.mark.parametrize(("name", "values"), EVENTS)
def test_event_that_cannot_be_is_refused(name: str, values: dict[str, Any], write: Any) -> None:
    assert refused_by(write(make.event(), **values)) == name


def test_event_without_place_and_date_can_be_published_when_it_says_so() -> None:
    event = make.event()

    set_by_orm(
        event, geometry=None, point=None, has_no_geometry=True, precision=Precision.COUNTRY, earliest=None,
        latest=None, date_precision=DatePrecision.UNKNOWN, status=Status.PUBLISHED,
    )()  # fmt: skip

    check_deferred_constraints()
    assert Event.objects.get().is_public


def test_published_event_keeps_an_accepted_mention() -> None:
    mention = make.mention()
    event = make.published(mention)
    rule = "event_published_has_accepted_mention"

    assert refused_by(set_by_hand(mention, status=MentionStatus.REJECTED)) == rule
    assert refused_by(lambda: EventMention.objects.filter(event=event).delete()) == rule
    draft = make.event(make.mention())
    EventMention.objects.filter(event=draft).delete()
    assert refused_by(set_by_hand(draft, status=Status.PUBLISHED)) == rule


def test_mention_of_an_event_is_linked_once() -> None:
    mention = make.mention()
    event = make.event(mention)

    assert (
        refused_by(lambda: EventMention.objects.create(event=event, mention=mention)) == "event_mention_once"
    )


@pytest.mark.parametrize(
    ("build", "column"),
    [
        (make.event, "geometry"), (make.event, "point"), (make.mention, "geometry"),
        (make.place, "geometry"), (make.place, "point"), (make.map_, "extent"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "shape", ["POLYGON((0 0, 181 0, 181 1, 0 0))", "POLYGON((0 0, 1 0, 1 90.1, 0 0))", "POLYGON EMPTY"]
)
def test_geometry_outside_the_world_is_refused(build: Any, column: str, shape: str) -> None:
    if column == "point":
        shape = "POINT EMPTY" if "EMPTY" in shape else "POINT(-181 0)"
    row = build()

    name = refused_by(set_by_hand(row, **{column: f"SRID=4326;{shape}"}))

    assert name == f"{row._meta.model_name}_{column}_in_world"
    assert "Longitudes go from -180 to 180" in sentence_of(name)


def test_places_of_a_provider_are_unique_and_own_places_are_not() -> None:
    make.place(provider="geonames", provider_id="1")
    make.place(provider="own")
    make.place(provider="own")

    assert refused_by(lambda: make.place(provider="geonames", provider_id="1")) == "place_provider_id_unique"
    assert refused_by(lambda: make.place(population=-1)) == "place_population_not_negative"


def test_candidates_are_unique_and_scored_from_none_to_one() -> None:
    mention = make.mention()
    wanted = {"mention": mention, "place": mention.place, "rank": 1}
    MentionCandidate.objects.create(**wanted, score=1)

    again = refused_by(lambda: MentionCandidate.objects.create(**wanted, score=1))
    assert again == "candidate_once_per_mention"
    other = {**wanted, "place": make.place()}
    out = refused_by(lambda: MentionCandidate.objects.create(**other, score=1.01))
    assert out == "candidate_score_in_unit_range"


def test_decision_is_never_changed() -> None:
    make.event()
    decision = Decision.objects.get(verb="create_event")

    assert refused_by(set_by_orm(decision, note="Other")) == "decision_is_append_only"
    assert refused_by(set_by_hand(decision, note="Other")) == "decision_is_append_only"


def test_unknown_refusal_still_makes_a_sentence() -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Mention.objects.filter(pk=make.mention().pk).update(start=-1)

    assert sentence_for(refused.value).startswith(("The database refused", "The marked words"))
