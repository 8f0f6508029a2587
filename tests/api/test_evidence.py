from __future__ import annotations

from events.api.evidence import Marked, Passage, passages_of
from events.models.mention import MAX_EXCERPT

TEXT = "Shells fell on Saraqib. Twelve people died there, 🙏 they said. " + "x" * 2000


def span(start: int, end: int, excerpt: tuple[int, int], *, id: int = 1, article: int = 1) -> Marked:
    return Marked("place", id, article, start, end, *excerpt, TEXT[slice(*excerpt)])


def test_one_sentence_with_two_marks_is_one_passage() -> None:
    one, two = span(15, 22, (0, 23)), span(0, 6, (0, 23), id=2)

    assert passages_of([one, two]) == [Passage(1, 0, 23, "Shells fell on Saraqib.", [two, one])]


def test_overlapping_excerpts_are_joined_without_repeating_words() -> None:
    first, second = span(15, 22, (0, 30)), span(24, 30, (24, 62), id=2)

    passages = passages_of([first, second])

    assert [passage.text for passage in passages] == [TEXT[:62]]
    assert passages[0].offsets(second) == (24, 30)


def test_joined_passage_stays_an_excerpt() -> None:
    passages = passages_of([span(0, 6, (0, 900)), span(850, 860, (800, 1500), id=2)])

    assert [passage.end - passage.start for passage in passages] == [900, 700]
    assert all(passage.end - passage.start <= MAX_EXCERPT for passage in passages)


def test_excerpts_of_two_articles_stay_apart() -> None:
    passages = passages_of([span(0, 6, (0, 23)), span(0, 6, (0, 23), id=2, article=2)])

    assert [passage.article for passage in passages] == [1, 2]
