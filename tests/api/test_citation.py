from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client

from events.api.citation import Citation
from tests import factories

TODAY = date(2026, 1, 5)


def cited(**fields: object) -> Citation:
    given = {
        "key": "dateline-7", "title": "Flood in Derna", "site": "Dateline", "publisher": "The Example Herald",
        "url": "https://maps.example.org/events/7/", "published": date(2023, 9, 18), **fields,
    }  # fmt: skip
    return Citation(**given)


def test_text_has_title_publisher_day_and_link() -> None:
    assert cited().text() == (
        "“Flood in Derna.” Dateline, The Example Herald, published 18 September 2023. "
        "https://maps.example.org/events/7/"
    )


def test_text_names_the_last_correction_of_a_later_day() -> None:
    assert "published 18 September 2023, corrected 2 October 2023." in cited(changed=date(2023, 10, 2)).text()
    assert "corrected" not in cited(changed=date(2023, 9, 18)).text()


def test_text_without_a_day_or_a_publisher_has_no_gap() -> None:
    said = cited(published=None, publisher="").text()

    assert said == "“Flood in Derna.” Dateline. https://maps.example.org/events/7/"


def test_who_publishes_under_the_site_s_own_name_is_named_once() -> None:
    assert cited(publisher="Dateline").text().count("Dateline") == 1


def test_bibtex_keeps_signs_that_mean_something_to_tex() -> None:
    said = cited(title="100% of {Derna} & more_\\\n~").bibtex(TODAY)

    assert r"title = {{100\% of \{Derna\} \& more\_\textbackslash{} \textasciitilde{}}}," in said
    assert "urldate = {2026-01-05}," in said
    assert "month = sep," in said


def test_ris_is_one_line_a_field() -> None:
    lines = cited(title="Flood\r\nER  - in Derna").ris(TODAY).split("\r\n")

    assert lines[:2] == ["TY  - ELEC", "TI  - Flood ER - in Derna"]
    assert "Y2  - 2026/01/05" in lines
    assert lines[-2:] == ["ER  - ", ""]


def test_csl_leaves_out_what_is_not_known() -> None:
    item = cited(published=None, publisher="").csl(TODAY)

    assert "issued" not in item
    assert "publisher" not in item
    assert item["accessed"] == {"date-parts": [[2026, 1, 5]]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("suffix", "kind", "begins"),
    [
        ("bib", "application/x-bibtex; charset=utf-8", "@online{dateline-"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - ELEC\r\n"),
        ("csl.json", "application/vnd.citationstyles.csl+json", '[{"id": "dateline-'),
    ],
)
def test_citation_is_a_download(client: Client, suffix: str, kind: str, begins: str) -> None:
    event = factories.published_event(title="Shells on Sarāqib")

    response = client.get(f"/events/{event.pk}.{suffix}")

    assert response.headers["Content-Type"] == kind
    assert response.text.startswith(begins)
    assert "Shells on Sarāqib" in response.text
    assert f"http://testserver/events/{event.pk}/" in response.text
    assert "max-age=60" in response.headers["Cache-Control"]
    if suffix == "csl.json":
        assert json.loads(response.text)[0]["title"] == "Shells on Sarāqib"


@pytest.mark.django_db
def test_citation_of_a_draft_is_not_found(client: Client) -> None:
    assert client.get("/events/999999.bib").status_code == 404
