"""Which places a figure is tied to, by the words between them."""

import re

import pytest

from events.enums import MentionRole
from events.models import Figure, Mention
from events.pipeline.tying import tie

ROWS = [
    ("Twelve people died in Homs and 30 were hurt in Hama.", {"Twelve": ["Homs"], "30": ["Hama"]}),
    ("In Homs, 12 people died and 30 were hurt.", {"12": ["Homs"], "30": ["Homs"]}),
    ("Some 12 people died and 30 were hurt in Hama.", {"12": ["Hama"], "30": ["Hama"]}),
    ("Shelling of Homs and Hama killed 12 people.", {"12": ["Homs", "Hama"]}),
    ("A blast in Homs killed 12; in Hama, fire destroyed 40 homes.", {"12": ["Homs"], "40": ["Hama"]}),
    ("Rockets killed 12 in Homs, and in Hama, 40 were hurt.", {"12": ["Homs"], "40": ["Hama"]}),
    ("Rockets fell on Homs. Twelve people died.", {"Twelve": ["Homs"]}),
    ("Twelve people died. Rockets fell on Homs. Hama was quiet.", {"Twelve": ["Homs"]}),
    ("Rockets fell on Homs. Twelve people died, aides in Paris said.", {"Twelve": ["Homs"]}),
    ("Twelve people died.", {"Twelve": []}),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text[:50] for text, _ in ROWS])
def test_figure_is_tied_to_places_of_its_words(text, expected):
    figures = [Figure(wording=words, **span_of(text, words)) for words in expected]
    mentions = [
        Mention(quote=name, role=role_of(name), **span_of(text, name))
        for name in ("Homs", "Hama", "Paris")
        if name in text
    ]

    tied = tie(text, figures, mentions)

    assert [[mention.quote for mention in near] for near in tied] == list(expected.values())


def test_figures_keep_their_order_when_given_out_of_order():
    text = "Twelve people died in Homs and 30 were hurt in Hama."
    figures = [Figure(wording=words, **span_of(text, words)) for words in ("30", "Twelve")]
    mentions = [Mention(quote=name, role=role_of(name), **span_of(text, name)) for name in ("Homs", "Hama")]

    tied = tie(text, figures, mentions)

    assert [near[0].quote for near in tied] == ["Hama", "Homs"]


def role_of(name):
    return MentionRole.ONLY_MENTIONED if name == "Paris" else MentionRole.HAPPENED_HERE


def span_of(text, words):
    start = text.index(words)
    sentence = next(m for m in re.finditer(r"[^.]+\.", text) if m.start() <= start < m.end())
    return {
        "start": start,
        "end": start + len(words),
        "excerpt_start": sentence.start(),
        "excerpt_end": sentence.end(),
    }
