from __future__ import annotations

import pytest

from events.extraction.widening import official_span


@pytest.mark.parametrize(
    ("text", "name", "span"),
    [
        ("in Kandahar province today", "Kandahar", "Kandahar province"),
        ("in Guma LGA today", "Guma", "Guma LGA"),
        ("in Guma Local Government Area today", "Guma", "Guma Local Government Area"),
        ("BAHRI LOCALITY", "BAHRI", "BAHRI LOCALITY"),
        ("in Quezon City today", "Quezon", "Quezon City"),
        ("in north-west Syria today", "Syria", "north-west Syria"),
        # Not these.
        ("in Kunduz city today", "Kunduz", "Kunduz"),
        ("in northern Syria today", "Syria", "Syria"),
        ("in Borno and Yobe states", "Yobe", "Yobe"),
        ("Texas state police", "Texas", "Texas"),
        ("Russian state media", "Russian", "Russian"),
        ("in Benue State now", "Benue State", "Benue State"),
        ("a state-wide alarm in Ohio", "Ohio", "Ohio"),
    ],
)
def test_span_takes_in_what_belongs_to_an_official_name(text: str, name: str, span: str) -> None:
    start = text.index(name)

    first, last = official_span(text, start, start + len(name))

    assert text[first:last] == span
