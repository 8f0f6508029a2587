"""Four eyes, where the newsroom wants them (`FOUR_EYES`): nobody publishes, or corrects before readers' eyes,
what they wrote themselves.

The authors of an event are whoever made it and whoever changed its substance last before it was published:
the event itself, a mention that tells it or a figure of it. Another publisher publishes it, and corrects it
afterwards. Taking something from readers, and showing it less exactly, needs no second pair of eyes.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Q

from events.models import Decision, Event, EventMention, Figure
from events.review.refusals import Refused

#: Acts that change nothing of what an event says.
_NO_SUBSTANCE = (
    "submit_event", "return_event", "publish_event", "withdraw_event", "follow_mentions", "publish_figure",
    "show_coarser", "show_exactly", "assign_event",
)  # fmt: skip


def authors_of(event: Event) -> set[int]:
    """The accounts, by number, whose work the event is."""
    mentions = EventMention.objects.filter(event=event).values("mention")
    figures = Figure.objects.filter(event=event).values("pk")
    acts = Decision.objects.filter(
        Q(content_type__model="event", object_id=event.pk)
        | Q(content_type__model="mention", object_id__in=mentions)
        | Q(content_type__model="figure", object_id__in=figures),
        content_type__app_label="events",
    ).exclude(verb__in=_NO_SUBSTANCE)
    if event.is_public:
        published = Decision.objects.filter(
            content_type__app_label="events", content_type__model="event", object_id=event.pk,
            verb="publish_event",
        )  # fmt: skip
        if latest := published.first():
            acts = acts.filter(pk__lt=latest.pk)
    last = acts.order_by("-pk").values_list("by", flat=True).first()
    return {author for author in (event.created_by_id, last) if author is not None}


def why_not_publish(event: Event, user: AbstractUser | AnonymousUser) -> str:
    """The sentence for an editor who may not publish or correct the event for this reason, else empty."""
    if not settings.FOUR_EYES or event.is_demonstration or user.pk not in authors_of(event):
        return ""
    if event.is_public:
        return f"You wrote “{event.title}”, so another publisher corrects what readers see of it."
    return f"You wrote or last changed “{event.title}”, so another publisher publishes it."


def refuse_own(event: Event, *, by: AbstractUser) -> None:
    """Raises Refused with a sentence when the event is the editor's own work and four eyes are wanted."""
    if sentence := why_not_publish(event, by):
        raise Refused(f"{sentence} Submit it for review, or ask one of them.")
