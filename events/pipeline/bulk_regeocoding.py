"""Asking the geocoders again for many mentions, with a preview, and back; `bulk_asking` asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from geopy.distance import geodesic

from events.enums import PUBLIC_STATUSES, Precision
from events.models import (
    BulkAct,
    BulkRow,
    DiscreetMention,
    Event,
    EventMention,
    Mention,
    MentionCandidate,
    Place,
)
from events.pipeline.asking_anew import (
    Asked,
    Offer,
    ask_anew,
    chosen_place,
    located_at,
    middle_of,
    offers_named,
    values_at,
)
from events.pipeline.bulk_asking import answers, ask_on, asking_of, keep_asking
from events.pipeline.candidates import renew_candidates, restore_candidates
from events.pipeline.regeocoding_refusals import coded_by_sources, refusal_to_move, refusals_to_correct
from events.pipeline.same_names import told_apart
from events.pipeline.snapshot import spots_of
from events.pipeline.teaching import is_as_read
from events.review.acts import Refused
from events.review.among import Among
from events.review.bulk import Act, Chosen, Done, Forecast, Words, refusal_for_all
from events.review.following import all_where_told
from events.review.placing_anew import PLACED, place_anew

#: Each is looked at by somebody. Reading a hundred articles takes about ten seconds, in steps.
MOST_ASKED = 1_000
#: So many articles are asked for before anything is shown: the others, on a page that says how far it is.
ARTICLES_FIRST = 1
#: What an editor chooses who leaves a mention where it is.
KEEP = "keep"
_TICKS = ("accepted", "drawn")

_NOWHERE = gettext_lazy("No geocoder knows a place of this name that can be meant.")
_NOT_ASKED = gettext_lazy("There was no time to ask for them. Do the others first, then choose these again.")


class RegeocodeMentions(Act):
    name, model, permission = "regeocode", Mention, "decide_article"
    title, button = gettext_lazy("Ask the geocoders again"), gettext_lazy("Put them there")
    most_rows = MOST_ASKED
    can_be_undone = True

    def clean(self, options: Mapping[str, str], chosen: Sequence[Chosen]) -> dict[str, Any]:
        asking = options.get("asking", "")
        return {
            **{name: options.get(name) == "on" for name in _TICKS},
            "asking": int(asking) if asking.isdecimal() and len(asking) < 19 else None,
        }

    def shown(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return {name: bool(options.get(name)) for name in _TICKS}

    def rows(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> Any:
        rows = super().rows(chosen, by=by)
        rows = rows.select_related("place__parent", "other_place", "within", "article")
        return rows.defer("article__text", "article__bands", "place__parent__geometry")

    def forecast(
        self, chosen: Sequence[Chosen], *, by: AbstractUser, options: Mapping[str, Any]
    ) -> list[Forecast]:
        """With what was asked for in steps (`options["asking"]`, see `ask`); else it is asked for here and
        now, as long as there is time."""
        bulk = asking_of(options.get("asking"), by=by)
        ask = partial(answers, bulk) if bulk else ask_anew
        return self._forecast(chosen, ask, by=by, options=options)

    def ask(self, chosen: Sequence[Chosen], *, by: AbstractUser, options: Mapping[str, Any]) -> BulkAct:
        """Keeps what the preview of the rows needs to ask for and asks the first of it. Some of the rows may
        still be waiting: then `bulk_asking.ask_on` goes on."""
        rows, stopped, _telling = self._looked_at(chosen, by=by, options=options)
        needed = {row.pk for row in rows if not stopped[row.pk]}
        bulk = keep_asking(
            rows, needed, chosen, by=by, ticks=self.shown(options), number=options.get("asking")
        )  # fmt: skip
        ask_on(bulk, ARTICLES_FIRST)
        return bulk

    def forecast_chosen(
        self, chosen: Sequence[Chosen], *, by: AbstractUser, options: Mapping[str, Any]
    ) -> list[Forecast]:
        """What the editor has chosen, without asking again: another answer now was shown to nobody."""
        wanted = {one.pk: one.to for one in chosen}

        bulk = asking_of(options.get("asking"), by=by)

        def named(rows: list[Mention]) -> dict[int, Asked]:
            moved = {row: wanted[row.pk] for row in rows if wanted[row.pk] != KEEP}
            asked = answers(bulk, moved) if bulk else {}
            offered = {
                row.pk: asked[row.pk]
                for row, value in moved.items()
                if row.pk in asked and value in {offer.value for offer in asked[row.pk].offers}
            }
            return offers_named({row: to for row, to in moved.items() if row.pk not in offered}) | offered

        return self._forecast(chosen, named, by=by, options=options)

    def _forecast(
        self,
        chosen: Sequence[Chosen],
        ask: Callable[[list[Mention]], dict[int, Asked]],
        *,
        by: AbstractUser,
        options: Mapping[str, Any],
    ) -> list[Forecast]:
        seen = {one.pk: one for one in chosen}
        rows, stopped, telling = self._looked_at(chosen, by=by, options=options)
        asked = ask([row for row in rows if not stopped[row.pk]])
        asked, here = told_apart(rows, asked)
        before = _words_before(rows, here)
        offered = [row.pk for row in rows if row.pk in asked and asked[row.pk].offers]
        events = {event.pk: event for pk in offered for event in telling.get(pk, [])}
        followed = all_where_told(events.values()) if events else set()
        return [
            _forecast(
                row, before[row.pk], asked.get(row.pk), stopped[row.pk], telling.get(row.pk, []), followed,
                seen[row.pk].to,
            )
            for row in rows
        ]  # fmt: skip

    def _looked_at(
        self, chosen: Sequence[Chosen], *, by: AbstractUser, options: Mapping[str, Any]
    ) -> tuple[list[Mention], dict[int, Words], dict[int, list[Event]]]:
        """The rows, what stands in the way of each whatever is answered, and the events that it tells."""
        seen = {one.pk: one for one in chosen}
        rows = list(self.rows(chosen, by=by))
        pks = [row.pk for row in rows]
        changeable = self.changeable(pks, by=by)
        telling = _events_of(pks)
        refusals = refusals_to_correct(telling, by=by)
        discreet = set(
            DiscreetMention.objects.filter(Among("mention", pks)).values_list("mention", flat=True)
        )
        coded = coded_by_sources(rows)
        stopped: dict[int, Words] = {}
        for row in rows:
            # What nothing in this form could change comes first.
            stopped[row.pk] = (
                refusal_for_all(row, seen, changeable)
                or next((refusals[event.pk] for event in telling.get(row.pk, []) if event.pk in refusals), "")
                or refusal_to_move(row, options, is_discreet=row.pk in discreet, is_coded=row.pk in coded)
            )
        return rows, stopped, telling

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        mention = _mention(row)
        place = chosen_place(row.to)
        located = located_at(mention, place)
        if located is None:
            raise Refused(_("“%(place)s” cannot be meant by these words.") % {"place": place.name})
        was = _state(mention)
        placed = place_anew(
            mention, values_at(mention, place, located), by=by, note=bulk.note, public_note=bulk.public_note,
            version=row.version,
        )  # fmt: skip
        candidates = renew_candidates(mention, place, row.details.get("offers", []))
        return Done(
            placed.mention.version, {"was": was, "places": placed.places, "candidates": candidates}
        )  # fmt: skip

    def undo(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> None:
        mention = _mention(row)
        place_anew(
            mention, _restored(row.details["was"]), by=by, note=_("Taken back."),
            public_note=bulk.undo_public_note, version=row.version_after,
            places={int(pk): place for pk, place in row.details["places"].items()},
        )  # fmt: skip
        if "candidates" in row.details:
            restore_candidates(mention, row.details["candidates"])


def _mention(row: BulkRow) -> Mention:
    mention = (
        Mention.objects.select_related("place", "other_place", "within").filter(pk=row.object_id).first()
    )
    if mention is None:
        raise Refused(_("“%(row)s” was deleted meanwhile.") % {"row": row.label})
    return mention


def _state(mention: Mention) -> dict[str, Any]:
    """What is to be restored, as JSON; the geometry as hexadecimal EWKB."""
    state = {
        name: getattr(mention, name) for name in PLACED if name not in ("place", "other_place", "within")
    }
    state |= {name: getattr(mention, f"{name}_id") for name in ("place", "other_place", "within")}
    geometry = mention.geometry
    return state | {"geometry": geometry.hexewkb.decode() if geometry else None}


def _restored(was: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {name: was[name] for name in ("place", "other_place", "within")}
    places = Place.objects.in_bulk([pk for pk in numbers.values() if pk])
    if missing := [pk for pk in numbers.values() if pk and pk not in places]:
        raise Refused(_("The place that it was at (no. %(place)d) is deleted.") % {"place": missing[0]})
    geometry = GEOSGeometry(was["geometry"]) if was["geometry"] else None
    return {**was, "geometry": geometry, **{name: places.get(pk) for name, pk in numbers.items()}}


def _events_of(mentions: Sequence[int]) -> dict[int, list[Event]]:
    links = EventMention.objects.filter(Among("mention", mentions)).select_related("event").order_by("event")
    found: dict[int, list[Event]] = {}
    for link in links:
        found.setdefault(link.mention_id, []).append(link.event)
    return found


def _words_before(rows: Sequence[Mention], beside: Mapping[int, str]) -> dict[int, str]:
    spots = spots_of({row.place_id for row in rows if row.place_id})
    reasons = {
        (mention, place): said
        for mention, place, said in MentionCandidate.objects.filter(
            Among("mention", [row.pk for row in rows])
        ).values_list("mention", "place", "reasons")
    }
    words = {}
    for row in rows:
        if row.place_id in spots:
            where = spots[row.place_id].words
        else:
            where = _("no place") if row.geometry is None else _("a spot without a name")
        said = reasons.get((row.pk, row.place_id or 0), [])
        known = Precision(row.precision).label
        where += f" · {beside[row.pk]}" if row.pk in beside else ""
        words[row.pk] = f"{where} ({known}){f': {said[0]}' if said else ''}"
    return words


def _forecast(
    row: Mention,
    before: str,
    asked: Asked | None,
    refusal: Words,
    events: Sequence[Event],
    followed: set[int],
    wanted: str,
) -> Forecast:
    """`followed` are the events that lie where their mentions put them."""
    offers = asked.offers if asked else ()
    if asked and not refusal and not offers:
        refusal = _NOWHERE if asked.is_asked else _NOT_ASKED
    offer = next((one for one in offers if one.value == wanted), offers[0] if offers else None)
    middle = middle_of(row)
    is_kept = wanted == KEEP or (offer is not None and offer.value == str(row.place_id) and is_as_read(row))
    notes: list[Words] = [_("in “%(article)s”") % {"article": row.article}]
    if offer is not None and not is_kept:
        notes = [*_distance(middle, offer), *offer.reasons[:2], *notes]
    elif is_kept and offers and not refusal:
        # Whoever chooses another of its places moves what readers see.
        notes += _seen_there(events, followed)
    return Forecast(
        pk=row.pk, version=row.version, label=row.quote, before=before,
        after=f"{offer.words} ({offer.precision.label})" if offer else "", notes=tuple(notes),
        warnings=tuple(_moved(events, followed)) if not refusal and not is_kept else (),
        refusal=refusal, is_same=is_kept and not refusal,
        is_public=any(event.status in PUBLIC_STATUSES for event in events),
        reason=" ".join(asked.errors) if asked and refusal else "",
        choices=tuple((one.value, f"{one.words} ({one.precision.label})") for one in offers),
        to=KEEP if wanted == KEEP else offer.value if offer else "",
        point_before=middle,
        point_after=offer.point if offer and not is_kept else None,
        details={"offers": [(int(one.value), one.score, one.reasons) for one in offers if one.is_ours]},
    )  # fmt: skip


def _distance(before: tuple[float, float] | None, offer: Offer) -> list[str]:
    if before is None:
        return []
    km = geodesic(before[::-1], offer.point[::-1]).km
    return [_("%(km)s km from there") % {"km": f"{km:.1f}" if km < 10 else f"{km:.0f}"}]


def _seen_there(events: Sequence[Event], followed: set[int]) -> list[Words]:
    """The events that readers see where the mention is."""
    return [
        _("readers see “%(event)s” there") % {"event": event.title}
        for event in events
        if event.status in PUBLIC_STATUSES and event.pk in followed
    ]


def _moved(events: Sequence[Event], followed: set[int]) -> list[Words]:
    """What it means for the events that the mention tells."""
    said: list[Words] = []
    for event in events:
        if event.pk not in followed:
            said.append(_("“%(event)s” was drawn by hand and stays") % {"event": event.title})
        elif event.status in PUBLIC_STATUSES:
            said.append(_("readers see “%(event)s” move") % {"event": event.title})
        else:
            said.append(_("“%(event)s” moves along") % {"event": event.title})
    return said
