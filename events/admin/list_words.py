"""Searching the lists of many rows by words, as readers search the map: through the indexes of words.

"bomb" is the beginning of a word, not a part of one. What hangs on a row (its place, its claimant) is looked
up first and given as numbers: PostgreSQL uses an index for each of two conditions on one table, and reads
every row where one of the two is about another table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet, Value
from django.http import HttpRequest

from events.admin.list_filters import known_values
from events.admin.long_lists import by_indexes
from events.api.searching import Beside, Has, Searched, places_named, tsquery, words_of
from events.enums import ArticleKind
from events.folding import fold
from events.models import (
    Article,
    Comment,
    Dataset,
    Decision,
    Event,
    Mention,
    Organisation,
    Outlet,
    Place,
    PlaceName,
    SourceRecord,
)
from events.review.among import Among

#: Rows of another table that a word may stand for; a word of more of them is not looked for there.
_FEW = 2_000
#: Shorter words stand for themselves: each letter begins half of all words.
_BEGINS_FROM = 3

#: What a word is looked for in: the condition for it, None where that has no such word.
Way = Callable[[str], Q | None]


class WordSearch:
    """A page whose search finds rows in which every word occurs in one of `word_ways`, or that hang on a row
    in which all of them occur (`whole_ways`)."""

    word_ways: tuple[Way, ...] = ()
    whole_ways: tuple[Callable[[str], Q | None], ...] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not term.strip():
            return queryset, False
        words = [word for word in term.split() if words_of(word)]
        found = _every(words, self.word_ways) if words else None
        wholes = [condition for way in self.whole_ways if (condition := way(term)) is not None]
        conditions = [condition for condition in (found, *wholes) if condition is not None]
        if not conditions:
            return queryset.none(), False
        either = conditions[0]
        for condition in conditions[1:]:
            either |= condition
        return queryset.filter(either), False


def _every(words: Sequence[str], ways: Sequence[Way]) -> Q | None:
    """That each word is in one of the ways; None when a word is in none of them."""
    every = Q()
    for word in words:
        found = [condition for way in ways if (condition := way(word)) is not None]
        if not found:
            return None
        either = found[0]
        for condition in found[1:]:
            either |= condition
        every &= either
    return every


def begin(term: str) -> str:
    """What the database is asked for words that begin as those of the term."""
    return " & ".join(tsquery(word, is_prefix=len(word) >= _BEGINS_FROM) for word in words_of(term))


def one_of(name: str, numbers: Sequence[int]) -> Q | None:
    return Q(Among(name, numbers)) if numbers else None


def few(rows: QuerySet[Any], name: str = "pk") -> list[int]:
    """The keys of the rows, or others that they name; none where there are more than a word may stand for."""
    with by_indexes():
        found = list(rows.order_by().values_list(name, flat=True)[: _FEW + 1])
    return found if len(found) <= _FEW else []


# Ways


def said(word: str) -> Q:
    """In the row's own words, or in the passage that it was read from."""
    return Q(Has(Beside(), Value(begin(word))))


def headline(word: str) -> Q:
    # The index is of articles. Records of a data set are all called after it; their numbers tell them apart.
    return Q(Has(Searched(F("headline")), Value(begin(word)))) & Q(kind=ArticleKind.ARTICLE)


def at_place(word: str) -> Q | None:
    """At a place with the word in one of its names: of those that events are at, else of those so called."""
    places = Place.objects.filter(pk__in=places_named(begin(word))).order_by()
    called = PlaceName.objects.filter(key=fold(word)).order_by().values_list("place", flat=True)
    return one_of("place", sorted({*places.values_list("pk", flat=True)[:_FEW], *called[:_FEW]}))


def of_claimant(word: str) -> Q | None:
    named = Q(name__icontains=word) | Q(aliases__icontains=word)
    return one_of("claimant", few(Organisation.objects.filter(named)))


def of_outlet(word: str) -> Q | None:
    return one_of("outlet", few(Outlet.objects.filter(name__icontains=word)))


def of_event(term: str) -> Q | None:
    query = begin(term)
    return one_of("event", few(Event.objects.filter(Has(Beside(), Value(query))))) if query else None


def of_article(term: str) -> Q | None:
    return one_of("article", few(Article.objects.filter(headline(term)))) if begin(term) else None


def of_mention(term: str) -> Q | None:
    query = begin(term)
    return one_of("mention", few(Mention.objects.filter(Has(Beside(), Value(query))))) if query else None


def at_address(term: str) -> Q | None:
    """An address, or how it begins, with or without what browsers leave out."""
    address = "".join(term.split())
    if "." not in address:
        return None
    begun = Q()
    for start in ("",) if "://" in address else ("https://", "http://", "https://www.", "http://www."):
        begun |= Q(url__startswith=f"{start}{address}")
    return begun & ~Q(url="")


def in_data_set(term: str) -> Q | None:
    """The number of a row in its data set; of every data set, so that the index of both serves it."""
    datasets = list(Dataset.objects.order_by().values_list("pk", flat=True))
    return (one_of("dataset", datasets) or Q()) & Q(source_id=term.strip()) if datasets else None


def of_record(term: str) -> Q | None:
    """The record with this number in its data set, as an article."""
    found = in_data_set(term)
    records = SourceRecord.objects.filter(found).values_list("article", flat=True) if found else ()
    return one_of("pk", sorted({pk for pk in records[:_FEW] if pk}))


def decided_by(word: str) -> Q | None:
    people = get_user_model().objects.filter(username__icontains=word)
    return one_of("by", few(people))


def act(word: str) -> Q | None:
    verbs = [verb for verb in known_values(Decision, "verb") if word in verb]
    return Q(verb__in=verbs) if verbs else None


def with_note(word: str) -> Q:
    # The index is of the rows that have one; an import notes the same of each of its rows.
    notes = Searched(F("note"), Value(" "), F("public_note"))
    return Q(Has(notes, Value(begin(word)))) & (~Q(note="") | ~Q(public_note="")) & ~Q(verb="import_event")


def comment_text(word: str) -> Q:
    return Q(Has(Searched(F("text")), Value(begin(word))))


def answer_text(word: str) -> Q | None:
    """In one of the answers to it."""
    return one_of("pk", few(Comment.objects.filter(comment_text(word), answers__isnull=False), "answers"))
