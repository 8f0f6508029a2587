"""`load_gazetteer --boundaries`: the areas of a national file, in the gazetteer.

Which field of the file holds what is said by a mapping, since every mapping agency has names of its own. The
same file again, or a newer one of the same provider, changes the rows that it brought before, by their code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection, transaction

from events.enums import NameKind, PlaceKind
from events.folding import fold
from events.geocoding import boundary_files, tables
from events.geocoding.admin1 import short_form
from events.geocoding.boundary_files import Area, BoundaryReport, Source, WrongBoundaries
from events.models import Place, PlaceName

_KINDS = (PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.COUNTRY, PlaceKind.NATURAL, PlaceKind.OWN_AREA,
          PlaceKind.SETTLEMENT)  # fmt: skip
_WGS84 = 4326

Progress = Callable[[str, float], None]


def load(source: Source, progress: Progress, *, all_or_nothing: bool = False) -> BoundaryReport:
    """Bring the areas of a file into the gazetteer, WGS 84 whatever the file's projection.

    A row that cannot be used is reported and the others are kept; with `all_or_nothing` it stops the load.
    """
    if source.kind not in _KINDS:
        raise WrongBoundaries(f'"{source.kind}" cannot be loaded. Use one of: {", ".join(_KINDS)}.')
    report = BoundaryReport()
    _file, layer = boundary_files.opened(source)
    progress(f"Reading {len(layer)} rows of {layer.name}", 0.05)
    with transaction.atomic(), connection.cursor() as cursor:
        tables.lock(cursor)
        areas = list(boundary_files.areas(layer, source, report))
        if all_or_nothing and report.bad_rows:
            raise WrongBoundaries(
                f"{report.bad_rows} rows cannot be used, so nothing was loaded. "
                f"The first: {report.complaints[0]} "
                "Mend the file, or leave out --all-or-nothing to load the rest."
            )
        progress("Writing areas", 0.5)
        known = {
            place.provider_id: place
            for place in Place.objects.filter(provider=source.provider, dataset=source.dataset)
        }
        for k, area in enumerate(areas):
            _write(area, known.get(area.code), source, report)
            if k % 500 == 499:
                progress("Writing areas", 0.5 + 0.45 * k / len(areas))
        report.removed = _remove_gone(cursor, source, {area.code for area in areas}, report)
    return report


def _write(area: Area, known: Place | None, source: Source, report: BoundaryReport) -> None:
    if known and known.is_edited:
        report.edited += 1
        return
    place = known or Place(provider=source.provider, provider_id=area.code, dataset=source.dataset)
    place.name = short_form(area.name) or area.name
    place.kind, place.country, place.licence = source.kind, source.country, source.licence[:100]
    place.point, place.geometry = _point(area.shape), None if area.shape.geom_type == "Point" else area.shape
    place.population = area.population
    place.parent = _parent(area, source)
    place.save()
    report.changed += known is not None
    report.new += known is None
    place.names.filter(dataset=source.dataset).delete()
    kept = set(place.names.values_list("key", flat=True))
    spellings = [(place.name, "", NameKind.MAIN), (area.name, "", NameKind.MAIN)]
    spellings += [
        (form, language, NameKind.ALTERNATE)
        for name, language in area.names
        for form in (short_form(name), name)
    ]
    rows: dict[str, PlaceName] = {}
    for name, language, kind in spellings:
        key = fold(name)
        if key and key not in kept:
            rows.setdefault(
                key,
                PlaceName(
                    place=place,
                    name=name[:200],
                    key=key[:200],
                    language=language,
                    kind=kind,
                    dataset=source.dataset,
                ),
            )
    PlaceName.objects.bulk_create(rows.values())


def _point(shape: GEOSGeometry) -> Point:
    if shape.geom_type == "Point":
        return cast(Point, shape)
    centre = shape.centroid
    inside = centre if shape.dims < 2 or shape.contains(centre) else shape.point_on_surface
    return Point(round(inside.x, 5), round(inside.y, 5), srid=_WGS84)


def _parent(area: Area, source: Source) -> Place | None:
    """The province of the name that the file gives, else the one that holds the area, else its country."""
    above = Place.objects.filter(country=source.country)
    if source.kind in (PlaceKind.ADMIN1, PlaceKind.COUNTRY):
        return (
            above.filter(kind=PlaceKind.COUNTRY)
            .exclude(provider=source.provider, provider_id=area.code)
            .first()
        )
    provinces = above.filter(kind=PlaceKind.ADMIN1)
    named = provinces.none()
    if area.parent:
        keys = [fold(area.parent), fold(short_form(area.parent))]
        named = provinces.filter(names__key__in=[key for key in keys if key]).distinct()
    holding = provinces.filter(geometry__contains=_point(area.shape))
    # Two provinces may bear one name, a city and the land about it; the one that holds the area is meant.
    return (
        (named & holding.distinct()).order_by("id").first()
        or named.order_by("id").first()
        or holding.order_by("id").first()
        or above.filter(kind=PlaceKind.COUNTRY).first()
    )


def _remove_gone(cursor: Any, source: Source, codes: set[str], report: BoundaryReport) -> int:
    """Take away what an earlier file of this provider had and this one lacks, unless it is in use."""
    if report.bad_rows:
        # An area whose row is broken today is not gone.
        return 0
    cursor.execute(
        f"SELECT id FROM {tables.PLACES} old "  # noqa: S608 -- constants only
        "WHERE provider = %s AND dataset = %s AND NOT is_edited "
        f"AND provider_id <> ALL(%s) AND {tables.unused('old')}",
        [source.provider, source.dataset, sorted(codes)],
    )
    gone = [number for (number,) in cursor.fetchall()]
    Place.objects.filter(pk__in=gone).delete()
    return len(gone)
