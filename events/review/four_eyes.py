"""Four eyes, where the newsroom wants them (`FOUR_EYES`): nobody publishes, or corrects before readers' eyes,
what they wrote themselves.

The authors of an event are whoever made it and whoever changed its substance last before it was published:
the event itself, a mention that tells it or a figure of it. Another publisher publishes it, and corrects it
afterwards; what is merged into a published event is published with it, and an exact place is a correction,
as are the particulars of an article that it rests on.
Taking something from readers, and showing it less exactly, needs no second pair of eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q

from events.enums import PUBLIC_STATUSES
from events.models import Article, Event, Figure, Mention
from events.review.refusals import Refused

#: Acts that change nothing of what an event says.
_NO_SUBSTANCE = (
    "submit_event", "recall_event", "return_event", "publish_event", "withdraw_event", "follow_mentions",
    "publish_figure", "show_coarser", "show_exactly", "assign_event", "dismiss_finding", "recall_dismissal",
    "add_confidential_note", "change_confidential_note", "remove_confidential_note",
)  # fmt: skip


#: Of each event the last act that changed its substance: of a published one, before it was published last.
#: A figure that goes back to draft was withdrawn with its event, and says what it said, and so does an event
#: that is merged away.
#: By index from every event, so that a thousand cost a thousand times one and no table is read whole.
_LAST_AUTHORS = """
    SELECT e.id, e.created_by_id, last.by_id
    FROM events_event e
    CROSS JOIN LATERAL (
        SELECT CASE WHEN e.status = ANY(%(public)s) THEN (
            SELECT d.id FROM events_decision d
            WHERE d.content_type_id = %(event)s AND d.object_id = e.id AND d.verb = 'publish_event'
            ORDER BY d.at DESC, d.id DESC LIMIT 1
        ) END AS id
    ) published
    LEFT JOIN LATERAL (
        SELECT d.by_id FROM (
            SELECT %(event)s AS kind, e.id AS row
            UNION ALL SELECT %(mention)s, m.mention_id FROM events_eventmention m WHERE m.event_id = e.id
            UNION ALL SELECT %(figure)s, f.id FROM events_figure f WHERE f.event_id = e.id
        ) about
        JOIN events_decision d ON d.content_type_id = about.kind AND d.object_id = about.row
        WHERE d.verb <> ALL(%(no_substance)s) AND (published.id IS NULL OR d.id < published.id)
            AND (d.verb, d.to_status) NOT IN (('withdraw_figure', 'draft'), ('merge_event', 'withdrawn'))
        ORDER BY d.id DESC LIMIT 1
    ) last ON true
    WHERE e.id = ANY(%(events)s)
"""


def authors_of(event: Event) -> set[int]:
    """The accounts, by number, whose work the event is."""
    return authors_of_all([event.pk]).get(event.pk, set())


def authors_of_all(events: Sequence[int]) -> dict[int, set[int]]:
    """As `authors_of`, of many events by their numbers, in one question."""
    kinds = ContentType.objects.get_for_models(Event, Mention, Figure)
    given: dict[str, Any] = {str(model._meta.model_name): kind.pk for model, kind in kinds.items()} | {
        "events": list(events), "public": [str(status) for status in PUBLIC_STATUSES],
        "no_substance": list(_NO_SUBSTANCE),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LAST_AUTHORS, given)
        return {
            pk: {author for author in authors if author is not None} for pk, *authors in cursor.fetchall()
        }


def why_not_publish(event: Event, user: AbstractUser | AnonymousUser) -> str:
    """The sentence for an editor who may not publish or correct the event for this reason, else empty."""
    if not settings.FOUR_EYES or user.pk not in authors_of(event) or _only_demonstrates(event):
        return ""
    if event.is_public:
        return f"You wrote “{event.title}”, so another publisher corrects what readers see of it."
    return f"You wrote or last changed “{event.title}”, so another publisher publishes it."


def _only_demonstrates(event: Event) -> bool:
    """Whether nothing but the demonstration's articles tells the event: what came to it since is real."""
    if not event.is_demonstration:
        return False
    real = Article.objects.filter(is_demonstration=False)
    told = Q(mentions__event_mentions__event=event) | Q(figures__event=event)
    return not real.filter(told).exists()


def refuse_own(event: Event, *, by: AbstractUser) -> None:
    """Raises Refused with a sentence when the event is the editor's own work and four eyes are wanted."""
    if sentence := why_not_publish(event, by):
        raise Refused(f"{sentence} Submit it for review, or ask one of them.")
