"""Geometries as the desk draws them: simplified, and each once, however many rows have it.

A country has tens of thousands of corners, and an article names it thirty times. What was simplified is kept
by the digest of the whole geometry, so that neither another row nor the next request does it again; and the
digest by the state of the row that PostgreSQL knows, so that no geometry is read only to find it unchanged.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, GeoFunc
from django.db.models import CharField, Func, Model, QuerySet
from django.db.models.expressions import RawSQL

#: Degrees, about 500 metres: the desk's map shows provinces, not streets. Large areas are simplified more, to
#: about as many corners as a province has.
TOLERANCE = 0.005
SHARE_OF_WIDTH = 200
#: Decimals of a degree, about ten metres.
DECIMALS = 4
#: Shapes that a process keeps, of some kilobytes each.
_KEPT = 2_000
_DIGESTS_KEPT = 20_000


class Simplified(GeoFunc):
    output_field = GeometryField(srid=4326)
    template = (
        "ST_SimplifyPreserveTopology(%(expressions)s,"
        f" greatest({TOLERANCE}, sqrt(ST_Area(%(expressions)s)) / {SHARE_OF_WIDTH}))"
    )


class _Kind(Func):
    function = "GeometryType"
    output_field = CharField()


@dataclass(frozen=True, slots=True)
class Shape:
    """`geojson` is shared by all who ask and not to be changed. `kind` is PostGIS's word, such as POINT."""

    digest: str
    kind: str
    geojson: dict[str, Any]


_known: OrderedDict[str, Shape] = OrderedDict()
#: By table and row: its state, told by the transaction that wrote it and the place that it was written to,
#: which no other state of it has; and the digest, empty without a geometry.
_digests: OrderedDict[tuple[str, int], tuple[str, str]] = OrderedDict()
_lock = Lock()


def shapes_of(model: type[Model], ids: Collection[int]) -> dict[int, Shape]:
    """The shapes of those rows of the model that have a geometry, by the row's id."""
    shaped = Shaped(model, ids)
    return shaped.of(shaped.rows(model._default_manager.filter(pk__in=ids).order_by().only("pk")))


class Shaped:
    """The same of rows that are read anyway, without a question of its own where all shapes are known."""

    def __init__(self, model: type[Model], ids: Collection[int]) -> None:
        self.model = model
        self.table = model._meta.db_table
        with _lock:
            self.known = {pk: _digests[self.table, pk] for pk in ids if (self.table, pk) in _digests}

    def rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows with what `of` asks of them; the geometries alone are read whose rows are in a state that
        is not known yet."""
        state = f'"{self.table}".id || \' \' || "{self.table}".xmin || "{self.table}".ctid'
        digest = (
            f"CASE WHEN \"{self.table}\".geometry IS NULL THEN '' WHEN {state} = ANY(%s) THEN NULL "
            f'ELSE md5("{self.table}".geometry::bytea) END'
        )
        known = [at for at, _digest in self.known.values()]
        # The table's name is our own.
        return rows.annotate(shape_state=RawSQL(state, []), shape_digest=RawSQL(digest, [known]))  # noqa: S611

    def of(self, rows: Iterable[Any]) -> dict[int, Shape]:
        """The shapes of those of the rows that have a geometry, by the row's id."""
        digests = self._digests_of(rows)
        found = _look_up(set(digests.values()))
        missing = {digest: pk for pk, digest in digests.items() if digest not in found}
        if missing:
            simplified = AsGeoJSON(Simplified("geometry"), precision=DECIMALS)
            drawn = self.model._default_manager.filter(pk__in=missing.values(), geometry__isnull=False)
            answers = drawn.order_by().values_list("pk", _Kind("geometry"), simplified)
            made = [Shape(digests[pk], kind, json.loads(geojson)) for pk, kind, geojson in answers]
            found |= {shape.digest: shape for shape in made}
            _keep(made)
        # A row that was given another geometry between the two questions is asked for again by the next
        # request.
        return {pk: found[digest] for pk, digest in digests.items() if digest in found}

    def _digests_of(self, rows: Iterable[Any]) -> dict[int, str]:
        told = {row.pk: (row.shape_state, row.shape_digest) for row in rows}
        found = {
            pk: (at, self.known[pk][1] if digest is None else digest) for pk, (at, digest) in told.items()
        }
        with _lock:
            _digests.update(((self.table, pk), known) for pk, known in found.items())
            while len(_digests) > _DIGESTS_KEPT:
                _digests.popitem(last=False)
        return {pk: digest for pk, (_at, digest) in found.items() if digest}


def _look_up(digests: set[str]) -> dict[str, Shape]:
    with _lock:
        found = {digest: _known[digest] for digest in digests & _known.keys()}
        for digest in found:
            _known.move_to_end(digest)
    return found


def _keep(made: list[Shape]) -> None:
    with _lock:
        _known.update((shape.digest, shape) for shape in made)
        while len(_known) > _KEPT:
            _known.popitem(last=False)
