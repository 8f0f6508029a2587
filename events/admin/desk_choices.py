"""The closed lists as the desk's selects need them."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices

from events.enums import (
    DatePrecision,
    Direction,
    EventKind,
    FigureRole,
    KindGroup,
    Measure,
    MentionRole,
    People,
    Precision,
    Quantifier,
    Relation,
    Scope,
    Unit,
    Verification,
)


def _listed(options: type[TextChoices]) -> list[dict[str, str]]:
    return [{"value": option.value, "label": str(option.label)} for option in options]


def choices() -> dict[str, list[dict[str, Any]]]:
    return {
        "roles": _listed(MentionRole),
        "precisions": _listed(Precision),
        "relations": _listed(Relation),
        "directions": _listed(Direction),
        "measures": _listed(Measure),
        "people": _listed(People),
        "units": _listed(Unit),
        "quantifiers": _listed(Quantifier),
        "scopes": _listed(Scope),
        "figure_roles": _listed(FigureRole),
        "date_precisions": _listed(DatePrecision),
        "verifications": _listed(Verification),
        "kinds": [
            {
                "label": str(group.label),
                "options": [
                    {"value": kind.value, "label": str(kind.label)}
                    for kind in EventKind
                    if kind.group == group
                ],
            }
            for group in KindGroup
        ],
    }
