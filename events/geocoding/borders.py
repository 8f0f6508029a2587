"""Chooses the border that "the Turkish border" or "the border with Kenya" means in an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from events.enums import PlaceKind
from events.records import Candidate, PlaceRecord, Toponym


def border_names(one: str, other: str) -> tuple[str, str]:
    """The gazetteer's name of a border, in both orders: "Syria–Turkey border"."""
    return f"{one}–{other} border", f"{other}–{one} border"


def rank_border(
    index: int,
    toponyms: Sequence[Toponym],
    best: Sequence[PlaceRecord | None],
    found: Mapping[str, Sequence[PlaceRecord]],
    countries: Mapping[str, float],
    candidates: tuple[Candidate, ...],
) -> tuple[tuple[Candidate, ...], PlaceRecord | None]:
    """Borders of the named country with the article's countries, then the country itself; and the province
    named in the same sentence that the line is cut to."""
    toponym = toponyms[index]
    country = best[index]
    if country is None:
        return candidates, None
    borders = {
        record.id: (record, name) for name, records in found.items() for record in records
        if record.kind is PlaceKind.BORDER and _is_between(name, toponym, country)
    }  # fmt: skip
    if not borders:
        return candidates, None
    scored = sorted(
        ((_share(name, found, countries, country), record) for record, name in borders.values()),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    whole = sum(share for share, _ in scored) or 1.0
    chosen = tuple(
        Candidate(
            record,
            round(share / whole, 3),
            ("a border of the named country with one that the article is about",),
        )
        for share, record in scored
        if share > 0 or len(scored) == 1
    )
    if not chosen:
        return candidates, None
    return (*chosen, *candidates), _within(index, toponyms, best, chosen[0].place, country, found)


def _is_between(name: str, toponym: Toponym, country: PlaceRecord) -> bool:
    sides = set(name.removesuffix(" border").split("–"))
    named = {country.name, *toponym.names}
    if toponym.other_names:
        return bool(sides & named) and bool(sides & set(toponym.other_names))
    return bool(sides & named)


def _share(
    name: str,
    found: Mapping[str, Sequence[PlaceRecord]],
    countries: Mapping[str, float],
    country: PlaceRecord,
) -> float:
    """How much the article is about the country on the other side."""
    shares = [
        countries.get(record.country, 0.0)
        for side in name.removesuffix(" border").split("–")
        for record in found.get(side, ())
        if record.kind is PlaceKind.COUNTRY and record.country != country.country
    ]
    return max(shares, default=0.0) + 0.001


def _within(
    index: int,
    toponyms: Sequence[Toponym],
    best: Sequence[PlaceRecord | None],
    border: PlaceRecord,
    country: PlaceRecord,
    found: Mapping[str, Sequence[PlaceRecord]],
) -> PlaceRecord | None:
    """The province of the same sentence, nearest to the words; only one that may touch the line."""
    sentence = toponyms[index].excerpt
    sides = _countries_of(border.name, found)
    nearby = sorted(
        (i for i in range(len(toponyms)) if toponyms[i].excerpt == sentence and i != index),
        key=lambda i: abs(toponyms[i].start - toponyms[index].start),
    )
    for i in nearby:
        record = best[i]
        if record and record.kind is PlaceKind.ADMIN1 and record.country in sides:
            return record
    return None


def _countries_of(name: str, found: Mapping[str, Sequence[PlaceRecord]]) -> set[str]:
    return {record.country for record in _sides(name, found) if record.kind is PlaceKind.COUNTRY}


def _sides(name: str, found: Mapping[str, Sequence[PlaceRecord]]) -> Iterator[PlaceRecord]:
    sides: Iterable[str] = name.removesuffix(" border").split("–")
    for side in sides:
        yield from found.get(side, ())
