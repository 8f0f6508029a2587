"""All findings about an event or an article, and page by page those that nobody has dismissed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

from events.enums import Acceptance, ArticleKind, Status
from events.findings import claims as checks
from events.findings.duplicates import possible_duplicate
from events.findings.finding import Claim, Finding, Ref, Scene
from events.findings.loading import (
    claims_of,
    claims_printing,
    events_of,
    incidents_within,
    pairs_of,
    scenes_of,
)
from events.findings.reprints import near_duplicates
from events.models import Article, Dismissal, Event

#: Findings on a page; and for how many seconds, and through how many events or articles, it is looked for
#: them at most: a page of a newsroom in order comes as fast as any other and says how far it looked.
PER_PAGE = 25
SECONDS = 0.15
BATCH = 10
MAX_BATCHES = 100


def findings_of_events(events: Sequence[int]) -> list[Finding]:
    """What is open about the events (by id), the weightiest first; dismissed findings are left out."""
    scenes = scenes_of(events)
    pairs, totals = pairs_of(scenes.values()), incidents_within(list(scenes))
    near = {other for _one, other, _apart in pairs}
    counted = events_of({*totals, *(figure for incidents in totals.values() for figure in incidents)})
    around = {**scenes, **scenes_of((near | counted) - scenes.keys())}
    printing = claims_printing(scenes.values())
    titles = dict(Event.objects.filter(pk__in={c.event for c in printing}).exclude(status=Status.WITHDRAWN)
                  .values_list("pk", "title"))  # fmt: skip
    elsewhere = [(c, Ref("event", c.event, titles[c.event])) for c in printing if c.event in titles]
    found: list[Finding] = []
    for scene in scenes.values():
        found += _of_claims(scene.claims, scene.ref)
        found += checks.above_population(scene)
        found += checks.one_text_graded_fair(scene)
        found += checks.counted_twice(scene, elsewhere)
    for one, other, apart in pairs:
        if other in around and (duplicate := possible_duplicate(around[one], around[other], apart)):
            found.append(duplicate)
    found += _of_totals(totals, around)
    return _open(found)


def _of_claims(claims: Sequence[Claim], about: Ref) -> Iterator[Finding]:
    yield from checks.revised_downward(claims, about)
    yield from checks.parts_above_wholes(claims, about)
    yield from checks.households_beside_persons(claims, about)
    yield from checks.same_text(claims, about)


def _of_totals(totals: dict[int, list[int]], scenes: dict[int, Scene]) -> Iterator[Finding]:
    known = {claim.id: (claim, scene) for scene in scenes.values() for claim in scene.claims}
    for total, incidents in totals.items():
        if total in known:
            claim, scene = known[total]
            inside = [known[incident] for incident in incidents if incident in known]
            yield from checks.total_contains_incidents(scene, claim, inside)


def findings_of_article(article: Article) -> list[Finding]:
    """What is open about the article: near-duplicates, its claims that tell no event yet, and what is open in
    its events about its figures."""
    about = Ref("article", article.pk, article.headline)
    found = [*near_duplicates([article.pk]), *_of_claims(claims_of(article=article, event=None), about)]
    figures = dict(article.figures.values_list("pk", "event"))
    events = sorted({event for event in figures.values() if event})
    of_events = findings_of_events(events) if events else []
    own = [f for f in of_events if any(row.model == "figure" and row.id in figures for row in f.rows)]
    return [*_open(found), *own]


def _open(found: Iterable[Finding]) -> list[Finding]:
    by_key = {finding.key: finding for finding in found}
    dismissed = set(Dismissal.objects.filter(key__in=by_key).values_list("key", flat=True))
    left = [finding for key, finding in by_key.items() if key not in dismissed]
    return sorted(left, key=lambda finding: (-finding.score, finding.code, finding.key))


@dataclass(frozen=True, slots=True)
class Page:
    """Open findings, and the number from which to look on; None at the end."""

    findings: list[Finding]
    before: int | None


def open_event_findings(before: int | None = None) -> Page:
    """Open findings about events, the newest event first, each once: under the newer one of a pair."""
    events = Event.objects.exclude(status=Status.WITHDRAWN)
    return _page(events.order_by("-pk").values_list("pk", flat=True), before, findings_of_events)


def open_article_findings(before: int | None = None) -> Page:
    """Open findings about articles and their claims that tell no event, the newest article first. A record of
    a data set tells an event, and resembles no text."""
    articles = Article.objects.filter(kind=ArticleKind.ARTICLE).exclude(status=Status.WITHDRAWN)
    return _page(articles.order_by("-pk").values_list("pk", flat=True), before, _of_articles)


def _of_articles(articles: Sequence[int]) -> list[Finding]:
    found = near_duplicates(articles)
    headlines = dict(Article.objects.filter(pk__in=articles).values_list("pk", "headline"))
    by_article: dict[int, list[Claim]] = {}
    for claim in claims_of(article__in=articles, event=None, acceptance=Acceptance.ACCEPTED):
        by_article.setdefault(claim.article, []).append(claim)
    for article, claims in by_article.items():
        found += _of_claims(claims, Ref("article", article, headlines[article]))
    return _open(found)


def _page(numbers, before: int | None, look) -> Page:  # type: ignore[no-untyped-def]
    findings: list[Finding] = []
    until = monotonic() + SECONDS
    for _batch in range(MAX_BATCHES):
        rows = numbers.filter(pk__lt=before) if before is not None else numbers
        batch = list(rows[:BATCH])
        by_row: dict[int, list[Finding]] = {}
        for finding in look(batch) if batch else ():
            by_row.setdefault(finding.about.id, []).append(finding)
        for number in batch:
            findings += by_row.get(number, ())
            before = number
            if len(findings) >= PER_PAGE:
                return Page(findings, before)
        if len(batch) < BATCH:
            return Page(findings, None)
        if monotonic() > until:
            break
    return Page(findings, before)
