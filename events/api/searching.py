"""Search: which published events have all the words, in what is said of them or in a name that is theirs.

The database reads words from texts and from what readers type with one function (migration `0014_search`),
so case, accents, apostrophes, hyphens and doubled letters do not count. A longer word is also the beginning
of one ("bomb" of "bombing"); a short one stands for itself: "Hama" is not "Hamas". Names of places are also
found in other spellings, by their consonants and as far as their vowels agree: "Hodeidah" is al-Hudaydah.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL

from events.geocoding.variants import is_variant, may_vary, with_variants
from events.models import Event, EventMention, Figure, Mention, Organisation, Outlet, PlaceName

#: Up to so many letters a word is looked for as it is; longer ones may go on.
_WHOLE_UP_TO = 4
#: The Arabic article in its Latin forms, which is written or left out at will.
_ARTICLES = frozenset(("al", "el", "an", "ar", "as", "at", "ad", "az", "ash", "ath", "adh", "es", "ez", "er"))
_NAMED = "SELECT place_id FROM events_placesearch WHERE words @@ %s::tsquery"
_SAME_CONSONANTS = (
    "SELECT place_id FROM events_placesearch WHERE words @@ ('''~' || events_consonants(%s) || '''')::tsquery"
)


class Searched(Func):
    """The words of texts, put one behind the other, as the database reads them."""

    function = "events_searched"
    arg_joiner = " || "
    output_field = TextField()


class Beside(Func):
    """The column `searched` of the same row, which the database keeps and no model knows."""

    output_field = TextField()

    def __init__(self) -> None:
        super().__init__(F("pk"))

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        sql, params = super().as_sql(*args, **{**kwargs, "template": "%(expressions)s"})
        return f'{sql.rsplit(".", 1)[0]}."searched"', params


class Has(Func):
    template = "%(expressions)s::tsquery"
    arg_joiner = " @@ "
    output_field = BooleanField()


def having_words(q: str, events: QuerySet[Event]) -> QuerySet[Event]:
    """The events in which every word occurs somewhere. A search without a letter or digit finds nothing."""
    words = words_of(q)
    if not words:
        return events.none()
    for word in words:
        events = events.filter(pk__in=_events_with(word))
    return events


@lru_cache(maxsize=256)
def words_of(q: str) -> tuple[str, ...]:
    """The words as the database reads them, each once; articles only where there is nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_words(%s)", [q])
        (found,) = cursor.fetchone()
    words = tuple(dict.fromkeys(found or ()))
    return tuple(word for word in words if word not in _ARTICLES) or words


def tsquery(word: str, *, is_prefix: bool | None = None) -> str:
    """`is_prefix`: whether words that begin like it are meant too; left open, when it is long enough."""
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    if is_prefix is None:
        is_prefix = len(word) > _WHOLE_UP_TO
    return f"'{quoted}'{':*' if is_prefix else ''}"


def named(rows: type[Organisation] | type[Outlet], query: str) -> QuerySet[Any]:
    """The organisations or outlets with such a name, or such a further name."""
    names: list[Any] = [F("name")]
    if rows is Organisation:
        names += [Value(" "), Func(F("aliases"), function="events_joined")]
    return rows.objects.filter(Has(Searched(*names), Value(query))).order_by()


def places_named(query: str) -> RawSQL:
    """The ids of the places of events, and of the areas around these, with such a name."""
    return RawSQL(_NAMED, [query])  # noqa: S611 -- a constant statement


def places_spelt_like(word: str) -> set[int]:
    """Places one of whose names, or one word of it, may be another spelling of the word."""
    if not may_vary(word):
        return set()
    found = PlaceName.objects.filter(place__in=RawSQL(_SAME_CONSONANTS, [word]))  # noqa: S611
    return {
        place
        for place, key, country in found.values_list("place", "key", "place__country")
        if with_variants([country]) and any(is_variant(word, part) for part in (key, *key.split()))
    }


def ways_to(word: str, *, is_prefix: bool | None = None) -> list[tuple[QuerySet[Any], str]]:
    """Each way to find a word by an index of its own: rows, and their column that names the event."""
    query = tsquery(word, is_prefix=is_prefix)
    claims, links = Figure.objects.published(), EventMention.objects.published()
    quoting = Mention.objects.filter(Has(Beside(), Value(query)))
    ways: list[tuple[QuerySet[Any], str]] = [
        (Event.objects.filter(Has(Beside(), Value(query))), "pk"),
        (Event.objects.filter(place__in=places_named(query)), "pk"),
        (claims.filter(Has(Beside(), Value(query))), "event"),
        (claims.filter(claimant__in=named(Organisation, query)), "event"),
        (links.filter(mention__in=quoting), "event"),
        (links.filter(mention__article__outlet__in=named(Outlet, query)), "event"),
    ]
    # Apart from those that are called so: of "or" between both PostgreSQL asks every event.
    if spelt_like := places_spelt_like(word):
        ways.append((Event.objects.filter(place__in=spelt_like), "pk"))
    return [(rows.order_by(), column) for rows, column in ways]


def _events_with(word: str) -> QuerySet[Any, Any]:
    """All ways put together: under one condition with all of them every event's texts would be read."""
    first, *others = (rows.values(column) for rows, column in ways_to(word))
    return first.union(*others)
