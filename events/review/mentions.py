"""What editors do with the places an article names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, transaction

from events.enums import MentionRole, MentionStatus, Precision, Relation
from events.models import Article, Decision, Mention, Place
from events.review import following
from events.review.acts import (
    Refused,
    check_deferred_constraints,
    differs,
    locked,
    require,
    require_note_to_readers,
    save,
)
from events.review.constraints import sentence_for
from events.review.following import is_where_told
from events.review.four_eyes import refuse_own
from events.review.geometry import check_drawing
from events.review.rights import require_decide
from events.review.spans import excerpt_of, quote_of


def _decide(
    mention: Mention,
    changes: Mapping[str, Any],
    *,
    verb: str,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    """What a mention says is evidence for its events: one that readers see is marked as changed, with the
    note to them; one that nobody has seen yet and that lies where its mentions put it moves along."""
    require(by, "decide_article")
    try:
        with transaction.atomic():
            events = following.events_on(mention)
            # A country's outline is not read to accept it.
            shape = () if "geometry" in changes else ("geometry",)
            current = locked(mention, by=by, version=version, wanted=changes, without=shape)
            public = [event for event in events if event.is_public and differs(current, changes)]
            for event in public:
                require(by, "publish_event")
                refuse_own(event, by=by)
                require_note_to_readers(public_note, f"“{event.title}” rests on “{current.quote}” and")
            followers = following.followers(events)
            save(
                current, changes, verb=verb, by=by, note=note, public_note=public_note, request_id=request_id
            )
            for event in public:
                following.mark_changed(event, by=by, note=note, public_note=public_note)
            for event in followers:
                if not is_where_told(event):
                    following.follow(event, by=by)
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def accept_mention(
    mention: Mention,
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    """Confirms the mention with the place, geometry, precision and role that it has.

    Raises Refused when it has neither place nor geometry, EditConflict when it changed meanwhile.
    """
    return _decide(
        mention, {"status": MentionStatus.ACCEPTED}, verb="accept_mention", by=by, note=note,
        public_note=public_note, version=version, request_id=request_id,
    )  # fmt: skip


def correct_mention(
    mention: Mention,
    *,
    by: AbstractUser,
    place: Place | None,
    geometry: GEOSGeometry | None,
    precision: Precision,
    relation: Relation = Relation.IN,
    direction: str = "",
    distance_m: float | None = None,
    other_place: Place | None = None,
    within: Place | None = None,
    role: MentionRole | None = None,
    status: MentionStatus = MentionStatus.ACCEPTED,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    """Gives the mention another place, geometry, precision, relation or role, and accepts it so."""
    changes: dict[str, Any] = {
        "place": place, "geometry": geometry, "precision": precision, "relation": relation,
        "direction": direction, "distance_m": distance_m, "other_place": other_place, "within": within,
        "status": status,
    }  # fmt: skip
    if role is not None:
        changes["role"] = role
    return _decide(
        mention, changes, verb="correct_mention", by=by, note=note, public_note=public_note, version=version,
        request_id=request_id,
    )  # fmt: skip


def set_mention_role(
    mention: Mention,
    *,
    by: AbstractUser,
    role: MentionRole,
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    return _decide(
        mention, {"role": role}, verb="set_mention_role", by=by, public_note=public_note, version=version,
        request_id=request_id,
    )  # fmt: skip


def move_mention(
    mention: Mention,
    *,
    by: AbstractUser,
    start: int,
    end: int,
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    """Changes which words of the article the mention marks. Its place stays as it is."""
    changes: dict[str, Any] = {
        "start": start,
        "end": end,
        "quote": quote_of(mention.article, start, end),
        "phrase_start": start,
        "phrase_end": end,
    }
    if start < mention.excerpt_start or end > mention.excerpt_end:
        changes["excerpt_start"], changes["excerpt_end"] = excerpt_of(mention.article, start, end)
    return _decide(
        mention, changes, verb="move_mention", by=by, public_note=public_note, version=version,
        request_id=request_id,
    )  # fmt: skip


def reject_mention(
    mention: Mention,
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    """Says that the words name no place that matters. Refused while a published event rests on it alone."""
    return _decide(
        mention, {"status": MentionStatus.REJECTED}, verb="reject_mention", by=by, note=note,
        public_note=public_note, version=version, request_id=request_id,
    )  # fmt: skip


def mark_not_identifiable(
    mention: Mention,
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    """Says that it is a place and that nobody can tell which: a proper answer."""
    changes = {
        "status": MentionStatus.NOT_IDENTIFIABLE,
        "place": None,
        "geometry": None,
        "precision": Precision.UNKNOWN,
    }
    return _decide(
        mention, changes, verb="mark_not_identifiable", by=by, note=note, public_note=public_note,
        version=version, request_id=request_id,
    )  # fmt: skip


def reopen_mention(
    mention: Mention,
    *,
    by: AbstractUser,
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    """Takes a decision back: the mention is proposed again."""
    return _decide(
        mention, {"status": MentionStatus.PROPOSED}, verb="reopen_mention", by=by, public_note=public_note,
        version=version, request_id=request_id,
    )  # fmt: skip


def add_mention(
    article: Article,
    *,
    by: AbstractUser,
    start: int,
    end: int,
    excerpt: tuple[int, int] | None = None,
    phrase: tuple[int, int] | None = None,
    role: MentionRole = MentionRole.HAPPENED_HERE,
    request_id: UUID | None = None,
) -> Mention:
    """Marks words that the reading missed, as a proposal without a place yet."""
    require(by, "decide_article")
    require_decide(by, article)
    quote = quote_of(article, start, end)
    phrase_start, phrase_end = phrase or (start, end)
    excerpt_start, excerpt_end = excerpt or excerpt_of(article, phrase_start, phrase_end)
    try:
        with transaction.atomic():
            mention = Mention.objects.create(
                article=article, start=start, end=end, quote=quote, role=role,
                phrase_start=phrase_start, phrase_end=phrase_end,
                excerpt_start=min(excerpt_start, phrase_start), excerpt_end=max(excerpt_end, phrase_end),
                evidence=["marked by an editor"], created_by_id=by.pk,
            )  # fmt: skip
            Decision.objects.record(
                verb="add_mention", by=by, on=mention, to_status=mention.status, request_id=request_id
            )
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return mention


#: What `edit_mention` may change: everything but the words in the article.
EDITABLE = frozenset(
    {
        "status", "role", "place", "relation", "direction", "distance_m", "other_place", "within", "geometry",
        "precision",
    }
)  # fmt: skip


def edit_mention(
    mention: Mention,
    changes: Mapping[str, Any],
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
) -> Mention:
    """Sets fields as an editor typed them, without geocoding again; see EDITABLE."""
    if unknown := set(changes) - EDITABLE:
        raise Refused(f"A mention has no editable {', '.join(sorted(unknown))}.")
    if changes.get("geometry") is not None:
        check_drawing(changes["geometry"])
    return _decide(
        mention, changes, verb="edit_mention", by=by, note=note, public_note=public_note, version=version
    )
