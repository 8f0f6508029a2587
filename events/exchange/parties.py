"""Outlets, claimants and layers by their names; those that are new are added, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Set

from django.db.models import Q

from events.enums import OrganisationKind
from events.exchange.known import Memory
from events.models import Dataset, Layer, Organisation, Outlet


def memory_of(dataset: Dataset) -> Memory:
    """What is known before anything is asked."""
    layers = dict(Layer.objects.values_list("slug", "pk"))
    first = Layer.objects.filter(slug="events").first() or Layer.objects.first()
    return Memory(layers, dataset.layer_id or (first.pk if first else 0), dataset.outlet_id)


def outlets_of(names: Set[str]) -> dict[str, int]:
    if not names:
        return {}
    Outlet.objects.bulk_create([Outlet(name=name) for name in sorted(names)], ignore_conflicts=True)
    return dict(Outlet.objects.filter(name__in=names).values_list("name", "pk"))


def claimants_of(kinds: Mapping[str, str]) -> dict[str, int]:
    """By their names or aliases; `kinds` are the kinds of organisation that rows give, or none."""
    if not kinds:
        return {}
    claimants: dict[str, int] = {}
    known = Organisation.objects.filter(Q(name__in=kinds.keys()) | Q(aliases__overlap=list(kinds)))
    for pk, name, aliases in known.order_by("-pk").values_list("pk", "name", "aliases"):
        claimants |= {said: pk for said in (*aliases, name) if said in kinds}
    missing = sorted(kinds.keys() - claimants.keys())
    if missing:
        Organisation.objects.bulk_create(
            [Organisation(name=name, kind=kinds[name] or OrganisationKind.OTHER) for name in missing],
            ignore_conflicts=True,
        )
        claimants |= dict(Organisation.objects.filter(name__in=missing).values_list("name", "pk"))
    return claimants
