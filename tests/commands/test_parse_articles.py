from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from events.models import Article, Mention

pytestmark = pytest.mark.django_db

TEXT = (
    "Shells fell on north-western Idlib province in Syria on Monday, near the Turkish border. "
    "At least 12 people were killed, the Syrian Observatory for Human Rights said."
)


@pytest.fixture
def parse(monkeypatch: pytest.MonkeyPatch):
    def run(*lines: str, **options: Any) -> tuple[list[dict[str, Any]], int]:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
        out, status = io.StringIO(), 0
        try:
            call_command("parse_articles", stdout=out, **options)
        except SystemExit as stop:
            status = int(stop.code or 0)
        return [json.loads(line) for line in out.getvalue().splitlines()], status

    return run


def _line(**fields: Any) -> str:
    return json.dumps(fields, ensure_ascii=False)


def test_article_gives_mentions_with_offsets_and_coordinates(parse) -> None:
    (answer,), status = parse(_line(id="a", text=TEXT))

    idlib = next(mention for mention in answer["mentions"] if mention["text"] == "Idlib")
    assert status == 0
    assert TEXT[idlib["start"] : idlib["end"]] == "Idlib"
    assert 35 < idlib["lat"] < 37
    assert 36 < idlib["lon"] < 37.5
    assert idlib["kind"] == "adm1"


def test_article_gives_the_wider_words_of_a_relation(parse) -> None:
    (answer,), _ = parse(_line(id="a", text=TEXT))

    expanded = next(mention for mention in answer["mentions"] if mention["text"] == "Idlib")["expanded"]
    assert (expanded["text"], expanded["relation"], expanded["direction"]) == (
        "north-western Idlib province", "part_of", "NW",
    )  # fmt: skip


def test_border_is_an_area_and_no_mention(parse) -> None:
    (answer,), _ = parse(_line(id="a", text=TEXT))

    assert [area["text"] for area in answer["areas"]] == ["near the Turkish border"]
    assert sorted(answer["areas"][0]["of"]) == ["SY", "TR"]
    assert "Turkish border" not in {mention["text"] for mention in answer["mentions"]}


def test_article_gives_figures(parse) -> None:
    (answer,), _ = parse(_line(id="a", text=TEXT))

    (figure,) = answer["figures"]
    assert (figure["text"], figure["measure"], figure["low"], figure["high"]) == (
        "At least 12",
        "killed",
        12,
        None,
    )
    assert figure["claimant"] == "Syrian Observatory for Human Rights"


def test_ids_come_back_as_they_were(parse) -> None:
    answers, _ = parse(_line(id=7, text="Nothing."), _line(id="x-1", text=""))

    assert [answer["id"] for answer in answers] == [7, "x-1"]


@pytest.mark.parametrize(
    ("line", "identifier", "says"),
    [
        ("{", 1, "Line 1 is not JSON"),
        ("[]", 1, 'Line 1 needs "id" and "text"'),
        ('{"text": "Homs"}', 1, 'Line 1 needs "id" and "text"'),
        ('{"id": "b"}', "b", 'Line 1 needs "id" and "text"'),
        ('{"id": "c", "text": 5}', "c", "Line 1 has a int"),
        ('{"id": "d", "text": "Homs", "language": 5}', "d", 'Line 1 has a "language"'),
    ],
)
def test_unreadable_line_is_reported_and_the_others_are_kept(
    parse, line: str, identifier: object, says: str
) -> None:
    answers, status = parse(line, _line(id="good", text=TEXT))

    assert status == 1
    assert answers[0]["id"] == identifier
    assert answers[0]["error"].startswith(says)
    assert answers[1]["mentions"]


def test_empty_lines_are_passed_over(parse) -> None:
    answers, status = parse("", _line(id="a", text=TEXT), "   ")

    assert (len(answers), status) == (1, 0)


def test_nothing_is_stored(parse) -> None:
    parse(_line(id="a", text=TEXT))

    assert not Article.objects.exists()
    assert not Mention.objects.exists()


def test_language_of_a_line_is_used(parse) -> None:
    (answer,), _ = parse(_line(id="a", text="قصفت الطائرات مدينة إدلب", language="ar"))

    assert answer["is_partial"]
    assert answer["mentions"][0]["text"] == "إدلب"


CONVENTIONS = "Syrian officials met the Lagos Chamber of Commerce in Kandahar province."


def test_places_alone_are_listed_by_default(parse) -> None:
    (answer,), _ = parse(_line(id="a", text=CONVENTIONS))

    assert [mention["text"] for mention in answer["mentions"]] == ["Kandahar"]


@pytest.mark.parametrize("options", [{"convention": "toponyms"}, {"adjectives": True}])
def test_every_toponym_is_listed_when_asked_for(parse, options: dict[str, Any]) -> None:
    (answer,), _ = parse(_line(id="a", text=CONVENTIONS), **options)

    assert [(mention["text"], mention["kind"]) for mention in answer["mentions"]] == [
        ("Syrian", "demonym"),
        ("Lagos", "embedded"),
        ("Kandahar province", "adm1"),
    ]
    assert all(m["text"] == CONVENTIONS[m["start"] : m["end"]] for m in answer["mentions"])


def test_adjective_lies_in_its_country(parse) -> None:
    (answer,), _ = parse(_line(id="a", text=CONVENTIONS), convention="toponyms")

    syrian = answer["mentions"][0]
    assert (32 < syrian["lat"] < 38, 35 < syrian["lon"] < 43) == (True, True)


def test_adjective_of_a_border_is_listed_instead_of_the_line(parse) -> None:
    text = "Trucks queue at the Turkish border near Idlib."

    (answer,), _ = parse(_line(id="a", text=text), convention="toponyms")

    assert [mention["text"] for mention in answer["mentions"]] == ["Turkish", "Idlib"]
    assert answer["areas"] == []
