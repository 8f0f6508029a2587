"""A whole project out and into an empty database: the same, to the last byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import connection

from events.enums import Precision
from events.exchange.project import PARTS
from events.exchange.project_in import read_project
from events.exchange.project_lines import UPGRADES
from events.exchange.project_out import lines_of, select_project
from events.exchange.refusals import Unreadable
from events.models import Event, Layer, Place
from events.review.confidential import keep_source
from events.review.discretion import show_coarser
from events.review.maps import make_map
from events.review.merging import merge_events
from events.review.story import Step
from tests import factories
from tests.exchange import rich
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def written(path: Path, by: AbstractUser, **options: Any) -> Path:
    path.write_text("".join(lines_of(select_project(by=by, **options))))
    return path


def test_everything_goes_into_an_empty_database_and_out_again_the_same(tmp_path: Path) -> None:
    """Also where another gazetteer has taken the numbers of the places that were drawn here."""
    by = rich.project(tmp_path)
    assert rich.values_missing() == {}
    assert [part.name for part in PARTS if not part.model._default_manager.exists()] == []
    before = written(tmp_path / "before.jsonl", by, with_confidential=True)
    taken = list(Place.objects.filter(dataset="").values_list("pk", flat=True))
    rich.empty_the_database()
    for pk in taken:
        make.place("Of a newer gazetteer", pk=pk, provider="geonames", provider_id=f"n{pk}", dataset="new")

    counts = read_project(before, by=by)

    assert set(counts) == {"account", *(part.name for part in PARTS)}
    after = written(tmp_path / "after.jsonl", by, with_confidential=True)
    assert after.read_text().splitlines() == before.read_text().splitlines()


def test_what_is_confidential_stays_unless_it_is_said(tmp_path: Path) -> None:
    """Neither a known place nor a kept source, nor any text that says either, nor a frozen map of before."""
    by = rich.project(tmp_path)
    secret = (
        *given.NAMES,
        f"{given.LON}",
        f"{given.LAT}",
        "zarraqib-night",
        "Call =1 first.",
        "They asked for it.",
    )

    lines = list(lines_of(select_project(by=by)))

    head, *records = [json.loads(line) for line in lines]
    names = {record["record"] for record in records}
    assert names.isdisjoint({"keptsource", "discretion", "discreetmention", "confidentialnote"})
    assert {word for word in secret for record in records if word in json.dumps(record, ensure_ascii=False)
            and record["record"] not in ("place", "placename")} == set()  # fmt: skip
    assert head["left_out"]["event"] == 4
    assert head["left_out"]["confidentialnote"] == 5
    (tmp_path / "a.jsonl").write_text("".join(lines))
    rich.empty_the_database()
    read_project(tmp_path / "a.jsonl", by=by)
    assert list(lines_of(select_project(by=by)))[1:] == lines[1:]


def test_place_that_only_a_kept_event_knows_stays(tmp_path: Path) -> None:
    by = make.person()
    area = given.area()
    farm = make.place("The farm", country="QX", lon=given.LON, lat=given.LAT, parent=area.district)
    area.town = farm
    given.discreet(area, by=by)

    lines = "".join(lines_of(select_project(by=by)))

    assert "The farm" not in lines
    assert "The farm" in "".join(lines_of(select_project(by=by, with_confidential=True)))


def test_maps_that_leave_name_no_event_that_stays() -> None:
    by = make.person()
    kept, told = given.discreet(given.area(), by=by), make.event(by=by)
    for slug, event in (("one", kept), ("two", told)):
        said = {"title": slug, "slug": slug, "screen": {"event": event.pk, "draw": "heat"}}
        make_map(said, by=by, picked_events=[event], steps=[Step(heading="There", event=event)])

    records = [json.loads(line) for line in lines_of(select_project(by=by))]

    maps = [record for record in records if record["record"] == "map"]
    assert [(of["screen"], of.get("picked_events")) for of in maps] == [
        ({"draw": "heat"}, None),
        ({"draw": "heat", "event": str(told.pk)}, [told.pk]),
    ]
    assert [record.get("event") for record in records if record["record"] == "storystep"] == [None, told.pk]


def test_reprint_of_a_kept_source_stays_too() -> None:
    by = make.person()
    told = factories.published_event(
        by=by, of=factories.article(outlet=make.outlet(name="The Daily Whisper"))
    )
    article = told.mentions.get().article
    make.article("Whisper, printed again.", duplicate_of=article)
    keep_source(article, by=by, reason="They asked for it.")

    assert "printed again" not in "".join(lines_of(select_project(by=by)))


def test_merged_event_of_a_kept_one_stays() -> None:
    by = make.person()
    area = given.area()
    kept = given.published(area, by=by)
    merged = make.event(make.mention(place=area.town), by=by, title="Second report")
    merge_events(kept, merged, by=by, public_note="One night.")
    show_coarser(kept, by=by, level=Precision.ADMIN1, reason="Medics work there.", public_note="Less exact.")

    lines = "".join(lines_of(select_project(by=by)))

    assert "Second report" not in lines
    assert f"{given.LON}" not in "".join(
        line for line in lines.splitlines() if '"record": "place' not in line
    )


def test_who_sees_their_own_alone_exports_no_project() -> None:
    with pytest.raises(PermissionDenied, match="sees only their own drafts"):
        select_project(by=make.person("Contributor"))
    with pytest.raises(PermissionDenied, match="may not take out what is confidential"):
        select_project(by=make.person("Editor"), with_confidential=True)
    assert select_project(by=make.person("Editor"))


def test_accounts_are_names_that_nobody_can_sign_in_as(tmp_path: Path) -> None:
    by, other = make.person(), make.person("Editor", email="secret@example.org", password="long enough 77")
    make.article(created_by=other)
    path = written(tmp_path / "a.jsonl", by)
    assert "secret@example.org" not in path.read_text()
    rich.empty_the_database()
    name = other.username
    other.delete()

    read_project(path, by=by)

    found = get_user_model().objects.get(username=name)
    assert (found.is_active, found.is_staff, found.has_usable_password(), found.groups.count()) == (
        False, False, False, 0,
    )  # fmt: skip


def test_rows_that_come_later_get_numbers_after_those_read_in(tmp_path: Path) -> None:
    by = make.person()
    event = make.event(by=by)
    path = written(tmp_path / "a.jsonl", by)
    rich.empty_the_database()
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE events_event_id_seq RESTART WITH 1")

    read_project(path, by=by)

    assert make.event(by=by).pk > event.pk
    assert Event.objects.get(pk=event.pk).title == event.title


def test_dry_run_takes_everything_back(tmp_path: Path) -> None:
    by = make.person()
    make.event(by=by)
    path = written(tmp_path / "a.jsonl", by)
    rich.empty_the_database()

    counts = read_project(path, by=by, is_dry_run=True)

    assert counts["event"] == 1
    assert not Event.objects.exists()
    assert Layer.objects.get().name == "Events"


def test_database_in_use_is_refused(tmp_path: Path) -> None:
    by = make.person()
    make.event(by=by)
    path = written(tmp_path / "a.jsonl", by)

    with pytest.raises(Unreadable, match=r"The database is not empty: it holds outlets, .*events"):
        read_project(path, by=by)


HEAD = '{"record": "dateline-project", "format": 1}\n'
END = '{"record": "end", "lines": %s}\n'
OUTLET = '{"record": "outlet", "id": 1, "name": "A", "language": "en"}\n'
ARTICLE = {
    "record": "article", "id": 1, "outlet": 1, "headline": "A", "published_on": "2019-08-31",
    "language": "en", "text": "Shells.", "status": "draft", "kind": "article", "fingerprint": "f",
    "version": 1, "created_at": "2026-01-01T00:00:00+00:00", "updated_at": "2026-01-01T00:00:00+00:00",
}  # fmt: skip


def article(**fields: object) -> str:
    return json.dumps({**ARTICLE, **fields}) + "\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"record": "dateline", "format": 1}\n', "is no whole project"),
        ('{"record": "dateline-project", "format": 2}\n', "format 2; this version reads up to 1"),
        ('{"record": "dateline-project"}\n', "has format None"),
        ("\x00\n", "Line 1 is no line of a whole project"),
        (HEAD, "breaks off after line 1"),
        (HEAD + OUTLET, "breaks off after line 2"),
        (HEAD + OUTLET + '{"record": "end", "lines": 3}\n', "breaks off after line 3"),
        (HEAD + '{"record": "end", "lines": 1}\n' + OUTLET, "Line 3 stands after the end"),
        (HEAD + '{"record": "nonsense"}\n', "a “nonsense”, which this version does not know"),
        (HEAD + article() + OUTLET, "Line 3 is a “outlet” and comes too late"),
        (HEAD + OUTLET.replace('"name"', '"title"'), "Line 2 has “title”, which this version does not know"),
        (HEAD + '{"record": "article", "id": 1}\n', "Line 2, a article, is refused: The row has no “crea"),
        (HEAD + OUTLET + article(status="nonsense"), "Line 3, “status” of a article: Value 'nonsense'"),
        (HEAD + OUTLET + article(url="javascript:alert(1)"), "“url” of a article: Enter a valid URL"),
        (HEAD + OUTLET + article(published_on="2023-02-30"), "an invalid date. Correct the line, or export"),
        (HEAD + OUTLET + article(text="\0"), "“text” of a article: it holds a null byte. Correct the line"),
        (HEAD + OUTLET + article(created_by="nobody"), "“nobody” is no account or table of the file"),
        (HEAD + OUTLET + article(text=""), "The article has no text. Paste its text."),
        (HEAD + OUTLET + article(outlet=7), "Line 3, a article, is refused: An account, layer, outlet"),
        (HEAD + OUTLET + OUTLET, "Line 3, a outlet, is refused: its number 1 stands in a line before it"),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_in_is_refused_in_words(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "a.jsonl"
    # A file that breaks off is whole but for that.
    is_whole = "breaks off" not in sentence and '"end"' not in content
    path.write_text(content + (END % content.count("\n") if is_whole else ""))

    with pytest.raises(Unreadable, match=sentence):
        read_project(path, by=make.person())

    assert not apps.get_model("events.Outlet").objects.exists()


def test_place_that_the_gazetteer_lacks_is_named(tmp_path: Path) -> None:
    by = make.person()
    place = make.place("Saraqib", provider="geonames", provider_id="x-9", dataset="packages")
    make.event(make.mention(place=place), by=by)
    path = written(tmp_path / "a.jsonl", by)
    rich.empty_the_database()
    place.delete()

    with pytest.raises(Unreadable, match="the gazetteer has no geonames x-9, Saraqib"):
        read_project(path, by=by)


def test_reading_in_needs_the_rights_to_what_it_writes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"record": "dateline-project", "format": 1, "is_confidential": true}\n')

    with pytest.raises(PermissionDenied, match="may not publish event"):
        read_project(path, by=make.person("Editor"))


def test_older_format_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after the next change: a file of today is read by tomorrow's version."""
    monkeypatch.setattr("events.exchange.project_lines.PROJECT_FORMAT", 2)
    monkeypatch.setitem(UPGRADES, 1, lambda record: {**record, "name": f"{record['name']}, of old"})
    path = tmp_path / "a.jsonl"
    path.write_text(HEAD + OUTLET + '{"record": "end", "lines": 2}\n')

    read_project(path, by=make.person())

    assert apps.get_model("events.Outlet").objects.get().name == "A, of old"


#: What no file of a project holds; docs/exporting.md says why.
LEFT_OUT = {
    "BasemapShape", "BulkAct", "BulkRow", "Change", "ChangeSet", "GeocoderAnswer",
    "GeocoderTurn", "SavedFilter", "WithheldNote",
}  # fmt: skip


def test_every_table_is_in_the_file_or_named_with_its_reason() -> None:
    models = {model.__name__ for model in apps.get_app_config("events").get_models()}
    docs = (Path(__file__).parents[2] / "docs" / "exporting.md").read_text()

    assert models - {part.model.__name__ for part in PARTS} == LEFT_OUT
    for name in LEFT_OUT:
        assert f"`{name}`" in docs, name
