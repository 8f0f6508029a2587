"""What readers are not shown: the panel of an object's page with the acts that keep and show it.

A place shown less exactly, a source kept confidential, and notes for colleagues. The acts are verbs of
`review/`; here is who may see that there is something.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from events.admin.base import EditorAdmin, TrackedAdmin
from events.enums import Precision
from events.models import Article, ConfidentialNote, Discretion, Event
from events.models.confidential import VIEW, ConfidentialKind
from events.review import confidential
from events.review.aside import known
from events.review.discretion import show_coarser, show_exactly, shows_more, state_in_words
from events.review.entrusted import is_told
from events.review.four_eyes import why_not_publish
from events.review.refusals import Refused

_COARSER = {
    "show_admin2": (
        Precision.ADMIN2,
        gettext_lazy("Show readers the district alone"),
        gettext_lazy("Readers of “%(event)s” see no more than its district."),
    ),
    "show_admin1": (
        Precision.ADMIN1,
        gettext_lazy("Show readers the province alone"),
        gettext_lazy("Readers of “%(event)s” see no more than its province."),
    ),
    "show_country": (
        Precision.COUNTRY,
        gettext_lazy("Show readers the country alone"),
        gettext_lazy("Readers of “%(event)s” see no more than its country."),
    ),
}
_ADD, _REMOVE = "add_confidential_note", "remove_confidential_note:"


class NotedAdmin(EditorAdmin):
    """A page with the confidential notes about the object."""

    change_form_template = "admin/events/noted_change_form.html"

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
                "may_note": self.has_change_permission(request, obj),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        sentence = act_on_notes(request, obj, request.POST.get("_act", ""))
        if sentence is None:
            return super().response_change(request, obj)
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(request.get_full_path())


class KeepingAdmin(NotedAdmin, TrackedAdmin):
    """A page with what readers are not shown of the object."""

    change_form_template = TrackedAdmin.change_form_template

    def perform(self, request: HttpRequest, obj: Any, act: str, note: str) -> str:
        if act in _COARSER and isinstance(obj, Event):
            level, _label, said = _COARSER[act]
            # Readers are told why they see more than before.
            told = note if shows_more(obj, level) else ""
            show_coarser(
                obj, by=request.user, level=level, reason=note, public_note=told,
                with_events=_with_events(request),
            )  # fmt: skip
            return said % {"event": obj.title}
        if act == "show_exactly" and isinstance(obj, Event):
            show_exactly(obj, by=request.user, note=note, public_note=note, with_events=_with_events(request))
            return _("Readers of “%(event)s” see its place as it is known.") % {"event": obj.title}
        if act == "keep_source" and isinstance(obj, Article):
            confidential.keep_source(obj, by=request.user, reason=note)
            return _("Readers are not told the source any more.")
        if act == "name_source" and isinstance(obj, Article):
            confidential.name_source(obj, by=request.user, note=note, public_note=note)
            return _("Readers are told the source.")
        return super().perform(request, obj, act, note)


# What is said of the object


def sentences(user: Any, obj: models.Model) -> list[str]:
    """What readers are shown, what is known and what is not offered, for the editor's eyes."""
    match obj:
        case Event():
            said = (_place_in_words(user, obj), _kept_elsewhere(user, obj), why_not_publish(obj, user))
            return [each for each in said if each]
        case Article() if obj.is_withheld:
            return [_source_in_words(user, obj)]
    return []


def place_sentences(user: Any, events: Collection[Event]) -> dict[int, list[str]]:
    """Of many events, what `sentences` says of their places, by number; one query where nothing is kept."""
    places = {event.place_id for event in events if event.place_id and not event.is_coarsened}
    kept = Discretion.objects.filter(place__in=places, event__merged_into__isnull=True)
    hidden = set(kept.values_list("place", flat=True)) if places and user.has_perm(VIEW) else set()
    return {
        event.pk: [said for said in (_place_in_words(user, event), _kept_elsewhere(user, event)) if said]
        for event in events
        if event.is_coarsened or event.place_id in hidden
    }


def _place_in_words(user: Any, event: Event) -> str:
    if is_told(user, event):
        return state_in_words(event)
    return _("Readers, and you, are shown the place of this event less exactly than it is known.")


def _kept_elsewhere(user: Any, event: Event) -> str:
    """That another event hides the place that this one shows: one of the two is probably wrong. Whoever may
    not see what is kept is told nothing, for the sentence alone would tell it."""
    if event.place_id is None or event.is_coarsened or not user.has_perm(VIEW):
        return ""
    others = Discretion.objects.filter(place=event.place_id, event__merged_into__isnull=True)
    other = others.exclude(event=event.pk).select_related("event").order_by("pk").first()
    if other is None:
        return ""
    return _(
        "This event shows %(place)s, which readers are not told of “%(event)s” (no. %(number)s) for people’s "
        "safety. Show this one less exactly too, or be sure that it may be named."
    ) % {"place": event.place, "event": other.event, "number": other.event_id}


def _source_in_words(user: Any, article: Article) -> str:
    if not is_told(user, article):
        return _("Readers, and you, are not told all of the source of this article.")
    exact = known(article)
    said = {"outlet": exact.outlet, "headline": exact.headline, "address": exact.url}
    if exact.url:
        return (
            _("Readers are not told all of the source. It is %(outlet)s: “%(headline)s”, %(address)s.") % said
        )
    return _("Readers are not told all of the source. It is %(outlet)s: “%(headline)s”.") % said


def keeping_acts(user: Any, obj: models.Model) -> list[tuple[str, str]]:
    acts: list[tuple[str, str]] = []
    if isinstance(obj, Event) and obj.merged_into_id is None:
        level = Discretion.objects.filter(event=obj).values_list("level", flat=True).first()
        is_own = obj.is_public and why_not_publish(obj, user)
        may_show = user.has_perm("events.show_exactly") and not is_own
        if user.has_perm("events.show_coarser"):
            acts += [
                (name, str(label)) for name, (each, label, _said) in _COARSER.items()
                if each != level and (may_show or not shows_more(obj, each))
            ]  # fmt: skip
        if level and may_show:
            acts.append(("show_exactly", _("Show readers the known place")))
    if isinstance(obj, Article) and user.has_perm("events.keep_source"):
        is_kept = hasattr(obj, "kept_source") and obj.kept_source.is_confidential
        acts.append(
            ("name_source", _("Name the source"))
            if is_kept
            else ("keep_source", _("Keep the source confidential"))
        )
    return acts


# Notes


def act_on_notes(request: HttpRequest, obj: Any, act: str) -> str | None:
    """Adds or removes a note and returns what to tell the editor; None for an act that is about none."""
    if act == _ADD:
        return _add_note(request, obj)
    if act.startswith(_REMOVE):
        confidential.remove_confidential_note(_note(request, obj, act), by=request.user)
        return _("The confidential note is removed.")
    return None


def _with_events(request: HttpRequest) -> bool:
    return request.POST.get("with_events") == "on"


def _add_note(request: HttpRequest, obj: Any) -> str:
    kind = request.POST.get("confidential_kind", ConfidentialKind.NOTE)
    if kind not in ConfidentialKind.values:
        raise Refused(_("A confidential note is about a source or a note. Choose one of the two."))
    confidential.add_confidential_note(
        obj, by=request.user, text=request.POST.get("confidential_text", ""), kind=ConfidentialKind(kind)
    )
    return _("The confidential note is kept.")


def _note(request: HttpRequest, obj: Any, act: str) -> ConfidentialNote:
    number = act.removeprefix(_REMOVE)
    visible = obj.confidential_notes.visible_to(request.user)
    note = visible.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if note is None:
        raise Refused(_("There is no such note that you may see. Reload the page."))
    return note
