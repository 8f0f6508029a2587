"""From what was chosen to a drawing: laid out first, then drawn from the ground up."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import get_language, get_language_bidi

from events.api import basemap
from events.images import ground, words
from events.images.choosing import Chosen
from events.images.composing import Composer, Heading, Layout
from events.images.frame import WORLD, Box, Frame, around, fitted, viewed
from events.images.mapping import Drawn, MapDrawing, split_by_frame
from events.images.sheet import Sheet
from events.images.sizes import Size, Wish

#: Places where something happened that are looked up for their names; more have no room on a map.
_TOLD = 120


def draw(
    heading: Heading, chosen: Chosen, wish: Wish, *, extent: Box | None, has_our_fonts: bool = False
) -> str:
    """The picture as SVG. `extent` is what must be seen; without one it is the events."""
    sheet = Sheet(
        wish.size.width, wish.size.height, theme=wish.theme, language=get_language() or "en",
        is_mirrored=get_language_bidi(), has_our_fonts=has_our_fonts,
    )  # fmt: skip
    sheet.describe(heading.title, _description(heading, chosen))
    composer = Composer(sheet, heading, chosen, wish.size)
    layout = composer.layout(outside=0, drawn=_expected(chosen))
    frame = _frame(chosen, wish, extent, layout)
    outside = split_by_frame(chosen, frame)[1]
    if outside:  # the note that says so takes a line from the map
        layout = composer.layout(outside=outside, drawn=_expected(chosen))
        frame = _frame(chosen, wish, extent, layout)
    drawing = _draw_map(sheet, chosen, frame, layout, wish.size)
    composer.draw(layout, drawing.drawn)
    return sheet.markup()


def _description(heading: Heading, chosen: Chosen) -> str:
    """The picture in a sentence or two, for those who do not see it."""
    counts = Counter(spot.group for spot in chosen.spots)
    kinds = ", ".join(f"{group.label} {counts[group]}" for group in counts)
    parts = [
        heading.number and f"{heading.number} {heading.counted}",
        *words.told(chosen),
        kinds,
        heading.deck,
    ]
    return " · ".join(part for part in parts if part)


def _expected(chosen: Chosen) -> Drawn:
    """What the legend may have to explain; the size of the map depends on it, so it is known before."""
    placed = [spot for spot in chosen.spots if spot.point]
    families = {amount.family for spot in placed for amount in spot.amounts}
    return Drawn(
        clusters=len(placed) > 1,
        has_near=any(spot.radius_m for spot in placed),
        has_areas=any(spot.dimension == 2 and not spot.radius_m for spot in placed),
        has_lines=any(spot.dimension == 1 for spot in placed),
        has_movements=bool(chosen.movements),
        verifications={spot.verification for spot in placed},
        scales=dict.fromkeys(families, 0.1),
    )


def _frame(chosen: Chosen, wish: Wish, extent: Box | None, layout: Layout) -> Frame:
    room = layout.map_width, layout.map_height
    if wish.view:
        return viewed(wish.view, *room)
    if extent:
        return fitted(extent, *room, air=0.02)
    found = around(spot.seen_box for spot in chosen.spots if spot.box)
    return fitted(found, *room) if found else fitted(WORLD, *room, air=0)


def _draw_map(sheet: Sheet, chosen: Chosen, frame: Frame, layout: Layout, size: Size) -> MapDrawing:
    inside, outside = split_by_frame(chosen, frame)
    drawing = MapDrawing(sheet, frame, layout.map_x, layout.map_y, zoom=size.symbol, base=size.note)
    drawing.drawn.outside = outside
    countries = Counter(spot.country for spot in chosen.spots if spot.country).most_common(1)
    focus = countries[0][0] if countries and 2 * countries[0][1] > len(chosen.spots) else ""
    drawing.ground(ground.ground_of(frame, focus, basemap.version()))
    spots = {spot.id: spot for spot in chosen.spots}
    # The circle of "near" says it better than an area that was drawn for it.
    shaped = {spot.id: spot.shape for spot in chosen.spots if spot.dimension and not spot.radius_m}
    drawing.areas(ground.areas_of(shaped, frame), spots)
    drawing.radii(inside)
    drawing.movements(chosen.movements)
    drawing.circles(inside)
    drawing.symbols(inside)
    drawing.scale_bar()
    drawing.figures(most=2 if size.is_brief else 8)
    told = [
        place for place, _events in Counter(spot.place for spot in inside if spot.place).most_common(_TOLD)
    ]
    language = get_language() or "en"
    drawing.names(ground.names_of(frame, told, language.split("-")[0]), most=12 if size.is_brief else 36)
    return drawing
