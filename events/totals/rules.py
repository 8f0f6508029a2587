"""The rules of adding figures up, each with a sentence for readers and the source that it follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RuleId(StrEnum):
    """Stable: printed in every answer, so a rule is never renamed."""

    PUBLISHED = "published-only"
    RECOMMENDED = "recommended-only"
    MEASURES = "measures-apart"
    UNITS = "units-apart"
    RANGE = "range"
    OPEN = "open-bounds"
    ZERO = "zero-only-when-said"
    NO_NUMBER = "words-without-number"
    HOUSEHOLDS = "households"
    FLOW_AND_STOCK = "flow-and-stock-apart"
    LATEST_STOCK = "latest-stock"
    INCIDENTS_FIRST = "incidents-before-totals"
    TOTALS_APART = "overlapping-totals"
    WHERE_IT_ENDS = "counts-where-it-ends"
    DATABLE = "datable"
    PARTS = "parts-of-a-whole"
    CLASSES = "classes-add"
    SHARED = "groups-that-share-people"
    ONCE = "once-per-event"
    AREAS = "areas-hold-their-places"


@dataclass(frozen=True, slots=True)
class Rule:
    """`source` names whose rule it is; "own" where the field has none or we differ (docs/totals.md)."""

    id: RuleId
    sentence: StrOrPromise
    source: str


_RULES = [
    Rule(
        RuleId.PUBLISHED,
        _("Only figures that an editor has accepted and that readers can see are counted."),
        "own",
    ),
    Rule(
        RuleId.RECOMMENDED,
        _(
            "An event counts with one claim for a measure and a group of people: the recommended one. "
            "Corroborating, superseded and disputed claims are shown beside it and never added."
        ),
        "IDMC (Helix: only recommended figures are summed)",
    ),
    Rule(
        RuleId.MEASURES,
        _(
            "Every total is of one measure. “Casualties”, which do not say who died and who was hurt, are "
            "never added to killed or injured."
        ),
        "ACLED (casualties alone count no deaths), Airwars",
    ),
    Rule(
        RuleId.UNITS,
        _("People and homes are never turned into one another."),
        "IDMC (Helix: unit of a figure)",
    ),
    Rule(
        RuleId.RANGE,
        _("A total is a range: from the sum of the lowest numbers claimed to the sum of the highest."),
        "Airwars, UCDP GED (low and high)",
    ),
    Rule(
        RuleId.OPEN,
        _(
            "“More than 600” has no highest number, so a total that holds it has none either and says "
            "“more than” or “at least”."
        ),
        "own (UCDP's and Airwars' highest number is always stated)",
    ),
    Rule(
        RuleId.ZERO,
        _("Zero is counted only where a source says that there was nobody. Unknown is never zero."),
        "Airwars (empty is unknown)",
    ),
    Rule(
        RuleId.NO_NUMBER,
        _("“Dozens” is no number. The claim is named, nothing is added, and the total has no upper end."),
        "own (ACLED codes 3, 10, 12 or 100)",
    ),
    Rule(
        RuleId.HOUSEHOLDS,
        _(
            "Households count as people only with the household size that was claimed, rounded half up; the "
            "size is shown."
        ),
        "IDMC (Helix: total figures)",
    ),
    Rule(
        RuleId.FLOW_AND_STOCK,
        _("What happened over a time and what is the case at a date are never added to each other."),
        "IDMC (internal displacements and IDPs)",
    ),
    Rule(
        RuleId.LATEST_STOCK,
        _(
            "Numbers at a date are never added up. For each place and group of people the latest stands, "
            "with its date."
        ),
        "IDMC (Helix: stock at the latest end date)",
    ),
    Rule(
        RuleId.INCIDENTS_FIRST,
        _(
            "A running total or the total of a period is not added when a counted incident may be part of "
            "it: the same measure, days, area and people."
        ),
        "ACLED (totals over time and place are no events), Every Casualty (incidents and aggregates apart)",
    ),
    Rule(
        RuleId.TOTALS_APART,
        _("Of totals that may hold the same people only one counts: the one over the longest known time."),
        "own",
    ),
    Rule(
        RuleId.WHERE_IT_ENDS,
        _("What went on over several days, months or years counts in the one in which it ended."),
        "IDMC (Helix: a flow counts in the year in which it ends)",
    ),
    Rule(
        RuleId.DATABLE,
        _("What cannot be dated exactly enough stands in a row of its own, in no month or year by guess."),
        "own (ACLED takes the middle of the period)",
    ),
    Rule(
        RuleId.PARTS,
        _("Children among the dead are not added to the dead: a part is never added to its whole."),
        "IDMC (disaggregated parts lie within their total)",
    ),
    Rule(
        RuleId.CLASSES,
        _(
            "Where no claim counts everybody, the claims for civilians, combatants and security forces are "
            "added; for a group that no claim speaks of, nothing is."
        ),
        "UCDP GED (best estimate is the sum of the sides, civilians and unknown)",
    ),
    Rule(
        RuleId.SHARED,
        _(
            "Aid workers and journalists may be among the women already counted, so they are not added and "
            "the total has no upper end."
        ),
        "own",
    ),
    Rule(
        RuleId.ONCE,
        _(
            "An event is counted once, also when it touched several places; when these lie in several areas "
            "it stands in a row of its own."
        ),
        "own (ACLED divides a number evenly)",
    ),
    Rule(
        RuleId.AREAS,
        _("A province counts the events of its towns and those known only to the province, once each."),
        "own (as ACLED's and UCDP's admin-1 columns)",
    ),
]  # fmt: skip

RULES: dict[RuleId, Rule] = {rule.id: rule for rule in _RULES}


class Reason(models.TextChoices):
    """Why a figure is not in a total, in the order in which it is asked."""

    WITHDRAWN = "withdrawn", _("withdrawn after publication")
    NOT_PUBLIC = "not_public", _("not published")
    STOCK = "stock", _("a number at a date, which is never added to what happened")
    SUPERSEDED = "superseded", _("superseded by a later claim")
    CORROBORATING = "corroborating", _("corroborates the claim that is counted")
    DISPUTED = "disputed", _("disputed")
    OTHER_UNIT = "other_unit", _("counts homes where people are asked, or people where homes are")
    NO_NUMBER = "no_number", _("words without a number")
    NO_HOUSEHOLD_SIZE = "no_household_size", _("households whose size is not known")
    PART_OF_ANOTHER = "part_of_another", _("part of another figure of the event")
    MAY_SHARE_PEOPLE = "may_share_people", _("may be people already counted in the event")
    HOLDS_INCIDENTS = "holds_incidents", _("a running or period total that may hold counted incidents")
    HELD_BY_A_TOTAL = "held_by_a_total", _("may be held by another total that is counted")
    EARLIER_STOCK = "earlier_stock", _("an earlier number for the same place")


RULE_OF: dict[Reason, RuleId] = {
    Reason.WITHDRAWN: RuleId.PUBLISHED,
    Reason.NOT_PUBLIC: RuleId.PUBLISHED,
    Reason.STOCK: RuleId.FLOW_AND_STOCK,
    Reason.SUPERSEDED: RuleId.RECOMMENDED,
    Reason.CORROBORATING: RuleId.RECOMMENDED,
    Reason.DISPUTED: RuleId.RECOMMENDED,
    Reason.OTHER_UNIT: RuleId.UNITS,
    Reason.NO_NUMBER: RuleId.NO_NUMBER,
    Reason.NO_HOUSEHOLD_SIZE: RuleId.HOUSEHOLDS,
    Reason.PART_OF_ANOTHER: RuleId.PARTS,
    Reason.MAY_SHARE_PEOPLE: RuleId.SHARED,
    Reason.HOLDS_INCIDENTS: RuleId.INCIDENTS_FIRST,
    Reason.HELD_BY_A_TOTAL: RuleId.TOTALS_APART,
    Reason.EARLIER_STOCK: RuleId.LATEST_STOCK,
}

#: A recommended flow that is left out for one of these adds people nobody has numbered: no upper end is true.
OPENING = frozenset({Reason.OTHER_UNIT, Reason.NO_NUMBER, Reason.NO_HOUSEHOLD_SIZE, Reason.MAY_SHARE_PEOPLE})
