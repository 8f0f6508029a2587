"""A bookmark that takes what an editor reads in the browser to the form for a new article.

The page's address, title and selected words stand behind the # of the address that it opens: no server sees
them, and no log keeps them. A page of ours without data of its own, `receive`, moves them into the tab's
session storage before anybody has signed in, since signing in would lose them; the form then asks whether to
use them.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import Article

#: Characters of a selection that travel; browsers take addresses of a million and more.
MAX_SELECTED = 100_000

#: What runs on the page of the news. It reads plain words, never markup, and writes nothing there.
_CODE = """(()=>{const s=String(getSelection()),l=document.documentElement.lang;\
const d={url:location.href,title:document.title,text:s.slice(0,%(most)d),cut:s.length>%(most)d,language:l};\
window.open(%(target)s+'#'+encodeURIComponent(JSON.stringify(d)),'_blank','noopener')})()"""


def bookmarklet_urls(admin_site: AdminSite) -> list[URLPattern]:
    """Relative to the admin of articles."""
    return [
        path("bookmarklet/", admin_site.admin_view(bookmarklet), name="events_bookmarklet"),
        # Open to all: it has nothing to show, and whoever is not signed in is sent to sign in from there.
        path("receive/", receive, name="events_receive"),
    ]


def code(target: str) -> str:
    """The bookmark's address, which opens `target` (absolute)."""
    words = _CODE % {"most": MAX_SELECTED, "target": json.dumps(target)}
    return "javascript:" + quote(words, safe="!*'();:@&=+$,/?[]~")


@require_safe
def bookmarklet(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("events.add_article"):
        raise PermissionDenied("Only those who may add articles can use the bookmark.")
    context = {
        **admin.site.each_context(request),
        "title": _("Bookmark for articles"),
        "opts": Article._meta,
        "code": code(request.build_absolute_uri(reverse("admin:events_receive"))),
        "most": MAX_SELECTED,
    }
    return TemplateResponse(request, "admin/events/intake/bookmarklet.html", context)


@require_safe
@never_cache
def receive(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(
        request, "admin/events/intake/receive.html", {"next": reverse("admin:events_article_add")}
    )
