"""Every page of the editors' side by name, with a row behind each: what their accessibility is looked at on.

`lay_out` runs in the process of a management command (`manage.py shell`), on a database that holds the
demonstration, and prints the paths; whoever drives a browser asks for them with `admin_pages`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

#: What stands before the paths in what the command prints.
_MARK = "admin pages:"
_TEXT = "Two shells hit the market of Saraqib on Friday. At least 4 people died, a medic said."
#: The first row is taken in, the second has a longitude that is none.
_FILE = """title,kind,earliest,latest,date_precision,lat,lon,event_id
Market hit,shelling_artillery,2019-08-30,2019-08-30,day,35.864,36.806,a1
Well hit,shelling_artillery,2019-08-31,2019-08-31,day,35.864,236.806,a2
"""


def admin_pages(manage: Callable[..., str]) -> dict[str, str]:
    """The path of each page for the account “editor”; `manage` runs a management command and returns what it
    printed."""
    told = manage("shell", "-v0", "-c", "from benchmarks.admin_pages import lay_out; lay_out()")
    return json.loads(told.rpartition(_MARK)[2])


def lay_out() -> None:
    """Makes what is missing and prints every page."""
    from django.contrib.auth import get_user_model
    from django.db import transaction

    editor = get_user_model().objects.get(username="editor")
    with transaction.atomic():
        rows = _of_editors(editor) | _of_sign_in(editor)
    rows |= _of_imports(editor) | {"gone": _deleted()}
    print(_MARK + json.dumps(_of_models(editor, rows) | _of_their_own(rows)))


def _of_editors(by: Any) -> dict[str, Any]:
    """Rows that a page of its own is about: merged, shown coarser, kept, frozen, commented, deleted."""
    from events.embeds.freezing import take
    from events.models import Comment, Event, FeedItem, Map
    from events.review.comments import add_comment, answer_comment
    from events.review.confidential import add_confidential_note, keep_source
    from events.review.discretion import show_coarser
    from events.review.events import change_event
    from events.review.merging import merge_events

    article, kept, merged = _drafts(by)
    quiet, coarse, _other = _drafts(by)
    title = f"{kept.title}, corrected"
    change_event(kept, {"title": title, "summary": "Two shells, one after another."}, by=by)
    merge_events(kept, merged, by=by, note="Told twice.")
    keep_source(quiet, by=by, reason="They would be in danger.")
    show_coarser(coarse, by=by, reason="Medics work there.", with_events=True)
    opening = add_comment(kept, by=by, text="Which of the two counts is the later one?", field="title")
    answer_comment(opening, by=by, text="The second: it names the morning after.")
    add_confidential_note(article, by=by, text="The reporter was there; ask before naming them.")
    outlet = article.outlet
    feed = outlet.feeds.create(url=f"https://{uuid4().hex}.example.org/feed", last_error="It answered 404.")
    FeedItem.objects.create(feed=feed, guid="1", url=f"{feed.url}/1", headline="Shells fall on two towns")
    return {
        "article": article, "event": kept, "merged": merged, "quiet": quiet, "coarse": coarse,
        "outlet": outlet, "published": Event.objects.published().order_by("pk")[0], "feed": feed,
        "comment": Comment.objects.get(pk=opening.pk), "frozenmap": take(Map.objects.published()[0], by=by),
    }  # fmt: skip


def _deleted() -> int:
    """The number of an outlet that came and went, in two transactions: in one there would be no history."""
    from events.models import Outlet

    outlet = Outlet.objects.create(name=f"The Herald that was added twice {uuid4().hex[:6]}")
    number = outlet.pk
    outlet.delete()
    return number


def _drafts(by: Any) -> tuple[Any, Any, Any]:
    """An article in our own words, and two drafts that it tells."""
    from events.enums import DatePrecision, EventKind, MentionStatus, PlaceKind, Precision
    from events.models import Article, Layer, Mention, Outlet, Place
    from events.review.events import create_event

    outlet = Outlet.objects.create(name=f"The Quiet Courier {uuid4().hex[:6]}")
    article = Article.objects.create(
        outlet=outlet, headline="Shells fall on a market", published_on=date(2019, 8, 31), text=_TEXT,
        fingerprint=uuid4().hex, created_by=by, assignee=by,
    )  # fmt: skip
    town = Place.objects.filter(name="Saraqib", kind=PlaceKind.SETTLEMENT).order_by("pk")[0]
    start = _TEXT.index("Saraqib")
    end = start + len("Saraqib")
    mention = Mention.objects.create(
        article=article, start=start, end=end, quote="Saraqib", phrase_start=start, phrase_end=end,
        excerpt_start=0, excerpt_end=len(_TEXT), place=town, geometry=town.point,
        precision=Precision.SETTLEMENT, status=MentionStatus.ACCEPTED,
    )  # fmt: skip
    layer = Layer.objects.order_by("pk")[0]
    events = [
        create_event(
            by=by, title=title, kind=EventKind.SHELLING, layer=layer, mentions=[mention],
            earliest=date(2019, 8, 30), latest=date(2019, 8, 30), date_precision=DatePrecision.DAY,
        )
        for title in ("Shelling of a market", "Shells fall on a town")
    ]  # fmt: skip
    return article, events[0], events[1]


def _of_imports(by: Any) -> dict[str, Any]:
    """An import that was run, with a row that was refused, and one that waits to be."""
    from events.enums import ImportMode
    from events.exchange.preparing import prepare
    from events.exchange.running import run_import

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        file.write_text(_FILE, encoding="utf-8")
        done, waiting = (
            prepare(file, by=by, dataset="The Herald’s list", mode=ImportMode.GOOD).run for _ in range(2)
        )
        run_import(file, done, by=by)
        waiting.content = file.read_bytes()
        waiting.save(update_fields=["content"])
    return {"importrun": done, "waiting": waiting}


def _of_sign_in(by: Any) -> dict[str, Any]:
    """What signing in writes, and what forgetting a password does."""
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession
    from axes.models import AccessAttempt
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.utils import timezone

    somebody = get_user_model().objects.create_user(f"reporter{uuid4().hex[:6]}", is_staff=True)
    somebody.groups.add(Group.objects.get(name="Contributor"))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.create()
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
    return {
        "user": somebody,
        "authenticator": Authenticator.objects.create(
            user=somebody, type=Authenticator.Type.RECOVERY_CODES, data={}
        ),
        "usersession": UserSession.objects.create(
            user=somebody, session_key=store.session_key, ip="192.0.2.7", user_agent=firefox, data={}
        ),
        "accessattempt": AccessAttempt.objects.create(
            username=somebody.username, ip_address="192.0.2.7", user_agent=firefox,
            attempt_time=timezone.now(), failures_since_start=3,
        ),
    }  # fmt: skip


def _of_models(by: Any, rows: dict[str, Any]) -> dict[str, str]:
    """Django's pages of every model that is registered, as far as they are open to the editor."""
    from django.contrib import admin
    from django.urls import reverse

    from events.admin.history import WithHistory

    request: Any = SimpleNamespace(user=by, GET={}, POST={}, method="GET")
    pages = {}
    for model, page in admin.site._registry.items():
        name, base = model._meta.model_name, f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages[f"{name} list"] = reverse(f"{base}_changelist")
        if page.has_add_permission(request):
            pages[f"{name} add"] = reverse(f"{base}_add")
        row = rows.get(name) or model._default_manager.order_by("pk").last()
        if row is None:
            continue
        pages[f"{name} change"] = reverse(f"{base}_change", args=[row.pk])
        if isinstance(page, WithHistory):
            pages[f"{name} history"] = reverse(f"{base}_history", args=[row.pk])
        if page.has_delete_permission(request, row):
            pages[f"{name} delete"] = reverse(f"{base}_delete", args=[row.pk])
    return pages


def _of_their_own(rows: dict[str, Any]) -> dict[str, str]:
    from django.urls import reverse

    from events.history.versions import BEFORE_ALL

    def page(name: str, *arguments: Any) -> str:
        return reverse(f"admin:{name}", args=arguments)

    return {
        "start": reverse("admin:index"),
        "models of Dateline": reverse("admin:app_list", args=["events"]),
        "inbox": page("events_inbox"),
        "bookmarklet": page("events_bookmarklet"),
        "findings": page("events_findings"),
        "desk": page("events_article_desk", rows["article"].pk),
        "merge": f"{page('events_event_merge')}?events={rows['event'].pk},{rows['coarse'].pk}",
        "unmerge": page("events_event_unmerge", rows["merged"].pk),
        "published event": page("events_event_change", rows["published"].pk),
        "event shown coarser": page("events_event_change", rows["coarse"].pk),
        "article of a kept source": page("events_article_change", rows["quiet"].pk),
        "earlier version": page("events_event_version", rows["event"].pk, BEFORE_ALL),
        "deleted rows": page("events_deleted"),
        "deleted row": page("events_outlet_version", rows["gone"], BEFORE_ALL),
        "history of a deleted row": page("events_outlet_history", rows["gone"]),
        "import, looked at": page("events_importrun_look", rows["waiting"].pk),
        "list searched in vain": f"{page('events_event_changelist')}?q=nothingofthesort",
        "your second factor": reverse("mfa_index"),
        "your sessions": reverse("sessions"),
        "password change": reverse("account_change_password"),
        "page that is not there": f"{reverse('admin:index')}nothing-here/",
    }
