"""A national file of boundaries, in any format that GDAL reads, row by row as areas in WGS 84."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.gis.gdal import DataSource, GDALException
from django.contrib.gis.gdal.feature import Feature
from django.contrib.gis.gdal.layer import Layer
from django.contrib.gis.geos import GEOSGeometry

from events.enums import PlaceKind
from events.folding import fold

#: What a mapping may name; "name:ar" and the like give the name in further languages.
FIELDS = ("name", "code", "parent", "population")
_LANGUAGE = re.compile(r"name:[a-z]{2,3}(?:-[A-Za-z]{2,8})?")
_WGS84 = 4326
#: A shape that mending has changed by more than this share of its area was no mere slip of the pen.
_MOST_MENDED = 0.05
MOST_COMPLAINTS = 50


class WrongBoundaries(ValueError):
    """A sentence for whoever gave the file or the mapping."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is loaded and how it is to be read. `fields` maps ours to the file's: {"name": "ADM2_EN"}."""

    path: Path
    fields: dict[str, str]
    kind: PlaceKind
    country: str
    provider: str
    licence: str
    layer: str = ""

    @property
    def dataset(self) -> str:
        return f"boundaries:{self.provider}:{self.country}:{self.kind.value}"[:60]


@dataclass(slots=True)
class BoundaryReport:
    new: int = 0
    changed: int = 0
    edited: int = 0
    removed: int = 0
    mended: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    bad_rows: int = 0

    def complain(self, sentence: str) -> None:
        self.bad_rows += 1
        if len(self.complaints) < MOST_COMPLAINTS:
            self.complaints.append(sentence)


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    name: str
    names: list[tuple[str, str]]
    parent: str
    population: int | None
    shape: GEOSGeometry


def field_mapping(text: str) -> dict[str, str]:
    """ "name=ADM2_EN,code=ADM2_PCODE,name:ar=ADM2_AR" → {"name": "ADM2_EN", …}."""
    found: dict[str, str] = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        ours, separator, theirs = (part.strip() for part in item.partition("="))
        if not separator or not theirs:
            raise WrongBoundaries(f'"{item}" is no pair of fields. Write for example name=ADM2_EN.')
        if ours not in FIELDS and not _LANGUAGE.fullmatch(ours):
            raise WrongBoundaries(
                f'"{ours}" is no field of ours. There are {", ".join(FIELDS)}, and name:ar for a name '
                "in Arabic."
            )
        found[ours] = theirs
    for wanted in ("name", "code"):
        if wanted not in found:
            raise WrongBoundaries(
                f'The mapping says nothing of "{wanted}". Write for example '
                "--fields name=ADM2_EN,code=ADM2_PCODE. "
                "The code is what tells the areas apart when the file is loaded again."
            )
    return found


def opened(source: Source) -> tuple[DataSource, Layer]:
    """The layer and the file it is read from, which must stay open as long."""
    try:
        data = DataSource(str(source.path), encoding="utf-8")
    except GDALException as error:
        raise WrongBoundaries(
            f"{source.path} cannot be read as GeoJSON, Shapefile or GeoPackage ({error}). Of a Shapefile "
            "give the .shp file, with .dbf, .shx and .prj beside it."
        ) from error
    layers = {data[k].name: data[k] for k in range(data.layer_count)}
    if source.layer and source.layer not in layers:
        raise WrongBoundaries(f'There is no layer "{source.layer}". The file has: {", ".join(layers)}.')
    if len(layers) > 1 and not source.layer:
        raise WrongBoundaries(f"The file has several layers: {', '.join(layers)}. Choose one with --layer.")
    layer = layers[source.layer] if source.layer else next(iter(layers.values()), None)
    if layer is None:
        raise WrongBoundaries(f"{source.path} has no layer.")
    missing = [theirs for theirs in source.fields.values() if theirs not in layer.fields]
    if missing:
        raise WrongBoundaries(f'There is no field "{missing[0]}". The layer has: {", ".join(layer.fields)}.')
    return data, layer


def areas(layer: Layer, source: Source, report: BoundaryReport) -> Iterator[Area]:
    if not layer.srs and source.path.suffix == ".shp":
        raise WrongBoundaries(
            f"{source.path.name} says nothing of its projection. Put the .prj file beside it, or convert it "
            "with: ogr2ogr -s_srs EPSG:… -t_srs EPSG:4326 out.gpkg in.shp"
        )
    seen: dict[str, int] = {}
    for number, feature in enumerate(layer, 1):
        try:
            area = _area(feature, source, report, number)
        except ValueError as error:
            report.complain(f"Row {number}: {error}")
            continue
        if area.code in seen:
            report.complain(f'Row {number}: the code "{area.code}" stands in row {seen[area.code]} already.')
            continue
        seen[area.code] = number
        yield area


def _area(feature: Feature, source: Source, report: BoundaryReport, number: int) -> Area:
    values = {ours: _text(feature, theirs) for ours, theirs in source.fields.items()}
    if not values["name"] or not fold(values["name"]):
        raise ValueError(f"the field {source.fields['name']} is empty.")
    if not values["code"]:
        raise ValueError(f'"{values["name"]}" has no code in {source.fields["code"]}.')
    return Area(
        code=values["code"][:80],
        name=values["name"][:200],
        names=[(values[ours], ours.partition(":")[2]) for ours in values if ours.startswith("name:")],
        parent=values.get("parent", ""),
        population=_population(values.get("population", "")),
        shape=_shape(feature, values["name"], report, number),
    )


def _text(feature: Feature, name: str) -> str:
    value = feature.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def _population(value: str) -> int | None:
    if not value:
        return None
    try:
        number = int(float(value))
    except ValueError:
        number = -1
    if number < 0:
        raise ValueError(f'"{value}" is not a population; expected is a number of people.')
    return number


def _shape(feature: Feature, name: str, report: BoundaryReport, number: int) -> GEOSGeometry:
    try:
        geometry = feature.geom
        if geometry.srs is not None and geometry.srid != _WGS84:
            geometry.transform(_WGS84)
        geometry.set_3d(False)
        shape = GEOSGeometry(geometry.wkb, srid=_WGS84)
    except GDALException as error:
        raise ValueError(f'"{name}" has no shape that can be read ({error}).') from error
    if shape.empty:
        raise ValueError(f'"{name}" has an empty shape.')
    west, south, east, north = shape.extent
    if not (-180.001 <= west <= east <= 180.001 and -90.001 <= south <= north <= 90.001):
        raise ValueError(
            f'"{name}" reaches to {east:.6g}, {north:.6g}, which is no longitude and latitude. '
            "The file's projection is wrong or missing."
        )
    if shape.valid:
        return shape
    mended = shape.make_valid()
    if mended.dims != shape.dims or (
        shape.dims == 2 and abs(mended.area - shape.area) > _MOST_MENDED * mended.area
    ):
        raise ValueError(f'"{name}" has crossing rings ({shape.valid_reason}) that cannot be mended.')
    if mended.geom_type == "GeometryCollection":
        raise ValueError(f'"{name}" has crossing rings ({shape.valid_reason}) that cannot be mended.')
    report.mended.append(f'Row {number}: the rings of "{name}" were mended ({shape.valid_reason}).')
    return mended
