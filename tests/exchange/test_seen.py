"""Which row had an id first, of thousands."""

import sys
from random import Random

from events.exchange.seen import Lines, Seen


def test_each_id_is_of_the_row_that_had_it_first():
    seen = Seen()
    for row in range(1, 40_001):
        assert seen.first(f"id {row}", row) == row
    again = Random(1).sample(range(1, 40_001), 5_000)
    assert [seen.first(f"id {row}", 50_000) for row in again] == again
    assert seen.first("another", 50_000) == 50_000


def test_ids_whose_marks_begin_at_the_same_place_are_told_apart():
    # Numbers are their own marks: all of these lead to the last place of a table of that size.
    seen = Seen()
    numbers = [number << 40 | (1 << 14) - 1 for number in range(1, 200)]
    for row, number in enumerate(numbers, start=1):
        assert seen.first(number, row) == row
    assert [seen.first(number, 9_999) for number in numbers] == list(range(1, 200))


def test_ids_of_a_large_file_take_few_bytes_each():
    seen = Seen()
    for row in range(1, 50_001):
        seen.first(str(row), row)
    taken = sum(sys.getsizeof(part) for part in (seen._marks, seen._rows))
    assert taken < 36 * 50_000


def test_lines_tell_who_told_a_row_first_and_its_number_here():
    lines = Lines()

    assert [lines.first(key, line) for key, line in (("a", 2), ("b", 3), ("a", 4))] == [2, 3, 2]
    lines.keep("a", 70)

    assert (lines.number("a"), lines.number("b"), lines.number("c")) == (70, None, None)
    assert (lines.told("b"), lines.told("c")) == (3, 0)
    assert (lines.first("c", 9), lines.told("c"), lines.first("b", 10)) == (9, 9, 3)
