"""What is read from single sentences and short passages, and what is not."""

import json
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.enums import Measure, People, Quantifier, Scope, Unit
from events.extraction.figures import read_figures

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "figures.jsonl").read_text("utf-8").splitlines()
]
ATTRIBUTES = ("quote", "measure", "people", "unit", "quantifier", "low", "high", "claimant", "scope")
#: An underscore stands for a space.
WORDS = """more_than_ at_least_ between_ _and_ _to_ 12 3,400 1.2_million dozens of_ of_the_ people_ families_
    houses_ killed_ were_killed died ,_ ._ ;_ “ ” the_ Observatory_ said_ according_to_ it_ in_ camps aged_ %
    - ( ) no_one_ a_third_ who_ had_ since_ May_ … which_ displaced_ homeless_ others_ toll_ 9 ² ٣ 46th_ +
    _of_them_"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n", "\u00a0", "9" * 40]).map(
    lambda piece: piece.replace("_", " ")
)


def as_row(figure):
    return {name: getattr(figure, name) for name in ATTRIBUTES}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
def test_figures_of_sentence(row):
    figures = read_figures(row["text"])

    assert [as_row(figure) for figure in figures] == row["figures"]


def test_table_holds_traps_and_figures():
    assert len(ROWS) >= 80
    assert sum(not row["figures"] for row in ROWS) >= 20


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_figures_of_any_text_keep_their_offsets(text):
    for figure in read_figures(text):
        assert text[figure.start : figure.end] == figure.quote
        assert text[figure.excerpt.start : figure.excerpt.end] == figure.excerpt.quote
        assert figure.excerpt.start <= figure.start < figure.end <= figure.excerpt.end
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        assert len(figure.excerpt.quote) <= max(600, figure.end - figure.start)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_figures_never_overlap(text):
    figures = read_figures(text)

    assert all(a.end <= b.start for a, b in pairwise(figures))


def test_running_total_takes_its_start_from_the_sentence_before():
    text = (
        "The army has pushed into the valley in recent weeks, said the Valley Monitor for Peace, a group.\n"
        "The offensive has caused the deaths of more than 60 civilians and displaced 3,000 people, "
        "the Monitor said."
    )

    killed, displaced = read_figures(text)

    assert (killed.quote, killed.low, killed.high) == ("more than 60", 60, None)
    assert (killed.people, killed.quantifier) == (People.CIVILIANS, Quantifier.MORE_THAN)
    assert (displaced.quote, displaced.measure, displaced.unit) == ("3,000", Measure.DISPLACED, Unit.PERSON)
    for figure in (killed, displaced):
        assert figure.claimant == "Valley Monitor for Peace"
        assert (figure.scope, figure.since) == (Scope.RUNNING_TOTAL, "in recent weeks")


def test_since_holds_the_words_of_the_start():
    (figure,) = read_figures("Shelling has killed 90 people since the truce ended in April.")

    assert figure.since == "since the truce ended in April"


def test_pronoun_takes_the_claimant_before():
    text = "The Lake Observatory counted 12 dead. It said 30 people were wounded."

    assert [figure.claimant for figure in read_figures(text)] == ["Lake Observatory", "Lake Observatory"]


def test_acronym_takes_its_full_name():
    text = "The Office for River Affairs (ORA) opened a camp. ORA said 400 people had arrived."

    assert [figure.claimant for figure in read_figures(text)] == ["Office for River Affairs"]


def test_evidence_names_the_words():
    (figure,) = read_figures("A landslide killed four people.")

    assert figure.evidence == ("“killed” says killed.",)


def test_empty_text_has_no_figures():
    assert read_figures("") == ()


@pytest.mark.parametrize(
    "piece",
    [
        "At least 12 people were killed and 30 wounded, the ministry said. ",
        "12 people and ",
        "9",
        "1,000",
        "said ",
        '" ',
        ", ",
        "\n",
        "a.",
        "Al-Noor Bank of ",
        "since ",
        "the mayor's count of 12 ",
        "NOOR said 12 died. Noor Bank said 3 died. ",
        "“They lost 12. ",
        "(",
    ],
    ids=repr,
)
def test_work_grows_no_faster_than_the_text(piece):
    """Counts executed lines, which the machine's load does not change."""
    small, large = (_lines_run(piece * (size // len(piece))) for size in (20_000, 80_000))

    assert large < 5.5 * small + 5_000


def test_megabyte_is_read_in_seconds():
    text = (
        "At least 12 people were killed and 30 wounded, the Lake Ministry said. The Ministry put the number "
        "of missing at seven. “They took four men,” said Ana Roth, the mayor, “and 40 families fled.”\n\n"
    )
    megabyte = text * (1_000_000 // len(text) + 1)

    before = time.process_time()
    figures = read_figures(megabyte)
    seconds = time.process_time() - before

    assert len(megabyte) >= 1_000_000
    assert len(figures) >= 4 * megabyte.count("At least")
    assert seconds < 20


def _lines_run(text):
    count = 0

    def tracer(frame, event, arg):
        nonlocal count
        count += 1
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        read_figures(text)
    finally:
        sys.settrace(before)
    return count


def test_figures_are_read_without_django_set_up():
    code = "from events.extraction.figures import read_figures; print(len(read_figures('Two people died.')))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "1\n"
