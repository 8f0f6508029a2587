"""What readers are not shown: the panel of an object's page with the acts that keep and show it.

A place shown less exactly, a source kept confidential, and notes for colleagues. The acts are verbs of
`review/`; here is who may see that there is something.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from events.admin.base import TrackedAdmin
from events.enums import Precision
from events.models import Article, ConfidentialNote, Discretion, Event
from events.models.confidential import ConfidentialKind
from events.review import confidential
from events.review.aside import known
from events.review.discretion import show_coarser, show_exactly, state_in_words
from events.review.four_eyes import why_not_publish
from events.review.refusals import Refused

_COARSER = {
    "show_admin2": (Precision.ADMIN2, "Show readers the district alone"),
    "show_admin1": (Precision.ADMIN1, "Show readers the province alone"),
    "show_country": (Precision.COUNTRY, "Show readers the country alone"),
}
_REMOVE = "remove_confidential_note:"


class KeepingAdmin(TrackedAdmin):
    """A page with what readers are not shown of the object."""

    @method_decorator(sensitive_post_parameters("confidential_text"))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context["keeping"] = {
                "sentences": sentences(request.user, obj),
                "acts": keeping_acts(request.user, obj),
                "notes": obj.confidential_notes.visible_to(request.user).select_related("by"),
                "kinds": ConfidentialKind.choices,
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def perform(self, request: HttpRequest, obj: Any, act: str, note: str) -> str:
        if act in _COARSER and isinstance(obj, Event):
            level, _label = _COARSER[act]
            show_coarser(obj, by=request.user, level=level, reason=note, with_events=_with_events(request))
            return f"Readers of “{obj.title}” see no more than its {level.label.lower()}."
        if act == "show_exactly" and isinstance(obj, Event):
            show_exactly(obj, by=request.user, note=note, public_note=note, with_events=_with_events(request))
            return f"Readers of “{obj.title}” see its place as it is known."
        if act == "keep_source" and isinstance(obj, Article):
            confidential.keep_source(obj, by=request.user, reason=note)
            return "Readers are not told the source any more."
        if act == "name_source" and isinstance(obj, Article):
            confidential.name_source(obj, by=request.user, note=note, public_note=note)
            return "Readers are told the source."
        if act == "add_confidential_note":
            return _add_note(request, obj)
        if act.startswith(_REMOVE):
            confidential.remove_confidential_note(_note(request, act), by=request.user)
            return "The confidential note is removed."
        return super().perform(request, obj, act, note)


def sentences(user: Any, obj: models.Model) -> list[str]:
    """What readers are shown, what is known and what is not offered, for the editor's eyes."""
    match obj:
        case Event():
            return [each for each in (state_in_words(obj), why_not_publish(obj, user)) if each]
        case Article() if obj.is_withheld:
            return [_source_in_words(user, obj)]
    return []


def _source_in_words(user: Any, article: Article) -> str:
    if not confidential.may_see_source(user, article):
        return "Readers, and you, are not told the source of this article."
    exact = known(article)
    return (
        f"Readers are not told all of the source. It is {exact.outlet}: “{exact.headline}”"
        f"{f', {exact.url}' if exact.url else ''}."
    )


def keeping_acts(user: Any, obj: models.Model) -> list[tuple[str, str]]:
    acts: list[tuple[str, str]] = []
    if isinstance(obj, Event) and obj.merged_into_id is None:
        level = Discretion.objects.filter(event=obj).values_list("level", flat=True).first()
        if user.has_perm("events.show_coarser"):
            acts += [(name, label) for name, (each, label) in _COARSER.items() if each != level]
        if level and user.has_perm("events.show_exactly"):
            acts.append(("show_exactly", "Show readers the known place"))
    if isinstance(obj, Article) and user.has_perm("events.keep_source"):
        is_kept = hasattr(obj, "kept_source") and obj.kept_source.is_confidential
        acts.append(
            ("name_source", "Name the source") if is_kept else ("keep_source", "Keep the source confidential")
        )
    return acts


def _with_events(request: HttpRequest) -> bool:
    return request.POST.get("with_events") == "on"


def _add_note(request: HttpRequest, obj: Any) -> str:
    kind = request.POST.get("confidential_kind", ConfidentialKind.NOTE)
    if kind not in ConfidentialKind.values:
        raise Refused("A confidential note is about a source or a note. Choose one of the two.")
    confidential.add_confidential_note(
        obj, by=request.user, text=request.POST.get("confidential_text", ""), kind=ConfidentialKind(kind)
    )
    return "The confidential note is kept."


def _note(request: HttpRequest, act: str) -> ConfidentialNote:
    number = act.removeprefix(_REMOVE)
    visible = ConfidentialNote.objects.visible_to(request.user)
    note = visible.filter(pk=number).first() if number.isdecimal() else None
    if note is None:
        raise Refused("There is no such note that you may see. Reload the page.")
    return note
