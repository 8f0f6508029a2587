"""How proposals read on the desk: "north-western Idlib · an area · happened here"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from events.api.wording import noun, number_said, place_text, scope_text
from events.enums import FigureRole, MentionStatus, PlaceKind, Precision, Relation
from events.models import Article, Figure, Mention, Place
from events.pipeline.teaching import Moved

_DIMENSIONS = {
    "POINT": 0,
    "MULTIPOINT": 0,
    "LINESTRING": 1,
    "MULTILINESTRING": 1,
    "POLYGON": 2,
    "MULTIPOLYGON": 2,
}

#: Which precisions a drawn shape can honestly have: an area is never an exact place.
_PRECISIONS = {
    0: (Precision.EXACT, Precision.SETTLEMENT, Precision.NEAR),
    1: (Precision.AREA, Precision.NEAR),
    2: (Precision.AREA, Precision.ADMIN2, Precision.ADMIN1, Precision.COUNTRY),
}


def dimension(geometry_type: str | None) -> int | None:
    """0 for points, 1 for lines, 2 for areas and anything mixed; None without a geometry."""
    return _DIMENSIONS.get(geometry_type.upper(), 2) if geometry_type else None


def precisions_for(geometry_type: str | None) -> tuple[Precision, ...]:
    size = dimension(geometry_type)
    return () if size is None else _PRECISIONS[size]


def place_name(place: Place | None, country: str) -> str:
    """The name and what kind of place it is, so that a province is not taken for its capital."""
    if place is None:
        return ""
    parts = [place.name, place.get_kind_display().lower() if place.name != country else ""]
    if country and country != place.name:
        parts.append(country)
    return ", ".join(part for part in parts if part)


def mention_reading(mention: Mention, geometry_type: str | None) -> str:
    """What the mention is read as, in one line."""
    if mention.status == MentionStatus.NOT_IDENTIFIABLE:
        return _("a place that nobody can tell")
    if mention.place is None and geometry_type is None:
        return _("no place chosen yet")
    where = _("a place drawn by hand")
    if mention.place is not None:
        where = place_text(
            mention.place.name,
            relation=_relation(mention),
            direction=mention.direction,
            distance_m=mention.distance_m,
            other_place=mention.other_place.name if mention.other_place else "",
            within=mention.within.name if mention.within else "",
        )
    return " · ".join([where, _shape(mention, geometry_type), mention.get_role_display().lower()])


def _relation(mention: Mention) -> str:
    """ "The border of the Syria–Turkey border" says it twice: a place that is a border needs no relation."""
    is_border = mention.place is not None and mention.place.kind == PlaceKind.BORDER
    return Relation.IN if is_border and mention.relation == Relation.BORDER else mention.relation


def _shape(mention: Mention, geometry_type: str | None) -> str:
    """What the map will draw, and how exactly it is known."""
    if mention.precision == Precision.COUNTRY:
        return _("known only to the country, not drawn")
    size = dimension(geometry_type)
    if size is None:
        return _("not on the map")
    if size == 0:
        exact = {
            Precision.EXACT: _("an exact point"),
            Precision.SETTLEMENT: _("a town or village"),
            Precision.NEAR: _("near the point, drawn with a halo"),
        }
        return exact.get(Precision(mention.precision), _("a point for an area"))
    if size == 1:
        return _("a line, not exact")
    named = {Precision.ADMIN1: _("an area, admin-1"), Precision.ADMIN2: _("an area, admin-2")}
    return named.get(Precision(mention.precision), _("an area"))


def figure_title(figure: Figure) -> str:
    following = noun(
        wording=figure.wording,
        measure=figure.measure,
        people=figure.people,
        unit=figure.unit,
        number=number_said(figure.low, figure.high),
    )
    return f"{figure.wording} {following}"


def figure_reading(figure: Figure, outlet: str) -> str:
    """Scope, claimant, printer and role: what a number cannot be judged without."""
    scope = scope_text(figure.scope, figure.period_start, figure.period_end, figure.since)
    claimant = figure.claimant.name if figure.claimant else figure.claimant_words
    parts = [
        scope or _("of one incident"),
        _("claimed by %(name)s") % {"name": claimant} if claimant else _("no claimant named"),
        _("printed by %(name)s") % {"name": outlet},
    ]
    if figure.household_size:
        parts.insert(0, _("%(size)s people a household") % {"size": figure.household_size.normalize()})
    if figure.role != FigureRole.RECOMMENDED:
        parts.append(figure.get_role_display().lower())
    return " · ".join(parts)


def plain_counts(counts: dict[str, Any]) -> str:
    """The progress line: "7 places · 2 figures · 3 of 9 decided"."""
    places, figures = counts["places"], counts["figures"]
    return " · ".join(
        [
            _("%(n)d place" if places == 1 else "%(n)d places") % {"n": places},
            _("%(n)d figure" if figures == 1 else "%(n)d figures") % {"n": figures},
            _("%(done)d of %(all)d decided") % {"done": counts["decided"], "all": places + figures},
        ]
    )


def taught_words(moved: Sequence[Moved]) -> str:
    """What a decision has taught: "2 other mentions now propose Tripoli, Lebanon"; empty for nothing."""
    return "; ".join(
        _moved_words(len(list(rows)), where) for where, rows in groupby(sorted(_where(row) for row in moved))
    )


def _where(row: Moved) -> str:
    return row.spot.words if row.spot else ""


def _moved_words(count: int, where: str) -> str:
    numbers = {"n": count, "place": where}
    if not where:
        return ngettext(
            "%(n)d other mention has no place again", "%(n)d other mentions have no place again", count
        ) % numbers  # fmt: skip
    return ngettext(
        "%(n)d other mention now proposes %(place)s", "%(n)d other mentions now propose %(place)s", count
    ) % numbers  # fmt: skip


def partly_read_words(article: Article) -> str:
    """What was not read, and why; empty for an article that was read with all there is."""
    if article.read_at is None or not article.is_partly_read:
        return ""
    if article.language.split("-")[0].lower() in ("", "en"):
        return _(
            "Read in part: the statistical model for English is not installed here. Places come from the "
            "gazetteer and the rules alone, so names that are rare or also words may be missing. Figures and "
            "relations were read."
        )
    return _(
        "Read in part: this article is in %(language)s. Figures, roles and claimants were not read; "
        "relations (“near”, “north of”) only where the words are plain. Select words in the text to mark "
        "what is missing."
    ) % {"language": _language_name(article.language)}


def _language_name(code: str) -> str:
    try:
        return get_language_info(code.lower())["name"]
    except KeyError:
        return _("a language with the code “%(code)s”") % {"code": code}
