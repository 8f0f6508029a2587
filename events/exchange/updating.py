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
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.geos import GEOSGeometry
from django.db import models

from events.enums import PUBLIC_STATUSES, Acceptance, FigureRole, MentionStatus, Status
from events.exchange.applied import FIGURE_FIELDS, MENTION_FIELDS
from events.exchange.entries import Entry, FigureEntry
from events.exchange.inserting import Inserter
from events.exchange.refusals import Problem, shortened
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

_LABELS = {
    "layer_id": "layer", "place_id": "place", "kind": "kind", "earliest": "earliest date",
    "latest": "latest date", "date_precision": "precision of the date", "precision": "precision of the place",
    "is_graphic": "graphic content", "claimant_id": "claimant", "claimant_words": "claimant's words",
}  # fmt: skip


@dataclass(slots=True)
class Updated:
    """What became of the row: `is_changed` when something of ours was written, `kept` what was not."""

    is_changed: bool = False
    kept: list[Problem] = field(default_factory=list)


class Updater:
    """Brings the events of a data set up to date, one by one. `takes_source`: even what an editor
    corrected.
    """

    def __init__(self, run: ImportRun, by: User, inserter: Inserter, *, takes_source: bool) -> None:
        self._run, self._by, self._inserter, self._takes_source = run, by, inserter, takes_source
        self._mention_ids: list[int | None] = []
        self._figure_ids: list[int | None] = []
        self._note = f"Brought up to date with {run.dataset.name} {run.version}".strip() + "."

    def update(self, entry: Entry, record: SourceRecord) -> Updated:
        """Raises Refused, PermissionDenied or IntegrityError for what the rules do not allow."""
        done = Updated()
        event = record.event
        if event is None or event.status == Status.WITHDRAWN:
            done.kept.append(self._left_alone(entry, record, event))
            return done
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
        record.raw, record.applied = json.loads(entry.raw_json), {**entry.applied, "ids": ids}
        record.digest = entry.digest
        record.run, record.row = self._run, entry.row
        record.save()
        return done

    def _left_alone(self, entry: Entry, record: SourceRecord, event: Event | None) -> Problem:
        if event is None:
            sentence = "Its event was deleted here. It is not added again; the new row was not read in."
        elif event.merged_into_id is not None:
            sentence = f"Its event was merged into no. {event.merged_into_id}. The new row was not read in."
        else:
            sentence = f"Its event, no. {event.pk}, was withdrawn. It stays so; the new row was not read in."
        return Problem(entry.row, record.source_id, "", "", sentence, is_refused=False)

    # The event's own fields

    def _change_fields(self, entry: Entry, record: SourceRecord, event: Event, done: Updated) -> None:
        before, after = record.applied["event"], entry.applied["event"]
        changes: dict[str, Any] = {}
        for name, value in after.items():
            if value == before.get(name):
                continue
            is_ours = self._is_as_applied(event, name, before.get(name))
            if is_ours or self._takes_source:
                changes |= self._change(entry, name, value)
            elif not self._is_as_applied(event, name, value):
                done.kept.append(self._kept(entry, event, name, value))
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

    def _kept(self, entry: Entry, row: Event | Figure | Mention, name: str, value: Any) -> Problem:
        label = _LABELS.get(name, name.replace("_", " "))
        decision = (
            Decision.objects.filter(
                content_type__app_label="events", content_type__model=row._meta.model_name, object_id=row.pk,
                changes__has_key=name.removesuffix("_id"),
            )
            .select_related("by")
            .first()
        )  # fmt: skip
        who = (
            f" by {decision.by.get_full_name() or decision.by} on {decision.at:%-d %B %Y}" if decision else ""
        )
        what = label if isinstance(row, Event) else f"{label} of “{row}”"
        return Problem(
            entry.row, entry.source_id, name, str(value),
            f"{what.capitalize()} kept as corrected{who}; the source now says “{shortened(str(value))}”.",
            is_refused=False,
        )  # fmt: skip

    # What its article says

    def _move_mentions(
        self, entry: Entry, record: SourceRecord, event: Event, texts: dict[int, int], done: Updated
    ) -> bool:
        before = dict(zip(record.applied["ids"]["mentions"], record.applied["mentions"], strict=True))
        rows = Mention.objects.in_bulk([pk for pk in before if pk])
        waiting = [rows[pk] for pk in before if pk in rows]
        is_moved = False
        for m, told in zip(entry.mentions, entry.applied["mentions"], strict=True):
            row = waiting.pop(0) if waiting else None
            self._mention_ids.append(row.pk if row else None)
            if row is None:
                continue  # deleted here: it stays so
            text = entry.articles[m.article].text
            start, end = phrase_of(m)
            changes = self._fields(entry, row, before[row.pk], told, MENTION_FIELDS, done)
            if row.status != MentionStatus.ACCEPTED:
                # An editor has said that it is no place; only what holds it moves on.
                changes = {}
            if "place_id" in changes or "precision" in changes:
                changes["geometry"] = geometry_of(entry.applied["event"]["geometry"])
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
        for f, told in zip(entry.figures, entry.applied["figures"], strict=True):
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
            if told[name] == was.get(name):
                continue
            if as_applied(getattr(row, name)) == was.get(name) or self._takes_source:
                changes[name] = date.fromisoformat(told[name]) if _is_day(name, told[name]) else told[name]
            elif as_applied(getattr(row, name)) != told[name]:
                done.kept.append(self._kept(entry, row, name, told[name]))
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
        old = Article.objects.filter(pk=record.article_id).exclude(pk__in=kept).first()
        if old is None or old.mentions.exists() or old.figures.exists() or old.status == Status.WITHDRAWN:
            return
        save(
            locked(old, by=self._by), {"status": Status.WITHDRAWN}, verb="withdraw_article", by=self._by,
            public_note=self._note if old.status in PUBLIC_STATUSES else "",
        )  # fmt: skip


def as_applied(value: Any) -> Any:
    """A field's value as `SourceRecord.applied` has it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def geometry_of(name: str | None) -> GEOSGeometry | None:
    """The geometry that `shape_name` names."""
    if not name:
        return None
    if name.startswith("place "):
        place = Place.objects.filter(pk=int(name.removeprefix("place "))).first()
        return (place.geometry or place.point) if place else None
    return GEOSGeometry(name, srid=4326)


def _is_day(name: str, value: Any) -> bool:
    return value is not None and name in ("period_start", "period_end")
