"""Invented rows with the columns of UCDP GED, as many as wanted: no row of it is anybody's."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id "
    "side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country "
    "country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians "
    "deaths_unknown best high "
    "low gwnoa gwnob"
).split()
#: Town, admin-2, admin-1, country, latitude, longitude; the gazetteer knows them, and not most of the others.
TOWNS = (
    ("Saraqib town", "Idlib district", "Idlib governorate", "Syria", 35.864, 36.806),
    ("Hajin town", "Abu Kamal district", "Dayr az Zawr governorate", "Syria", 34.689, 40.831),
    ("Mosul city", "Mosul district", "Ninawa province", "Iraq", 36.335, 43.119),
    ("Taizz city", "Al Qahirah district", "Taizz governorate", "Yemen (North Yemen)", 13.579, 44.021),
    ("Kunduz city", "Kunduz district", "Kunduz province", "Afghanistan", 36.729, 68.857),
    ("Bakhmut city", "Bakhmut raion", "Donetsk oblast", "Ukraine", 48.594, 38.0),
    ("El Fasher town", "Al Fashir district", "North Darfur state", "Sudan", 13.628, 25.349),
)
SOURCES = (
    "Invented Agency",
    "residents",
    "police",
    "an army spokesman",
    "a medical charity",
    "local officials",
)
#: Near towns, villages with invented names: as many as the collection has places.
VILLAGES = 60_000


def write(path: Path, rows: int, *, changed: int = 0) -> None:
    """A file of so many rows, always the same; the first `changed` say another best estimate."""
    choose = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(1, rows + 1):
            row = _row(choose, number)
            if number <= changed:
                row["best"] = row["high"] = row["best"] + 1
            writer.writerow([row.get(column, "") for column in COLUMNS])


def _row(choose: random.Random, number: int) -> dict:
    village = choose.randrange(VILLAGES)
    town = TOWNS[village % len(TOWNS)]
    is_town = choose.random() < 0.4
    near = random.Random(village)
    start = date(1995, 1, 1) + timedelta(days=choose.randrange(10_500))
    length = choose.choice((0, 0, 0, 0, 2, 6, 25))
    precision = choose.choices((1, 2, 3, 4, 5, 6, 7), (55, 18, 12, 9, 3, 2, 1))[0]
    low = min(int(choose.paretovariate(1.1)), 900)
    best = low + (0 if choose.random() < 0.7 else choose.randrange(6))
    civilians = choose.choice((0, 0, 0, best, best // 2))
    return {
        "id": number, "relid": f"INV-{start.year}-1-{number}", "year": start.year, "active_year": 1,
        "code_status": "Clear", "type_of_violence": choose.choices((1, 2, 3), (65, 15, 20))[0],
        "conflict_dset_id": 299, "conflict_new_id": 299, "conflict_name": f"{town[3]}: Government",
        "dyad_dset_id": 715, "dyad_new_id": 715, "dyad_name": f"Government of {town[3]} - Invented Front",
        "side_a_dset_id": 118, "side_a_new_id": 118, "side_a": f"Government of {town[3]}",
        "side_b_dset_id": 291, "side_b_new_id": 291, "side_b": "Invented Front", "number_of_sources": 1,
        "source_article": f'"Invented Agency,{start},Fighting reported near {town[0]} in report {number}"',
        "source_office": "Invented Agency", "source_date": str(start),
        "source_headline": f"Fighting reported near {town[0]} in report {number}",
        "source_original": choose.choice(SOURCES), "where_prec": precision,
        "where_coordinates": town[0] if is_town else f"Invented village {village}",
        "where_description": "" if is_town else f"village near {town[0]}", "adm_1": town[2], "adm_2": town[1],
        "latitude": round(town[4] + (0 if is_town else near.uniform(-0.5, 0.5)), 6),
        "longitude": round(town[5] + (0 if is_town else near.uniform(-0.5, 0.5)), 6),
        "geom_wkt": "POINT (0 0)", "priogrid_gid": 180433, "country": town[3], "country_id": 652,
        "region": "Middle East", "event_clarity": 1, "date_prec": {0: 1, 2: 2, 6: 3, 25: 4}[length],
        "date_start": f"{start} 00:00:00.000", "date_end": f"{start + timedelta(days=length)} 00:00:00.000",
        "deaths_a": best - civilians, "deaths_b": 0, "deaths_civilians": civilians, "deaths_unknown": 0,
        "best": best, "high": best + choose.choice((0, 0, 0, 3)), "low": low, "gwnoa": 652, "gwnob": "",
    }  # fmt: skip
