"""What an editor should look at twice in an article and its events, and how it is put away on the desk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.urls import reverse

from events.admin import desk_values as values
from events.admin.desk_acts import Act, Done, act
from events.admin.findings import LABELS, seen_by
from events.findings.finding import Finding, Ref
from events.findings.looking import findings_of_article, findings_of_events
from events.models import Article, Dismissal, Event, EventMention, Figure
from events.review.acts import Refused
from events.review.dismissals import MAX_REASON, dismiss_finding, recall_dismissal
from events.review.rights import visible_to

#: More than an editor looks at between two decisions; the rest stands on the page of all findings.
MOST_SHOWN = 20


def findings_data(article: Article, *, by: AbstractUser) -> dict[str, Any]:
    """The weightiest open findings as plain data, and how many there are beyond them.

    A row that the desk shows itself has an empty `url`; of every other it is the page to look at.
    """
    told = _told_by(article)
    found = _open(article, told, by=by)
    shown = found[:MOST_SHOWN]
    numbers = {row.id for finding in shown for row in finding.rows if row.model == "figure"}
    homes = dict(Figure.objects.filter(pk__in=numbers).values_list("pk", "article"))

    def url(row: Ref) -> str:
        if row.model == "event":
            return "" if row.id in told else reverse("admin:events_event_change", args=[row.id])
        home = homes.get(row.id) if row.model == "figure" else row.id
        is_elsewhere = home is not None and home != article.pk
        return reverse("admin:events_article_desk", args=[home]) if is_elsewhere else ""

    return {
        "findings": [
            {
                "key": finding.key,
                "label": LABELS.get(finding.code, finding.code),
                "sentence": finding.sentence,
                "way_out": finding.way_out,
                "rows": [
                    {"type": row.model, "id": row.id, "words": row.label, "url": url(row)}
                    for row in finding.rows
                    if (row.model, row.id) != ("article", article.pk)
                ],
            }
            for finding in shown
        ],
        "more": len(found) - len(shown),
        "all_url": reverse("admin:events_findings"),
    }


def _told_by(article: Article) -> set[int]:
    return set(EventMention.objects.filter(mention__article=article).values_list("event", flat=True))


def _open(article: Article, told: set[int], *, by: AbstractUser) -> list[Finding]:
    """The article's and its events' open findings, each once, the weightiest first."""
    of_events = findings_of_events(sorted(told)) if told else []
    seen = seen_by(by, [*of_events, *findings_of_article(article)])
    by_key = {finding.key: finding for finding in seen}
    return sorted(by_key.values(), key=lambda finding: (-finding.score, finding.code, finding.key))


@act("dismiss_finding", "article")
def _dismiss_finding(wanted: Act) -> Done:
    """Dismisses it for a reason. Sent again, because the answer was lost, it is dismissed still."""
    key = values.words(wanted.args, "key", longest=64)
    reason = values.words(wanted.args, "reason", longest=MAX_REASON)
    dismissal = visible_to(wanted.by, Dismissal.objects.filter(key=key)).first()
    if dismissal is None:
        found = _open(wanted.article, _told_by(wanted.article), by=wanted.by)
        finding = next((finding for finding in found if finding.key == key), None)
        if finding is None:
            raise Refused("This is not open any more: what it rests on was changed. There is nothing to do.")
        about = _row_of(finding.about)
        dismissal = dismiss_finding(
            about, key=key, code=finding.code, sentence=finding.sentence, reason=reason, by=wanted.by
        )
    return Done(made=dismissal.pk)


def _row_of(about: Ref) -> Event | Article:
    model = Event if about.model == "event" else Article
    return model._default_manager.get(pk=about.id)


@act("recall_dismissal", "article")
def _recall_dismissal(wanted: Act) -> Done:
    number = values.whole(wanted.args, "dismissal")
    dismissal = Dismissal.objects.filter(pk=number).select_related("event", "article").first()
    # Taken back already, be it by this request sent again: the finding is open, as was wanted.
    if dismissal is not None:
        recall_dismissal(dismissal, by=wanted.by)
    return Done()
