"""Acts on record in an editor's words: "changed" for `change_event`, "Published at" for `published_at`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.history.wording import said
from events.models import Decision

#: The beginnings of verbs, the longer before the shorter: what follows names the kind of row.
_BEGINNINGS = (
    ("add_confidential_note", _("added a confidential note")),
    ("change_confidential_note", _("changed a confidential note")),
    ("remove_confidential_note", _("removed a confidential note")),
    ("mark_not_identifiable", _("marked as not identifiable")),
    ("set_mention_role", _("changed the role")),
    ("bring_names_back", _("brought names back")),
    ("follow_mentions", _("followed its places")),
    ("show_coarser", _("showed less exactly")),
    ("show_exactly", _("showed exactly")),
    ("bring_back", _("brought back")),
    ("keep_source", _("kept the source confidential")),
    ("name_source", _("named the source")),
    ("accept_", _("accepted")),
    ("add_", _("added")),
    ("assign_", _("assigned")),
    ("attach_", _("took into an event")),
    ("change_", _("changed")),
    ("correct_", _("corrected")),
    ("corroborate_", _("called corroborating")),
    ("create_", _("made")),
    ("detach_", _("took out of its event")),
    ("discard_", _("deleted")),
    ("dismiss_", _("dismissed")),
    ("dispute_", _("called disputed")),
    ("edit_", _("changed")),
    ("import_", _("imported")),
    ("merge_", _("merged")),
    ("move_", _("moved")),
    ("publish_", _("published")),
    ("read_", _("read")),
    ("recall_", _("took back")),
    ("recommend_", _("recommended")),
    ("reinstate_", _("published again")),
    ("reject_", _("rejected")),
    ("reopen_", _("opened again")),
    ("return_", _("sent back")),
    ("submit_", _("submitted for review")),
    ("supersede_", _("called superseded")),
    ("take_", _("took in")),
    ("tell_", _("added what tells it")),
    ("unmerge_", _("parted again")),
    ("untell_", _("took out what told it")),
    ("withdraw_", _("withdrew")),
)


def act_words(verb: str) -> str:
    """What was done; a verb that is not known is told as it is written."""
    return next(
        (str(said) for begins, said in _BEGINNINGS if verb.startswith(begins)), verb.replace("_", " ")
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """A field of an act; `before` and `after` are empty for what was not known."""

    label: str
    before: str
    after: str


def changed_fields(decision: Decision) -> Iterator[Changed]:
    """What the act has changed, as editors read it; from which status to which is told before these."""
    for name, values in decision.changes.items():
        if name == "status" and values == [decision.from_status, decision.to_status]:
            continue
        found = _field(decision, name)
        label = found.verbose_name if found is not None else name.replace("_", " ")
        yield Changed(str(capfirst(label)), *(_worded(found, value) for value in values))


def status_words(decision: Decision, status: str) -> str:
    return _worded(_field(decision, "status"), status)


def _field(decision: Decision, name: str) -> models.Field[Any, Any] | None:
    model = decision.content_type.model_class()
    fields = model._meta.concrete_fields if model else ()
    return next((found for found in fields if found.name == name), None)


def _worded(found: models.Field[Any, Any] | None, value: Any) -> str:
    if value is None or value == "":
        return ""
    if found is not None and found.choices:
        return str(dict(found.flatchoices).get(value, value))
    if isinstance(found, models.DateField):
        try:
            return said(found.to_python(value))
        except ValidationError:
            return str(value)
    return said(value)
