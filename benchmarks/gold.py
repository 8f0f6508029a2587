"""Articles whose places and figures people have marked, as JSON lines.

    {"id", "text", "language"?,
     "mentions": [{"start", "end", "text", "lat", "lon", "kind"?, "radius_km"?, "expanded"?}], "areas"?: […],
     "figures"?: [{"start", "end", "text", "measure", "people", "unit", "quantifier", "low", "high",
                   "claimant", "scope", "optional"?, "claimant_alt"?, "people_alt"?}]}

Offsets are code points, end exclusive. `lat` and `lon` are null where no point would be right. `radius_km`
widens the 161 km for a country to the circle of its area. `expanded` is the wider words of a mention ("20 km
south of Aleppo") with their relation; `areas` are such words without a name inside ("the Turkish border").
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Articles in our own words about events that never happened: the benchmark needs no other file.
INVENTED = Path(__file__).parent / "data" / "invented.jsonl"


class UnreadableGold(ValueError):
    """A file that cannot be scored against, with a sentence that says why."""


@dataclass(frozen=True)
class Document:
    id: str
    text: str
    language: str = "en"
    mentions: list[dict[str, Any]] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)


def read_gold(path: Path) -> list[Document]:
    if not path.is_file():
        raise UnreadableGold(f"There is no file {path}. Give the path of a file of JSON lines.")
    documents = [_document(line, f"{path.name}, line {n}") for n, line in _numbered(path)]
    if not documents:
        raise UnreadableGold(f"{path} has no articles in it.")
    return documents


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from ((n, line) for n, line in enumerate(lines, start=1) if line.strip())


def _document(line: str, where: str) -> Document:
    try:
        row = json.loads(line)
        document = Document(
            id=str(row["id"]),
            text=row["text"],
            language=row.get("language") or "en",
            mentions=row.get("mentions") or [],
            areas=row.get("areas") or [],
            figures=row.get("figures") or [],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableGold(
            f'{where}: {error!r}. An article is written {{"id": "1", "text": "…", "mentions": […]}}.'
        ) from error
    for span in (*document.mentions, *document.areas, *document.figures):
        if document.text[span["start"] : span["end"]] != span["text"]:
            raise UnreadableGold(
                f"{where}: at {span['start']}–{span['end']} stands "
                f"{document.text[span['start'] : span['end']]!r}, not {span['text']!r}."
            )
    return document
