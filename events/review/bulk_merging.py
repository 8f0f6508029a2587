"""Merging several events into one of them, each by the verb that merges two, and parting them again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import Point
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from geopy.distance import geodesic

from events.enums import Acceptance, FigureRole, Measure, People, Status
from events.models import BulkAct, BulkRow, Discretion, Event, EventMention, Figure
from events.models.bulk import BulkOutcome
from events.review.acts import EditConflict, Refused
from events.review.bulk import Act, Chosen, Done, Forecast, Words, refusal_for_all
from events.review.bulk_states import MERGED, OWN, commented, open_comments
from events.review.four_eyes import authors_of_all
from events.review.merging import merge_events, unmerge_event
from events.writing import write_date

#: One report seldom has more; each is compared by somebody.
MOST_MERGED = 50
#: Events of one place and time lie nearer than this.
_FAR_KM, _LONG_DAYS = 30, 3

_KEPT_WITHDRAWN = gettext_lazy("The kept event is withdrawn. Keep another one, or publish it again first.")
_KEPT_UNSEEN = gettext_lazy("Readers see them and not the kept event. Keep one that is published.")
_KEPT_MERGED = gettext_lazy("The kept event was merged into another one itself. Keep that one.")
_KEPT_CHANGED = gettext_lazy(
    "Somebody changed the kept event after it was shown to you. Look at the rows again."
)
_KEPT_NOT_YOURS = gettext_lazy("The kept event is somebody else’s work. Ask an editor to merge them.")
_KEPT_SEEN = gettext_lazy(
    "Readers see the kept event, and you may not publish. Keep another one, or ask somebody in a group that "
    "may."
)
_KEPT_OWN = gettext_lazy(
    "You wrote the kept event, so another publisher corrects what readers see of it. Keep another one, or "
    "ask one of them."
)
_NOT_DECIDING = gettext_lazy("You may not decide on what articles say. Ask somebody in a group that may.")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures of one measure and people that several of the events recommend; one is chosen."""

    key: str
    measure: str
    people: str
    figures: tuple[Figure, ...]

    @property
    def words(self) -> str:
        return f"{People(self.people).label} {Measure(self.measure).label}".capitalize()


def conflicts_among(events: Sequence[int]) -> list[Conflict]:
    """Where the totals would count twice; see `merge_events`."""
    rows = (
        Figure.objects.filter(event__in=events, role=FigureRole.RECOMMENDED, acceptance=Acceptance.ACCEPTED)
        .exclude(status=Status.WITHDRAWN)
        .select_related("article__outlet", "claimant", "event")
        .defer("article__text", "event__geometry")
        .order_by("pk")
    )
    by_key: dict[tuple[str, str], list[Figure]] = {}
    for figure in rows:
        by_key.setdefault((figure.measure, figure.people), []).append(figure)
    return [
        Conflict(f"{measure}-{people}", measure, people, tuple(figures))
        for (measure, people), figures in by_key.items()
        if len(figures) > 1
    ]


class MergeEvents(Act):
    name, model, permission = "merge", Event, "change_event"
    title, button = gettext_lazy("Merge events into one"), gettext_lazy("Merge")
    most_rows = MOST_MERGED
    can_be_undone = True

    def clean(self, options: Mapping[str, str], chosen: Sequence[Chosen]) -> dict[str, Any]:
        keep = _whole(options.get("keep", ""))
        kept = next((one for one in chosen if one.pk == keep), None)
        if kept is None:
            return {}
        recommended = {
            name.removeprefix("recommended-"): _whole(value)
            for name, value in options.items()
            if name.startswith("recommended-") and _whole(value)
        }
        return {"keep": kept.pk, "keep_version": kept.version, "recommended": recommended}

    def usual(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> dict[str, Any]:
        """What readers see is kept, if this editor may correct it; otherwise what was here first."""
        rows = list(self.rows(chosen, by=by))
        if not rows:
            return {}
        pks = [row.pk for row in rows]
        changeable = self.changeable(pks, by=by)
        own = _own(pks, by=by)
        stopped = {
            row.pk for row in rows if _refusal_of_kept(row, {}, changeable, is_own=row.pk in own, by=by)
        }
        first = min(rows, key=lambda row: (row.pk in stopped, not row.is_public, row.pk))
        return {"keep": first.pk, "keep_version": first.version, "recommended": {}}

    def shown(self, options: Mapping[str, Any]) -> dict[str, Any]:
        return {"keep": options.get("keep")}

    def is_ready(self, options: Mapping[str, Any]) -> bool:
        return "keep" in options

    def rows(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> Any:
        return super().rows(chosen, by=by).select_related("place").defer("geometry", "place__geometry")

    def forecast(
        self, chosen: Sequence[Chosen], *, by: AbstractUser, options: Mapping[str, Any]
    ) -> list[Forecast]:
        seen = {one.pk: one for one in chosen}
        rows = list(self.rows(chosen, by=by))
        pks = [row.pk for row in rows]
        keep = next((row for row in rows if row.pk == options.get("keep")), None)
        if keep is None:
            # Of a conflict on one row alone: the kept one is not among those asked for.
            keep = self.rows([Chosen(options.get("keep") or 0)], by=by).first()
        changeable = self.changeable([*pks, *([keep.pk] if keep else [])], by=by)
        # Of one query, however many they are: the kept event, and those that would be published with it.
        own = _own({*pks, *([keep.pk] if keep else [])}, by=by)
        blocked = _refusal_of_kept(keep, seen, changeable, is_own=keep is not None and keep.pk in own, by=by)
        comments = open_comments(Event, pks)
        counts = _counts(pks)
        hidden = set(Discretion.objects.filter(event__in=pks).values_list("event", flat=True))
        return [
            _forecast(
                row, keep, counts.get(row.pk, (0, 0)), is_hidden=row.pk in hidden,
                comments=comments.get(row.pk, 0),
                refusal=refusal_for_all(row, seen, changeable) or blocked or _refusal(row, keep, own),
            )
            for row in rows
        ]  # fmt: skip

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        keep = Event.objects.filter(pk=bulk.options["keep"]).first()
        if keep is None:
            raise Refused(_("The kept event was deleted meanwhile."))
        version = _kept_version(bulk)
        if keep.version != version:
            # Not this row's conflict: the words say which event it is.
            raise Refused(str(_KEPT_CHANGED))
        wanted = bulk.options.get("recommended", {}).values()
        chosen = Figure.objects.filter(pk__in=wanted, event=row.object_id)
        try:
            kept = merge_events(
                keep, Event(pk=row.object_id, title=row.label), by=by, note=bulk.note,
                public_note=bulk.public_note, recommended=chosen, version=version, other_version=row.version,
            )  # fmt: skip
        except EditConflict as conflict:
            if conflict.row.pk == keep.pk:
                raise Refused(str(_KEPT_CHANGED)) from conflict
            raise
        after = Event.objects.values_list("version", flat=True).get(pk=row.object_id)
        return Done(after, {"keep_version": kept.version})

    def undo(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> None:
        event = Event.objects.filter(pk=row.object_id).select_related("merged_into").first()
        if event is None:
            raise Refused(_("It was deleted since."))
        unmerge_event(
            event, by=by, note=_("Taken back."), public_note=bulk.undo_public_note, version=row.version_after
        )


def _whole(sent: str) -> int:
    return int(sent) if sent.isdecimal() and len(sent) < 19 else 0


def _kept_version(bulk: BulkAct) -> int:
    """The kept event's version as this act has left it."""
    last = bulk.rows.filter(outcome=BulkOutcome.DONE).order_by("-position").first()
    return int(last.details["keep_version"] if last else bulk.options["keep_version"])


def _counts(pks: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Mentions and figures of each event."""
    numbers = [
        {
            row["event"]: row["number"]
            for row in model._default_manager.filter(event__in=pks)
            .order_by()
            .values("event")
            .annotate(number=Count("pk"))
        }
        for model in (EventMention, Figure)
    ]
    return {pk: (numbers[0].get(pk, 0), numbers[1].get(pk, 0)) for pk in pks}


def _own(pks: Collection[int], *, by: AbstractUser) -> set[int]:
    """Those of the events that are the editor's own work, where four eyes are wanted."""
    authors = authors_of_all([*pks]) if settings.FOUR_EYES else {}
    return {pk for pk in pks if by.pk in authors.get(pk, ())}


def _refusal_of_kept(
    keep: Event | None, seen: Mapping[int, Chosen], changeable: set[int], *, is_own: bool, by: AbstractUser
) -> Words:
    """What stands in the way of every row, by the event that is to be kept."""
    if keep is None:
        return ""
    wanted = seen[keep.pk].version if keep.pk in seen else None
    reasons: list[tuple[bool, Words]] = [
        (not by.has_perm("events.decide_article"), _NOT_DECIDING),
        (keep.pk not in changeable, _KEPT_NOT_YOURS),
        (wanted is not None and wanted != keep.version, _KEPT_CHANGED),
        (keep.merged_into_id is not None, _KEPT_MERGED),
        (keep.status == Status.WITHDRAWN, _KEPT_WITHDRAWN),
        (keep.is_public and not by.has_perm("events.publish_event"), _KEPT_SEEN),
        (keep.is_public and is_own and not keep.is_demonstration, _KEPT_OWN),
    ]
    return next((words for applies, words in reasons if applies), "")


def _refusal(row: Event, keep: Event | None, own: Collection[int]) -> Words:
    if row.merged_into_id is not None:
        return MERGED
    if keep and keep.is_public and not row.is_public and row.pk in own and not row.is_demonstration:
        return OWN
    return _KEPT_UNSEEN if keep and row.is_public and not keep.is_public else ""


def _forecast(
    row: Event, keep: Event | None, counts: tuple[int, int], *, refusal: Words, is_hidden: bool, comments: int
) -> Forecast:
    is_kept = keep is not None and row.pk == keep.pk
    mentions, figures = counts
    notes = [
        ngettext("%(number)d place in articles", "%(number)d places in articles", mentions)
        % {"number": mentions},
        *(
            [ngettext("%(number)d figure", "%(number)d figures", figures) % {"number": figures}]
            if figures
            else []
        ),
    ]
    warnings = [] if keep is None or is_kept else _differences(row, keep)
    if keep is not None and keep.is_public and not row.is_public:
        warnings.insert(0, _("readers would see what it tells"))
    warnings += commented(comments)
    if is_hidden:
        warnings.append(_("it is shown less exactly than it is known, and the kept event would be, too"))
    after: Words = ""
    if keep is not None:
        after = _("is kept") if is_kept else _("merged into “%(event)s”") % {"event": keep.title}
    point = (row.point.x, row.point.y) if row.point else None
    target = (keep.point.x, keep.point.y) if keep and keep.point and not is_kept else None
    return Forecast(
        pk=row.pk, version=row.version, label=row.title, before=_standing(row), after=after,
        notes=tuple(notes), warnings=tuple(warnings), is_same=is_kept,
        refusal="" if is_kept else refusal, is_public=keep is not None and keep.is_public,
        point_before=point, point_after=target,
    )  # fmt: skip


def _standing(event: Event) -> str:
    when = _("date unknown")
    if event.earliest and event.latest:
        days = dict.fromkeys((event.earliest, event.latest))
        when = " – ".join(write_date(day, "j F Y") for day in days)
    place = event.place.name if event.place else _("no place")
    return f"{event.get_status_display()} · {when} · {place} ({event.get_precision_display()})"


def _differences(row: Event, keep: Event) -> list[Words]:
    """What speaks against one report of the same thing."""
    warnings: list[Words] = []
    if row.point and keep.point and (far := _km(row.point, keep.point)) >= _FAR_KM:
        warnings.append(_("%(km)d km from the kept event") % {"km": round(far)})
    if row.earliest and keep.latest and row.latest and keep.earliest:
        days = max((row.earliest - keep.latest).days, (keep.earliest - row.latest).days)
        if days >= _LONG_DAYS:
            warnings.append(_("%(days)d days from the kept event") % {"days": days})
    if row.kind != keep.kind:
        warnings.append(_("another kind: %(kind)s") % {"kind": row.get_kind_display()})
    return warnings


def _km(one: Point, other: Point) -> float:
    return float(geodesic((one.y, one.x), (other.y, other.x)).km)
