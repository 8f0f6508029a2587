"""The parts of a figure in a request, and how a figure gets back what it had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core import signing

from events.admin import desk_values as values
from events.admin.desk_standing import give_roles_back, moved_along, standing_of
from events.admin.desk_values import BadInput
from events.enums import Acceptance, FigureRole, Measure, People, Quantifier, Scope, Status, Unit
from events.models import Event, Figure, Organisation
from events.pipeline.storing import claimant_of
from events.review import figures as verbs
from events.review.acts import require
from events.review.events import tell_event
from events.review.roles import LONGEST_REASON

_BEFORE = "events.desk.figure"

#: What `restore_figure` brings back; the dates and the size are stored as text.
_KEPT = (
    "measure", "people", "unit", "household_size", "quantifier", "low", "high", "scope", "period_start",
    "period_end", "since", "role", "role_reason", "claimant_words",
)  # fmt: skip


def figure_changes(given: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a figure that are named, checked. `claimant` stays as sent, see `resolve_claimant`."""
    readers: dict[str, Callable[[], Any]] = {
        "measure": lambda: values.choice(given, "measure", Measure),
        "people": lambda: values.choice(given, "people", People),
        "unit": lambda: values.choice(given, "unit", Unit),
        "household_size": lambda: values.size_or_none(given, "household_size"),
        "quantifier": lambda: values.choice(given, "quantifier", Quantifier),
        "low": lambda: values.whole_or_none(given, "low"),
        "high": lambda: values.whole_or_none(given, "high"),
        "scope": lambda: values.choice(given, "scope", Scope),
        "period_start": lambda: values.day_or_none(given, "period_start"),
        "period_end": lambda: values.day_or_none(given, "period_end"),
        "since": lambda: values.words(given, "since", longest=200),
        "role": lambda: values.choice(given, "role", FigureRole),
        "role_reason": lambda: values.words(given, "role_reason", longest=LONGEST_REASON),
        "claimant": lambda: given["claimant"],
        "claimant_words": lambda: values.words(given, "claimant_words", longest=300),
    }
    if unknown := set(given) - set(readers):
        name = sorted(unknown)[0]
        raise BadInput(name, f"A figure has no correctable “{values.shown(name)}”.")
    return {name: read() for name, read in readers.items() if name in given}


def resolve_claimant(changes: dict[str, Any], *, by: AbstractUser) -> None:
    """Puts an Organisation in place of what was sent: nothing, an id, or the name of a new one."""
    if "claimant" not in changes:
        return
    sent = changes["claimant"]
    if sent is None:
        changes["claimant"] = None
    elif isinstance(sent, dict):
        changes["claimant"] = _named(sent, by=by)
    else:
        changes["claimant"] = Organisation.objects.filter(pk=values.whole(changes, "claimant")).first()
        if changes["claimant"] is None:
            raise BadInput("claimant", f"There is no organisation {sent}. Search for it again.")


def _named(sent: Mapping[str, Any], *, by: AbstractUser) -> Organisation:
    name = " ".join(values.words(sent, "name", longest=200).split())
    if not name:
        raise BadInput("claimant", "A new organisation needs a name. Type who makes the claim.")
    # Somebody may have added it meanwhile, or it is known under another name.
    if known := claimant_of(name):
        return known
    require(by, "add_organisation")
    organisation, _ = Organisation.objects.get_or_create(name=name)
    return organisation


def new_figure(args: Mapping[str, Any]) -> dict[str, Any]:
    """What `add_figure` takes, checked."""
    parts = {name: args[name] for name in args if name not in ("start", "end")}
    changes = figure_changes(parts)
    allowed = {"measure", "people", "unit", "quantifier", "low", "high", "scope"}
    if unknown := set(changes) - allowed:
        name = sorted(unknown)[0]
        raise BadInput(name, f"“{name}” can be given once the figure is marked.")
    if "measure" not in changes:
        raise BadInput("measure", "Say what the number counts: killed, displaced, homes destroyed …")
    return {"start": values.whole(args, "start"), "end": values.whole(args, "end"), **changes}


def kept(figure: Figure) -> dict[str, Any]:
    """What the figure is now, and how the claims of its event stand to each other."""
    return {
        "id": figure.pk,
        "acceptance": figure.acceptance,
        "claimant": figure.claimant_id,
        "mentions": list(figure.mentions.values_list("pk", flat=True)),
        "parts": {name: _plain(getattr(figure, name)) for name in _KEPT},
        "event": figure.event_id,
        "standing": standing_of(figure.event_id),
    }


def signed(was: dict[str, Any]) -> str:
    """What was kept before an act and how the act has left the other claims, for `restore_figure`."""
    return signing.dumps(was | {"left": standing_of(was["event"])}, salt=_BEFORE, compress=True)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def restore_figure(
    figure: Figure,
    args: Mapping[str, Any],
    *,
    by: AbstractUser,
    public_note: str,
    version: int | None,
    request_id: UUID,
) -> None:
    """Gives the figure back what it had before a decision, its state included."""
    try:
        was = signing.loads(args.get("before"), salt=_BEFORE)
    except (signing.BadSignature, TypeError, AttributeError):
        raise BadInput("before", "What is to be restored was damaged. Correct the figure by hand.") from None
    if was["id"] != figure.pk:
        raise BadInput("before", "What is to be restored belongs to another figure.")
    others = moved_along(was["standing"], was["left"], apart_from=figure.pk)
    changes = figure_changes(was["parts"] | {"claimant": was["claimant"]})
    resolve_claimant(changes, by=by)
    # Of one measure and people, an event has one recommended claim at any time: the others make room first.
    give_roles_back(_taking(others, is_recommended=False), by=by, public_note=public_note)
    restored = verbs.correct_figure(
        figure,
        changes,
        by=by,
        note="Taken back.",
        public_note=public_note,
        version=version,
        request_id=request_id,
    )
    give_roles_back(_taking(others, is_recommended=True), by=by, public_note=public_note)
    verbs.link_figure_places(restored, restored.article.mentions.filter(pk__in=was["mentions"]), by=by)
    if was["acceptance"] == Acceptance.PROPOSED:
        verbs.reopen_figure(restored, by=by)
    elif was["acceptance"] == Acceptance.REJECTED:
        verbs.reject_figure(restored, by=by)
    elif was["event"] is not None and restored.event_id is None:
        _put_back(restored, was["event"], by=by, public_note=public_note)


def _taking(others: list[tuple[Figure, dict[str, str]]], *, is_recommended: bool) -> Any:
    return [row for row in others if (row[1]["role"] == FigureRole.RECOMMENDED) == is_recommended]


def _put_back(figure: Figure, number: int, *, by: AbstractUser, public_note: str) -> None:
    """Into the event that it was taken out of, unless that is gone."""
    if event := Event.objects.filter(pk=number).exclude(status=Status.WITHDRAWN).first():
        tell_event(event, (), [figure], by=by, public_note=public_note)
