"""A row that was imported before and says something else now.

A field that is still what the last import made of it is brought up to date; one that an editor has
corrected since is kept, and said. The text of an article cannot change once something was read from it,
so the new row becomes an article of its own, to which the mentions and figures move; the old one is
withdrawn. Everything goes through the editorial verbs: a published event is marked as changed, with a
note to readers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from events.enums import PUBLIC_STATUSES, Acceptance, FigureRole, MentionStatus, Status
from events.exchange.applied import FIGURE_FIELDS, MENTION_FIELDS, filled, made_of
from events.exchange.corrections import (
    as_applied,
    came_whole,
    geometry_of,
    is_day,
    kept_as_corrected,
    left_alone,
    overwritten,
)
from events.exchange.entries import Entry, FigureEntry
from events.exchange.inserting import Inserter
from events.exchange.refusals import Problem
from events.exchange.rendering import phrase_of
from events.models import (
    Article,
    Decision,
    Event,
    Figure,
    ImportRun,
    Layer,
    Mention,
    Place,
    SourceRecord,
)
from events.review.acts import locked, require, save
from events.review.events import change_event, publish_sources
from events.review.four_eyes import refuse_own
from events.review.geometry import is_same


@dataclass(slots=True)
class Updated:
    """What became of the row: `is_changed` when something of ours was written, `kept` what was not,
    `overwritten` what an editor had corrected."""

    is_changed: bool = False
    kept: list[Problem] = field(default_factory=list)
    overwritten: list[Problem] = field(default_factory=list)


class Updater:
    """Brings the events of a data set up to date, one by one. `takes_source`: even what an editor
    corrected.
    """

    def __init__(self, run: ImportRun, by: User, inserter: Inserter, *, takes_source: bool) -> None:
        self._run, self._by, self._inserter, self.takes_source = run, by, inserter, takes_source
        self._takes_all = False
        self._mention_ids: list[int | None] = []
        self._figure_ids: list[int | None] = []
        self._note = f"Brought up to date with {run.dataset.name} {run.version}".strip() + "."

    def update(self, entry: Entry, record: SourceRecord) -> Updated:
        """Raises Refused, PermissionDenied or IntegrityError for what the rules do not allow."""
        done = Updated()
        event = record.event
        if event is None or event.status == Status.WITHDRAWN:
            done.kept.append(left_alone(entry, record, event))
            return done
        if not record.applied:
            done.kept.append(came_whole(entry))
            return done
        record.applied = filled(record.applied)
        # What is shown less exactly than it is known differs from the source for people's safety.
        self._takes_all = self.takes_source and not event.is_coarsened
        self._change_fields(entry, record, event, done)
        texts = self._inserter.articles_of(entry)
        self._mention_ids, self._figure_ids = [], []
        current = locked(event, by=self._by)
        if current.is_public:
            require(self._by, "publish_event")
            refuse_own(current, by=self._by)
        is_moved = self._move_mentions(entry, record, current, texts, done)
        is_moved |= self._move_figures(entry, record, current, texts, done)
        if is_moved and current.is_public:
            publish_sources(current, by=self._by)
            if current.status != Status.CHANGED or not done.is_changed:
                save(
                    current, {"status": Status.CHANGED}, verb="correct_event", by=self._by,
                    public_note=self._note,
                )  # fmt: skip
        done.is_changed |= is_moved
        self._let_go(record, set(texts.values()))
        record.article_id = texts[0] if texts else None
        ids = {"mentions": self._mention_ids, "figures": self._figure_ids}
        record.raw, record.applied = json.loads(entry.raw_json), json.loads(entry.applied_json) | {"ids": ids}
        record.digest = entry.digest
        record.run, record.row = self._run, entry.row
        record.save()
        return done

    # The event's own fields

    def _change_fields(self, entry: Entry, record: SourceRecord, event: Event, done: Updated) -> None:
        before, after = record.applied["event"], made_of(entry)["event"]
        changes: dict[str, Any] = {}
        for name, value in after.items():
            if value == before.get(name) and not self._takes_all:
                continue
            if self._is_as_applied(event, name, value):
                continue
            is_ours = self._is_as_applied(event, name, before.get(name))
            if is_ours or self.takes_source:
                done.overwritten += [] if is_ours else [overwritten(entry, event, name, value)]
                changes |= self._change(entry, name, value)
            else:
                done.kept.append(kept_as_corrected(entry, event, name, value))
        if changes:
            public = self._note if event.is_public else ""
            change_event(event, changes, by=self._by, note=self._origin(entry), public_note=public)
            done.is_changed = True

    def _origin(self, entry: Entry) -> str:
        return f"Import no. {self._run.pk}, row {entry.row}."

    def _is_as_applied(self, row: models.Model, name: str, value: Any) -> bool:
        if name == "geometry":
            return is_same(getattr(row, name), geometry_of(value))
        return as_applied(getattr(row, name)) == value

    def _change(self, entry: Entry, name: str, value: Any) -> dict[str, Any]:
        if name == "geometry":
            geometry = geometry_of(value)
            return {"geometry": geometry, "has_no_geometry": geometry is None}
        if name in ("earliest", "latest"):
            return {name: getattr(entry, name)}
        if name == "place_id":
            return {"place": Place.objects.filter(pk=value).first()}
        if name == "layer_id":
            return {"layer": Layer.objects.get(pk=value)}
        return {name: value}

    # What its article says

    def _move_mentions(
        self, entry: Entry, record: SourceRecord, event: Event, texts: dict[int, int], done: Updated
    ) -> bool:
        before = dict(zip(record.applied["ids"]["mentions"], record.applied["mentions"], strict=True))
        rows = Mention.objects.in_bulk([pk for pk in before if pk])
        waiting = [rows[pk] for pk in before if pk in rows]
        is_moved = False
        for m, told in zip(entry.mentions, made_of(entry)["mentions"], strict=True):
            row = waiting.pop(0) if waiting else None
            self._mention_ids.append(row.pk if row else None)
            if row is None:
                continue  # deleted here: it stays so
            text = entry.articles[m.article].text
            start, end = phrase_of(m)
            changes: dict[str, Any] = {}
            # Of what an editor has said is no place only what holds it moves on.
            if row.status == MentionStatus.ACCEPTED:
                changes = self._fields(entry, row, before[row.pk], told, MENTION_FIELDS, done)
            if "place_id" in changes or "precision" in changes:
                changes["geometry"] = geometry_of(made_of(entry)["event"]["geometry"])
            changes |= {
                "article_id": texts[m.article], "start": m.start, "end": m.end,
                "quote": text[m.start : m.end],
                "phrase_start": start, "phrase_end": end, "excerpt_start": m.excerpt_start,
                "excerpt_end": m.excerpt_end,
            }  # fmt: skip
            is_moved |= self._save(row, changes, "update_mention", entry)
        return is_moved

    def _move_figures(
        self, entry: Entry, record: SourceRecord, event: Event, texts: dict[int, int], done: Updated
    ) -> bool:
        ids = record.applied["ids"]["figures"]
        before = {told["key"]: (pk, told) for pk, told in zip(ids, record.applied["figures"], strict=True)}
        rows = Figure.objects.in_bulk([pk for pk in ids if pk])
        is_moved = False
        for f, told in zip(entry.figures, made_of(entry)["figures"], strict=True):
            pk, was = before.pop(told["key"], (None, None))
            row = rows.get(pk) if pk else None
            if was is None:
                self._figure_ids.append(self._add_figure(entry, f, told, event, texts[f.article]))
                is_moved = True
                continue
            self._figure_ids.append(row.pk if row else None)
            if row is None:
                continue  # deleted here: it stays so
            changes = self._fields(entry, row, was, told, FIGURE_FIELDS, done)
            text = entry.articles[f.article].text
            changes |= {
                "article_id": texts[f.article], "start": f.start, "end": f.end,
                "wording": text[f.start : f.end],
                "excerpt_start": f.excerpt_start, "excerpt_end": f.excerpt_end,
            }  # fmt: skip
            is_moved |= self._save(row, changes, "update_figure", entry)
        for pk, _was in before.values():
            if row := rows.get(pk):
                is_moved |= self._drop_figure(row, entry)
        return is_moved

    def _fields(
        self,
        entry: Entry,
        row: Mention | Figure,
        was: dict,
        told: dict,
        names: tuple[str, ...],
        done: Updated,
    ) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        for name in names:
            held = as_applied(getattr(row, name))
            if held == told[name] or (told[name] == was.get(name) and not self._takes_all):
                continue
            if held == was.get(name) or self.takes_source:
                done.overwritten += (
                    [] if held == was.get(name) else [overwritten(entry, row, name, told[name])]
                )
                changes[name] = date.fromisoformat(told[name]) if is_day(name, told[name]) else told[name]
            else:
                done.kept.append(kept_as_corrected(entry, row, name, told[name]))
        return changes

    def _save(self, row: Mention | Figure, changes: dict[str, Any], verb: str, entry: Entry) -> bool:
        differing = {name: value for name, value in changes.items() if getattr(row, name) != value}
        if not differing:
            return False
        if isinstance(row, Figure) and row.status in PUBLIC_STATUSES:
            differing["status"] = Status.CHANGED
        save(row, differing, verb=verb, by=self._by, note=self._origin(entry))
        return True

    def _add_figure(self, entry: Entry, f: FigureEntry, told: dict, event: Event, article: int) -> int:
        text = entry.articles[f.article].text
        values = {name: told[name] for name in FIGURE_FIELDS}
        for name in ("period_start", "period_end"):
            values[name] = getattr(f, name)
        has_one = Figure.objects.filter(
            event=event, measure=f.measure, people=f.people, role=FigureRole.RECOMMENDED,
            acceptance=Acceptance.ACCEPTED,
        ).exclude(status=Status.WITHDRAWN)  # fmt: skip
        if f.role == FigureRole.RECOMMENDED and has_one.exists():
            values["role"] = FigureRole.CORROBORATING.value
        row = Figure.objects.create(
            article_id=article, event=event, start=f.start, end=f.end, wording=text[f.start : f.end],
            excerpt_start=f.excerpt_start, excerpt_end=f.excerpt_end, acceptance=Acceptance.ACCEPTED,
            created_by=self._by, **values,
        )  # fmt: skip
        Decision.objects.record(
            verb="import_figure", by=self._by, on=row, to_status=row.status, note=self._origin(entry)
        )
        return row.pk

    def _drop_figure(self, row: Figure, entry: Entry) -> bool:
        """The source says this number no more."""
        if row.acceptance != Acceptance.ACCEPTED or row.status == Status.WITHDRAWN:
            return False
        changes: dict[str, Any]
        if row.status in PUBLIC_STATUSES:
            changes, note = {"status": Status.WITHDRAWN}, self._note
        else:
            changes, note = {"acceptance": Acceptance.REJECTED, "event": None}, ""
        save(
            row, changes, verb="withdraw_figure", by=self._by, note=self._origin(entry), public_note=note
        )  # fmt: skip
        return True

    def _let_go(self, record: SourceRecord, kept: set[int]) -> None:
        """The article of the row as it was: nothing hangs on it any more, unless an editor has used it."""
        if record.article_id is None:
            return
        old = Article.objects.filter(pk=record.article_id).exclude(pk__in=kept).first()
        if old is None or old.mentions.exists() or old.figures.exists() or old.status == Status.WITHDRAWN:
            return
        save(
            locked(old, by=self._by), {"status": Status.WITHDRAWN}, verb="withdraw_article", by=self._by,
            public_note=self._note if old.status in PUBLIC_STATUSES else "",
        )  # fmt: skip
