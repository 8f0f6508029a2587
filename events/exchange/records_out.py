"""Everything that is known of some events as JSON lines (`columns.RECORDS`), for another Dateline.

With the articles' whole texts, which are private: for newsrooms, not for readers. Accounts, comments,
confidential notes and the history are not in it, nor events of which something is kept from readers: their
articles' texts would say it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import ForeignKey, Model, Q, QuerySet

from events.exchange.columns import JSON_LINES_FORMAT, NOT_EXCHANGED
from events.exchange.telling import seen_by
from events.exchange.wkt import wkt_of
from events.models import (
    Article,
    Dataset,
    Event,
    EventMention,
    Figure,
    Layer,
    Mention,
    Organisation,
    Outlet,
    Place,
    SourceRecord,
)
from events.review.rights import User

#: Rows that are held at once.
_CHUNK = 500
#: Of whom the file does not speak: accounts, and the runs of imports.
_LEFT_OUT = NOT_EXCHANGED | {"assignee", "run", "dismissed_at"}

#: Events of which an editor keeps the place, or the source of an article that tells them.
_KEPT = (
    Q(is_coarsened=True)
    | Q(pk__in=EventMention.objects.filter(mention__article__is_withheld=True).values("event"))
    | Q(pk__in=Figure.objects.filter(article__is_withheld=True, event__isnull=False).values("event"))
)


def records_of(events: QuerySet[Event], *, by: User | None = None) -> Iterator[str]:
    """The lines, in the order in which they must be read: each names only rows before it. The first says how
    many events are left out. `by` is whose rights hold for what tells the events.
    """
    whole = events.exclude(_KEPT)
    left_out = events.count() - whole.count()
    first = {"record": "dateline", "format": JSON_LINES_FORMAT}
    yield _line(first | ({"left_out": left_out} if left_out else {}))
    for name, rows in _tables(whole, by):
        for row in rows.iterator(chunk_size=_CHUNK):
            yield _line({"record": name, **record_of(row)})


def _tables(events: QuerySet[Event], by: User | None) -> Iterator[tuple[str, QuerySet[Any]]]:
    links = seen_by(by, EventMention.objects.filter(event__in=events.values("pk")))
    figures = seen_by(by, Figure.objects.filter(event__in=events.values("pk")))
    mentions = Mention.objects.filter(
        Q(pk__in=links.values("mention")) | Q(figures__in=figures.values("pk"))
    ).distinct()
    articles = Article.objects.filter(
        Q(pk__in=mentions.values("article")) | Q(pk__in=figures.values("article"))
    )
    records = seen_by(by, SourceRecord.objects.filter(event__in=events.values("pk")))
    claimants = figures.filter(claimant__isnull=False).values("claimant")
    datasets = Dataset.objects.filter(pk__in=records.values("dataset"))
    outlets = Outlet.objects.filter(Q(pk__in=articles.values("outlet")) | Q(pk__in=datasets.values("outlet")))
    own = Place.objects.filter(provider_id="").filter(
        Q(pk__in=events.values("place")) | Q(pk__in=mentions.values("place"))
        | Q(pk__in=mentions.values("other_place")) | Q(pk__in=mentions.values("within"))
    )  # fmt: skip
    for name, rows in (
        ("outlet", outlets), ("organisation", Organisation.objects.filter(pk__in=claimants)),
        ("layer", Layer.objects.filter(pk__in=events.values("layer"))), ("place", own),
        ("dataset", datasets), ("article", articles), ("mention", mentions), ("event", events),
        ("eventmention", links), ("figure", figures.prefetch_related("mentions")), ("sourcerecord", records),
    ):  # fmt: skip
        yield name, rows.order_by("pk")


def record_of(row: Model) -> dict[str, Any]:
    """The row's fields by name; what is unknown or empty is left out."""
    told: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in _LEFT_OUT:
            continue
        if isinstance(field, ForeignKey) and field.related_model is Place:
            value = _place(getattr(row, field.name))
        else:
            value = _plain(getattr(row, field.attname))
        if value not in (None, "", [], {}):
            told[field.name] = value
    if isinstance(row, Figure):
        told["mentions"] = sorted(mention.pk for mention in row.mentions.all())
    return told


def _place(place: Place | None) -> Any:
    """A place of a gazetteer as that names it; of one's own, its number in this file."""
    if place is None or not place.provider_id:
        return place.pk if place else None
    return {
        "provider": place.provider, "provider_id": place.provider_id, "name": place.name,
        "country": place.country, "kind": place.kind,
    }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, GEOSGeometry):
        return wkt_of(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
