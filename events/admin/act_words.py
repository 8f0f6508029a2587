"""Acts on record in an editor's words: "changed" for `change_event`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
