"""The inbox: what came in, how far it is, whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from events.admin.assigning import staff
from events.admin.inbox_rows import COUNTED, AtWork, Cursor, Wanted, counts, languages, page_of
from events.admin.inbox_stages import AT_WORK, Stage
from events.admin.saved_filters import query_of, saved_filters
from events.ingestion.fetching import FetchingIsOff
from events.ingestion.text import UnreadableArticle
from events.models import Article, FeedItem
from events.pipeline.taking import take_item
from events.review import intake
from events.review.acts import Refused
from events.review.rights import visible_to, works_on_all

#: Rows that one request acts on; a page has fewer.
_MOST_ROWS = 200


def inbox_urls(admin_site: AdminSite) -> list[URLPattern]:
    """The inbox's addresses, relative to the admin of articles."""
    return [path("inbox/", admin_site.admin_view(inbox), name="events_inbox")]


class InboxForm(forms.Form):
    status = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=Stage.choices)
    assignee = forms.ChoiceField(label=gettext_lazy("Assigned to"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    outlet = forms.CharField(label=gettext_lazy("Outlet"), required=False, max_length=200)
    age = forms.ChoiceField(
        label=gettext_lazy("Age"),
        required=False,
        choices=[
            ("", gettext_lazy("Any")),
            ("1", gettext_lazy("Up to 1 day")),
            ("3", gettext_lazy("Up to 3 days")),
            ("7", gettext_lazy("Up to 7 days")),
            ("7+", gettext_lazy("More than 7 days")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="inbox-%s", **kwargs)
        people = [(str(person.pk), person.get_full_name() or person.get_username()) for person in staff()]
        self.fields["assignee"].choices = [
            ("", _("Anybody")), ("me", _("Me")), ("none", _("Nobody")), *people
        ]  # fmt: skip
        self.fields["language"].choices = [("", _("Any")), *((code, code) for code in languages())]

    def wanted(self) -> Wanted:
        """The filter; a field that is wrong says so and filters nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            stage=given.get("status", ""), assignee=given.get("assignee", ""),
            language=given.get("language", ""), outlet=given.get("outlet", ""), age=given.get("age", ""),
        )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("events.view_article"):
        raise PermissionDenied("Only those who work on articles have an inbox.")
    if request.method == "POST":
        return _act(request)
    form = InboxForm(request.GET)
    wanted = form.wanted()
    open_ = AtWork.of(wanted, request.user)
    rows, after = page_of(wanted, request.user, Cursor.of(request.GET.get("after", "")), open_)
    context = {
        **admin.site.each_context(request),
        "title": _("Inbox"),
        "opts": Article._meta,
        "form": form,
        "rows": rows,
        "tabs": _tabs(request, wanted, open_),
        "is_filtered": any((wanted.assignee, wanted.language, wanted.outlet, wanted.age)),
        "is_continued": "after" in request.GET,
        "newest": _address(query_of(request.GET)),
        "older": _address(query_of(request.GET), after=str(after)) if after else "",
        "saved": saved_filters(request, "inbox"),
        "may_give": works_on_all(request.user),
        "people": staff() if works_on_all(request.user) else [],
        "here": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/events/intake/inbox.html", context)


def _address(query: str, **more: str) -> str:
    whole = "&".join(part for part in (query, urlencode(more)) if part)
    return f"{reverse('admin:events_inbox')}{'?' if whole else ''}{whole}"


def _tabs(request: HttpRequest, wanted: Wanted, open_: AtWork) -> list[dict[str, Any]]:
    numbers = counts(wanted, request.user, open_)
    tabs = []
    for stage in Stage:
        parameters = request.GET.copy()
        parameters["status"] = stage.value
        number = min(numbers[stage], COUNTED)
        is_more = numbers[stage] > COUNTED or (stage in AT_WORK and not open_.is_all)
        tabs.append(
            {
                "label": stage.label,
                "number": f"{number}+" if is_more else number,
                "url": _address(query_of(parameters)),
                "is_current": wanted.stage == stage.value,
            }
        )
    return tabs


# Acting


def _act(request: HttpRequest) -> HttpResponse:
    here = HttpResponseRedirect(request.get_full_path())
    if taken := request.POST.get("take", ""):
        return _take(request, taken) or here
    chosen = request.POST.getlist("row")[:_MOST_ROWS]
    if not chosen:
        messages.warning(request, _("Nothing was chosen. Tick the rows that you mean."))
        return here
    verbs = _verbs(request, request.POST.get("act", ""))
    if verbs is None:
        messages.error(request, _("This is nothing that the inbox can do. Choose one of its buttons."))
        return here
    done = 0
    for row in _rows(request, chosen):
        try:
            verbs[isinstance(row, FeedItem)](row)
            done += 1
        except (Refused, PermissionDenied) as error:
            messages.error(request, str(error))
    if done:
        said = ngettext("%(number)d row was changed.", "%(number)d rows were changed.", done)
        messages.success(request, said % {"number": done})
    return here


def _verbs(request: HttpRequest, act: str) -> tuple[Callable[[Any], Any], Callable[[Any], Any]] | None:
    """What the act is to an article, and to an item."""
    by = request.user
    if act == "dismiss":
        note = request.POST.get("note", "").strip()[:1000]
        return (
            lambda row: intake.dismiss_article(row, by=by, note=note),
            lambda row: intake.dismiss_item(row, by=by, note=note),
        )
    if act == "recall":
        return (lambda row: intake.recall_article(row, by=by)), (lambda row: intake.recall_item(row, by=by))
    if act not in ("assign_me", "assign_nobody", "assign"):
        return None
    to = by if act == "assign_me" else None
    if act == "assign":
        number = request.POST.get("to", "")
        to = staff().filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
        if to is None:
            return None
    return (
        lambda row: intake.assign_article(row, to=to, by=by),
        lambda row: intake.assign_item(row, to=to, by=by),
    )


def _rows(request: HttpRequest, keys: list[str]) -> list[Article | FeedItem]:
    """The chosen rows that the editor may see; of others nothing is said."""
    numbers: dict[str, list[int]] = {"article": [], "item": []}
    for key in keys:
        kind, _dash, pk = key.partition("-")
        if kind in numbers and pk.isdecimal() and len(pk) < 19:
            numbers[kind].append(int(pk))
    articles = visible_to(request.user, Article.objects.filter(pk__in=numbers["article"]))
    items = visible_to(request.user, FeedItem.objects.filter(pk__in=numbers["item"]))
    if not request.user.has_perm("events.view_feeditem"):
        items = items.none()
    return [*articles.defer("text", "bands"), *items]


def _take(request: HttpRequest, pk: str) -> HttpResponse | None:
    """Fetches the article of an item and goes to its desk; to the form for pasting where that cannot be."""
    if not (request.user.has_perm("events.add_article") and request.user.has_perm("events.change_feeditem")):
        raise PermissionDenied("You may not add articles. Ask somebody in a group that may.")
    number = int(pk) if pk.isdecimal() and len(pk) < 19 else 0
    item = FeedItem.objects.select_related("feed__outlet", "article", "assignee").filter(pk=number).first()
    if item is None:
        messages.error(request, _("This is not in the inbox any more."))
        return None
    if item.article is not None:
        return HttpResponseRedirect(item.article.get_absolute_url())
    try:
        taken = take_item(item, by=request.user)
    except (UnreadableArticle, Refused) as refusal:
        if not isinstance(refusal, FetchingIsOff):
            messages.warning(request, str(refusal))
        messages.info(request, _("Open the page, copy its text and paste it here; the rest is filled in."))
        return HttpResponseRedirect(f"{reverse('admin:events_article_add')}?{urlencode({'item': item.pk})}")
    for notice in taken.notices:
        messages.warning(request, notice)
    return HttpResponseRedirect(taken.article.get_absolute_url())
