"""What the desk does to the events that an article tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from events.admin import desk_values as values
from events.admin.desk_acts import Act, Done, act
from events.admin.desk_values import BadInput
from events.enums import DatePrecision, EventKind, Verification
from events.models import Figure, Layer, Mention
from events.review import events as verbs
from events.review.drafts import discard_event


def event_fields(args: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an event that are named in the arguments, checked."""
    readers: dict[str, Callable[[], Any]] = {
        "title": lambda: values.words(args, "title", longest=200),
        "summary": lambda: values.words(args, "summary", longest=5000),
        "kind": lambda: values.choice(args, "kind", EventKind),
        "layer": lambda: _layer(args),
        "earliest": lambda: values.day_or_none(args, "earliest"),
        "latest": lambda: values.day_or_none(args, "latest"),
        "date_precision": lambda: values.choice(args, "date_precision", DatePrecision),
        "verification": lambda: values.choice(args, "verification", Verification),
        "is_graphic": lambda: values.truth(args, "is_graphic"),
    }
    if unknown := set(args) - set(readers) - {"mentions", "figures", "note", "public_note"}:
        name = sorted(unknown)[0]
        raise BadInput(name, f"An event has no “{values.shown(name)}” that the desk can set.")
    return {name: read() for name, read in readers.items() if name in args}


def _layer(args: Mapping[str, Any]) -> Layer:
    layer = Layer.objects.filter(pk=values.whole(args, "layer")).first()
    if layer is None:
        raise BadInput("layer", f"There is no layer {args['layer']}. Choose one of the list.")
    return layer


@act("create_event", "article")
def _create_event(wanted: Act) -> Done:
    fields = event_fields(wanted.args)
    for name in ("title", "kind", "layer"):
        if name not in fields:
            raise BadInput(name, f"An event needs a {name}.")
    mentions, figures = wanted.chosen("mentions", Mention), wanted.chosen("figures", Figure)
    event = verbs.create_event(
        by=wanted.by,
        mentions=mentions,
        figures=figures,
        request_id=wanted.request_id,
        is_demonstration=wanted.article.is_demonstration,
        **fields,
    )
    return Done(
        mentions={mention.pk for mention in mentions},
        figures={figure.pk for figure in figures},
        events={event.pk},
        made=event.pk,
    )


@act("change_event", "event")
def _change_event(wanted: Act) -> Done:
    event = wanted.event()
    verbs.change_event(
        event,
        event_fields(wanted.args),
        note=wanted.note(),
        public_note=wanted.public_note(),
        **wanted.options(),
    )
    return Done(events={event.pk})


@act("tell_event", "event")
def _tell_event(wanted: Act) -> Done:
    event = wanted.event()
    mentions, figures = wanted.chosen("mentions", Mention), wanted.chosen("figures", Figure)
    verbs.tell_event(event, mentions, figures, public_note=wanted.public_note(), **wanted.options())
    return Done(
        mentions={mention.pk for mention in mentions},
        figures={figure.pk for figure in figures},
        events={event.pk},
    )


@act("untell_event", "event")
def _untell_event(wanted: Act) -> Done:
    event = wanted.event()
    mentions = wanted.chosen("mentions", Mention)
    verbs.untell_event(event, mentions, public_note=wanted.public_note(), **wanted.options())
    return Done(mentions={mention.pk for mention in mentions}, events={event.pk})


@act("discard_event", "event")
def _discard_event(wanted: Act) -> Done:
    event = wanted.event()
    mentions = set(event.event_mentions.values_list("mention", flat=True))
    figures = set(event.figures.values_list("pk", flat=True))
    discard_event(event, **wanted.options())
    return Done(mentions=mentions, figures=figures)


@act("submit_event", "event")
def _submit_event(wanted: Act) -> Done:
    event = wanted.event()
    verbs.submit_event(event, note=wanted.note(), **wanted.options())
    return Done(events={event.pk})


@act("publish_event", "event")
def _publish_event(wanted: Act) -> Done:
    event = wanted.event()
    verbs.publish_event(event, note=wanted.note(), **wanted.options())
    figures = set(event.figures.values_list("pk", flat=True))
    return Done(figures=figures, events={event.pk})
