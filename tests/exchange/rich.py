"""A project with something of everything: each table, each value of each closed list, and texts that break
what is written carelessly. In our own words.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from events import enums
from events.embeds.freezing import take
from events.enums import Acceptance, FigureRole, MentionStatus, Precision, Status
from events.exchange.project import PARTS
from events.folding import fold
from events.models import (
    Article,
    Dataset,
    Dismissal,
    Event,
    EventMention,
    Feed,
    FeedItem,
    Figure,
    FrozenMap,
    ImportRun,
    Layer,
    Map,
    Mention,
    MentionCandidate,
    Organisation,
    Outlet,
    Place,
    PlaceName,
    SourceRecord,
    StoryStep,
)
from events.models.confidential import ConfidentialKind
from events.models.feed import FeedItemStatus
from events.review.acts import check_deferred_constraints
from events.review.comments import add_comment, answer_comment, resolve_comment
from events.review.confidential import add_confidential_note, keep_source
from events.review.dismissals import dismiss_finding
from events.review.events import change_event, withdraw_event
from events.review.merging import merge_events, unmerge_event
from tests import factories
from tests.exchange import files
from tests.review import discretion as given
from tests.review import factories as make

#: Texts that a careless writer, escaper or spreadsheet would change.
AWKWARD = (
    "=1+1", "@SUM(A1)", "-5", "+5", "\t=tab first", "'=quoted", "''", 'say "no", then; go | on',
    "a\nb\r\nc\td",
    "قصف على سراقب ليلًا", "𝔸stral 🕊️ \u200f\u202eRTL", "\\N", "\\", "{a,\"b\"}", "NULL", "0", "null", "none",
    "e\u0301 and é", "<b>&amp;</b>", "_x000D_", "  spaces  ", "#event+id",
)  # fmt: skip
#: A day, a week, a month, a year, and none.
DAYS = {
    enums.DatePrecision.DAY: (date(2019, 8, 30), date(2019, 8, 30)),
    enums.DatePrecision.WEEK: (date(2019, 8, 26), date(2019, 9, 1)),
    enums.DatePrecision.MONTH: (date(2019, 2, 1), date(2019, 2, 28)),
    enums.DatePrecision.YEAR: (date(1919, 1, 1), date(1919, 12, 31)),
    enums.DatePrecision.UNKNOWN: (None, None),
}
SHAPES = (
    "POINT (36.806123456789012 35.1)", "LINESTRING (36 35, 36.3333333333333335 35.5, 37 36)",
    "POLYGON ((36 35, 37 35, 37 36.1, 36 36, 36 35), (36.2 35.2, 36.4 35.2, 36.4 35.4, 36.2 35.2))",
    "MULTIPOLYGON (((36 35, 37 35, 37 36, 36 35)), ((-0.1 0.30000000000000004, 1 0, 1 1,"
    " -0.1 0.30000000000000004)))",
    "MULTILINESTRING ((36 35, 37 35), (38 35, 39 36))", "MULTIPOINT ((36 35), (37 36))",
    "GEOMETRYCOLLECTION (POINT (36 35), LINESTRING (36 35, 37 36))",
)  # fmt: skip
BOUNDS = {
    enums.Quantifier.EXACT: (0, 0), enums.Quantifier.ABOUT: (None, None),
    enums.Quantifier.AT_LEAST: (12, None), enums.Quantifier.MORE_THAN: (600, None),
    enums.Quantifier.UP_TO: (None, 9_000_000_000), enums.Quantifier.LESS_THAN: (None, 3),
    enums.Quantifier.BETWEEN: (12, 15),
}  # fmt: skip


def shape(text: str) -> GEOSGeometry:
    return GEOSGeometry(text, srid=4326)


def long_text(words: int = 400) -> str:
    """Numbered words, so that each has a place of its own, with awkward signs between them."""
    between = cycle((" ", " 𝔸 ", " “é” ", "\n", " \t ", " سراقب "))
    return "".join(f"w{number:04}{next(between)}" for number in range(words)) + "end."


def span(word: int, text: str) -> dict[str, int]:
    start = text.index(f"w{word:04}")
    return {"start": start, "end": start + 5, "excerpt_start": max(0, start - 20), "excerpt_end": start + 40}


def project(tmp_path: Path, *, with_confidential: bool = True) -> AbstractUser:
    """Fills the database, and returns who did it: somebody who may see and do all."""
    by = make.person(first_name="Anna", last_name="O'Berg, “A”")
    other = make.person("Contributor", last_name="Żółć 🕊️")
    _names(by)
    places = _places()
    _texts(by, other)
    _enumerated(by, places)
    _decided(by)
    _datasets(by, tmp_path)
    _maps(by, places)
    _feeds(by)
    if with_confidential:
        _confidential(by)
    check_deferred_constraints()
    return by


def _names(by: AbstractUser) -> None:
    for text in AWKWARD:
        Outlet.objects.create(
            name=f"Outlet {text}", country="SY", language="", url="https://o.example/?a=1&b=é"
        )
        Organisation.objects.create(name=text, aliases=[text, f"{text}, too", ""], kind="other")
    for kind in enums.OrganisationKind:
        make.organisation(kind=kind)
    Layer.objects.filter(slug="events").update(name="Ereignisse", names={"ar": "أحداث", "fr": ""}, position=7)
    for style in enums.LayerStyle:
        make.layer(style=style, description="=1+1\n", is_shown=style == enums.LayerStyle.AREAS)
    add_comment(Outlet.objects.first(), by=by, text="Who owns it?", field="name")


def _places() -> list[Place]:
    """Drawn here, corrected here, brought by a geocoder, and of the gazetteer as it was loaded."""
    loaded = make.place("Loaded", provider="geonames", provider_id="x-1", dataset="packages", population=0)
    PlaceName.objects.create(place=loaded, name="Our alias", key=fold("Our alias"), kind="own", language="en")
    make.place("Corrected", provider="geonames", provider_id="x-2", dataset="packages", is_edited=True,
               parent=loaded, population=12_000, licence="CC BY 4.0")  # fmt: skip
    make.place("Answered", provider="nominatim", provider_id="w/1", country="")
    drawn = [
        make.place(f"{kind.label} “{n}”", kind=kind, geometry=make.square(30 + n / 3, 30), parent=loaded)
        for n, kind in enumerate(enums.PlaceKind)
    ]
    child = make.place("Part of what was drawn", parent=drawn[-1])
    Place.objects.filter(pk=drawn[0].pk).update(parent=child)
    for kind in enums.NameKind:
        PlaceName.objects.create(place=child, name=f"Ṣarāqib {kind}", key=fold(f"Ṣarāqib {kind}"), kind=kind)
    return [loaded, *drawn, child]


def _texts(by: AbstractUser, other: AbstractUser) -> None:
    first = None
    for status, text in zip(cycle(enums.Status), AWKWARD, strict=False):
        first = make.article(
            f"{text} happened.", headline=text, status=status, language="ar", created_by=other, assignee=by,
            url="https://news.example/ä?q=%20", archive_url="", is_partly_read=True, duplicate_of=first,
            dismissed_at=datetime(2026, 1, 2, 3, 4, 5, 678901, UTC), is_demonstration=True,
        )  # fmt: skip


def _enumerated(by: AbstractUser, places: list[Place]) -> None:
    """A mention, an event and a figure for each value of each closed list."""
    text = long_text()
    article = make.article(text, status=Status.PUBLISHED, headline="=All of it")
    layers = cycle(Layer.objects.all())
    shapes, dates = cycle(SHAPES), cycle(DAYS.items())
    most = len(enums.EventKind)
    lists = [
        cycle(each)
        for each in (
            enums.MentionRole, enums.Relation, enums.Direction, enums.Precision, enums.Verification, places,
            AWKWARD,
        )
    ]  # fmt: skip
    for number, kind in enumerate(enums.EventKind):
        role, relation, direction, precision, verification, place, awkward = (next(each) for each in lists)
        known, (earliest, latest) = next(dates)
        drawn = shape(next(shapes))
        word = {**span(number, text), "quote": f"w{number:04}"}
        phrase = {"phrase_start": max(0, word["start"] - 3), "phrase_end": word["end"] + 2}
        mention = Mention.objects.create(
            article=article, **word, **phrase, status=MentionStatus.ACCEPTED, role=role, relation=relation,
            direction=direction if number % 10 != 9 else "", distance_m=0.1 + number if number % 2 else None,
            place=place, other_place=places[0], within=places[-1], geometry=drawn, precision=precision,
            evidence=[awkward, "b"], created_by=by, version=number + 1,
        )  # fmt: skip
        MentionCandidate.objects.create(
            mention=mention, place=places[1], rank=1, score=1 / 3, reasons=[awkward]
        )
        status = list(Status)[number % len(Status)]
        no_place = number % 7 == 6
        event = Event.objects.create(
            title=awkward, summary=f"{awkward}\nmore", kind=kind, layer=next(layers),
            place=None if no_place else place, geometry=None if no_place else drawn,
            point=None if no_place else drawn.point_on_surface, has_no_geometry=no_place,
            precision=precision, earliest=earliest, latest=latest, date_precision=known,
            verification=verification, status=status, is_graphic=bool(number % 2), created_by=by,
            published_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=number), version=3,
        )  # fmt: skip
        EventMention.objects.create(event=event, mention=mention)
    for number, status in enumerate(MentionStatus, start=most):
        located = {"place": places[0]} if status == MentionStatus.ACCEPTED else {}
        word = span(number, text)
        bare = {"quote": f"w{number:04}", "phrase_start": word["start"], "phrase_end": word["end"]}
        Mention.objects.create(article=article, **word, **bare, status=status, **located)
    _figures(article, by)


def _figures(article: Article, by: AbstractUser) -> None:
    text = article.text
    event = Event.objects.filter(status=Status.DRAFT).latest("pk")
    claimants = cycle(Organisation.objects.order_by("pk"))
    mention = article.mentions.first()
    lists = [
        cycle(each)
        for each in (
            enums.People,
            enums.Unit,
            enums.Quantifier,
            enums.Scope,
            FigureRole,
            Acceptance,
            Status,
            AWKWARD,
        )
    ]
    for number in range(4 * len(enums.Measure)):
        measure = list(enums.Measure)[number % len(enums.Measure)]
        people, unit, quantifier, scope, role, acceptance, status, awkward = (next(each) for each in lists)
        low, high = BOUNDS[quantifier]
        if acceptance != Acceptance.ACCEPTED and status in enums.PUBLIC_STATUSES:
            status = Status.DRAFT
        word = span(100 + number, text)
        figure = Figure.objects.create(
            article=article, event=event if number % 5 else None, **word, wording=f"w{100 + number:04}",
            measure=measure, people=people, unit=unit, quantifier=quantifier, low=low, high=high, scope=scope,
            household_size="5.5" if unit == enums.Unit.HOUSEHOLD else None,
            period_start=date(2019, 1, 1) if number % 2 else None, period_end=date(2019, 12, 31),
            since=awkward,
            role=role if role != FigureRole.RECOMMENDED or number < 8 else FigureRole.DISPUTED,
            role_reason=awkward, claimant=next(claimants) if number % 3 else None, claimant_words=awkward,
            acceptance=acceptance if number % 5 else Acceptance.PROPOSED,
            status=status if number % 5 else Status.DRAFT, evidence=[{"rule": awkward, "at": [1, 2.5, None]}],
            created_by=by,
        )  # fmt: skip
        if mention is not None and number % 2:
            figure.mentions.add(mention)


def _decided(by: AbstractUser) -> None:
    """What verbs leave behind: corrections that readers see, withdrawals, merges, comments, dismissals."""
    event = factories.published_event(by=by)
    change_event(event, {"title": "Shelling of a market"}, by=by, public_note="It was the market. =1+1")
    gone = factories.published_event(by=by, title="Withdrawn")
    withdraw_event(gone, by=by, public_note="It did not happen.")
    kept, second = make.event(by=by), make.event(by=by)
    merge_events(kept, second, by=by, note="One night.")
    third, fourth = make.event(by=by), make.event(by=by)
    merge_events(third, fourth, by=by)
    fourth.refresh_from_db()
    unmerge_event(fourth, by=by, note="Two after all.")
    add_comment(third, by=by, text="A draft still.")
    opened = add_comment(event, by=by, text="Sure?\n“Yes” =1+1", field="title")
    answer_comment(opened, by=by, text="Sure.")
    resolve_comment(opened, by=by)
    add_comment(Place.objects.get(name="Answered"), by=by, text="Is it there?")
    add_comment(Place.objects.get(name="Part of what was drawn"), by=by, text="And this?")
    dismiss_finding(
        event, key="k" * 64, code="below_floor", sentence="Less than before.", by=by, reason="New."
    )
    article = Article.objects.latest("pk")
    Dismissal.objects.create(
        key="a" * 64, code="same_text", sentence="=One", article=article, reason="R", by=by
    )


def _datasets(by: AbstractUser, tmp_path: Path) -> None:
    files.read_in(files.write_csv(tmp_path / "rows.csv", files.DATELINE), by, dataset="The Herald's list")
    dataset = Dataset.objects.get()
    run = ImportRun.objects.get()
    make.layer(slug="of-a-data-set")
    for scheme in enums.Scheme:
        outlet = make.outlet()
        Dataset.objects.create(
            name=f"Set {scheme}", scheme=scheme, outlet=outlet, mapping={"title": "What “is” it"},
            licence="CC0", attribution="By\nsomebody", version="24.1",
            layer=Layer.objects.get(slug="of-a-data-set"),
        )  # fmt: skip
    for state, mode, target in zip(
        cycle(enums.ImportState), cycle(enums.ImportMode), enums.Status, strict=False
    ):
        ImportRun.objects.create(
            dataset=dataset, by=by, state=state, mode=mode, target=target, file_name="a “b”.csv",
            sha256="0" * 64, size=3, file_format="csv", content=b"\x00\x01", counts={"rows": 1},
            problems=[[1, "a", "", "", "No."]],
        )  # fmt: skip
    SourceRecord.objects.create(
        dataset=dataset, source_id="gone=1", run=run, row=7, raw={"Titel": "=1+1", "leer": None, "n": 1.5},
        applied={"title": ["a"]}, digest="d" * 32,
    )  # fmt: skip


def _maps(by: AbstractUser, places: list[Place]) -> None:
    layers = list(Layer.objects.order_by("pk")[:3])
    events = list(Event.objects.published().order_by("pk")[:3])
    for status in Status:
        filters = {"from": "2019-04-01", "place": str(places[-1].pk)} if status == Status.DRAFT else {}
        map_ = make.map_(
            status=status, introduction="=1+1\n“q”", credits="C", filters=filters, extent=make.square(),
            zoom=11.5,
            screen={"draw": "heat"}, languages=["ar", "fr"], language="ar", layer_order=[layers[1].pk],
            translations={"fr": {"title": "Carte"}}, created_by=by,
        )  # fmt: skip
        map_.layers.set(layers)
        map_.picked_events.set(events)
    for position in range(3):
        StoryStep.objects.create(
            map=map_, position=position, heading=f"Step {position}", text="a\n\nb", extent=make.square(36.5),
            zoom=13, start=date(2019, 1, 1), end=None, event=events[0],
            layers=[layers[0].pk] if position else [],
            translations={"ar": {"heading": "خطوة"}},
        )  # fmt: skip
    public = Map.objects.filter(status=Status.PUBLISHED).get()
    whole = take(public, by=by)
    FrozenMap.objects.create(
        map=public, day=whole.day - timedelta(days=1), taken_at=whole.taken_at, number=whole.number,
        digest=whole.digest, same_as=whole,
    )  # fmt: skip


def _feeds(by: AbstractUser) -> None:
    feed = Feed.objects.create(
        outlet=Outlet.objects.first(), url="https://feeds.example/a.xml?k=1", etag='W/"1"'
    )
    first = None
    for status in FeedItemStatus:
        first = FeedItem.objects.create(
            feed=feed, guid=f"=guid {status}", url="https://feeds.example/1", headline="قصف", status=status,
            bands=[-(2**63), 2**63 - 1], first=first, article=Article.objects.first(), assignee=by,
            published_at=datetime(2026, 5, 1, 12, 30, tzinfo=UTC),
        )  # fmt: skip


def _confidential(by: AbstractUser) -> None:
    for level in (Precision.ADMIN1, Precision.ADMIN2, Precision.COUNTRY):
        given.discreet(given.area(), by=by, level=level)
    told = factories.published_event(
        by=by, of=factories.article(outlet=make.outlet(name="The Daily Whisper"))
    )
    article = told.mentions.first().article
    keep_source(article, by=by, reason="They asked for it.")
    figure = Figure.objects.exclude(event=None).first()
    for on in (article, told, figure, Organisation.objects.first()):
        add_confidential_note(on, by=by, text="Call =1 first.", kind=ConfidentialKind.SOURCE)
    add_confidential_note(told, by=by, text="🕊️", kind=ConfidentialKind.NOTE)


def empty_the_database() -> None:
    """Takes every row of a project away but the gazetteer's, as a new database has it."""
    check_deferred_constraints()
    with connection.cursor() as cursor:
        for part in reversed(PARTS):
            if part.model in (Place, PlaceName):
                continue
            for name in part.many:
                through = part.model._meta.get_field(name).remote_field.through  # type: ignore[union-attr]
                through._default_manager.all()._raw_delete("default")
            part.model._default_manager.all()._raw_delete("default")
        PlaceName.objects.filter(dataset="").delete()
        Place.objects.filter(dataset="").delete()
        cursor.execute("UPDATE events_place SET name = 'As loaded', parent_id = NULL WHERE is_edited")
    Layer.objects.create(slug="events", name="Events")


def values_missing() -> dict[str, set[Any]]:
    """For each closed list of a project's tables the values that no row has."""
    missing: dict[str, set[Any]] = {}
    for part in PARTS:
        # What is known of a kept place has the values of an event's or mention's.
        for field in () if part.is_confidential else part.fields:
            if field.choices:
                there = set(part.model._default_manager.values_list(field.name, flat=True).distinct())
                if gone := {value for value, _label in field.flatchoices} - there:
                    missing[f"{part.name}.{field.name}"] = gone
    return missing
