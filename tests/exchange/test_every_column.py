"""Rows with every column that ACLED and UCDP GED have, each with a value of its own: none is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import AbstractUser

from events.enums import DatePrecision, Precision
from events.models import Event, SourceRecord
from tests.exchange.files import event_of, read_in, write_csv
from tests.review import factories as make

pytestmark = pytest.mark.django_db

#: The columns of version 24.1, in the file's order.
UCDP = {
    "id": "501234", "relid": "SYR-2019-1-77-3", "year": "2019", "active_year": "1", "code_status": "Clear",
    "type_of_violence": "1", "conflict_dset_id": "10299", "conflict_new_id": "10300",
    "conflict_name": "Syria: Invented question", "dyad_dset_id": "10406", "dyad_new_id": "10407",
    "dyad_name": "Government of Syria - Front of inventions", "side_a_dset_id": "10118",
    "side_a_new_id": "10119", "side_a": "Government of Syria (made up)", "side_b_dset_id": "14563",
    "side_b_new_id": "14564", "side_b": "Front of inventions alone", "number_of_sources": "3",
    "source_article": "Invented Agency,2019-08-31,Shells; Herald of tests,2019-09-01,More",
    "source_office": "Invented Agency;Herald of tests", "source_date": "2019-08-31;2019-09-01",
    "source_headline": "Shells on a market;More shells", "source_original": "residents;a hospital of ours",
    "where_prec": "2", "where_coordinates": "Saraqib town",
    "where_description": "fields east of the grain silo",
    "adm_1": "Idlib governorate", "adm_2": "Idlib district of tests", "latitude": "35.864127",
    "longitude": "36.806339", "geom_wkt": "POINT (36.806339 35.864127)", "priogrid_gid": "181154",
    "country": "Syria", "country_id": "652", "region": "Middle East", "event_clarity": "2", "date_prec": "3",
    "date_start": "2019-08-27 00:00:00.000", "date_end": "2019-08-30 00:00:00.000", "deaths_a": "21",
    "deaths_b": "32", "deaths_civilians": "43", "deaths_unknown": "54", "best": "150", "high": "175",
    "low": "108", "gwnoa": "6520", "gwnob": "6521",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "SYR98765", "event_date": "30 August 2019", "year": "2019", "time_precision": "2",
    "disorder_type": "Political violence; Demonstrations", "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack", "actor1": "Forces of an invented state",
    "assoc_actor_1": "Invented militia of the north", "inter1": "State forces",
    "actor2": "Civilians (invented)", "assoc_actor_2": "Farmers of the test", "inter2": "Civilians",
    "interaction": "State forces-Civilians", "civilian_targeting": "Civilian targeting", "iso": "760",
    "region": "Middle East of tests", "country": "Syria", "admin1": "Idleb", "admin2": "Ariha district",
    "admin3": "Saraqab subdistrict", "location": "Saraqib", "latitude": "35.864127", "longitude": "36.806339",
    "geo_precision": "2", "source": "Invented Monitor; Herald of tests", "source_scale": "Other-National",
    "notes": "On 30 August shells fell on Saraqib. 17 people were said to have died.", "fatalities": "17",
    "tags": "women targeted; size=no report", "timestamp": "1567468812",
}  # fmt: skip


@pytest.fixture
def by() -> AbstractUser:
    return make.person()


@pytest.mark.parametrize("row", [UCDP, ACLED], ids=["ucdp", "acled"])
def test_every_cell_is_found_again(row: dict[str, str], tmp_path: Path, by: AbstractUser) -> None:
    read_in(write_csv(tmp_path / "full.csv", row), by)

    assert SourceRecord.objects.get().raw == row


def test_ucdp_codes_and_numbers_keep_what_they_say(tmp_path: Path, by: AbstractUser) -> None:
    read_in(write_csv(tmp_path / "ged.csv", UCDP), by)

    event = event_of("501234")
    assert (event.precision, event.point.coords) == (Precision.NEAR, (36.806339, 35.864127))
    assert (event.earliest, event.latest) == (date(2019, 8, 27), date(2019, 8, 30))
    assert event.date_precision == DatePrecision.WEEK
    assert figures_of(event) == {
        ("killed", "people", "between", 108, 175), ("killed", "civilians", "about", 43, 43),
        ("killed", "security_forces", "about", 21, 21), ("killed", "combatants", "about", 32, 32),
    }  # fmt: skip
    total = event.figures.get(quantifier="between")
    assert (total.wording, total.role_reason) == (
        "best 150, low 108, high 175", "UCDP's best estimate is 150.",
    )  # fmt: skip
    assert (total.claimant.name, total.claimant_words) == ("residents", UCDP["source_original"])
    article = event.mentions.get().article
    for name in ("source_article", "source_headline", "source_date", "where_description", "side_a", "side_b"):
        assert UCDP[name] in article.text, name


def test_acled_codes_and_numbers_keep_what_they_say(tmp_path: Path, by: AbstractUser) -> None:
    read_in(write_csv(tmp_path / "acled.csv", ACLED), by)

    event = event_of("SYR98765")
    assert (event.kind, event.precision) == ("shelling_artillery", Precision.NEAR)
    assert event.point.coords == (36.806339, 35.864127)
    assert (event.earliest, event.latest) == (date(2019, 8, 27), date(2019, 9, 2))
    assert figures_of(event) == {("killed", "people", "about", 17, 17)}
    figure = event.figures.get()
    assert (figure.claimant.name, figure.claimant_words) == ("Invented Monitor", ACLED["source"])
    article = event.mentions.get().article
    assert article.published_on == date(2019, 9, 3)
    for name in ("notes", "admin3", "admin2", "source_scale", "tags"):
        assert ACLED[name] in article.text, name


def figures_of(event: Event) -> set[tuple[object, ...]]:
    return set(event.figures.values_list("measure", "people", "quantifier", "low", "high"))
