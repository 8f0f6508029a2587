"""Adjectives and names of peoples ("Turkish", "Syrians") with the country or region they belong to.

They are never places, but those of countries name borders and tell what countries an article is about.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from events.countries import country_names
from events.records import Span

#: Kept beside the gazetteer's other tables; read as data, so that the stages stay independent in code.
_CAPITALISED = re.compile(
    r"\b(?:(?:South|North|East|West|Latin|Southeast|Saudi|New|Sri|Costa|Sierra|Central|Equatorial|Cape|Puerto"
    r"|Saint) )?[A-Z][a-zé]+\b"
)
_TABLE = Path(__file__).resolve().parent.parent / "geocoding" / "data" / "demonyms.csv"


@dataclass(frozen=True, slots=True)
class Demonym:
    country: str
    """ISO 3166-1 alpha-2."""
    name: str
    """The country's English name."""


@lru_cache(maxsize=1)
def demonyms() -> dict[str, Demonym]:
    """Lower-case demonym to its country."""
    countries = country_names()
    return {demonym.lower(): Demonym(code, countries[code]) for code, demonym in _rows() if code in countries}


@lru_cache(maxsize=1)
def regional_demonyms() -> dict[str, str]:
    """Lower-case demonym of a continent or region to the name of that: "european" to "Europe"."""
    countries = country_names()
    return {demonym.lower(): name for name, demonym in _rows() if name not in countries}


def _rows() -> list[tuple[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(line for line in table if line.strip() and not line.startswith("#"))
        return [(row["country"].strip(), row["demonym"].strip()) for row in rows]


def find_demonyms(text: str) -> tuple[tuple[Span, Demonym], ...]:
    """Where the adjectives and peoples of countries stand: "Syrian" in "Syrian officials"."""
    table = demonyms()
    return tuple(
        (Span(match.start(), match.end(), match.group()), table[match.group().lower()])
        for match in _CAPITALISED.finditer(text)
        if match.group().lower() in table
    )


def find_regional_demonyms(text: str) -> tuple[tuple[Span, str], ...]:
    """Where the adjectives of continents and regions stand, with the region's name."""
    table = regional_demonyms()
    return tuple(
        (Span(match.start(), match.end(), match.group()), table[match.group().lower()])
        for match in _CAPITALISED.finditer(text)
        if match.group().lower() in table
    )


def is_demonym(words: str) -> bool:
    return words.lower() in demonyms() or words.lower() in regional_demonyms()


def count_countries(text: str) -> dict[str, int]:
    """How often each country's adjective or people is named."""
    return dict(Counter(demonym.country for _, demonym in find_demonyms(text)))
