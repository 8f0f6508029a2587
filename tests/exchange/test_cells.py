"""Cells that begin as a formula does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.exchange.cells import read_cell, written_cell


@pytest.mark.parametrize(
    ("value", "written"),
    [("=1+1", "'=1+1"), ("-5", "'-5"), ("@A1", "'@A1"), ("\tx", "'\tx"), ("'=1", "''=1"), ("'tis", "'tis"),
     ("a=1", "a=1"), ("", "")],
)  # fmt: skip
def test_formula_is_escaped_and_nothing_else(value: str, written: str) -> None:
    assert written_cell(value) == written


@given(st.text(alphabet="'=+-@\t\rab "))
def test_cell_is_read_as_it_was_written(value: str) -> None:
    assert read_cell(written_cell(value)) == value
    assert not written_cell(value).startswith(("=", "+", "-", "@", "\t", "\r"))
