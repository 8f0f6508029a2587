"""What readers are told of what they could see and cannot any more."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from events.api.errors import NotPublished
from events.api.rows import notes_to_readers
from events.api.wording import date_text
from events.enums import PUBLIC_STATUSES, DatePrecision, Status
from events.models import Decision, Event


def no_event(pk: int) -> NotPublished:
    """Why there is no page of an event. Of one taken from readers they are told when, with the note to
    them; one that they never saw is as unknown as any other number."""
    event = Event.objects.filter(pk=pk, status=Status.WITHDRAWN, merged_into__isnull=True).first()
    decision = withdrawal_of(event) if event else None
    if decision is None:
        unknown = _("There is no published event %(id)d. It may have been withdrawn.") % {"id": pk}
        return NotPublished("id", unknown)
    day = localdate(decision.at)
    when = date_text(day, day, DatePrecision.DAY)
    said = _("Event %(id)d was withdrawn on %(date)s.") % {"id": pk, "date": when}
    return NotPublished("id", with_reason(said, decision), was_seen=True)


def withdrawal_of(row: Model) -> Decision | None:
    """The act that took the row from readers; None for one that they never saw."""
    kind = ContentType.objects.get_for_model(row)
    acts = notes_to_readers().filter(
        content_type=kind, object_id=row.pk, from_status__in=PUBLIC_STATUSES, to_status=Status.WITHDRAWN
    )
    return acts.order_by("-at", "-pk").first()


def with_reason(sentence: str, withdrawal: Decision) -> str:
    """The sentence with the note to readers, unless that is withheld."""
    told: str = withdrawal.told  # type: ignore[attr-defined]
    return f"{sentence} {_('The reason: “%(note)s”') % {'note': told}}" if told else sentence
