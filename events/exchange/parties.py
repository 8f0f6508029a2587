"""Outlets, claimants and layers by their names; those that are new are added, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Set
from copy import copy

from django.db.models import Q

from events.enums import OrganisationKind
from events.models import Dataset, Layer, Organisation, Outlet

_KEPT = 50_000


class Parties:
    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._outlets: dict[str, int] = {"": dataset.outlet_id}
        self._organisations: dict[str, int] = {}
        self._layers = dict(Layer.objects.values_list("slug", "pk"))
        first = Layer.objects.filter(slug="events").first() or Layer.objects.first()
        self._layer = dataset.layer_id or (first.pk if first else 0)

    def layer(self, slug: str) -> int:
        """The layer of that slug, else that of the data set."""
        return self._layers.get(slug, self._layer)

    def outlet(self, name: str) -> int:
        return self._outlets[name]

    def claimant(self, name: str) -> int | None:
        return self._organisations[name] if name else None

    def as_known(self) -> Parties:
        """The same, whatever is looked up or forgotten later: for another thread."""
        return copy(self)

    def look_up(self, outlets: Set[str], claimants: Mapping[str, str]) -> None:
        """`claimants` by their names, with the kind of organisation that a row gives, or none."""
        self._look_up_outlets(outlets)
        self._look_up_claimants(claimants)

    def _look_up_outlets(self, names: Set[str]) -> None:
        new = names - self._outlets.keys()
        if new:
            Outlet.objects.bulk_create([Outlet(name=name) for name in sorted(new)], ignore_conflicts=True)
            self._outlets |= dict(Outlet.objects.filter(name__in=new).values_list("name", "pk"))

    def _look_up_claimants(self, kinds: Mapping[str, str]) -> None:
        if len(self._organisations) > _KEPT:
            self._organisations = {}
        new = kinds.keys() - self._organisations.keys()
        if not new:
            return
        known = Organisation.objects.filter(Q(name__in=new) | Q(aliases__overlap=list(new)))
        for pk, name, aliases in known.order_by("-pk").values_list("pk", "name", "aliases"):
            self._organisations |= {said: pk for said in (*aliases, name) if said in new}
        missing = sorted(new - self._organisations.keys())
        if missing:
            Organisation.objects.bulk_create(
                [Organisation(name=name, kind=kinds[name] or OrganisationKind.OTHER) for name in missing],
                ignore_conflicts=True,
            )
            made = Organisation.objects.filter(name__in=missing).values_list("name", "pk")
            self._organisations |= dict(made)
