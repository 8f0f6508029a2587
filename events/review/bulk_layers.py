"""Moving many events to another layer, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import BulkAct, BulkRow, Event, Layer
from events.review.acts import Refused
from events.review.bulk import Act, Chosen, Done, Forecast, Words, refusal_for_all, when_and_where
from events.review.bulk_states import MERGED
from events.review.events import change_event
from events.review.four_eyes import authors_of_all

NO_RIGHT_TO_CORRECT = gettext_lazy(
    "Readers see them, and you may not publish. Ask somebody in a group that may."
)
OWN_CORRECTION = gettext_lazy("You wrote them, so another publisher corrects what readers see of them.")


class RelayerEvents(Act):
    name, model, permission = "relayer", Event, "change_event"
    title, button = gettext_lazy("Move events to another layer"), gettext_lazy("Move")
    can_be_undone = True

    def clean(self, options: Mapping[str, str], chosen: Sequence[Chosen]) -> dict[str, Any]:
        wanted = options.get("layer", "")
        if not wanted:
            return {}
        layer = (
            Layer.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
        )
        if layer is None:
            raise Refused(
                _("There is no layer “%(layer)s”. Choose one of the list.") % {"layer": wanted[:40]}
            )
        return {"layer": layer.pk}

    def is_ready(self, options: Mapping[str, Any]) -> bool:
        return "layer" in options

    def rows(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> Any:
        rows = super().rows(chosen, by=by).select_related("layer", "place")
        return rows.only(
            "title", "version", "status", "merged_into", "is_demonstration", "earliest", "latest",
            "layer__name", "place__name",
        )  # fmt: skip

    def forecast(
        self, chosen: Sequence[Chosen], *, by: AbstractUser, options: Mapping[str, Any]
    ) -> list[Forecast]:
        seen = {one.pk: one for one in chosen}
        layer = Layer.objects.filter(pk=options.get("layer", 0)).first()
        rows = list(self.rows(chosen, by=by))
        pks = [row.pk for row in rows]
        changeable = self.changeable(pks, by=by)
        authors = authors_of_all(pks) if settings.FOUR_EYES else {}
        may_publish = by.has_perm("events.publish_event")
        there = {row.pk for row in rows if layer is not None and row.layer_id == layer.pk}
        return [
            Forecast(
                pk=row.pk, version=row.version, label=str(row), before=row.layer.name,
                after=layer.name if layer else "", beside=when_and_where(row),
                # Nothing stands in the way of nothing.
                refusal="" if row.pk in there else refusal_for_all(row, seen, changeable)
                or refusal_to_correct(row, authors, may_publish=may_publish, by=by),
                is_same=row.pk in there, is_public=row.is_public,
            )
            for row in rows
        ]  # fmt: skip

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        event = Event(pk=row.object_id, title=row.label)
        layer = Layer.objects.filter(pk=bulk.options["layer"]).first()
        if layer is None:
            raise Refused(_("The layer was deleted meanwhile. Choose another one."))
        was = Event.objects.filter(pk=row.object_id).values_list("layer", flat=True).first()
        moved = change_event(
            event, {"layer": layer}, by=by, note=bulk.note, public_note=bulk.public_note, version=row.version
        )
        return Done(moved.version, {"layer": was})

    def undo(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> None:
        layer = Layer.objects.filter(pk=row.details["layer"]).first()
        if layer is None:
            raise Refused(_("The layer that it was in is deleted."))
        change_event(
            Event(pk=row.object_id, title=row.label), {"layer": layer}, by=by, note=_("Taken back."),
            public_note=bulk.undo_public_note, version=row.version_after,
        )  # fmt: skip


def refusal_to_correct(
    event: Event, authors: Mapping[int, set[int]], *, may_publish: bool, by: AbstractUser
) -> Words:
    """Why the event may not be changed as `change_event` does: merged, or seen by readers and not this
    editor's to correct."""
    if event.merged_into_id is not None:
        return MERGED
    if not event.is_public:
        return ""
    if not may_publish:
        return NO_RIGHT_TO_CORRECT
    is_own = not event.is_demonstration and by.pk in authors.get(event.pk, ())
    return OWN_CORRECTION if is_own else ""
