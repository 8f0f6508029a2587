from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from events.enums import Precision, Relation
from events.geocoding.ranking import RankedToponym
from events.geocoding.relations import locate
from events.models import Article, Decision, Figure, Mention, MentionCandidate, Organisation, Place
from events.pipeline.reading import Reading, read_text
from events.pipeline.tying import tie
from events.records import PlaceRecord, ReadFigure
from events.review.acts import Refused, require
from events.review.rights import require_decide

#: Longest name of a claimant that is looked up among the organisations.
_MAX_CLAIMANT = 200


def read_article(article: Article, *, by: AbstractUser) -> Reading:
    """Reads a stored article and keeps what was read as proposals, each with its candidates.

    Raises Refused when the article has been read before: proposals are decided on, not made again.
    """
    require(by, "decide_article")
    require_decide(by, article)
    if article.read_at is not None:
        raise Refused(f"“{article.headline}” has been read already. Its proposals wait on the desk.")
    reading = read_text(
        article.text, language=article.language, published_country=article.outlet.country
    )  # fmt: skip
    with transaction.atomic():
        mentions = [_stored_mention(article, ranked, by=by) for ranked in reading.mentions]
        figures = _stored_figures(article, reading.figures, by=by)
        for figure, near in zip(figures, tie(article.text, figures, mentions), strict=True):
            figure.mentions.set(near)
        article.read_at = timezone.now()
        article.is_partly_read = reading.is_partial
        article.save(update_fields=["read_at", "is_partly_read", "updated_at"])
        Decision.objects.record(
            verb="read_article", by=by, on=article, from_status=article.status, to_status=article.status,
            note=f"{len(mentions)} places and {len(figures)} figures proposed.",
        )  # fmt: skip
    return reading


def _stored_mention(article: Article, ranked: RankedToponym, *, by: AbstractUser) -> Mention:
    toponym = ranked.toponym
    best = Place.objects.get(pk=ranked.candidates[0].place.id) if ranked.candidates else None
    mention = Mention(
        article=article, start=toponym.start, end=toponym.end, quote=toponym.quote,
        phrase_start=toponym.phrase.start, phrase_end=toponym.phrase.end,
        excerpt_start=min(toponym.excerpt.start, toponym.phrase.start),
        excerpt_end=max(toponym.excerpt.end, toponym.phrase.end),
        role=toponym.role, relation=toponym.relation, direction=toponym.direction or "",
        distance_m=toponym.distance_m, place=best, evidence=list(toponym.evidence), created_by_id=by.pk,
        other_place=_place(ranked.other), within=_place(ranked.within),
    )  # fmt: skip
    if best is not None:
        set_geometry(mention)
    mention.save()
    MentionCandidate.objects.bulk_create(
        MentionCandidate(
            mention=mention, place_id=candidate.place.id, rank=rank, score=candidate.score,
            reasons=list(candidate.reasons),
        )
        for rank, candidate in enumerate(ranked.candidates, start=1)
    )  # fmt: skip
    return mention


def _place(record: PlaceRecord | None) -> Place | None:
    return Place.objects.get(pk=record.id) if record else None


def set_geometry(mention: Mention) -> None:
    """Gives an unsaved or changed mention the geometry and precision that its place and relation make."""
    if mention.place is None:
        mention.geometry, mention.precision = None, Precision.UNKNOWN
        return
    try:
        located = locate(
            mention.place, relation=Relation(mention.relation), direction=mention.direction or None,
            distance_m=mention.distance_m, other_place=mention.other_place, within=mention.within,
        )  # fmt: skip
    except ValueError as error:
        # The words ask for what the place has not, a border without neighbour say: an editor decides.
        mention.geometry, mention.precision = None, Precision.UNKNOWN
        mention.evidence = [*mention.evidence, str(error)[:300]]
        return
    mention.geometry, mention.precision = located.geometry, located.precision


def _stored_figures(article: Article, read: Iterable[ReadFigure], *, by: AbstractUser) -> list[Figure]:
    figures = [
        Figure(
            article=article, start=figure.start, end=figure.end, wording=figure.quote,
            excerpt_start=figure.excerpt.start, excerpt_end=figure.excerpt.end, measure=figure.measure,
            people=figure.people, unit=figure.unit, quantifier=figure.quantifier, low=figure.low,
            high=figure.high, scope=figure.scope, since=figure.since[:200],
            claimant=claimant_of(figure.claimant), claimant_words=(figure.claimant or "")[:300],
            evidence=list(figure.evidence), created_by_id=by.pk,
        )
        for figure in read
    ]  # fmt: skip
    return Figure.objects.bulk_create(figures)


def claimant_of(words: str | None) -> Organisation | None:
    """The organisation that the article's words name, by its name or an alias; None when none is known."""
    if not words or len(words) > _MAX_CLAIMANT:
        return None
    name = words.casefold().removeprefix("the ").strip()
    exact = Organisation.objects.annotate(folded=Lower("name")).filter(folded=name).first()
    if exact:
        return exact
    for organisation in Organisation.objects.exclude(aliases=[]).only("name", "aliases"):
        if name in {alias.casefold().removeprefix("the ") for alias in organisation.aliases}:
            return organisation
    return None
