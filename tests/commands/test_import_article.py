"""`import_article`: a file in, an article read, or a sentence and nothing stored."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from events.models import Article, Decision, Figure, Mention, Outlet
from tests.review import factories as make

REPORT = (
    "Shells fell on the market of the town before noon, and the people who had come for bread ran to the "
    "cellars of the school behind it. Rescuers counted at least four dead by the evening, and said that the "
    "road to the north stayed closed for the third day."
)


@pytest.fixture
def editor(db: None) -> Any:
    return make.person("Contributor")


@pytest.fixture
def run(editor: Any, tmp_path: Path) -> Any:
    def importing(content: str | bytes = REPORT, **options: Any) -> tuple[str, str]:
        """Runs the command on a file of that content; returns what it printed and what it warned of."""
        file = tmp_path / "article.txt"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        out, err = io.StringIO(), io.StringIO()
        given = {
            "outlet": "The Example Herald", "headline": "Market hit", "published": "2019-08-31",
            "by": editor.username, **options,
        }  # fmt: skip
        call_command("import_article", str(given.pop("file", file)), stdout=out, stderr=err, **given)
        return out.getvalue(), err.getvalue()

    return importing


def test_article_is_stored_and_read(run: Any, editor: Any) -> None:
    said, warned = run(url="https://example.org/market", language="EN")

    article = Article.objects.get()
    assert (article.headline, article.text, article.created_by) == ("Market hit", REPORT, editor)
    assert (article.outlet.name, article.language) == ("The Example Herald", "en")
    assert article.figures.get().wording == "at least four"
    assert said.startswith(f"Article no. {article.pk}: ")
    assert f"1 figures proposed. Decide on them at /admin/events/article/{article.pk}/desk/" in said
    assert warned == ""


def test_article_comes_from_standard_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode())))

    run(file="-")

    assert Article.objects.get().text == REPORT


def test_same_article_is_said_so_and_not_stored_again(run: Any) -> None:
    run()

    with pytest.raises(CommandError, match="already here, word for word: “Market hit”"):
        run(REPORT.upper(), headline="Market is hit")

    assert Article.objects.count() == 1


def test_nearly_the_same_article_is_stored_with_a_warning(run: Any) -> None:
    run()

    _said, warned = run(REPORT.replace("four", "five"), outlet="The Example Post")

    assert "the same as “Market hit” (The Example Herald, 31 August 2019" in warned
    assert Article.objects.count() == 2


def test_encoding_of_a_file_can_be_named(run: Any) -> None:
    text = "Снаряды упали на рынок города до полудня, и люди побежали в подвалы школы."

    run(text.encode("koi8-r"), encoding="koi8-r", language="ru")

    assert Article.objects.get().text == text


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        ("", {}, "The article is empty. Paste its text."),
        (" \n ", {}, "The article is empty."),
        ("... 12 -- 13", {}, "The text holds no words"),
        ("word " * 1_000_000, {}, "an article has at most 2,000,000"),
        (b"\x89PNG\x00\x01", {}, "The file is binary, not text."),
        ("Снаряды".encode("koi8-r"), {}, "is not utf-8 text. Save the file as UTF-8, or name its encoding"),
        (REPORT, {"encoding": "latin-99"}, '"latin-99" is not an encoding.'),
        (REPORT, {"published": "31.8.2019"}, '"31.8.2019" is not a date. Write it as 2019-08-31.'),
        (REPORT, {"published": "2019-02-30"}, '"2019-02-30" is not a date.'),
        (REPORT, {"by": "nobody"}, 'There is no account "nobody". Name one with --by.'),
        (REPORT, {"outlet": " "}, "The outlet's name has 0 characters; give one to 200"),
        (REPORT, {"outlet": "x" * 201}, "The outlet's name has 201 characters"),
        (REPORT, {"headline": " "}, "The article has no headline."),
        (REPORT, {"headline": "x" * 301}, "The headline has 301 characters"),
        (REPORT, {"url": "javascript:alert(1)"}, '"javascript:alert(1)" is not a web address.'),
        (REPORT, {"url": "https://example.org/" + "x" * 1000}, "The address has 1,020 characters"),
        (REPORT, {"language": "English, of course"}, '"English, of course" is not a language.'),
        (REPORT, {"file": "/nowhere/article.txt"}, '"/nowhere/article.txt" cannot be read: No such file'),
        (REPORT, {"file": "/"}, '"/" cannot be read: Is a directory'),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_nothing_is_stored(
    run: Any, content: str | bytes, options: dict[str, str], sentence: str
) -> None:
    with pytest.raises(CommandError) as refused:
        run(content, **options)

    assert sentence in str(refused.value)
    for model in (Article, Outlet, Mention, Figure, Decision):
        assert not model.objects.exists(), model


def test_account_that_may_not_add_articles_is_refused(run: Any) -> None:
    reader = make.person("")

    with pytest.raises(CommandError, match="may not add articles"):
        run(by=reader.username)

    assert not Outlet.objects.exists()
