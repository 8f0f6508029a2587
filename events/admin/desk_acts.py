"""What an editor wants done, and the table of everything that can be done on the desk.

The acts themselves are registered by `desk_mention_acts`, `desk_figure_acts` and `desk_event_acts`: one
entry a verb, each parses its arguments and calls the verb that decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser

from events.admin import desk_values as values
from events.admin.desk_places import with_packed_geometry
from events.admin.desk_values import BadInput
from events.models import Article, Event, Figure, Mention
from events.pipeline import teaching
from events.pipeline.snapshot import Snapshot, Versions, mention_row
from events.review.rights import visible_to


@dataclass(frozen=True, slots=True)
class Act:
    """What an editor wants done, as it was sent."""

    verb: str
    article: Article
    by: AbstractUser
    request_id: UUID
    kind: str
    id: int | None
    version: int | None
    args: Mapping[str, Any]
    _found: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def options(self) -> dict[str, Any]:
        """What every verb on an existing row takes; what changes for readers takes a note to them."""
        options = {"by": self.by, "version": self.version, "request_id": self.request_id}
        return options | {"public_note": self.public_note()} if self.kind == "mention" else options

    def note(self) -> str:
        return values.words(self.args, "note", longest=2000)

    def public_note(self) -> str:
        return values.words(self.args, "public_note", longest=2000)

    def mention(self) -> Mention:
        rows = with_packed_geometry(Mention.objects.filter(article=self.article))
        return self._row(rows.select_related("place").defer("geometry", "place__geometry"))

    def figure(self) -> Figure:
        return self._row(Figure.objects.filter(article=self.article).select_related("event", "article"))

    def event(self) -> Event:
        rows = visible_to(self.by, Event.objects.filter(mentions__article=self.article))
        return self._row(rows.distinct())

    def _row(self, rows: Any) -> Any:
        """Read once: what is kept of the row for its undoing is asked for before the act is."""
        row = self._found.get(self.kind)
        if row is None and self.id is not None:
            row = self._found[self.kind] = rows.filter(pk=self.id).order_by("pk").first()
        if row is None:
            raise BadInput("object", f"There is no {self.kind} {self.id} in this article. Reload the desk.")
        return row

    def chosen(self, name: str, model: Any) -> list[Any]:
        """The article's rows whose ids are listed under `name`, in reading order."""
        wanted = values.ids(self.args, name)
        rows = list(model.objects.filter(article=self.article, pk__in=wanted).order_by("start"))
        if len(rows) != len(wanted):
            raise BadInput(
                name, "One of the chosen places or figures is not in this article. Reload the desk."
            )
        return rows


@dataclass(slots=True)
class Done:
    """Which rows an act has touched: the answer shows them anew. `made` is the id of the row that it made."""

    mentions: set[int] = field(default_factory=set)
    figures: set[int] = field(default_factory=set)
    events: set[int] = field(default_factory=set)
    is_everything: bool = False
    made: int | None = None
    moved: tuple[teaching.Moved, ...] = ()

    def learn(self, learnt: teaching.Learnt) -> Done:
        """Takes up what the act has taught the undecided mentions."""
        self.moved = learnt.moved
        self.mentions |= learnt.redrawn | {moved.mention for moved in learnt.moved}
        return self


Verb = Callable[[Act], Done]
VERBS: dict[str, tuple[str, Verb]] = {}


def act(name: str, kind: str) -> Callable[[Verb], Verb]:
    """Registers what an act does, by its name and the kind of row that it is done to."""

    def register(verb: Verb) -> Verb:
        VERBS[name] = (kind, verb)
        return verb

    return register


def perform(wanted: Act) -> tuple[Done, Versions, Snapshot]:
    """Does the act; what it decides about a place is taught to the rest of the article. Returns with it the
    versions of the article's rows before, and the article as it is now."""
    verb, before = VERBS[wanted.verb][1], Snapshot(wanted.article)
    if wanted.kind != "mention":
        versions = before.versions
        return verb(wanted), versions, before.anew()
    # An act on a place changes that row and its events: with this row, the article of now is that of before.
    row = mention_row(wanted.mention().pk)
    done, now = verb(wanted), before.anew()
    learnt = teaching.teach(now, before=teaching.lessons_of(now.before(row)), apart_from=done.mentions)
    return done.learn(learnt), now.versions | row.versions, now.anew() if learnt.has_moved else now
