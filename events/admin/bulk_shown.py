"""What the preview of a bulk action shows: counts, rows, reasons, choices, and a small map."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from events.admin.desk_words import figure_reading, figure_title
from events.models import BulkAct, Event, Layer
from events.pipeline.bulk_regeocoding import KEEP
from events.review.bulk import CHANGED_MEANWHILE, GONE, Act, Chosen, Forecast, gone
from events.review.bulk_merging import Conflict, conflicts_among
from events.review.bulk_working import MOST_WHOLE
from events.review.rights import visible_to

#: The lists that have acts on many rows, by their models' names.
BULK_LISTS = ("article", "event", "map", "mention")
MAX_BACK = 2_000
#: Rows of a page; of each reason fewer are named, the others counted.
ROWS_SHOWN, REFUSED_SHOWN = 100, 25


def preview_context(
    request: HttpRequest,
    act: Act,
    chosen: Sequence[Chosen],
    expected: Sequence[Forecast],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    done = [one for one in expected if one.can_be_done]
    same = [one for one in expected if one.is_same]
    missing = len(gone(chosen, expected))
    # What stays as it is, unless another of its choices is taken, is all shown: these acts have few rows.
    staying = [one for one in same if one.choices]
    page = Page(request, len(done))
    shown = done[page.start : page.end]
    is_seen = any(one.is_public for one in (*done, *staying))
    return {
        "act": act,
        "row_name": act.model._meta.verbose_name,
        "options": options,
        "token": uuid.uuid4(),
        "shown_options": json.dumps(act.shown(options)),
        "rows_field": " ".join(_words_of(expected, chosen)),
        "other_choices": [
            (one.pk, one.to) for one in (*done[: page.start], *done[page.end :]) if one.choices
        ],
        "number": len(expected),
        "done": len(done),
        "same": len(same),
        "refused": len(expected) - len(done) - len(same) + missing,
        "missing": missing,
        "missing_words": GONE,
        "listed": [_row(act, one) for one in shown],
        "staying": [_row(act, one) for one in staying],
        "page": page,
        "groups": groups_of(act, expected),
        # Where each row has a choice of its own, nobody knows yet how many will be done.
        "has_choices": any(one.choices for one in expected),
        "has_notes": any(one.warnings or one.notes for one in (*shown, *staying)),
        "is_ready": act.is_ready(options),
        "asks_public_note": act.has_public_note and (act.always_tells or is_seen),
        "may_be_whole": len(expected) <= MOST_WHOLE,
        "most_whole": MOST_WHOLE,
        "typed": {key: request.POST.get(key, "") for key in ("note", "public_note", "whole")},
        "moves": [move for one in shown if (move := _move(one))],
        **_choices(act, request.user, expected, options),
    }


def came_from(request: HttpRequest) -> str:
    """The list with its filters that the act was chosen on, as "event?status__exact=draft"; its pages hand it
    on as `back`."""
    name = request.resolver_match.url_name if request.resolver_match else None
    if name and name.endswith("_changelist") and name.startswith("events_"):
        query = request.GET.urlencode()
        return f"{name.removeprefix('events_').removesuffix('_changelist')}{'?' if query else ''}{query}"
    return request.POST.get("back", request.GET.get("back", ""))[:MAX_BACK]


def list_url(back: str, model: type[Model]) -> str:
    """The address of the list that `came_from` names; without one, of the model's."""
    name, _sign, query = back.partition("?")
    known = list_model(back, model)._meta.model_name
    listed = reverse(f"admin:events_{known}_changelist")
    return f"{listed}?{query}" if query and known == name else listed


def list_model(back: str, model: type[Model]) -> type[Model]:
    """What the list that `came_from` names is of: mentions may have been chosen by their events."""
    name = back.partition("?")[0]
    return apps.get_model("events", name) if name in BULK_LISTS else model


def result_url(bulk: BulkAct, request: HttpRequest) -> str:
    page = reverse("admin:events_bulkact_change", args=[bulk.pk])
    back = came_from(request)
    return f"{page}?{urlencode({'back': back})}" if back not in ("", bulk.model) else page


class Page:
    """Which of the rows are shown: `?page` of the form, from 1."""

    def __init__(self, request: HttpRequest, number: int) -> None:
        sent = request.POST.get("page", request.GET.get("page", ""))
        self.last = max(1, -(-number // ROWS_SHOWN))
        wanted = int(sent) if sent.isdecimal() and len(sent) < 9 else 1
        self.number = min(max(wanted, 1), self.last)
        self.start, self.end = (self.number - 1) * ROWS_SHOWN, self.number * ROWS_SHOWN
        self.before = self.number - 1
        self.after = self.number + 1 if self.number < self.last else 0


def _words_of(expected: Iterable[Forecast], chosen: Iterable[Chosen]) -> Iterable[str]:
    """A row that was changed meanwhile keeps the version that was shown, until it is looked at again."""
    seen = {one.pk: one.version for one in chosen}
    for one in expected:
        version = seen.get(one.pk)
        yield f"{one.pk}:{one.version if version is None else version}"


def _row(act: Act, one: Forecast) -> dict[str, Any]:
    return {
        "forecast": one,
        "url": reverse(f"admin:events_{act.model._meta.model_name}_change", args=[one.pk]),
        "choices": [*one.choices, (KEEP, _("Leave it where it is"))] if one.choices else [],
    }


def groups_of(act: Act, expected: Iterable[Forecast]) -> list[dict[str, Any]]:
    """What would be refused, by reason, the most first."""
    groups: dict[str, list[Forecast]] = {}
    for one in expected:
        if one.refusal:
            groups.setdefault(str(one.refusal), []).append(one)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [
        {
            "sentence": sentence,
            "number": len(rows),
            "rows": [_row(act, one) for one in rows[:REFUSED_SHOWN]],
            "more": max(0, len(rows) - REFUSED_SHOWN),
            "is_changed": sentence == str(CHANGED_MEANWHILE),
        }
        for sentence, rows in ordered
    ]


def _move(one: Forecast) -> dict[str, Any] | None:
    if one.point_before is None and one.point_after is None:
        return None
    return {"label": one.label, "before": one.point_before, "after": one.point_after}


def _choices(
    act: Act, user: AbstractUser, expected: Sequence[Forecast], options: Mapping[str, Any]
) -> dict[str, Any]:
    """What the act lets the editor choose."""
    if act.name == "relayer":
        layers = visible_to(user, Layer.objects.order_by("position", "name")).values_list("pk", "name")
        return {"layers": list(layers)}
    if act.name == "merge":
        conflicts = conflicts_among([one.pk for one in expected])
        recommended = options.get("recommended", {})
        return {
            "keep": options.get("keep"),
            "keepable": [(one.pk, one.label, one.before) for one in expected],
            "conflicts": [_conflict(one, recommended.get(one.key), user) for one in conflicts],
        }
    return {}


def _conflict(conflict: Conflict, chosen: int | None, user: AbstractUser) -> dict[str, Any]:
    events = dict.fromkeys(figure.event_id for figure in conflict.figures)
    titles = dict(visible_to(user, Event.objects.filter(pk__in=events)).values_list("pk", "title"))
    return {
        "name": f"recommended-{conflict.key}",
        "label": conflict.words,
        "chosen": chosen,
        "figures": [
            (
                figure.pk,
                f"{figure_title(figure)} · {figure_reading(figure, figure.article.outlet.name)}",
                titles.get(figure.event_id, ""),
                figure.event_id,
            )
            for figure in conflict.figures
        ],
    }
