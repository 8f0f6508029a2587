"""Tables of own sentences: how the words place things relative to a name, and what part the name plays."""

from __future__ import annotations

import pytest

from events.extraction.toponyms import read_toponyms
from events.records import Toponym


def _read(text: str, name: str) -> Toponym:
    return next(t for t in read_toponyms(text) if t.quote == name)


RELATIONS = [
    ("Shelling hit the northern parts of Latakia province.", "Latakia", "part_of", "N", None),
    ("The southern outskirts of Kherson came under fire.", "Kherson", "countryside", "S", None),
    ("Clashes spread across the eastern countryside of Aleppo.", "Aleppo", "countryside", "E", None),
    ("North of the town of Djibo, a convoy was hit.", "Djibo", "near", "N", None),
    ("Villages south of Mopti were looted.", "Mopti", "near", "S", None),
    ("The mine lies 35 miles north-east of Kananga.", "Kananga", "offset", "NE", 56327.04),
    ("A drone fell 12 kilometres from the centre of Kursk.", "Kursk", "near", None, 12000.0),
    ("The highway that connects Damascus to Daraa reopened.", "Daraa", "between", None, None),
    ("The road which links Goma with Bukavu is cut.", "Goma", "between", None, None),
    ("The frontier between Thailand and Cambodia is shut.", "Cambodia", "border", None, None),
    ("The Turkish border is shut.", "Turkish border", "border", None, None),
    ("The Iran-Iraq border is shut.", "Iran-Iraq border", "border", None, None),
    ("They live in the area around Mopti.", "Mopti", "near", None, None),
    ("Lorries burnt on the Gao–Kidal road.", "Kidal", "between", None, None),
    ("A bus was hit on the Damascus-Homs highway.", "Damascus", "between", None, None),
    (
        "War on the border between Chad and Sudan. Many crossed the border.",
        "the border",
        "border",
        None,
        None,
    ),
    ("Shots at the Iran-Iraq border. Lorries waited at the frontier.", "the frontier", "border", None, None),
    # Not these.
    ("The southern border is shut, but Kherson is calm.", "Kherson", "in", None, None),
    ("Talks between Thailand and Cambodia go on.", "Thailand", "in", None, None),
    ("North Korea fired a missile.", "North Korea", "in", None, None),
    ("Some 12 kilometres of cable lie in Kursk.", "Kursk", "in", None, None),
    ("A road leads away; Damascus is quiet.", "Damascus", "in", None, None),
    ("A farmer from Paris, Texas, won the fair.", "Paris", "in", None, None),
]


@pytest.mark.parametrize(("text", "name", "relation", "direction", "metres"), RELATIONS)
def test_relation_is_read(
    text: str, name: str, relation: str, direction: str | None, metres: float | None
) -> None:
    toponym = _read(text, name)

    assert (str(toponym.relation), toponym.direction, toponym.distance_m) == (relation, direction, metres)


ROLES = [
    ("Families fled from Goma to Sake.", "Goma", "origin", False),
    ("Families fled from Goma to Sake.", "Sake", "destination", False),
    ("They were displaced to Zuwara, Zliten and Sabha.", "Sabha", "destination", False),
    ("Moscow is the strongest ally of the rebels.", "Moscow", "only_mentioned", True),
    ("Washington and Beijing exchanged accusations.", "Beijing", "only_mentioned", True),
    ("Diplomats think Moscow would respond.", "Moscow", "only_mentioned", True),
    ("Ankara has rejected the plan.", "Ankara", "only_mentioned", True),
    # Not these.
    ("In Ankara shops stayed open.", "Ankara", "happened_here", False),
    ("Moscow is the largest city on the river.", "Moscow", "happened_here", False),
    ("Markets in Zuwara, Zliten and Sabha are full.", "Sabha", "happened_here", False),
]


@pytest.mark.parametrize(("text", "name", "role", "is_metonym"), ROLES)
def test_role_is_read(text: str, name: str, role: str, is_metonym: bool) -> None:
    toponym = _read(text, name)

    assert (str(toponym.role), toponym.is_metonym) == (role, is_metonym)


@pytest.mark.parametrize(
    "text",
    [
        "The border was closed on Monday in Kenya.",
        "Chad's border with Sudan is shut. The border police looked on.",
        "Chad's border with Sudan and Libya's border with Egypt are shut. Many crossed the border.",
        "Many crossed the border. War came to the border between Chad and Sudan.",
    ],
)
def test_bare_border_is_read_only_after_the_one_that_was_named(text: str) -> None:
    assert not [t for t in read_toponyms(text) if t.quote == "the border"]
