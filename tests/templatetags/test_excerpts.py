import pytest

from events.templatetags.excerpts import at, day, marked


def parts_of(text, *marks):
    excerpt = {"text": text, "marks": [{"start": a, "end": b, "kind": kind} for a, b, kind in marks]}
    return [(part["kind"], part["text"]) for part in marked(excerpt)]


def test_marked_cuts_by_code_points():
    assert parts_of("🕊 seven died", (2, 7, "figure")) == [("", "🕊 "), ("figure", "seven"), ("", " died")]


def test_marked_keeps_text_without_marks_whole():
    assert parts_of("Nobody was hurt.") == [("", "Nobody was hurt.")]


def test_marked_prefers_the_outer_of_two_overlapping_marks():
    text = "more than six in Idlib"

    assert parts_of(text, (10, 13, "place"), (0, 13, "figure")) == [("figure", text[:13]), ("", text[13:])]


@pytest.mark.parametrize(("index", "expected"), [(0, "a"), (1, None), (-1, None), (None, None)])
def test_at_outside_of_a_list_is_nothing(index, expected):
    assert at(["a"], index) == expected


@pytest.mark.parametrize(
    ("moment", "expected"), [("2019-09-04T10:00:00+00:00", "4 September 2019"), (None, "")]
)
def test_day_of_an_iso_moment_reads_in_full(moment, expected):
    assert day(moment) == expected
