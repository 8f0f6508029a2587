from __future__ import annotations

from django.http import HttpResponse

from events.api.kept import KeptAnswers


def answer(size: int, **headers: str) -> HttpResponse:
    return HttpResponse(b"x" * size, headers=headers)


def test_answer_comes_back_with_its_headers() -> None:
    kept = KeptAnswers(100)
    kept.keep("a", answer(10, ETag='"1"'))

    again = kept.get("a")

    assert again is not None
    assert (again.content, again["ETag"]) == (b"x" * 10, '"1"')
    assert kept.get("b") is None


def test_answer_that_was_asked_for_longest_ago_goes_first() -> None:
    kept = KeptAnswers(60)
    for key in "abc":
        kept.keep(key, answer(15))
    kept.get("a")
    for key in "de":
        kept.keep(key, answer(15))

    assert [key for key in "abcde" if kept.get(key)] == ["a", "c", "d", "e"]


def test_answer_that_would_drive_out_the_others_is_not_kept() -> None:
    kept = KeptAnswers(100)
    kept.keep("a", answer(26))

    assert kept.get("a") is None


def test_answer_with_a_cookie_is_nobody_elses() -> None:
    kept = KeptAnswers(100)
    personal = answer(1)
    personal.set_cookie("who", "me")
    kept.keep("a", personal)

    assert kept.get("a") is None


def test_changing_an_answer_does_not_change_what_is_kept() -> None:
    kept = KeptAnswers(100)
    first = answer(10)
    kept.keep("a", first)
    first["X-Added"] = "later"
    kept.get("a")["X-Added"] = "later"

    assert "X-Added" not in kept.get("a").headers
