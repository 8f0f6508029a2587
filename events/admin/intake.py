"""The ways into the form for a new article: a file, an address, a feed's item. What they give is filled in;
the editor looks it over and saves it by the same verb as what was pasted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.ingestion.documents.document import Document
from events.ingestion.documents.reading import read_document
from events.ingestion.text import UnreadableArticle
from events.likeness import words
from events.models import Article, FeedItem, Outlet
from events.models.feed import FeedItemStatus
from events.pipeline.taking import fetch_document
from events.review.entrusted import told_items
from events.review.intake import mark_item_taken

#: For the browser's file chooser alone: what a file is, its content says.
ACCEPTED = ".txt,.text,.md,.htm,.html,.xhtml,.docx,.pdf,text/plain,text/html,application/pdf"
_FIELDS = ("outlet", "headline", "published_on", "url", "language", "text")


def panel(request: HttpRequest) -> dict[str, Any]:
    """What the template of the ways in shows."""
    item = _item(request)
    return {
        "accepted": ACCEPTED,
        "most": filesizeformat(settings.INTAKE_MAX_FILE_BYTES),
        "may_fetch": settings.INTAKE_FETCH,
        "address": request.POST.get("_address", "") or (item.url if item else ""),
        "item": item,
        "is_open": item is not None or hasattr(request, "intake"),
    }


def take_in(request: HttpRequest) -> bool:
    """Reads what the request brings, if it asks for that, and keeps it with the request for `given`.

    Nothing is stored. The form is then shown as on a first visit, with these values in it.
    """
    way = request.POST.get("_read", "") if request.method == "POST" else ""
    if way not in ("file", "address"):
        return False
    typed = {name: request.POST[name] for name in _FIELDS if request.POST.get(name, "").strip()}
    try:
        document = _read(request, way)
    except UnreadableArticle as refusal:
        messages.error(request, str(refusal))
        request.intake = typed
    else:
        request.intake = _values(document) | {name: typed[name] for name in typed if name != "text"}
        _tell(request, document)
    # Django's form shows initial values when it is asked for, not when something was sent.
    request.method = "GET"
    return True


def _read(request: HttpRequest, way: str) -> Document:
    if way == "address":
        address = request.POST.get("_address", "").strip()
        if not address:
            raise UnreadableArticle(_("Give the address of the page first."))
        return fetch_document(address if "://" in address else f"https://{address}")
    file = request.FILES.get("_file")
    if file is None:
        raise UnreadableArticle(_("Choose the file first."))
    # One byte more than is read, so that a huge one is refused and never held.
    return read_document(file.read(settings.INTAKE_MAX_FILE_BYTES + 1))


def _values(document: Document) -> dict[str, Any]:
    known = {
        "text": document.text,
        "headline": document.headline,
        "published_on": document.published_on,
        "language": document.language,
        "url": document.url,
        "outlet": outlet_named(document.outlet, document.url),
    }
    return {name: value for name, value in known.items() if value}


def outlet_named(name: str, url: str) -> int | None:
    """The outlet of that name, or whose website the address is on; None when none or several may be meant."""
    by_name = Outlet.objects.filter(name__iexact=name) if name else Outlet.objects.none()
    host = url.partition("://")[2].partition("/")[0].removeprefix("www.")
    by_host = Outlet.objects.none()
    if host:
        starts = Q()
        for start in (f"http://{host}", f"https://{host}", f"http://www.{host}", f"https://www.{host}"):
            starts |= Q(url__iexact=start) | Q(url__istartswith=f"{start}/")
        by_host = Outlet.objects.filter(starts)
    for found in (by_name, by_host):
        numbers = list(found.values_list("pk", flat=True)[:2])
        if len(numbers) == 1:
            return numbers[0]
    return None


def _tell(request: HttpRequest, document: Document) -> None:
    number = len(words(document.text))
    said = ngettext(
        "%(number)s word was read. Look it over, complete the form and save.",
        "%(number)s words were read. Look them over, complete the form and save.",
        number,
    )
    messages.success(request, said % {"number": f"{number:,}"})
    for notice in document.notices:
        messages.warning(request, notice)
    if document.outlet and "outlet" not in request.intake:
        messages.warning(
            request,
            _("The page names its outlet as “%(name)s”, and no outlet here is called that. Choose or add it.")
            % {"name": document.outlet},
        )


def given(request: HttpRequest) -> dict[str, Any]:
    """The form's first values: what was read, else what a feed said of the item that is to be taken."""
    read = getattr(request, "intake", {})
    item = _item(request)
    if item is None:
        return read
    at = item.published_at or item.created_at
    offered = {
        "headline": item.headline, "url": item.url, "language": item.language,
        "published_on": timezone.localdate(at), "outlet": item.feed.outlet_id,
    }  # fmt: skip
    return offered | read


def _item(request: HttpRequest) -> FeedItem | None:
    number = request.POST.get("_item", "") or request.GET.get("item", "")
    if not (number.isdecimal() and len(number) < 19 and request.user.has_perm("events.change_feeditem")):
        return None
    items = FeedItem.objects.select_related("feed__outlet").filter(pk=int(number))
    return told_items(request.user, items).first()


def mark_taken(request: HttpRequest, article: Article) -> None:
    """The item from which the form was opened is taken with the article that was saved."""
    item = _item(request)
    if item is not None and item.status != FeedItemStatus.TAKEN:
        mark_item_taken(item, article, by=request.user)
