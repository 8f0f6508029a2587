"""What the benchmark of lists asks for: every list with its pages, orders, filters and searches, and every
other page of the editors' side that shows rows of many, or looks some up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from events.admin.history import WithHistory
from events.admin.inbox_stages import Stage
from events.history.versions import BEFORE_ALL
from events.models import Article, Event
from events.review.rights import works_on_all

#: Of a filter with many choices (outlets) the first ones stand for all.
MOST_CHOICES = 15
#: Of what an editor puts together (filters, an order, a search), so many of each list.
PUT_TOGETHER = 20
#: What is searched for: a word of every row, of few, of none, two words, a place, a part of an address.
WORDS = ("invented", "harbour", "Shelling 777777", "Saraqib", "xylophone", "%", "courier.example.org/7")
TERMS = ("", "s", "sar", "invented", "harbour", "Shelling 777777", "xylophone")
#: Rows that are chosen for a bulk action: those of a page.
CHOSEN = 50


@dataclass(frozen=True)
class Request:
    """One request: the part of the editors' side, what it is in words, the address, and what is sent."""

    part: str
    what: str
    url: str
    sent: dict[str, Any] | None = None

    def ask(self, client: Client) -> Any:
        """With the page that it leads to: a preview that is not ready shows how far it is."""
        return client.get(self.url) if self.sent is None else client.post(self.url, self.sent, follow=True)


def requests_of(client: Client) -> Iterator[Request]:
    """All that the client's account may ask for."""
    for model, page in admin.site._registry.items():
        opts = model._meta
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        answer = client.get(url)
        if answer.status_code == 200:
            changes = page.get_changelist_instance(answer.wsgi_request)
            yield from _of_list(str(opts.model_name), url, page, changes)
            yield from _bulk(url, page, changes, answer.wsgi_request)
            yield from _rows(page, answer.wsgi_request)
    for found in (_inbox, _autocompletes, _lookups, _others):
        yield from found(client)


def _of_list(part: str, url: str, page: Any, changes: Any) -> Iterator[Request]:
    def asked(what: str, query: dict[str, str]) -> Request:
        return Request(part, what, f"{url}?{urlencode(query)}" if query else url)

    yield asked("first page", {})
    if changes.multi_page:
        yield asked("second page", {"p": "2"})
        yield asked("last page", {"p": str(changes.paginator.num_pages)})
    orders = list(_orders(changes))
    for what, query in orders:
        yield asked(what, query)
    choices = list(_choices(changes))
    for _filter, what, query in choices:
        yield Request(part, what, url + query)
    searches = [(f"search “{word}”", {"q": word}) for word in WORDS] if page.search_fields else []
    for what, query in searches:
        yield asked(what, query)
    for what, query in _days(page):
        yield asked(what, query)
    yield from _put_together(part, url, choices, orders, searches)


def _orders(changes: Any) -> Iterator[tuple[str, dict[str, str]]]:
    for position, column in enumerate(changes.list_display):
        if column != "action_checkbox" and changes.get_ordering_field(column):
            yield f"by {column}", {"o": str(position)}
            yield f"by {column}, from the other end", {"o": f"-{position}"}


def _choices(changes: Any) -> Iterator[tuple[str, str, str]]:
    """Of each filter its name, the words of each choice, and its query string."""
    for one in changes.filter_specs:
        choices = [choice for choice in one.choices(changes) if not choice["selected"]]
        for choice in choices[:MOST_CHOICES]:
            yield str(one.title), f"{one.title}: {choice['display']}", choice["query_string"]


def _days(page: Any) -> Iterator[tuple[str, dict[str, str]]]:
    if page.date_hierarchy:
        year, month, day = (f"{page.date_hierarchy}__{part}" for part in ("year", "month", "day"))
        yield "a year", {year: "2018"}
        yield "a month", {year: "2018", month: "5"}
        yield "a day", {year: "2018", month: "5", day: "14"}
        yield "this year", {year: "2026"}
        yield "a year of none", {year: "1950"}


def _put_together(
    part: str, url: str, choices: list[Any], orders: list[Any], searches: list[Any]
) -> Iterator[Request]:
    """Two filters with an order, a filter with a search: some of all that there are, always the same."""
    draw = random.Random(part)
    pairs = [(one, other) for one, other in combinations(choices, 2) if one[0] != other[0]]
    for one, other in draw.sample(pairs, min(PUT_TOGETHER, len(pairs))):
        what, query = draw.choice(orders) if orders else ("", {})
        words = ", ".join(filter(None, (one[1], other[1], what)))
        yield Request(part, words, "&".join((f"{url}{one[2]}", other[2][1:], urlencode(query))))
    searched = [(one, search) for one in choices for search in searches]
    for one, (what, query) in draw.sample(searched, min(PUT_TOGETHER, len(searched))):
        yield Request(part, f"{one[1]}, {what}", f"{url}{one[2]}&{urlencode(query)}")


def _bulk(url: str, page: Any, changes: Any, request: Any) -> Iterator[Request]:
    """The preview of each act on many rows, of those on the first page."""
    chosen = [str(row.pk) for row in changes.result_list[:CHOSEN]]
    for action in page.get_actions(request):
        if action.startswith("bulk_"):
            rows = chosen[:2] if action == "bulk_merge" else chosen
            sent = {"action": action, "index": "0", "select_across": "0", ACTION_CHECKBOX_NAME: rows}
            yield Request("bulk previews", f"{action} of {page.opts.verbose_name_plural}", url, sent)


def _rows(page: Any, request: Any) -> Iterator[Request]:
    """The page of one row, its history, and an earlier version of it."""
    row = page.get_queryset(request).order_by("-pk").first()
    if row is None:
        return
    base, name = f"admin:{page.opts.app_label}_{page.opts.model_name}", page.opts.verbose_name
    yield Request("a row’s page", str(name), reverse(f"{base}_change", args=[row.pk]))
    if isinstance(page, WithHistory):
        yield Request("history", f"of a row: {name}", reverse(f"{base}_history", args=[row.pk]))
        yield Request("history", f"before all: {name}", reverse(f"{base}_version", args=[row.pk, BEFORE_ALL]))


def _inbox(client: Client) -> Iterator[Request]:
    url = reverse("admin:events_inbox")
    views: list[dict[str, str]] = [
        {}, {"assignee": "me"}, {"assignee": "none"}, {"outlet": "courier 7"}, {"outlet": "herald"},
        {"outlet": "nobody"}, {"language": "ar"}, {"language": "en"}, {"age": "1"}, {"age": "7"},
        {"age": "7+"}, {"language": "ar", "assignee": "none", "age": "7+"},
        {"outlet": "courier", "age": "3", "language": "uk"}, {"assignee": "me", "outlet": "courier"},
    ]  # fmt: skip
    for stage in Stage:
        for view in views:
            query = {"status": stage.value, **view} if stage.value else view
            words = ", ".join((str(stage.label), *(f"{name} {value}" for name, value in view.items())))
            yield Request("inbox", words, f"{url}?{urlencode(query)}")
        # Where “Older” leads, some pages on: before a day of the newest articles, and of the oldest.
        for at in ("2026-10-01", "2025-01-01", "2020-01-01"):
            query = {"status": stage.value, "after": f"{at}T00:00:00+00:00_article_1"}
            yield Request("inbox", f"{stage.label}, older than {at}", f"{url}?{urlencode(query)}")


def _autocompletes(client: Client) -> Iterator[Request]:
    url = reverse("admin:autocomplete")
    asking = {
        (model._meta.app_label, model._meta.model_name, field)
        for pages in admin.site._registry.values()
        for page in (pages, *pages.inlines)
        for model in (page.model,)
        for field in page.autocomplete_fields
    }
    for app, model, field in sorted(asking):
        for term in TERMS:
            query = {"app_label": app, "model_name": model, "field_name": field, "term": term}
            yield Request("autocomplete", f"{model}.{field} “{term}”", f"{url}?{urlencode(query)}")
        query = {"app_label": app, "model_name": model, "field_name": field, "page": "20"}
        yield Request("autocomplete", f"{model}.{field}, page 20", f"{url}?{urlencode(query)}")


def _lookups(client: Client) -> Iterator[Request]:
    """What fields of the desk, of forms and of the map builder look up."""
    user: Any = client.get(reverse("admin:index")).wsgi_request.user
    articles = Article.objects.filter(status="draft")
    if not works_on_all(user):
        articles = articles.filter(assignee=user.pk)
    article = articles.order_by("-pk").first()
    desk = reverse("admin:events_article_desk_search", args=[article.pk if article else 0])
    for word in ("Saraqib", "Sar", "San Jose", "observatory", "xylophone", "Damascus"):
        for about in ("", "organisation", "gazetteer"):
            query = urlencode({"q": word, "for": about})
            yield Request("lookups", f"desk {about} “{word}”", f"{desk}?{query}")
        for name in ("events_find_place", "events_map_events", "events_map_places"):
            url = reverse(f"admin:{name}")
            yield Request("lookups", f"{name} “{word}”", f"{url}?{urlencode({'q': word})}")
    events = reverse("admin:events_map_events")
    for query in ({}, {"q": "invented"}, {"q": "shelling", "from": "2018-05-01", "to": "2018-05-31"}):
        yield Request("lookups", f"events for a map {query}", f"{events}?{urlencode(query)}")


def _others(client: Client) -> Iterator[Request]:
    findings, deleted = reverse("admin:events_findings"), reverse("admin:events_deleted")
    newest: int = Event.objects.order_by("-pk").values_list("pk", flat=True)[0]
    yield Request("dashboard", "what waits for me", reverse("admin:index"))
    yield Request("dashboard", "all models", reverse("admin:app_list", args=["events"]))
    yield Request("dashboard", "export the project", reverse("admin:events_project"))
    for about in ("events", "articles"):
        last: int = (Event if about == "events" else Article)._default_manager.order_by("-pk")[0].pk
        for share in (1.0, 0.6, 0.2, 0.0):
            query = {"about": about, "before": str(int(last * share) + 1)}
            yield Request("findings", f"{about} below {query['before']}", f"{findings}?{urlencode(query)}")
    for table in ("", "events_outlet", "events_event", "events_figure", "events_layer", "events_place"):
        yield Request("deleted rows", table or "all", f"{deleted}?of={table}")
        yield Request("deleted rows", f"{table or 'all'}, older", f"{deleted}?of={table}&before=99999999")
    # Of one that was changed two thousand times.
    worked_on = reverse("admin:events_event_history", args=[newest - newest % 1000])
    yield Request("history", "of an event of many changes", worked_on)
    yield Request("history", "of an event of many changes, older", f"{worked_on}?before=10000")
    yield Request(
        "a row’s page", "merge", f"{reverse('admin:events_event_merge')}?events={newest},{newest - 1}"
    )
