from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.extraction.sentences import excerpt_around, split


def quotes(text):
    return [sentence.quote for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One fell. Two rose.", ["One fell.", "Two rose."]),
        ("Mr. Oduya spoke. He left.", ["Mr. Oduya spoke.", "He left."]),
        ("The U.N. Security Council met. It voted.", ["The U.N. Security Council met.", "It voted."]),
        ("He works for the U.N. The pay is fair.", ["He works for the U.N.", "The pay is fair."]),
        ("It began at 8 a.m. Friday. All slept.", ["It began at 8 a.m. Friday.", "All slept."]),
        ("It began at 8 a.m. All slept.", ["It began at 8 a.m.", "All slept."]),
        ("J. R. Aziz came. So did we.", ["J. R. Aziz came.", "So did we."]),
        ("About 1.5 million left. Few came back.", ["About 1.5 million left.", "Few came back."]),
        ("“It is over.” She wept.", ["“It is over.”", "She wept."]),
        ('"Is it over?" she asked. No one knew.', ['"Is it over?" she asked.', "No one knew."]),
        (
            "The toll is No. 3 on Jan. 5 of the list. Next.",
            ["The toll is No. 3 on Jan. 5 of the list.", "Next."],
        ),
        ("OSLO, Norway — Snow fell. It thawed.", ["OSLO, Norway — Snow fell.", "It thawed."]),
        ("A headline\n\nA first line\nA second line", ["A headline", "A first line", "A second line"]),
        ("Some\n900 people were\nmoved to tents.", ["Some\n900 people were\nmoved to tents."]),
        ("Дом сгорел. Люди ушли.", ["Дом сгорел.", "Люди ушли."]),
        ("هل عادوا؟ نعم عادوا. انتهى", ["هل عادوا؟", "نعم عادوا.", "انتهى"]),
        ("房屋倒塌。人们离开。", ["房屋倒塌。", "人们离开。"]),
        ("Wait... what? Yes!", ["Wait... what?", "Yes!"]),
        ("   ", []),
    ],
)
def test_split(text, expected):
    assert quotes(text) == expected


@given(st.text())
def test_split_keeps_every_word_and_its_offsets(text):
    sentences = split(text)

    assert all(text[s.start : s.end] == s.quote for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    assert "".join("".join(s.quote.split()) for s in sentences) == "".join(text.split())


def test_excerpt_is_the_sentence_of_the_span():
    text = "One fell. Two rose. Three sat."
    at = text.index("rose")

    assert excerpt_around(text, split(text), at, at + 4).quote == "Two rose."


def test_excerpt_joins_the_sentences_of_a_long_span():
    text = "One fell. Two rose. Three sat."

    assert excerpt_around(text, split(text), 4, 14).quote == "One fell. Two rose."


def test_excerpt_of_a_long_sentence_is_cut_at_words():
    text = "word " * 300 + "TARGET" + " word" * 300
    at = text.index("TARGET")

    excerpt = excerpt_around(text, split(text), at, at + 6, limit=100)

    assert len(excerpt.quote) <= 100
    assert set(excerpt.quote.split()) == {"word", "TARGET"}


@given(st.text(min_size=1), st.data())
def test_excerpt_always_holds_its_span(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    excerpt = excerpt_around(text, split(text), start, end, limit=20)

    assert excerpt.start <= start < end <= excerpt.end
    assert excerpt.quote == text[excerpt.start : excerpt.end]
    assert len(excerpt.quote) <= max(20, end - start)
