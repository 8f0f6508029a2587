"""What a whole project is made of: its tables in the order in which they are written and read, and what of
them stays here.

What is not in it, and why:

- accounts: their names alone, so that it is known who did what; no password, right, address or session;
- the gazetteer as it was loaded: `load_gazetteer` brings it; what people entered or corrected is in it;
- the history by triggers: the database writes it, and nobody else may;
- answers of geocoders and the basemap's shapes: caches, and loaded again;
- saved filters: one editor's own;
- what the database derives (whether a link is shown, a passage withheld, a note; words for the search).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from events.exchange.project_kept import Kept
from events.models import (
    Article,
    Comment,
    ConfidentialNote,
    Dataset,
    Decision,
    DiscreetMention,
    Discretion,
    Dismissal,
    Event,
    EventMention,
    Feed,
    FeedItem,
    Figure,
    FrozenMap,
    ImportRun,
    KeptSource,
    Layer,
    Map,
    Mention,
    MentionCandidate,
    Merge,
    Organisation,
    Outlet,
    Place,
    PlaceName,
    SourceRecord,
    StoryStep,
)
from events.models.confidential import VIEW

#: What the first line names the file: no list of events, which `import_events` reads.
HEAD = "dateline-project"
#: Raised when a line means something else than before; `project_in.UPGRADES` then reads the older ones.
PROJECT_FORMAT = 1
ACCOUNT, END = "account", "end"


@dataclass(frozen=True, slots=True)
class Part:
    """A table. `many` are its lists of other rows, `derived` the columns that the database or the reading
    fills; `order` is the order of its lines, the same wherever the rows were read in.
    """

    model: type[Model]
    many: tuple[str, ...] = ()
    derived: frozenset[str] = frozenset()
    order: tuple[str, ...] = ("pk",)
    is_confidential: bool = False

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def fields(self) -> list[Field]:
        return [one for one in self.model._meta.concrete_fields if one.name not in self.derived]


PARTS = (
    Part(Outlet),
    Part(Organisation),
    Part(Layer),
    # Places have other numbers where another gazetteer was loaded: see `project_out`.
    Part(Place, order=("provider_id", "provider", "pk")),
    Part(PlaceName, derived=frozenset({"id", "key"}),
         order=("place__provider_id", "place__provider", "place_id", "pk")),
    Part(Dataset),
    # What a file was is not kept for good, and what was said of its rows is about the file.
    Part(ImportRun, derived=frozenset({"content", "problems"})),
    Part(Article),
    Part(Mention, derived=frozenset({"is_withheld"})),
    Part(MentionCandidate),
    Part(Event),
    Part(EventMention, derived=frozenset({"is_shown"})),
    Part(Figure, many=("mentions",), derived=frozenset({"is_withheld"})),
    Part(SourceRecord),
    Part(Merge),
    Part(Map, many=("layers", "picked_events")),
    Part(StoryStep),
    Part(FrozenMap),
    Part(Feed),
    Part(FeedItem),
    Part(Dismissal),
    Part(Decision),
    Part(Comment),
    Part(KeptSource, is_confidential=True),
    Part(Discretion, is_confidential=True),
    Part(DiscreetMention, is_confidential=True),
    Part(ConfidentialNote, is_confidential=True),
)  # fmt: skip
NAMES = {part.name: part for part in PARTS}

User = AbstractUser


def require_export(by: User, *, with_confidential: bool = False) -> None:
    """Raises PermissionDenied with a sentence for somebody who may not see all that the file would hold."""
    if not by.has_perm("events.change_others"):
        raise PermissionDenied(
            f"{by} sees only their own drafts, so they cannot export the whole project. Ask an editor, or "
            "export the lists."
        )
    if with_confidential and not (by.has_perm(VIEW) and by.has_perm("events.show_exactly")):
        raise PermissionDenied(
            f"{by} may not take out what is confidential. Leave it out, or ask somebody who may see "
            "confidential sources and show places exactly."
        )


def users_of(model: type[Model]) -> list[ForeignKey]:
    return [one for one in foreign_keys(model) if points_at(one) == settings.AUTH_USER_MODEL]


def foreign_keys(model: type[Model]) -> list[ForeignKey]:
    return [one for one in model._meta.concrete_fields if isinstance(one, ForeignKey)]


def points_at(key: ForeignKey) -> str:
    return str(key.related_model._meta.label)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of each table leave."""

    with_confidential: bool
    kept: Kept = field(default_factory=Kept)

    def parts(self) -> Iterator[tuple[Part, QuerySet[Any]]]:
        for part in PARTS:
            if self.with_confidential or not part.is_confidential:
                yield part, self.rows(part).order_by(*part.order)

    def rows(self, part: Part) -> QuerySet[Any]:
        rows = _all(part.model)
        return rows.exclude(self._stays(part.model)) if self.kept else rows

    def left_out(self) -> dict[str, int]:
        """How many rows of each table stay here because of what they say."""
        if self.with_confidential:
            return {}
        rows = {
            part.name: _all(part.model).count() - (0 if part.is_confidential else self.rows(part).count())
            for part in PARTS
            if part.is_confidential or self.kept
        }
        return {name: number for name, number in rows.items() if number}

    def _stays(self, model: type[Model]) -> Q:
        articles, events = self.kept.articles, self.kept.events
        if model is Article:
            return Q(pk__in=articles)
        if model is Event:
            return Q(pk__in=events)
        if model is FrozenMap:
            return Q(pk__in=self.kept.maps)
        if model is Place:
            return Q(pk__in=self.kept.places)
        if model is PlaceName:
            return Q(place__in=self.kept.places)
        if model is MentionCandidate:
            return Q(mention__article__in=articles)
        if model is EventMention:
            return Q(event__in=events) | Q(mention__article__in=articles)
        if model is Merge:
            return Q(kept__in=events) | Q(merged__in=events)
        if model is FeedItem:
            return Q(article__in=articles) | Q(first__article__in=articles) | Q(others__article__in=articles)
        if model in (Decision, Comment):
            return self._said_of(model)
        if model is Mention:
            return Q(article__in=articles)
        if model in (Figure, SourceRecord, Dismissal):
            return Q(article__in=articles) | Q(event__in=events)
        return Q(pk__in=())

    def _said_of(self, model: type[Model]) -> Q:
        """What is said of a row that stays here, or of an article or event that is gone: nobody can tell any
        more whether it was to be kept."""
        figures = Figure.objects.filter(self._stays(Figure)).values("pk")
        mentions = Mention.objects.filter(self._stays(Mention)).values("pk")
        stays = Q(article__in=self.kept.articles) if model is Decision else Q(pk__in=())
        about: type[Model]
        for about, gone in ((Article, self.kept.articles), (Event, self.kept.events)):
            there = about._default_manager.exclude(pk__in=gone).values("pk")
            stays |= Q(content_type=_type_of(about)) & ~Q(object_id__in=there)
        for about, rows in ((Figure, figures), (Mention, mentions)):
            stays |= Q(content_type=_type_of(about), object_id__in=rows)
        places = Q(object_id__in=self.kept.places)
        return stays | (Q(content_type=_type_of(Place)) & places)


def _all(model: type[Model]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.all()
    if model is Place:
        # What people entered or corrected, or took from a geocoder: no load brings it again.
        return rows.filter(Q(dataset="") | Q(is_edited=True))
    if model is PlaceName:
        return rows.filter(dataset="")
    if model in (Decision, Comment):
        return rows.filter(content_type__in=_types_told())
    return rows


def _type_of(model: type[Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _types_told() -> list[int]:
    """The tables of a project, which a decision or comment may be about."""
    return [_type_of(part.model).pk for part in PARTS if part.model is not PlaceName]
