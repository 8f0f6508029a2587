"""Files read in from beginning to end, in the real database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from events.enums import ArticleKind, ImportMode, ImportState, Quantifier, Status
from events.exchange import rendering
from events.exchange.assembling import Batch
from events.exchange.inserting import Inserter
from events.exchange.preparing import prepare
from events.exchange.refusals import Unreadable
from events.exchange.running import mark_broken_off, run_import
from events.models import (
    Article,
    Decision,
    Event,
    Figure,
    ImportRun,
    Mention,
    Organisation,
    Place,
    SourceRecord,
)
from events.review.events import change_event, withdraw_event
from events.review.figures import correct_figure
from tests.exchange.files import ACLED, DATELINE, UCDP, event_of, read_in, write_csv
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> AbstractUser:
    return make.person("Publisher", first_name="Anna", last_name="Berg")


def test_ucdp_row_becomes_an_event_with_its_figures_and_its_record(tmp_path: Path, by: AbstractUser) -> None:
    report = read_in(write_csv(tmp_path / "ged.csv", UCDP), by, version="24.1")

    event = event_of("4711")
    figures = {figure.people: figure for figure in event.figures.all()}
    total = figures["people"]
    mention = event.mentions.get()
    record = SourceRecord.objects.get()
    assert report.counts == {
        "rows": 1, "added": 1, "updated": 0, "unchanged": 0, "kept": 0, "refused": 0
    }  # fmt: skip
    assert (event.status, event.kind, event.precision, event.date_precision) == (
        "draft", "clash", "settlement", "day"
    )  # fmt: skip
    assert event.place.name == "Saraqib"
    assert (event.point.x, event.point.y, event.earliest) == (36.806, 35.864, date(2019, 8, 30))
    assert (total.wording, total.quantifier, total.low, total.high) == (
        "best 12, low 10, high 15", "between", 10, 15
    )  # fmt: skip
    assert total.role_reason == "UCDP's best estimate is 12."
    assert total.claimant.name == total.claimant_words == "residents"
    assert (figures["civilians"].low, figures["civilians"].quantifier) == (5, "about")
    assert figures["combatants"].low == 7
    assert "security_forces" not in figures  # none is no number
    assert (mention.quote, mention.place_id, mention.article.kind) == (
        "Saraqib town", event.place_id, ArticleKind.RECORD
    )  # fmt: skip
    assert mention.article.bands == []
    assert record.raw == {name: value for name, value in UCDP.items() if value}
    assert record.dataset.licence == "CC BY 4.0"
    assert Decision.objects.get(object_id=event.pk, verb="import_event").note.startswith(
        "UCDP GED 24.1, 4711"
    )


def test_acled_row_keeps_its_notes_and_invents_no_number(tmp_path: Path, by: AbstractUser) -> None:
    none = {**ACLED, "event_id_cnty": "SYR2", "fatalities": "0", "time_precision": "2", "geo_precision": "3"}

    read_in(write_csv(tmp_path / "acled.csv", ACLED, none), by)

    event, other = event_of("SYR1"), event_of("SYR2")
    mention, figure = event.mentions.get(), event.figures.get()
    excerpt = mention.article.text[mention.excerpt_start : mention.excerpt_end]
    assert excerpt == ACLED["notes"]
    assert (figure.wording, figure.low, figure.quantifier) == ("4", 4, Quantifier.ABOUT)
    assert (figure.claimant.name, figure.claimant_words) == ("Invented Agency", "Invented Agency; The Herald")
    assert mention.article.published_on == date(2019, 9, 3)
    assert not other.figures.exists()
    assert SourceRecord.objects.get(source_id="SYR2").raw["fatalities"] == "0"
    assert (other.earliest, other.latest, other.date_precision) == (
        date(2019, 8, 27), date(2019, 9, 2), "week"
    )  # fmt: skip
    # A province is drawn as its outline, never as a pin.
    assert other.precision == "admin1"
    assert "Polygon" in other.geometry.geom_type


def test_words_that_readers_search_are_those_that_the_trigger_finds(tmp_path: Path, by: AbstractUser) -> None:
    other = {**ACLED, "event_id_cnty": "SYR2", "notes": "It hit Sarāqib’s “old” market.", "source": "Ümit"}
    read_in(write_csv(tmp_path / "acled.csv", ACLED, other), by)

    with connection.cursor() as cursor:
        for table, column in (("mention", "excerpt_start"), ("figure", "excerpt_start"), ("event", "title")):
            cursor.execute(f"SELECT searched FROM events_{table} ORDER BY id")
            given = cursor.fetchall()
            cursor.execute(f"UPDATE events_{table} SET {column} = {column}")
            cursor.execute(f"SELECT searched FROM events_{table} ORDER BY id")
            assert cursor.fetchall() == given
            assert len(given) == 2
            assert all(words for (words,) in given)


def test_second_import_of_the_same_file_changes_nothing(tmp_path: Path, by: AbstractUser) -> None:
    path = write_csv(tmp_path / "ged.csv", UCDP)
    read_in(path, by)
    rows = (Event, Article, Mention, Figure, Decision, Organisation)
    before = [model.objects.count() for model in rows]

    report = read_in(path, by)

    assert (report.unchanged, report.added, report.updated) == (1, 0, 0)
    assert [model.objects.count() for model in rows] == before


def test_changed_row_updates_what_the_import_wrote(tmp_path: Path, by: AbstractUser) -> None:
    read_in(write_csv(tmp_path / "ged.csv", UCDP), by, target=Status.PUBLISHED)
    figure = event_of("4711").figures.get(people="people")
    newer = {**UCDP, "best": "20", "high": "22", "date_end": "2019-08-31", "deaths_civilians": "0"}

    report = read_in(write_csv(tmp_path / "ged.csv", newer), by, version="24.2", target=Status.PUBLISHED)

    event = event_of("4711")
    figure.refresh_from_db()
    assert (report.updated, report.added, report.kept, report.problems) == (1, 0, 0, [])
    assert (figure.low, figure.high, figure.wording) == (10, 22, "best 20, low 10, high 22")
    assert figure.article.text[figure.start : figure.end] == figure.wording
    assert (event.latest, event.status) == (date(2019, 8, 31), Status.CHANGED)
    assert Event.objects.count() == 1
    assert Event.objects.published().count() == 1
    assert Figure.objects.get(people="civilians").status == Status.WITHDRAWN
    notes = Decision.objects.filter(object_id=event.pk, verb="correct_event").values_list(
        "public_note", flat=True
    )
    assert "Brought up to date with UCDP GED 24.2." in notes
    assert Article.objects.filter(status=Status.WITHDRAWN).count() == 0  # the withdrawn figure stands in it


def test_editors_correction_is_kept_and_said(tmp_path: Path, by: AbstractUser) -> None:
    read_in(write_csv(tmp_path / "ged.csv", UCDP), by)
    change_event(event_of("4711"), {"title": "Fighting for the market"}, by=by)
    figure = event_of("4711").figures.get(people="people")
    correct_figure(figure, {"low": 11}, by=by)
    newer = {**UCDP, "dyad_name": "Government of Syria - Another Front", "low": "9", "high": "16"}

    report = read_in(write_csv(tmp_path / "ged.csv", newer), by, version="24.2")

    figure.refresh_from_db()
    sentences = [problem.sentence for problem in report.problems]
    assert event_of("4711").title == "Fighting for the market"
    assert (figure.low, figure.high) == (11, 16)
    assert sentences[0].startswith("Title kept as corrected by Anna Berg on ")
    assert sentences[0].endswith(
        "the source now says “Armed clash: Government of Syria - Another Front, Saraqib town”."
    )
    assert "Low of “" in sentences[1]
    assert "the source now says “9”" in sentences[1]

    read_in(write_csv(tmp_path / "ged.csv", {**newer, "dyad_name": "A third"}), by, takes_source=True)
    assert event_of("4711").title == "Armed clash: A third, Saraqib town"


def test_correction_is_overwritten_where_that_is_asked_and_it_is_said(
    tmp_path: Path, by: AbstractUser
) -> None:
    """Of the same file again, too: an editor sees what was kept, and wants the source's value after all."""
    path = write_csv(tmp_path / "ged.csv", UCDP)
    read_in(path, by)
    change_event(event_of("4711"), {"title": "Fighting for the market"}, by=by)
    correct_figure(event_of("4711").figures.get(people="people"), {"low": 11}, by=by)
    assert read_in(path, by).unchanged == 1

    report = read_in(path, by, takes_source=True)

    event = event_of("4711")
    assert event.title == "Armed clash: Government of Syria - Invented Front, Saraqib town"
    assert event.figures.get(people="people").low == 10
    assert (report.updated, report.kept, report.unchanged) == (1, 0, 0)
    title, low = (problem.sentence for problem in report.problems)
    assert title.startswith("Title was “Fighting for the market” as corrected by Anna Berg on ")
    assert title.endswith(f"and is “{event.title}” now, as the source says.")
    assert "was “11” as corrected" in low
    assert read_in(path, by, takes_source=True).unchanged == 1


def test_withdrawn_and_deleted_events_stay_so(tmp_path: Path, by: AbstractUser) -> None:
    two = {**UCDP, "id": "4712"}
    read_in(write_csv(tmp_path / "ged.csv", UCDP, two), by, target=Status.PUBLISHED)
    withdraw_event(event_of("4711"), by=by, public_note="It did not happen.")
    SourceRecord.objects.filter(source_id="4712").update(event=None)
    newer = write_csv(tmp_path / "ged.csv", {**UCDP, "best": "13"}, {**two, "best": "13"})

    report = read_in(newer, by, target=Status.PUBLISHED)

    assert (report.added, report.updated, report.kept) == (0, 0, 2)
    said = {problem.source_id: problem.sentence for problem in report.problems}
    assert said["4711"].endswith("was withdrawn. It stays so; the new row was not read in.")
    assert said["4712"].startswith("Its event was deleted here. It is not added again")
    assert event_of("4711").status == Status.WITHDRAWN


def test_all_or_none_writes_none_and_good_rows_the_good(tmp_path: Path, by: AbstractUser) -> None:
    bad = {**UCDP, "id": "4712", "date_end": "2019-02-31"}
    path = write_csv(tmp_path / "ged.csv", UCDP, bad)

    refused = read_in(path, by)
    assert (refused.refused, refused.added, Event.objects.count()) == (1, 0, 0)
    assert ImportRun.objects.get().state == "refused"
    problem = refused.problems[0]
    assert (problem.row, problem.source_id, problem.column) == (3, "4712", "date_end")
    assert problem.sentence == 'There is no day "2019-02-31". Correct it.'

    done = read_in(path, by, mode=ImportMode.GOOD)
    assert (done.refused, done.added, Event.objects.count()) == (1, 1, 1)


def test_dry_run_says_what_would_be_and_writes_nothing(tmp_path: Path, by: AbstractUser) -> None:
    report = read_in(write_csv(tmp_path / "ged.csv", UCDP), by, is_dry_run=True)

    assert (report.added, Event.objects.count(), Article.objects.count()) == (1, 0, 0)
    assert not Organisation.objects.filter(name="residents").exists()


def test_id_that_stands_twice_is_refused_with_both_rows(tmp_path: Path, by: AbstractUser) -> None:
    report = read_in(write_csv(tmp_path / "ged.csv", UCDP, UCDP), by)

    assert report.problems[0].sentence == "The id 4711 stands in row 2 already. Leave one of the two rows."


def test_row_that_only_the_database_refuses_is_found_among_many(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{**UCDP, "id": str(number)} for number in range(9)]
    monkeypatch.setattr(rendering, "shape_of", lambda wkt, *_, **__: wkt and f"SRID=4326;{wkt}")
    rows[5]["longitude"], rows[5]["country"] = "36.806", "Nowhere"
    original = rendering.label_of
    monkeypatch.setattr(
        rendering, "label_of",
        lambda wkt, place: "SRID=4326;POINT(999 0)" if wkt == "POINT(1 1)" else original(wkt, place),
    )  # fmt: skip
    rows[5]["latitude"] = rows[5]["longitude"] = "1"

    report = read_in(write_csv(tmp_path / "ged.csv", *rows), by, mode=ImportMode.GOOD)

    assert (report.rows, report.added, report.refused) == (9, 8, 1)  # though all were read twice
    assert [problem.source_id for problem in report.problems] == ["5"]
    assert report.problems[0].sentence.startswith("A coordinate lies outside the world.")


def test_events_after_a_refused_one_get_what_they_shared_with_it(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"outlet": "The Herald", "url": "https://example.org/market", "excerpt": "Shells hit the market."}
    rows = [{**DATELINE, **told, "event_id": name} for name in "ab"]
    rows[0] |= {"lat": "1", "lon": "1", "place": "", "country": ""}
    original = rendering.label_of
    monkeypatch.setattr(
        rendering, "label_of",
        lambda wkt, place: "SRID=4326;POINT(999 0)" if wkt == "POINT(1 1)" else original(wkt, place),
    )  # fmt: skip
    monkeypatch.setattr("events.exchange.reading.FIRST", 1)
    monkeypatch.setattr("events.exchange.reading.CHUNK", 1)

    report = read_in(write_csv(tmp_path / "list.csv", *rows), by, dataset="A list", mode=ImportMode.GOOD)

    assert (report.added, report.refused) == (1, 1)
    assert Article.objects.filter(outlet__name="The Herald").count() == 1


def test_parts_of_a_good_file_are_not_kept_apart(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL holds megabytes for each part that could be taken back alone, until the end."""
    monkeypatch.setattr("events.exchange.reading.FIRST", 1)
    monkeypatch.setattr("events.exchange.reading.CHUNK", 1)
    saved = []
    for number in (1, 6):
        rows = [{**UCDP, "id": f"{number}-{row}"} for row in range(number)]
        with CaptureQueriesContext(connection) as asked:
            assert read_in(write_csv(tmp_path / "ged.csv", *rows), by).added == number
        saved.append(sum(query["sql"].startswith("SAVEPOINT") for query in asked))

    assert saved[1] <= saved[0]


def test_tables_that_look_empty_are_counted_while_they_are_filled(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As autovacuum leaves them after a dry run: pages, and no rows.
    tables = ["events_article", "events_mention", "events_event", "events_eventmention"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = 0 WHERE oid = ANY(%s::regclass[])", [tables])
    monkeypatch.setattr("events.exchange.storing._FEW", 20)
    rows = [{**UCDP, "id": str(number)} for number in range(40)]

    read_in(write_csv(tmp_path / "ged.csv", *rows), by)

    with connection.cursor() as cursor:
        cursor.execute("SELECT min(reltuples) FROM pg_class WHERE oid = ANY(%s::regclass[])", [tables])
        assert cursor.fetchone() == (40,)


def test_tables_that_autovacuum_finds_empty_meanwhile_are_counted(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A minute after a dry run. Formerly each row of the rest was looked up in whole indexes."""
    tables = ["events_article", "events_mention", "events_event", "events_eventmention"]
    for name, value in (("storing._FEW", 20), ("reading.FIRST", 10), ("reading.CHUNK", 10)):
        monkeypatch.setattr(f"events.exchange.{name}", value)
    path = write_csv(tmp_path / "ged.csv", *({**UCDP, "id": str(number)} for number in range(60)))
    run = prepare(path, by=by).run

    def look_full(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE pg_class SET reltuples = %s WHERE oid = ANY(%s::regclass[])", [number, tables]
            )

    look_full(20_000)  # as the dry run has counted them

    def vacuum(rows: int) -> None:
        if rows == 40:  # the last ten of them are only read
            look_full(0)

    run_import(path, run, by=by, progress=vacuum)

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(reltuples) FROM pg_class WHERE relname = ANY(%s)", [tables])
        # Autovacuum may be at one of them just then, which is left out.
        assert cursor.fetchone()[0] in (40, 60)


def test_failure_in_the_middle_leaves_nothing(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "ged.csv", *({**UCDP, "id": str(number)} for number in range(5)))
    monkeypatch.setattr("events.exchange.reading.FIRST", 1)
    monkeypatch.setattr("events.exchange.reading.CHUNK", 2)
    write = Inserter.write
    calls = []

    def fail(self: Inserter, batch: Batch) -> None:
        calls.append(batch)
        if len(calls) == 3:
            raise MemoryError
        write(self, batch)

    monkeypatch.setattr(Inserter, "write", fail)

    with pytest.raises(MemoryError), transaction.atomic():
        read_in(path, by)

    assert Event.objects.count() == SourceRecord.objects.count() == 0


def test_import_that_broke_off_says_so_and_is_run_again(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "ged.csv", UCDP)
    run = prepare(path, by=by, version="1.0").run
    with monkeypatch.context() as broken:
        broken.setattr(Inserter, "write", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_import(path, run, by=by)
    run.refresh_from_db()
    assert run.state == ImportState.BROKEN_OFF

    # A process that was killed has said nothing.
    ImportRun.objects.update(state=ImportState.RUNNING)
    mark_broken_off()
    run.refresh_from_db()
    assert run.state == ImportState.BROKEN_OFF
    assert run_import(path, run, by=by).added == 1
    assert ImportRun.objects.get().state == ImportState.DONE


def test_typed_table_becomes_events_and_its_columns_are_chosen(tmp_path: Path, by: AbstractUser) -> None:
    row = {
        "No": "1", "What": "Market shelled", "Day": "30/08/2019", "Where": "Saraqib", "Y": "35,864",
        "X": "36,806",
        "Dead": "١٢",
    }  # fmt: skip
    chosen = {"event_id": "No", "title": "What", "earliest": "Day", "place": "Where", "low": "Dead"}
    path = write_csv(tmp_path / "typed.csv", {**row, "Measure": "killed"}, delimiter=";")

    report = read_in(path, by, dataset="The Herald's list", mapping=chosen)

    event = event_of("1")
    assert report.problems == []
    assert (event.title, event.earliest, event.place.name) == ("Market shelled", date(2019, 8, 30), "Saraqib")
    assert (event.figures.get().low, event.figures.get().quantifier) == (12, Quantifier.AT_LEAST)
    assert event.mentions.get().quote == "Saraqib"
    again = read_in(path, by, dataset="The Herald's list")  # the mapping was kept
    assert again.unchanged == 1


def test_dateline_rows_of_one_event_share_its_article(tmp_path: Path, by: AbstractUser) -> None:
    source = {"outlet": "The Herald", "headline": "A night", "published_on": "2019-08-31", "language": "en"}
    place = {
        **DATELINE,
        **source,
        "quote": "Saraqib",
        "excerpt": "Shells fell on Saraqib, Saraqib said.",
        "quote_at": "24",
    }
    figure = {
        **DATELINE, **source, "excerpt": "More than 12 died.", "measure": "killed", "wording": "More than 12",
        "quantifier": "more_than", "low": "12", "claimant": "Rescue service", "claimant_kind": "rescue",
    }  # fmt: skip

    report = read_in(write_csv(tmp_path / "events.csv", place, figure), by, dataset="The Herald")

    event = event_of("a1")
    mention, told = event.mentions.get(), event.figures.get()
    assert report.problems == []
    assert mention.article == told.article
    assert mention.article.text == "Shells fell on Saraqib, Saraqib said.\n\nMore than 12 died."
    assert (mention.start, told.start, told.claimant.kind) == (24, 39, "rescue")
    assert (told.excerpt_start, told.excerpt_end) == (39, 57)


def test_contributor_may_not_import_and_editor_not_publish(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ged.csv", UCDP)

    with pytest.raises(PermissionDenied):
        read_in(path, make.person("Contributor"))
    with pytest.raises(PermissionDenied):
        read_in(path, make.person("Editor"), target=Status.PUBLISHED)


def test_missing_columns_are_named(tmp_path: Path, by: AbstractUser) -> None:
    less = {name: value for name, value in UCDP.items() if name not in ("low", "where_prec")}

    with pytest.raises(Unreadable, match="No column is read as “where_prec”, “low”, which UCDP GED needs"):
        read_in(write_csv(tmp_path / "ged.csv", less), by)


def test_file_in_a_data_set_of_other_columns_is_told_whose_they_are(tmp_path: Path, by: AbstractUser) -> None:
    read_in(
        write_csv(tmp_path / "list.csv", {"title": "Shells", "earliest": "2024-05-01"}), by, dataset="A list"
    )

    with pytest.raises(Unreadable, match="These are UCDP GED's columns: name a data set of UCDP GED"):
        read_in(write_csv(tmp_path / "ged.csv", UCDP), by, dataset="A list")


def test_country_is_a_place_and_no_pin(tmp_path: Path, by: AbstractUser) -> None:
    read_in(write_csv(tmp_path / "ged.csv", {**UCDP, "where_prec": "6"}), by, target=Status.PUBLISHED)

    event = event_of("4711")
    assert (event.has_no_geometry, event.geometry, event.place.kind) == (True, None, "country")
    assert Event.objects.published().count() == 1
    assert Place.objects.get(pk=event.place_id).country == "SY"


def test_terms_of_the_data_set_are_shown_to_readers(tmp_path: Path, by: AbstractUser, client: Client) -> None:
    read_in(write_csv(tmp_path / "ged.csv", UCDP), by, target=Status.PUBLISHED)

    page = client.get(f"/events/{event_of('4711').pk}/").content.decode()

    assert "UCDP Georeferenced Event Dataset (GED), Uppsala Conflict Data Program." in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert "best 12, low 10, high 15" in page
    assert "priogrid" not in page  # of the row only what is quoted

    # An embed and a map show them too: under whose terms readers would take it along.
    shown = client.get(f"/events/{event_of('4711').pk}/embed/").content.decode()
    assert "UCDP Georeferenced Event Dataset (GED), Uppsala Conflict Data Program." in shown
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in shown
    terms = {"name": "UCDP GED", "licence": "CC BY 4.0"}
    terms["licence_url"] = "https://creativecommons.org/licenses/by/4.0/"
    for address in ("/", "/embed/"):
        assert client.get(address).context["config"]["data_sets"] == [terms], address


def test_data_set_without_published_events_is_not_named(
    tmp_path: Path, by: AbstractUser, client: Client
) -> None:
    read_in(write_csv(tmp_path / "ged.csv", UCDP), by)

    for address in ("/", "/embed/"):
        assert client.get(address).context["config"]["data_sets"] == [], address


def test_four_eyes_hold_for_imports(tmp_path: Path, by: AbstractUser, settings: Settings) -> None:
    path = write_csv(tmp_path / "ged.csv", UCDP)
    read_in(path, by, target=Status.PUBLISHED)
    settings.FOUR_EYES = True

    with pytest.raises(PermissionDenied, match="Nobody publishes here what they brought in themselves"):
        read_in(path, by, target=Status.PUBLISHED)
    report = read_in(write_csv(tmp_path / "ged.csv", {**UCDP, "best": "13", "high": "16"}), by)

    assert (report.refused, report.updated) == (1, 0)
    assert event_of("4711").figures.get(people="people").high == 15
