"""How an event gets back what it had before a decision of the desk, and a discarded draft comes back."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.db import transaction

from events.admin import desk_values as values
from events.admin.desk_acts import Act, Done, act
from events.admin.desk_event_acts import event_fields
from events.admin.desk_values import BadInput
from events.enums import Acceptance, MentionStatus
from events.models import Event, EventMention, Figure, Mention
from events.review import events as verbs
from events.review.roles import detach_figure

_BEFORE = "events.desk.event"
#: The acts that are taken back by giving the event what it had.
RESTORED = frozenset({"change_event", "tell_event", "untell_event", "discard_event"})


def before(event: Event) -> str:
    """What the event is now, signed: `restore_event` and `rebuild_event` bring it back."""
    return signing.dumps(
        {
            "id": event.pk,
            "fields": {
                "title": event.title,
                "summary": event.summary,
                "kind": event.kind,
                "layer": event.layer_id,
                "earliest": event.earliest.isoformat() if event.earliest else None,
                "latest": event.latest.isoformat() if event.latest else None,
                "date_precision": event.date_precision,
                "verification": event.verification,
                "is_graphic": event.is_graphic,
            },
            "mentions": _mentions_of(event),
            "figures": list(event.figures.order_by("pk").values_list("pk", flat=True)),
        },
        salt=_BEFORE,
        compress=True,
    )


def _mentions_of(event: Event) -> list[int]:
    return list(
        EventMention.objects.filter(event=event).order_by("mention").values_list("mention", flat=True)
    )


def _was(wanted: Act) -> dict[str, Any]:
    try:
        return signing.loads(wanted.args.get("before"), salt=_BEFORE)
    except (signing.BadSignature, TypeError, AttributeError):
        raise BadInput("before", "What is to be restored was damaged. Change the event by hand.") from None


@act("restore_event", "event")
def _restore_event(wanted: Act) -> Done:
    """Gives the event back its fields, and what told it. Each of them is a decision of its own; readers of a
    published event are told why."""
    event, was = wanted.event(), _was(wanted)
    # A draft that was discarded and came back has another number than the one that was kept.
    if was["id"] != event.pk and Event.objects.filter(pk=was["id"]).exists():
        raise BadInput("before", "What is to be restored belongs to another event.")
    note = {"by": wanted.by, "public_note": wanted.public_note()}
    mentions, figures = set(_mentions_of(event)), set(event.figures.values_list("pk", flat=True))
    with transaction.atomic():
        event = verbs.change_event(
            event, event_fields(was["fields"]), note="Taken back.", version=wanted.version,
            request_id=wanted.request_id, **note,
        )  # fmt: skip
        for figure in Figure.objects.filter(pk__in=figures - set(was["figures"])).order_by("pk"):
            detach_figure(figure, note="Taken back.", **note)
        told = Mention.objects.filter(pk__in=set(was["mentions"]) - mentions, status=MentionStatus.ACCEPTED)
        claims = Figure.objects.filter(
            pk__in=set(was["figures"]) - figures, acceptance=Acceptance.ACCEPTED, event__isnull=True
        )
        if told or claims:
            event = verbs.tell_event(event, list(told), list(claims), **note)
        if untold := Mention.objects.filter(pk__in=mentions - set(was["mentions"])):
            verbs.untell_event(event, list(untold), **note)
    return Done(
        mentions=mentions | set(was["mentions"]), figures=figures | set(was["figures"]), events={event.pk}
    )


@act("rebuild_event", "article")
def _rebuild_event(wanted: Act) -> Done:
    """A draft that was discarded, from what it was: of what told it, all that nothing else tells since."""
    was = _was(wanted)
    mentions = Mention.objects.filter(
        pk__in=was["mentions"], status=MentionStatus.ACCEPTED, events__isnull=True
    )
    figures = Figure.objects.filter(pk__in=was["figures"], acceptance=Acceptance.ACCEPTED, event__isnull=True)
    event = verbs.create_event(
        by=wanted.by,
        mentions=list(mentions.order_by("start")),
        figures=list(figures.order_by("start")),
        request_id=wanted.request_id,
        is_demonstration=wanted.article.is_demonstration,
        **event_fields(was["fields"]),
    )
    return Done(mentions=set(was["mentions"]), figures=set(was["figures"]), events={event.pk}, made=event.pk)


@act("recall_event", "event")
def _recall_event(wanted: Act) -> Done:
    """Takes an event out of review again, before anybody has published it."""
    event = wanted.event()
    verbs.recall_event(event, **wanted.options())
    return Done(events={event.pk})


@act("withdraw_event", "event")
def _withdraw_event(wanted: Act) -> Done:
    event = wanted.event()
    verbs.withdraw_event(
        event, public_note=values.words(wanted.args, "public_note", longest=2000), **wanted.options()
    )
    figures = set(event.figures.values_list("pk", flat=True))
    return Done(figures=figures, events={event.pk})
