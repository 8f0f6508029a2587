"""Where the first events of an import would lie, before anything is written."""

from __future__ import annotations

import pytest

from events.enums import EventKind, PlaceKind, Precision
from events.exchange.entries import Entry, PlaceRef
from events.exchange.preview import spots

TURKEY = PlaceRef("Turkey", "TR", PlaceKind.COUNTRY)
IDLIB = PlaceRef("Idlib", "SY")


def entry(title: str, **fields: object) -> Entry:
    kind = next(iter(EventKind))
    return Entry(row=1, source_id=title, raw={}, title=title, kind=kind, articles=[], mentions=[], figures=[],
                 **fields)  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.django_db
def test_what_is_known_to_a_country_alone_is_not_pinned() -> None:
    entries = [
        entry("town", place=IDLIB, precision=Precision.SETTLEMENT),
        entry("country", place=TURKEY, precision=Precision.COUNTRY),
        entry("coded", place=TURKEY, precision=Precision.COUNTRY, geometry="POINT(35 39)", is_coded=True),
        entry("point", precision=Precision.EXACT, geometry="POINT(35 39)"),
        entry("nowhere", place=IDLIB, has_no_geometry=True),
    ]

    assert [found.title for found, _lon, _lat in spots(entries)] == ["town", "point"]
