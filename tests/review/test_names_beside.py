"""What stands beside a place or source that is kept from readers: layers, maps, claimants, outlets, names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, models
from django.test import Client

from events.folding import fold
from events.models import Article, Event, Figure, KeptSource, Layer, Map, Mention, PlaceName, StoryStep
from events.review.acts import Refused, check_deferred_constraints
from events.review.articles import change_article
from events.review.confidential import keep_source
from events.review.discretion import show_coarser
from events.review.events import change_event, tell_event
from events.review.figures import correct_figure
from events.review.maps import change_map
from events.review.merging import merge_events
from tests import factories
from tests.admin.pages import change_url, opened
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db

TELLING = "Zarraqib front"


@pytest.fixture
def around() -> given.Area:
    return given.area()


@pytest.fixture
def by() -> AbstractUser:
    return make.person()


@pytest.fixture
def desk(by: AbstractUser, client: Client) -> Client:
    client.force_login(by)
    return client


def _write(rows: models.QuerySet[Any], words: dict[str, Any]) -> None:
    """As raw SQL would, until the transaction ends."""
    rows.update(**words)
    check_deferred_constraints()


# Layers


def test_layer_that_names_the_place_is_refused(around: given.Area, by: AbstractUser) -> None:
    event = given.published(around, by=by, layer=make.layer(name=TELLING))

    with pytest.raises(Refused, match="The layer “Zarraqib front” names the place"):
        show_coarser(event, by=by, reason="Safety.")


@pytest.mark.parametrize(
    "words",
    [{"name": TELLING}, {"slug": "zarraqib-front"}, {"description": TELLING}, {"names": {"ru": "Зарракиб"}}],
    ids=["name", "slug", "description", "names"],
)  # fmt: skip
def test_layer_is_not_named_after_the_place_later(
    words: dict[str, Any], around: given.Area, by: AbstractUser
) -> None:
    event = given.discreet(around, by=by, layer=make.layer())

    with pytest.raises(IntegrityError, match="its layer tells where"):
        _write(Layer.objects.filter(pk=event.layer_id), words)


def test_form_of_a_layer_says_what_is_wrong_with_its_name(
    around: given.Area, by: AbstractUser, desk: Client
) -> None:
    layer = given.discreet(around, by=by, layer=make.layer()).layer

    answer = desk.post(change_url(layer), opened(desk, layer) | {"name": TELLING})

    assert "names the place of an event that is shown less" in answer.content.decode()
    assert "was changed successfully" not in answer.content.decode()
    layer.refresh_from_db()
    assert layer.name != TELLING


def test_event_is_not_moved_into_a_layer_that_names_its_place(around: given.Area, by: AbstractUser) -> None:
    event = given.discreet(around, by=by)

    with pytest.raises(Refused, match="of the layer names the place"):
        change_event(event, {"layer": make.layer(name=TELLING)}, by=by, public_note="Moved.")


# Maps


def _map(by: AbstractUser, **fields: Any) -> Map:
    return factories.published_map(by=by, **{"title": TELLING, **fields})


def test_event_that_becomes_discreet_by_a_mention_is_on_no_map_that_names_its_place(
    around: given.Area, by: AbstractUser
) -> None:
    mention = given.discreet(around, by=by).mentions.get()
    shown = make.published(by=by, title="A town was shelled")
    _map(by).picked_events.add(shown)

    with pytest.raises(Refused, match="A published map"):
        tell_event(shown, [mention], by=by)


def test_merging_puts_no_discreet_event_on_a_map_that_names_its_place(
    around: given.Area, by: AbstractUser
) -> None:
    kept, other = given.discreet(around, by=by), make.published(by=by, title="A raid")
    _map(by).picked_events.add(other)

    with pytest.raises(Refused, match="A published map"):
        merge_events(kept, other, by=by, public_note="One event.")


@pytest.mark.parametrize(
    "words",
    [{"title": TELLING}, {"translations": {"ru": {"title": "Зарракиб"}}}, {"introduction": TELLING}],
    ids=["title", "translations", "introduction"],
)
def test_raw_write_of_a_maps_words_is_refused(
    words: dict[str, Any], around: given.Area, by: AbstractUser
) -> None:
    shown = _map(by, title="Shown")
    shown.picked_events.add(given.discreet(around, by=by))
    check_deferred_constraints()

    with pytest.raises(IntegrityError, match="a map that shows it tells where"):
        _write(Map.objects.filter(pk=shown.pk), words)


def test_raw_write_of_a_steps_words_is_refused(around: given.Area, by: AbstractUser) -> None:
    shown = _map(by, title="Shown")
    shown.picked_events.add(given.discreet(around, by=by))

    StoryStep.objects.create(map=shown, position=0, heading="First", text=TELLING)

    with pytest.raises(IntegrityError, match="a map that shows it tells where"):
        check_deferred_constraints()


def test_address_of_a_map_tells_too(around: given.Area, by: AbstractUser) -> None:
    shown = _map(by, title="Shown", slug="zarraqib-front")

    with pytest.raises(Refused, match="names its place"):
        change_map(shown, {}, by=by, picked_events=[given.discreet(around, by=by)])


# Claimants


def test_claimant_is_not_named_after_the_place_later(
    around: given.Area, by: AbstractUser, desk: Client
) -> None:
    claimant = given.discreet(around, by=by).figures.get().claimant

    answer = desk.post(change_url(claimant), opened(desk, claimant) | {"name": "Zarraqib council"})

    assert "the words, claimant, start or role of a figure name the place" in answer.content.decode()
    claimant.refresh_from_db()
    assert claimant.name != "Zarraqib council"


# Names that the place gets later


def test_passage_with_a_name_that_the_place_gets_later_is_withheld(
    around: given.Area, by: AbstractUser, desk: Client
) -> None:
    event = given.discreet(around, by=by)
    figure = event.figures.get()
    start = given.TEXT.index("left Kafr")
    Figure.objects.filter(pk=figure.pk).update(
        start=start, end=start + 4, wording="left", excerpt_start=start, excerpt_end=given.SHOWN_UNTIL
    )
    check_deferred_constraints()
    assert not Figure.objects.get(pk=figure.pk).is_withheld
    named = {
        "names-TOTAL_FORMS": 5, "names-INITIAL_FORMS": 4, "names-4-place": around.town.pk,
        "names-4-name": "Kafr Batta", "names-4-language": "", "names-4-kind": "alternate",
    }  # fmt: skip

    desk.post(change_url(around.town), opened(desk, around.town) | named)

    assert PlaceName.objects.filter(place=around.town, key=fold("Kafr Batta")).exists()
    assert Figure.objects.get(pk=figure.pk).is_withheld


# Sources


@pytest.fixture
def kept(by: AbstractUser) -> Article:
    article = factories.article(outlet=make.outlet(name="Quiet Courier"))
    factories.published_event(by=by, of=article)
    keep_source(article, by=by, reason="They would be in danger.")
    return Article.objects.get(pk=article.pk)


def _retitled(article: Article, by: AbstractUser) -> None:
    event = Event.objects.get(mentions__article=article)
    change_event(event, {"title": "Flight, by the Quiet Courier"}, by=by, public_note="Retitled.")


def _claimed(article: Article, by: AbstractUser) -> None:
    claimant = make.organisation(name="The Quiet Courier")
    correct_figure(article.figures.get(), {"claimant": claimant}, by=by, public_note="Who said so.")


def _told_by_another(article: Article, by: AbstractUser) -> None:
    event = Event.objects.get(mentions__article=article)
    other = make.article("Bombs fell on Binnish. 15 dead, the Quiet Courier wrote.")
    claimant = make.organisation(name="Quiet Courier")
    tell_event(event, [], [make.figure(other, "15 dead", low=15, high=15, claimant=claimant)], by=by)


@pytest.mark.parametrize("name", [_retitled, _claimed, _told_by_another])
def test_kept_source_is_not_named_later(
    name: Callable[[Article, AbstractUser], None], kept: Article, by: AbstractUser
) -> None:
    with pytest.raises(Refused, match="names a source that is kept"):
        name(kept, by)


def test_claimant_is_not_named_after_a_kept_source(kept: Article, by: AbstractUser) -> None:
    claimant = kept.figures.get().claimant
    assert claimant is not None

    with pytest.raises(IntegrityError, match="names a source that is kept"):
        _write(type(claimant).objects.filter(pk=claimant.pk), {"name": "Quiet Courier"})


def test_passage_that_names_the_outlet_that_is_typed_later_is_withheld(by: AbstractUser) -> None:
    article = factories.article(
        text="Shells fell on Saraqib in the night, the Hidden Post reports. More than 12 people were killed.",
        outlet=make.outlet(name="Wrong Outlet"),
    )
    factories.published_event(by=by, of=article, mention={"excerpt_end": 64}, figure={"excerpt_end": 90})
    keep_source(article, by=by, reason="They would be in danger.")
    mention = Mention.objects.get(article=article)
    assert not mention.is_withheld

    change_article(article, {"outlet": make.outlet(name="Hidden Post")}, by=by)

    check_deferred_constraints()
    mention.refresh_from_db()
    assert mention.is_withheld


def test_kept_outlet_that_is_renamed_is_looked_for_by_its_new_name(kept: Article) -> None:
    source = KeptSource.objects.get(article=kept)
    outlet = source.outlet
    outlet.name = "Silent Courier"
    outlet.save()

    source.refresh_from_db()

    assert source.names == ["silent courier"]
