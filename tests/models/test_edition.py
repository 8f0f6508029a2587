"""The edition is raised by whatever readers see, when its transaction ends, and nobody waits for it.

`tests/api/test_versions.py` has the changes, one by one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, transaction

from events.api.versions import published_version
from events.enums import MentionStatus, NameKind, PlaceKind, Status
from events.models import Article, Event, EventMention, Figure, Map, Mention, Place, PlaceName, StoryStep
from tests import factories
from tests.models.test_concurrency import committed
from tests.review import factories as make

pytestmark = pytest.mark.django_db

#: Tables whose rows no reader sees, and why.
UNSEEN = {
    "events_basemapshape": "the background has a version of its own",
    "events_bulkact": "what it did is seen in the rows that it changed",
    "events_bulkrow": "what it did is seen in the rows that it changed",
    "events_change": "the history is for editors",
    "events_changeset": "the history is for editors",
    "events_comment": "what editors say to each other",
    "events_confidentialnote": "no reader ever sees one",
    "events_discreetmention": "what is known lies here; what is shown is in the mention",
    "events_discretion": "what is known lies here; what is shown is in the event",
    "events_dismissal": "findings are for editors",
    "events_feed": "what outlets offer is for editors",
    "events_feeditem": "what outlets offer is for editors",
    "events_frozenmap": "taken when it is first asked for, it says before and after what it shows",
    "events_geocoderanswer": "for editors",
    "events_geocoderfailure": "for editors",
    "events_geocoderturn": "for editors",
    "events_importrun": "for editors",
    "events_keptsource": "what is known lies here; what is shown is in the article",
    "events_mentioncandidate": "proposals are for editors",
    "events_savedfilter": "an editor's own",
    "events_merge": "what it moves is seen in the rows that it moves",
    "events_sourcerecord": "the row of a data set as it came; readers see what was made of it",
    "events_withheldnote": "written with the rows that it keeps a note of",
}
#: Columns of a place and of a name that no reader sees; a load of the gazetteer writes them in every row.
UNSEEN_OF_A_PLACE = {"is_edited", "dataset"}
UNSEEN_OF_A_NAME = {"id", "dataset"}


def is_raised(change: Callable[[], object]) -> bool:
    before = published_version()
    change()
    return published_version() != before


def test_every_table_is_noted_or_hidden() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgfoid = 'events_note_for_edition'::regproc"
        )
        noted = {name for (name,) in cursor.fetchall()}
    tables = {
        model._meta.db_table for model in apps.get_app_config("events").get_models(include_auto_created=True)
    }

    assert noted == tables - UNSEEN.keys(), (
        "Note its changes by a migration like 0012, or say why it is not seen"
    )


@pytest.mark.parametrize(
    ("model", "unseen"), [(Place, UNSEEN_OF_A_PLACE), (PlaceName, UNSEEN_OF_A_NAME)], ids=["place", "name"]
)
def test_every_column_of_a_place_is_noted_or_hidden(model: type, unseen: set[str]) -> None:
    trigger = f"{model._meta.model_name}_update_is_noted_as_place"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = %s", [trigger])
        (definition,) = cursor.fetchone()
    columns = {field.column for field in model._meta.concrete_fields}

    assert {name for name in columns if not re.search(rf"\.{name}\b", definition)} == unseen


def test_language_and_kind_of_a_name_are_seen() -> None:
    event = factories.published_event()
    PlaceName.objects.create(place=event.place, name="Serakib", key="serakib", language="")
    name = PlaceName.objects.filter(name="Serakib")

    assert is_raised(lambda: name.update(language="tr"))
    assert is_raised(lambda: name.update(kind=NameKind.OWN))
    assert not is_raised(lambda: name.update(dataset="another load"))


def test_province_of_a_settlement_is_seen() -> None:
    province = make.place("Idlib", kind=PlaceKind.ADMIN1)
    county = make.place("Saraqib county", kind=PlaceKind.ADMIN2, parent=province)
    factories.published_event(mention={"place": make.place(parent=county)})

    assert is_raised(lambda: Place.objects.filter(pk=province.pk).update(name="Edleb"))
    assert not is_raised(lambda: Place.objects.filter(pk=province.pk).update(dataset="another load"))


def test_reprint_of_a_draft_has_the_origin_of_the_draft() -> None:
    draft, origin = make.article("One text.", fingerprint="a"), make.article("Another.", fingerprint="b")
    factories.published_event(of=factories.article(duplicate_of=draft))

    assert is_raised(lambda: Article.objects.filter(pk=draft.pk).update(duplicate_of=origin))
    assert not is_raised(lambda: Article.objects.filter(pk=origin.pk).update(headline="Renamed"))


def test_mention_that_is_taken_from_an_event_and_rejected_is_missed() -> None:
    event = factories.published_event()
    second = make.mention(make.article("Binnish burned.", status="published"), "Binnish")
    second.status = MentionStatus.ACCEPTED
    second.save()
    EventMention.objects.create(event=event, mention=second)

    def take_back() -> None:
        with transaction.atomic():
            Mention.objects.filter(pk=second.pk).update(status=MentionStatus.REJECTED)
            EventMention.objects.filter(mention=second).delete()

    assert is_raised(take_back)


def test_bookkeeping_of_a_published_article_is_not_seen() -> None:
    of = factories.published_event().mentions.get().article

    assert not is_raised(lambda: Article.objects.filter(pk=of.pk).update(bands=[1, 2]))
    assert not is_raised(lambda: Article.objects.filter(pk=of.pk).update(assignee=make.person()))
    assert is_raised(lambda: Article.objects.filter(pk=of.pk).update(headline="Corrected"))


@pytest.mark.parametrize("model", [Event, Figure, Mention, Map], ids=lambda model: model.__name__)
def test_row_saved_as_it_is_raises_nothing(model: type) -> None:
    factories.published_event()
    factories.published_map()

    assert not is_raised(lambda: model.objects.update(version=model.objects.first().version))


def test_step_of_a_published_map_is_seen_and_of_a_draft_not() -> None:
    shown, draft = factories.published_map(), make.map_()

    assert is_raised(lambda: StoryStep.objects.create(map=shown, position=0, heading="One"))
    assert is_raised(lambda: shown.steps.update(text="Changed."))
    assert not is_raised(lambda: shown.steps.update(text="Changed."))
    assert is_raised(lambda: shown.steps.all().delete())
    assert not is_raised(lambda: StoryStep.objects.create(map=draft, position=0, heading="One"))
    assert not is_raised(lambda: draft.steps.update(text="Changed."))


def test_emptied_table_is_seen() -> None:
    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE events_map CASCADE")

    assert is_raised(empty)


def test_change_that_is_taken_back_raises_nothing() -> None:
    event = factories.published_event()
    before = published_version()
    try:
        with transaction.atomic():
            Event.objects.filter(pk=event.pk).update(title="Changed")
            raise KeyError
    except KeyError:
        pass

    assert published_version() == before


@committed
def test_editors_do_not_wait_for_each_other_and_nothing_is_raised_before_it_is_seen() -> None:
    mine, theirs = factories.published_event(), factories.published_event(title="Another")
    has_written, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Event.objects.filter(pk=mine.pk).update(title="Held")
            has_written.set()
            may_end.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert has_written.wait(20)
        before = published_version()
        Event.objects.filter(pk=theirs.pk).update(title="Done at once")
        between = published_version()
    finally:
        may_end.set()
        other.join(20)

    assert len({before, between, published_version()}) == 3


@committed
def test_mention_of_a_draft_that_another_publishes_meanwhile_is_seen() -> None:
    draft = make.event(make.mention(factories.article(status=Status.PUBLISHED)))
    second = make.mention(make.article("Binnish burned.", status="published"), "Binnish")
    Mention.objects.filter(pk=second.pk).update(status=MentionStatus.PROPOSED)
    EventMention.objects.create(event=draft, mention=second)
    has_accepted, is_published = threading.Event(), threading.Event()

    def accept() -> None:
        with transaction.atomic():
            Mention.objects.filter(pk=second.pk).update(status=MentionStatus.ACCEPTED)
            has_accepted.set()
            is_published.wait(20)
        connection.close()

    other = threading.Thread(target=accept)
    other.start()
    try:
        assert has_accepted.wait(20)
        Event.objects.filter(pk=draft.pk).update(status=Status.PUBLISHED)
        before = published_version()
    finally:
        is_published.set()
        other.join(20)

    assert published_version() != before
