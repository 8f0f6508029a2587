"""Showing an event less exactly than it is known, for people's safety, and showing it exactly again.

What is known is put aside (see `models/discretion.py`); the event's own columns, those of the mentions that
tell it and those of its articles hold what readers may see. So every route shows the coarse place: there is
nothing else where it reads. The database keeps passages and notes that name the place from readers, and
refuses a title, a figure or a headline that does (migration 0028).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction

from events.enums import Precision, Status
from events.models import (
    Article,
    Decision,
    DiscreetMention,
    Discretion,
    Event,
    EventMention,
    Figure,
    KeptSource,
    Mention,
)
from events.models.base import Tracked
from events.models.discretion import LEVELS
from events.review.acts import (
    check_deferred_constraints,
    locked,
    refuse_merged,
    require,
    require_note_to_readers,
)
from events.review.aside import (
    EVENT_FIELDS,
    MENTION_FIELDS,
    SOURCE_FIELDS,
    is_coarsened,
    known,
    renew_names,
    tells,
    visible_values,
    withheld_names,
)
from events.review.coarseness import coarsest
from events.review.constraints import sentence_for
from events.review.four_eyes import refuse_own
from events.review.naming import refuse_telling
from events.review.refusals import Refused

_WORDS = {
    Precision.ADMIN2: "its district",
    Precision.ADMIN1: "its province",
    Precision.COUNTRY: "its country",
}


def show_coarser(
    event: Event,
    *,
    by: AbstractUser,
    reason: str,
    level: Precision = Precision.ADMIN1,
    public_note: str = "",
    with_events: bool = False,
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Shows readers the event's district, province or country instead of the place that is known.

    Other events that share a mention with it would give the place away: with `with_events` they are shown
    so too. The reason is for colleagues; readers get a note only when one is given, for a note points at what
    is hidden. Calling it again changes the level: of an event that was shown as a wider area, what readers
    see grows, and that asks for what `show_exactly` does. Raises Refused when a title, a figure or a map
    names the place, with what to change first.
    """
    require(by, "show_coarser")
    if level not in LEVELS:
        raise Refused(f"An event can be shown as its district, province or country, not as “{level}”.")
    if not reason.strip():
        raise Refused("Say why the place is not shown exactly. Only colleagues read it.")
    try:
        with transaction.atomic():
            events = _together(event, by=by, version=version, with_events=with_events)
            for each in events:
                if shows_more(each, level):
                    _require_to_show(each, by=by, public_note=public_note)
            for each in events:
                _put_aside(each, level, by=by)
            for each in events:
                _bring_in_line(each, by=by)
            for each in events:
                refuse_telling(each)
                changes = {"status": Status.CHANGED} if each.is_public and public_note.strip() else {}
                _write(
                    each, changes, verb="show_coarser", by=by, note=reason, public_note=public_note,
                    recorded={"shown as": [None, str(level)]}, request_id=request_id,
                )  # fmt: skip
                request_id = None
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return next(each for each in events if each.pk == event.pk)


def show_exactly(
    event: Event,
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    with_events: bool = False,
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Shows readers the place as it is known, with the passages, notes and links that name it. Readers of a
    published event are told so in a note."""
    require(by, "show_exactly")
    try:
        with transaction.atomic():
            events = _together(event, by=by, version=version, with_events=with_events, showing_exactly=True)
            if not Discretion.objects.filter(event=event).exists():
                raise Refused(f"“{event.title}” is shown as exactly as it is known.")
            for each in events:
                _require_to_show(each, by=by, public_note=public_note)
            for each in events:
                exact = known(each)
                changes = {name: getattr(exact, name) for name in EVENT_FIELDS} | {"is_coarsened": False}
                Discretion.objects.filter(event=each).delete()
                if each.is_public:
                    changes["status"] = Status.CHANGED
                _write(
                    each, changes, verb="show_exactly", by=by, note=note,
                    public_note=public_note if each.is_public else "", recorded={}, request_id=request_id,
                )  # fmt: skip
                request_id = None
            release(Mention.objects.filter(event_mentions__event__in=events), by=by)
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return next(each for each in events if each.pk == event.pk)


def shows_more(event: Event, level: str) -> bool:
    """Whether readers would see more of the event's place at the level than they do."""
    now = Discretion.objects.filter(event=event).values_list("level", flat=True).first()
    return now is not None and now != level and coarsest([now, level]) == now


def _require_to_show(event: Event, *, by: AbstractUser, public_note: str) -> None:
    """What it takes to show readers more of an event's place: the right, and of what they see already that of
    a correction."""
    require(by, "show_exactly")
    if event.is_public:
        require(by, "publish_event")
        refuse_own(event, by=by)
        require_note_to_readers(public_note, f"“{event.title}”")


def settle(event: Event, *, by: AbstractUser) -> bool:
    """Brings an event (locked) whose mentions or figures have changed in line: told by a mention whose place
    is shown coarser, it is shown so itself, as the widest area among them and its own; and what else tells it
    follows. Says whether there was something to do."""
    levels = DiscreetMention.objects.filter(
        mention__event_mentions__event=event, is_coarsened=True
    ).values_list("level", flat=True)
    own = Discretion.objects.filter(event=event).values_list("level", flat=True).first()
    if own is None and not levels:
        return False
    level = coarsest([*levels, own] if own else levels)
    if level != own:
        _put_aside(event, level, by=by)
    _bring_in_line(event, by=by)
    if level != own:
        _write(event, {}, verb="show_coarser", by=by, recorded={})
    return True


def release(mentions: Iterable[Mention], *, by: AbstractUser) -> None:
    """Shows exactly what tells no event with discretion any more: mentions, and the sources of articles."""
    rows = Mention.objects.filter(pk__in=[mention.pk for mention in mentions], known__isnull=False)
    for mention in rows.order_by("pk").select_for_update(of=("self",)):
        if Discretion.objects.filter(event__event_mentions__mention=mention).exists():
            continue
        exact = known(mention)
        changes = {name: getattr(exact, name) for name in MENTION_FIELDS}
        DiscreetMention.objects.filter(mention=mention).delete()
        _write(mention, changes, verb="show_exactly", by=by, recorded={})
    for kept in (
        KeptSource.objects.filter(is_confidential=False).select_related("article").order_by("article")
    ):
        if not discretions_of(kept.article_id).exists():
            name_source_again(kept, by=by, verb="show_exactly")


def state_in_words(event: Event) -> str:
    """What readers are shown of the event's place and what is known, for an editor; empty when it is the
    same: "Readers see Idlib (admin-1). Known to editors alone: Saraqib (settlement)."."""
    if (discretion := Discretion.objects.filter(event=event).select_related("place").first()) is None:
        return ""
    seen = event.place.name if event.place else "no place"
    exact = discretion.place.name if discretion.place else "a place drawn by hand"
    return (
        f"Readers see {seen} ({event.get_precision_display().lower()}). "
        f"Known to editors alone: {exact} ({discretion.get_precision_display().lower()})."
    )


# Events that share mentions


def _together(
    event: Event, *, by: AbstractUser, version: int | None, with_events: bool, showing_exactly: bool = False
) -> list[Event]:
    """The event and those that share its mentions, however far around, locked by number."""
    found = {event.pk}
    while True:
        links = EventMention.objects.filter(mention__event_mentions__event__in=found)
        more = set(links.values_list("event", flat=True)) - found
        if not more:
            break
        found |= more
    others = Event.objects.filter(pk__in=found - {event.pk})
    if showing_exactly:
        others = others.filter(discretion__isnull=False)
    if not with_events and (other := others.order_by("pk").first()):
        shared = Mention.objects.filter(event_mentions__event=other).order_by("pk").first()
        quote = shared.quote if shared else ""
        if showing_exactly:
            raise Refused(
                f"“{quote}” also tells “{other}”, which would be shown exactly with it. "
                "Choose to show both exactly."
            )
        if not Discretion.objects.filter(event=other).exists():
            raise Refused(
                f"“{quote}” also tells “{other}”, which shows the place. Choose to show both less exactly, "
                "or take the mention out of one of them first."
            )
    rows = sorted([event, *others], key=lambda each: each.pk)
    held = [locked(each, by=by, version=version if each.pk == event.pk else None) for each in rows]
    for each in held:
        if each.pk == event.pk:
            refuse_merged(each)
    return held


# Putting aside


def _put_aside(event: Event, level: str, *, by: AbstractUser) -> None:
    exact = known(event)
    Discretion.objects.update_or_create(
        event=event,
        defaults={"level": level, "by_id": by.pk, **{name: getattr(exact, name) for name in EVENT_FIELDS}},
    )


def _bring_in_line(event: Event, *, by: AbstractUser) -> None:
    """Writes the coarse place into the event, its mentions and its articles, from what is known."""
    discretion = Discretion.objects.get(event=event)
    mentions = Mention.objects.filter(event_mentions__event=event).order_by("pk")
    for mention in mentions.select_for_update(of=("self",)):
        _refuse_shared(mention, event)
        _hide_mention(mention, discretion.level, by=by)
    wanted = {name: getattr(discretion, name) for name in EVENT_FIELDS}
    _set(event, {**visible_values(discretion, wanted), "is_coarsened": True})
    renew_names(discretion)
    for article in _articles_of(event):
        keep_source_of(article, by=by)


def _refuse_shared(mention: Mention, event: Event) -> None:
    others = Event.objects.filter(event_mentions__mention=mention, discretion__isnull=True).exclude(
        pk=event.pk
    )
    if other := others.exclude(merged_into__isnull=False).first():
        raise Refused(
            f"“{mention.quote}” also tells “{other}”, which shows the place. Show that one less exactly "
            "first, or take the mention out of it."
        )


def _hide_mention(mention: Mention, level: str, *, by: AbstractUser) -> None:
    aside = DiscreetMention.objects.filter(mention=mention).first()
    if aside is None:
        aside = DiscreetMention(mention=mention, **{name: getattr(mention, name) for name in MENTION_FIELDS})
    elif aside.level == level:
        return
    aside.level = level
    visible = visible_values(aside, {name: getattr(aside, name) for name in MENTION_FIELDS})
    aside.is_coarsened = is_coarsened(aside, visible)
    aside.save()
    if any(getattr(mention, name) != value for name, value in visible.items()):
        _write(mention, visible, verb="show_coarser", by=by, recorded={"shown as": [None, str(level)]})


def _articles_of(event: Event) -> list[Article]:
    told = Mention.objects.filter(event_mentions__event=event).values("article")
    counted = Figure.objects.filter(event=event).values("article")
    rows = Article.objects.filter(pk__in=told.union(counted)).order_by("pk").select_related("outlet")
    return list(rows.select_for_update(of=("self",)))


def discretions_of(article: int) -> Any:
    """Those of the events that the article tells or counts in."""
    return Discretion.objects.filter(
        event__event_mentions__mention__article=article
    ) | Discretion.objects.filter(event__figures__article=article)


def keep_source_of(article: Article, *, by: AbstractUser) -> None:
    """Keeps what of the article's source leads to the place: its addresses always, since the article at the
    other end names it, and its headline or outlet where these do."""
    kept = KeptSource.objects.filter(article=article).first()
    if kept is None:
        kept = KeptSource(
            article=article, by_id=by.pk, **{name: getattr(article, name) for name in SOURCE_FIELDS}
        )
    names = withheld_names(article.pk)
    hides_outlet = kept.is_confidential or tells(kept.outlet.name, names)
    hides_headline = kept.is_confidential or tells(kept.headline, names)
    if kept.pk and (kept.hides_outlet, kept.hides_headline) == (hides_outlet, hides_headline):
        return
    write_kept_source(kept, article, by=by, verb="show_coarser")


def write_kept_source(kept: KeptSource, article: Article, *, by: AbstractUser, verb: str, note: str = "",
                      public_note: str = "", changes: dict[str, Any] | None = None) -> None:  # fmt: skip
    kept.hides_outlet = kept.is_confidential or tells(kept.outlet.name, withheld_names(article.pk))
    visible = visible_values(kept, {name: getattr(kept, name) for name in SOURCE_FIELDS})
    kept.save()
    _write(
        article,
        {**visible, "is_withheld": True, **(changes or {})},
        verb=verb,
        by=by,
        recorded={},
        note=note,
        public_note=public_note,
    )


def name_source_again(kept: KeptSource, *, by: AbstractUser, verb: str, note: str = "", public_note: str = "",
                      changes: dict[str, Any] | None = None) -> None:  # fmt: skip
    """Gives an article its own source back."""
    article = Article.objects.select_for_update(of=("self",)).get(pk=kept.article_id)
    exact = known(article)
    source = {name: getattr(exact, name) for name in SOURCE_FIELDS}
    kept.delete()
    _write(
        article,
        {**source, "is_withheld": False, **(changes or {})},
        verb=verb,
        by=by,
        recorded={},
        note=note,
        public_note=public_note,
    )


def _set(row: Tracked, values: dict[str, Any]) -> list[str]:
    """Writes the row's own columns as they are given, past `acts.save`, which would put them aside."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "updated_at"])
    return [*values]


def _write(
    row: Tracked,
    values: dict[str, Any],
    *,
    verb: str,
    by: AbstractUser,
    recorded: dict[str, list[Any]],
    note: str = "",
    public_note: str = "",
    request_id: UUID | None = None,
) -> None:
    """Writes the row's own columns and records the act, without the values: they are what is not told."""
    from_status = getattr(row, "status", "")
    row.version += 1
    _set(row, {**values, "version": row.version})
    Decision.objects.record(
        verb=verb, by=by, on=row, from_status=from_status, to_status=getattr(row, "status", ""), note=note,
        public_note=public_note, changes=recorded, request_id=request_id,
    )  # fmt: skip
