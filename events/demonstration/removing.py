from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet

from events.demonstration.gazetteer import OWN_PREFIX
from events.demonstration.loading import USERNAME
from events.models import Article, Decision, Event, Figure, Layer, Map, Mention, Organisation, Outlet, Place


def remove() -> dict[str, int]:
    """Deletes the demonstration's rows and nothing else; returns how many rows of each kind are gone.

    An event that an article of somebody else's tells too stays, and so does whatever else is in use.
    """
    with transaction.atomic():
        shared = Event.objects.filter(mentions__article__is_demonstration=False) | Event.objects.filter(
            figures__article__is_demonstration=False
        )
        maps = Map.objects.filter(is_demonstration=True)
        events = Event.objects.filter(is_demonstration=True).exclude(pk__in=shared.values("pk"))
        articles = Article.objects.filter(is_demonstration=True).exclude(mentions__events__in=shared)
        figures = Figure.objects.filter(article__in=articles)
        mentions = Mention.objects.filter(article__in=articles)
        gone = {}
        # A published figure must have its event, and a published event its mentions.
        for queryset in (maps, figures, events, mentions, articles):
            gone[queryset.model._meta.model_name] = _delete(queryset)
        gone["layer"] = _delete(Layer.objects.filter(is_demonstration=True, events__isnull=True))
        gone["organisation"] = _delete(
            Organisation.objects.filter(is_demonstration=True, figures__isnull=True)
        )
        gone["outlet"] = _delete(Outlet.objects.filter(is_demonstration=True, articles__isnull=True))
        unused = Place.objects.filter(mentions__isnull=True, events__isnull=True)
        gone["place"] = _delete(unused.filter(provider="own", provider_id__startswith=OWN_PREFIX))
        if not Decision.objects.filter(by__username=USERNAME).exists():
            with suppress(ProtectedError):  # it made something that stays
                get_user_model().objects.filter(username=USERNAME).delete()
    return gone


def _delete(queryset: QuerySet) -> int:
    """Deletes the rows with the decisions about them; the record is kept only for rows that exist."""
    ids: Iterable[int] = list(queryset.values_list("pk", flat=True))
    model: type[Model] = queryset.model
    Decision.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=ids).delete()
    model._default_manager.filter(pk__in=ids).delete()
    return len(ids)
