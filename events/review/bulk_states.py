"""Publishing and withdrawing many events, articles or maps, and bringing articles back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.enums import PUBLIC_STATUSES, Acceptance, MentionStatus, Status
from events.models import Article, BulkAct, BulkRow, Comment, Event, EventMention, Figure, Map
from events.review.articles import reinstate_article, withdraw_article
from events.review.bulk import Act, Chosen, Done, Forecast, Words, refusal_for_all, when_and_where
from events.review.events import publish_event, withdraw_event
from events.review.four_eyes import authors_of_all
from events.review.maps import publish_map, withdraw_map

_WAITING = (Status.DRAFT, Status.IN_REVIEW)
#: What the forecast of any event's state reads.
_SHOWN = ("title", "version", "status", "merged_into", "earliest", "latest", "place__name")
MERGED = _("They were merged into another event. Work on that one, or undo the merge first.")
_PUBLISHED = _("They are published already.")
_UNPUBLISHED = _("They are not published, so there is nothing to withdraw.")
OWN = _("You wrote or last changed them, so another publisher publishes them. Submit them for review.")
_UNTOLD = _("No accepted mention tells them. Accept a place in an article first.")
_ALL_WITHDRAWN = _("Every article that tells them is withdrawn. Bring one back first.")
_NOWHERE = _("They have no place on the map. Give them one, or mark them as having none.")


class _States(Act):
    """An act that leads from one state to another."""

    to_status: Status

    def forecast(
        self, chosen: Sequence[Chosen], *, by: AbstractUser, options: Mapping[str, Any]
    ) -> list[Forecast]:
        seen = {one.pk: one for one in chosen}
        rows = list(self.rows(chosen, by=by))
        pks = [row.pk for row in rows]
        changeable = self.changeable(pks, by=by)
        known = self.known_of(pks)
        return [
            Forecast(
                pk=row.pk, version=row.version, label=str(row), before=Status(row.status).label,
                after=Status(self.to_status).label, beside=self.beside(row),
                notes=tuple(self.notes(row, known)), warnings=tuple(self.warnings(row, known)),
                refusal=refusal_for_all(row, seen, changeable) or self.refusal(row, known, by=by),
                is_public=row.status in PUBLIC_STATUSES,
            )
            for row in rows
        ]  # fmt: skip

    def known_of(self, pks: Sequence[int]) -> dict[str, dict[int, Any]]:
        """What forecasting needs to know of all rows, by a name and the row's number."""
        return {}

    def refusal(self, row: Any, known: Mapping[str, dict[int, Any]], *, by: AbstractUser) -> Words:
        raise NotImplementedError

    def notes(self, row: Any, known: Mapping[str, dict[int, Any]]) -> list[Words]:
        return []

    def warnings(self, row: Any, known: Mapping[str, dict[int, Any]]) -> list[Words]:
        return []

    def beside(self, row: Any) -> Words:
        return when_and_where(row) if isinstance(row, Event) else ""


class PublishEvents(_States):
    name, model, permission = "publish", Event, "publish_event"
    title, button = _("Publish events"), _("Publish")
    to_status = Status.PUBLISHED
    has_public_note = False

    def rows(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> Any:
        rows = super().rows(chosen, by=by).annotate(is_placed=Q(geometry__isnull=False))
        return rows.select_related("place").only(*_SHOWN, "has_no_geometry", "is_demonstration")

    def known_of(self, pks: Sequence[int]) -> dict[str, dict[int, Any]]:
        accepted = Q(mention__status=MentionStatus.ACCEPTED)
        links = EventMention.objects.filter(accepted, event__in=pks).order_by().values("event")
        told = links.annotate(
            told=Count("pk"),
            standing=Count("pk", filter=~Q(mention__article__status=Status.WITHDRAWN)),
            articles=Count(
                "mention__article", filter=Q(mention__article__status__in=_WAITING), distinct=True
            ),
        )  # fmt: skip
        figures = Figure.objects.filter(
            event__in=pks, acceptance=Acceptance.ACCEPTED, status__in=_WAITING
        ).order_by().values("event").annotate(number=Count("pk"))  # fmt: skip
        return {
            "told": {row["event"]: row for row in told},
            "figures": {row["event"]: row["number"] for row in figures},
            "comments": open_comments(Event, pks),
            "authors": authors_of_all(pks) if settings.FOUR_EYES else {},
        }

    def refusal(self, row: Event, known: Mapping[str, dict[int, Any]], *, by: AbstractUser) -> Words:
        told = known["told"].get(row.pk)
        is_own = not row.is_demonstration and by.pk in known["authors"].get(row.pk, ())
        reasons: list[tuple[bool, Words]] = [
            (row.merged_into_id is not None, MERGED),
            (row.is_public, _PUBLISHED),
            (is_own, OWN),
            (told is None, _UNTOLD),
            (told is not None and not told["standing"], _ALL_WITHDRAWN),
            (not row.is_placed and not row.has_no_geometry, _NOWHERE),  # type: ignore[attr-defined]
        ]
        return next((words for applies, words in reasons if applies), "")

    def notes(self, row: Event, known: Mapping[str, dict[int, Any]]) -> list[Words]:
        figures = known["figures"].get(row.pk, 0)
        articles = known["told"].get(row.pk, {}).get("articles", 0)
        notes: list[Words] = []
        if figures:
            notes.append(
                ngettext("with %(number)d figure", "with %(number)d figures", figures) % {"number": figures}
            )
        if articles:
            notes.append(
                ngettext(
                    "makes the excerpts of %(number)d article public",
                    "makes the excerpts of %(number)d articles public",
                    articles,
                )
                % {"number": articles}
            )
        return notes

    def warnings(self, row: Event, known: Mapping[str, dict[int, Any]]) -> list[Words]:
        warnings = commented(known["comments"].get(row.pk, 0))
        if row.status == Status.WITHDRAWN:
            warnings.append(_("it was withdrawn before"))
        if row.has_no_geometry:
            warnings.append(_("it has no place on the map"))
        return warnings

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        event = publish_event(
            Event(pk=row.object_id, title=row.label), by=by, note=bulk.note, version=row.version
        )
        return Done(event.version)


class WithdrawEvents(_States):
    name, model, permission = "withdraw", Event, "withdraw_event"
    title, button = _("Withdraw events"), _("Withdraw")
    to_status = Status.WITHDRAWN
    always_tells, has_note = True, False

    def rows(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> Any:
        return super().rows(chosen, by=by).select_related("place").only(*_SHOWN)

    def known_of(self, pks: Sequence[int]) -> dict[str, dict[int, Any]]:
        picked: dict[int, list[str]] = {}
        through = Map.picked_events.through._default_manager.filter(
            event__in=pks, map__status__in=PUBLIC_STATUSES
        )
        for event, title in through.order_by("map__title").values_list("event", "map__title"):
            picked.setdefault(event, []).append(title)
        return {"picked": picked}

    def refusal(self, row: Event, known: Mapping[str, dict[int, Any]], *, by: AbstractUser) -> Words:
        if row.merged_into_id is not None:
            return MERGED
        return "" if row.is_public else _UNPUBLISHED

    def warnings(self, row: Event, known: Mapping[str, dict[int, Any]]) -> list[Words]:
        maps = known["picked"].get(row.pk, [])
        return [_("picked for the map “%(map)s”") % {"map": title} for title in maps[:3]]

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        event = withdraw_event(
            Event(pk=row.object_id, title=row.label), by=by, public_note=bulk.public_note, version=row.version
        )
        return Done(event.version)


class PublishMaps(_States):
    name, model, permission = "publish", Map, "publish_map"
    title, button = _("Publish maps"), _("Publish")
    to_status = Status.PUBLISHED
    has_public_note = False

    def refusal(self, row: Map, known: Mapping[str, dict[int, Any]], *, by: AbstractUser) -> Words:
        return _PUBLISHED if row.status in PUBLIC_STATUSES else ""

    def notes(self, row: Map, known: Mapping[str, dict[int, Any]]) -> list[Words]:
        return [_("at %(address)s") % {"address": row.get_absolute_url()}]

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        return Done(
            publish_map(
                Map(pk=row.object_id, title=row.label), by=by, note=bulk.note, version=row.version
            ).version
        )


class WithdrawMaps(_States):
    name, model, permission = "withdraw", Map, "withdraw_map"
    title, button = _("Withdraw maps"), _("Withdraw")
    to_status = Status.WITHDRAWN
    always_tells, has_note = True, False

    def refusal(self, row: Map, known: Mapping[str, dict[int, Any]], *, by: AbstractUser) -> Words:
        return "" if row.status in PUBLIC_STATUSES else _UNPUBLISHED

    def notes(self, row: Map, known: Mapping[str, dict[int, Any]]) -> list[Words]:
        return [_("its embeds say so")]

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        gone = withdraw_map(
            Map(pk=row.object_id, title=row.label), by=by, public_note=bulk.public_note, version=row.version
        )
        return Done(gone.version)


class WithdrawArticles(_States):
    name, model, permission = "withdraw", Article, "withdraw_article"
    title, button = _("Withdraw articles"), _("Withdraw")
    to_status = Status.WITHDRAWN
    always_tells, has_note = True, False

    def rows(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> Any:
        rows = super().rows(chosen, by=by).select_related("outlet")
        return rows.only("headline", "version", "status", "published_on", "outlet")

    def known_of(self, pks: Sequence[int]) -> dict[str, dict[int, Any]]:
        """The published events that each article tells, and those among them that others tell as well: others
        that are not withdrawn before it, which goes in the order of their numbers."""
        shown = EventMention.objects.published()
        pairs = set(shown.filter(mention__article__in=pks).values_list("mention__article", "event"))
        events = {event for _article, event in pairs}
        told: dict[int, set[int]] = {}
        for article, event in shown.filter(event__in=events).values_list("mention__article", "event"):
            told.setdefault(event, set()).add(article)
        gone: dict[int, int] = {}
        kept: dict[int, int] = {}
        for article, event in sorted(pairs):
            told[event].discard(article)
            counts = kept if told[event] else gone
            counts[article] = counts.get(article, 0) + 1
        return {"gone": gone, "kept": kept}

    def refusal(self, row: Article, known: Mapping[str, dict[int, Any]], *, by: AbstractUser) -> Words:
        return "" if row.status in PUBLIC_STATUSES else _UNPUBLISHED

    def notes(self, row: Article, known: Mapping[str, dict[int, Any]]) -> list[Words]:
        gone, kept = (known[name].get(row.pk, 0) for name in ("gone", "kept"))
        notes: list[Words] = []
        if gone:
            said = ngettext(
                "%(number)d event is withdrawn with it", "%(number)d events are withdrawn with it", gone
            )
            notes.append(said % {"number": gone})
        if kept:
            said = ngettext(
                "%(number)d event that others tell as well is marked as changed",
                "%(number)d events that others tell as well are marked as changed",
                kept,
            )
            notes.append(said % {"number": kept})
        return notes

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        article = withdraw_article(
            Article(pk=row.object_id, headline=row.label),
            by=by,
            public_note=bulk.public_note,
            version=row.version,
        )
        return Done(article.version)


class ReinstateArticles(_States):
    name, model, permission = "reinstate", Article, "withdraw_article"
    title, button = _("Bring withdrawn articles back"), _("Bring back")
    to_status = Status.DRAFT
    has_public_note = False

    def rows(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> Any:
        rows = super().rows(chosen, by=by).select_related("outlet")
        return rows.only("headline", "version", "status", "published_on", "outlet")

    def refusal(self, row: Article, known: Mapping[str, dict[int, Any]], *, by: AbstractUser) -> Words:
        return "" if row.status == Status.WITHDRAWN else _("They are not withdrawn.")

    def notes(self, row: Article, known: Mapping[str, dict[int, Any]]) -> list[Words]:
        return [_("it is published with the next event that it tells")]

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        article = reinstate_article(
            Article(pk=row.object_id, headline=row.label), by=by, note=bulk.note, version=row.version
        )
        return Done(article.version)


def open_comments(model: type, pks: Sequence[int]) -> dict[int, int]:
    """How many conversations about each of the rows wait for an answer."""
    kind = ContentType.objects.get_for_model(model)
    rows = Comment.objects.open().filter(content_type=kind, object_id__in=pks).order_by().values("object_id")
    return {row["object_id"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def commented(number: int) -> list[Words]:
    """What is said of a row with so many conversations that wait for an answer."""
    if not number:
        return []
    return [ngettext("%(number)d open comment", "%(number)d open comments", number) % {"number": number}]
