"""Thousands of values as one parameter: the text of a PostgreSQL array, put together at once.

The driver would ask each value how it is written, and the database waits meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def texts(values: Sequence[str]) -> str:
    """For a `text[]`."""
    if not values:
        return "{}"
    whole = '","'.join(values)
    if "\\" in whole or whole.count('"') != 2 * (len(values) - 1):
        whole = '","'.join(value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return f'{{"{whole}"}}'


def numbers(values: Iterable[float | None]) -> str:
    """For an `int[]` or a `float8[]`; None is NULL."""
    return "{" + ",".join(["NULL" if value is None else repr(value) for value in values]) + "}"
