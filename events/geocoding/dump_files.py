"""GeoNames' dump files (download.geonames.org/export/dump): which they are, and their rows as they are read.

Everything is read as a stream; a file may be the plain table or the zip archive that GeoNames offers.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

#: Sites: known to the point, unlike the areas of their kind.
SITES = frozenset("S.AIRB S.AIRP S.CMP S.DAM S.BDG S.PS S.PSN S.PRN S.PSTB S.OILR S.PRT S.HBR".split())
#: What each feature code becomes here, by GeoNames' classes (geonames.org/export/codes.html). What is not
#: named is left out: it is historical (PPLH, ADM1H), too small for any map of events (wells, farms, schools),
#: or no place that news is located by (roads, railways, forests). Below a province the model has one kind.
_CODES_OF = {
    "settlement": "P.PPL P.PPLA P.PPLA2 P.PPLA3 P.PPLA4 P.PPLA5 P.PPLC P.PPLF P.PPLG P.PPLL P.PPLR P.PPLS"
    " P.PPLW P.PPLX P.STLMT S.CMPRF",
    "country": "A.PCL A.PCLD A.PCLF A.PCLI A.PCLIX A.PCLS",
    "admin1": "A.ADM1",
    "admin2": "A.ADM2 A.ADM3 A.ADM4 A.ADMD",
    "own_area": "A.TERR A.LTER A.ZN L.CONT L.RGN L.MILB L.OILF",
    "natural": "H.OCN H.SEA H.GULF H.BAY H.STRT H.SD H.LK H.LKS H.LKI H.RSV H.LGN H.STM H.STMI H.STMS H.CNL"
    " H.FJD H.CHN H.WAD H.FLLS T.DLTA T.MT T.MTS T.PK T.HLL T.HLLS T.VAL T.PASS T.DSRT T.PLN T.PLAT T.PEN"
    " T.ISL T.ISLS T.CAPE T.VLC T.CNYN T.ATOL T.UPLD L.PRK L.CST L.OAS",
}
KINDS = {
    **{code: kind for kind, codes in _CODES_OF.items() for code in codes.split()},
    **dict.fromkeys(SITES, "own_area"),
}
#: Quarters are often listed with the population of their whole city.
QUARTER = "P.PPLX"
_FIELDS, _NAME_FIELDS = 19, 4
_NOT_A_LANGUAGE = frozenset(
    "link post iata icao faac tcid wkdt unlc abbr phon piny nuts fr_1793 uicn admn".split()
)

_PLACES = re.compile(r"(?:[A-Z]{2}|allCountries|cities\d+|no-country)\.(?:txt|zip)")
_NAMES = re.compile(r"alternateNames(?:V2)?\.(?:txt|zip)")
_HIERARCHY = re.compile(r"hierarchy\.(?:txt|zip)")
_CODES = re.compile(r"admin1CodesASCII\.txt")


class WrongFile(ValueError):
    """A sentence for whoever gave the file: what is wrong with which line, and what to do."""


@dataclass(frozen=True, slots=True)
class Dump:
    """The files of one import, each by what it holds."""

    places: list[Path]
    names: list[Path]
    hierarchy: list[Path]
    admin1_codes: list[Path]

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for group in (self.places, self.names) for path in group)


@dataclass(frozen=True, slots=True)
class DumpPlace:
    geonames_id: int
    name: str
    ascii_name: str
    alternates: list[str]
    lat: float
    lon: float
    feature: str
    kind: str
    country: str
    admin1_code: str
    admin2_code: str
    population: int | None


def find(path: Path) -> Dump:
    """The dump files that `path` is or holds; WrongFile when there is none."""
    if not path.exists():
        raise WrongFile(f"{path} does not exist. Give a GeoNames dump file, or a folder that holds some.")
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    found = Dump([], [], [], [])
    kinds = [(_NAMES, found.names), (_HIERARCHY, found.hierarchy), (_CODES, found.admin1_codes)]
    for file in files:
        for pattern, group in [*kinds, (_PLACES, found.places)]:
            # A table that stands unpacked beside its archive is read once.
            unpacked = file.suffix == ".zip" and file.with_suffix(".txt").exists() and path.is_dir()
            if pattern.fullmatch(file.name) and not unpacked:
                group.append(file)
                break
    if not any((found.places, found.names, found.hierarchy)):
        raise WrongFile(
            f"{path} holds no GeoNames dump. Expected are files named as GeoNames names them: SY.txt, "
            "SY.zip, allCountries.zip, alternateNamesV2.zip, hierarchy.zip, admin1CodesASCII.txt."
        )
    return found


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """The table of a dump file as text."""
    if path.suffix != ".zip":
        with path.open(encoding="utf-8", newline="\n") as file:
            yield file
        return
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise WrongFile(f"{path} is no whole zip archive ({error}). Download it again.") from error
    with archive:
        wanted = path.with_suffix(".txt").name
        tables = [name for name in archive.namelist() if name == wanted] or [
            name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()
        ]
        if not tables:
            raise WrongFile(f"{path} holds no table {wanted}. Download it again.")
        with archive.open(tables[0]) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8", newline="\n")


Complain = Callable[[str], None]


def places(path: Path, complain: Complain, skipped: dict[str, int]) -> Iterator[DumpPlace]:
    """The places of a dump that are of a kind we keep. A row that makes no sense goes to `complain`, as a
    sentence; `skipped` counts the others by feature code. WrongFile when the first row is of another
    table."""
    with opened(path) as file:
        for number, line in enumerate(_lines(file, path), 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != _FIELDS:
                sentence = (
                    f"{path.name}, line {number}: {len(fields)} fields instead of {_FIELDS} parted by tabs "
                    f'("{line.strip()[:40]}").'
                )
                if number == 1:
                    raise WrongFile(f"{sentence} This is not the table of places that GeoNames offers.")
                complain(sentence)
                continue
            feature = f"{fields[6]}.{fields[7]}"
            kind = KINDS.get(feature)
            if kind is None:
                skipped[feature] = skipped.get(feature, 0) + 1
                continue
            try:
                yield _place(fields, feature, kind)
            except ValueError as error:
                complain(f"{path.name}, line {number}: {error}")


def _lines(file: IO[str], path: Path) -> Iterator[str]:
    try:
        yield from file
    except UnicodeDecodeError as error:
        raise WrongFile(
            f"{path} is not UTF-8 text ({error.reason}). Use the file as GeoNames offers it."
        ) from error


def _place(fields: list[str], feature: str, kind: str) -> DumpPlace:
    population = _whole(fields[14] or "0", "population")
    return DumpPlace(
        geonames_id=_whole(fields[0], "GeoNames id"),
        name=_filled(fields[1] or fields[2]),
        ascii_name=fields[2][:200],
        alternates=fields[3].split(",") if fields[3] else [],
        lat=_degrees(fields[4], "latitude", 90),
        lon=_degrees(fields[5], "longitude", 180),
        feature=feature,
        kind=kind,
        country=fields[8][:2],
        admin1_code=fields[10],
        admin2_code=fields[11],
        # GeoNames writes 0 for "not known".
        population=None if feature == QUARTER else population or None,
    )


def _whole(value: str, what: str) -> int:
    if not value.isdigit():
        raise ValueError(f'"{value}" is not a {what}; expected is a whole number.')
    return int(value)


def _degrees(value: str, what: str, limit: int) -> float:
    try:
        degrees = float(value)
    except ValueError:
        degrees = float("nan")
    if not -limit <= degrees <= limit:
        raise ValueError(f'"{value}" is not a {what}; expected is a number between -{limit} and {limit}.')
    return degrees


def _filled(name: str) -> str:
    if not name.strip():
        raise ValueError("the place has no name.")
    return name[:200]


def alternate_names(path: Path, complain: Complain) -> Iterator[tuple[int, str, str]]:
    """GeoNames id, name and language of each name that is one: no links, post codes or airport codes."""
    with opened(path) as file:
        for number, line in enumerate(_lines(file, path), 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) < _NAME_FIELDS or not fields[1].isdigit():
                sentence = f'{path.name}, line {number}: "{line.strip()[:40]}" is no row of alternate names.'
                if number == 1:
                    raise WrongFile(f"{sentence} Use alternateNamesV2.zip of GeoNames.")
                complain(sentence)
                continue
            if fields[2] not in _NOT_A_LANGUAGE and 0 < len(fields[3]) <= 200:
                yield int(fields[1]), fields[3], fields[2][:12]


def hierarchy(path: Path) -> Iterator[tuple[int, int]]:
    """Parent and child of each administrative relation, as GeoNames ids."""
    with opened(path) as file:
        for number, line in enumerate(_lines(file, path), 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) < 2 or not (fields[0].isdigit() and fields[1].isdigit()):
                raise WrongFile(
                    f'{path.name}, line {number}: "{line.strip()[:40]}" is no pair of GeoNames ids. '
                    "Use hierarchy.zip of GeoNames."
                )
            if len(fields) < 3 or fields[2] in ("ADM", ""):
                yield int(fields[0]), int(fields[1])


def admin1_codes(path: Path) -> Iterator[tuple[str, int]]:
    """GeoNames' code of a province ("SY.12") and its id."""
    with opened(path) as file:
        for number, line in enumerate(_lines(file, path), 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) < 4 or not fields[3].isdigit():
                raise WrongFile(
                    f'{path.name}, line {number}: "{line.strip()[:40]}" is no province with code, names '
                    "and id. Use admin1CodesASCII.txt of GeoNames."
                )
            yield fields[0], int(fields[3])
