"""What the checks find in the database, how it is dismissed, and how all of it is paged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.enums import (
    ArticleKind,
    FigureRole,
    Measure,
    People,
    PlaceKind,
    Precision,
    Quantifier,
    Scope,
    Status,
)
from events.findings import looking
from events.findings.finding import Finding
from events.findings.looking import (
    findings_of_article,
    findings_of_events,
    open_article_findings,
    open_event_findings,
)
from events.findings.reprints import reprints_of
from events.models import Article, Decision, Dismissal, Event, Figure
from events.models.article import origins_of
from events.review.acts import Refused
from events.review.dismissals import dismiss_finding, recall_dismissal
from events.review.events import withdraw_event
from events.review.merging import merge_events
from tests.review import factories as make

pytestmark = pytest.mark.django_db

FAR = {"lon": 10.0, "lat": 50.0}
AGENCY = " ".join(f"Sentence number {number} of the agency tells of the road." for number in range(30))


def told(*, days: int = 0, at: Any = None, **fields: Any) -> Event:
    """An event of its own article at its own Saraqib, `days` after 30 August 2019."""
    day = date(2019, 8, 30) + timedelta(days=days)
    mention = make.mention(make.article(), **({"place": at} if at else {}))
    return make.event(mention, earliest=day, latest=day, **fields)


def found(*events: Event) -> list[str]:
    return [finding.code for finding in findings_of_events([event.pk for event in events])]


def test_events_near_in_space_and_time_are_found_from_both_sides() -> None:
    one, other = told(), told(days=1)
    told(days=9)
    told(at=make.place("Elsewhere", **FAR))

    assert found(one) == found(other) == ["possible_duplicate"]
    [finding] = findings_of_events([one.pk])
    assert [row.id for row in finding.rows] == [other.pk, one.pk]


def test_five_kilometres_are_measured_on_the_ground() -> None:
    """At 60° north a degree of longitude has half the metres that it has at the equator."""
    here = make.place("Here", lon=20.0, lat=60.0)
    near = make.place("Near", lon=20.08, lat=60.0)  # 4.5 km
    far = make.place("Far", lon=20.1, lat=60.0)  # 5.6 km
    event = told(at=here)
    told(at=near)
    told(at=far)

    [finding] = findings_of_events([event.pk])

    assert "4.5 km apart" in finding.reasons


def test_village_lies_in_the_area_of_its_province() -> None:
    area = make.square()
    province = make.place("Idlib", kind=PlaceKind.ADMIN1, geometry=area)
    mention = make.mention(make.article(), place=province, geometry=area, precision=Precision.ADMIN1)
    of_province, of_village = make.event(mention), told()
    told(at=make.place("Elsewhere", **FAR))

    for event in (of_province, of_village):
        [finding] = findings_of_events([event.pk])
        assert "the place of one lies in the area of the other" in finding.reasons


def test_withdrawn_and_merged_events_are_no_duplicates() -> None:
    by, one, merged, gone = make.person(), told(), told(), make.published()
    merge_events(one, merged, by=by)
    withdraw_event(gone, by=by, public_note="Wrong.")

    assert found(one, merged, gone) == []


def test_pair_that_an_editor_has_told_apart_stays_apart_until_taken_back() -> None:
    by, one, other = make.person("Editor"), told(), told()
    [finding] = findings_of_events([one.pk])

    dismissal = dismissed(finding, one, by=by)

    assert found(one) == found(other) == []
    assert (dismissal.reason, dismissal.by) == ("Two streets.", by)
    decision = Decision.objects.get(verb="dismiss_finding")
    assert decision.note.endswith("on the same day. Dismissed: Two streets.")
    with pytest.raises(Refused, match="was dismissed already"):
        dismissed(finding, one, by=by)
    recall_dismissal(dismissal, by=by)
    assert found(one) == ["possible_duplicate"]
    assert not Dismissal.objects.exists()


def dismissed(
    finding: Finding, about: Event | Article, *, by: Any, reason: str = "Two streets."
) -> Dismissal:
    return dismiss_finding(
        about, key=finding.key, code=finding.code, sentence=finding.sentence, reason=reason, by=by
    )


def test_dismissing_needs_a_reason_and_the_right() -> None:
    one, _other = told(), told()
    [finding] = findings_of_events([one.pk])

    with pytest.raises(Refused, match="Say why there is nothing wrong"):
        dismissed(finding, one, by=make.person(), reason=" ")
    with pytest.raises(PermissionDenied):
        dismissed(finding, one, by=make.person(""))

    assert not Dismissal.objects.exists()


def claimed(article: Article, wording: str, low: int, **fields: Any) -> Figure:
    return make.figure(article, wording, low=low, high=low, **fields)


def test_dismissed_claims_come_back_when_a_number_changes() -> None:
    by, article = make.person(), make.article()
    dead = claimed(article, "12", 12)
    children = claimed(article, "15", 15, people=People.CHILDREN)
    event = make.event(make.mention(article), figures=[dead, children])
    [finding] = findings_of_events([event.pk])
    assert finding.code == "part_above_whole"

    dismissed(finding, event, by=by, reason="Two counts.")
    assert found(event) == []
    Figure.objects.filter(pk=children.pk).update(low=16, high=16)

    assert found(event) == ["part_above_whole"]


def test_number_above_the_population_of_all_places_is_found() -> None:
    article = make.article()
    saraqib = make.mention(article, place=make.place("Saraqib", population=10))
    binnish = make.mention(article, "Binnish", place=make.place("Binnish", population=4))
    figure = claimed(article, "15", 15, measure=Measure.DISPLACED)
    event = make.event(saraqib, binnish, figures=[figure])
    assert found(event) == ["above_population"]

    unknown = make.mention(article, "border", place=make.place("Border", population=None))
    event.mentions.add(unknown)

    assert found(event) == []  # of one nobody knows


def total_and_incident(**fields: Any) -> tuple[Event, Event]:
    service, article = make.organisation(), make.article()
    area = make.square()
    province = make.mention(article, place=make.place("Idlib"), geometry=area, precision=Precision.ADMIN1)
    total = make.figure(
        article, scope=Scope.RUNNING_TOTAL, claimant=service, period_start=date(2019, 4, 30)
    )  # fmt: skip
    whole = make.event(province, figures=[total], kind="offensive", earliest=date(2019, 4, 30))
    told_by = make.mention(make.article(), **fields)
    incident = claimed(told_by.article, "15", 15, claimant=service)
    return whole, make.event(told_by, figures=[incident], title="Rockets on Binnish")


def test_running_total_that_contains_an_incident_is_found_from_both_sides() -> None:
    whole, part = total_and_incident()

    [of_whole], [of_part] = findings_of_events([whole.pk]), findings_of_events([part.pk])

    assert of_whole.code == "total_contains_incidents"
    assert of_whole.key == of_part.key
    assert "“15” killed in “Rockets on Binnish”" in of_whole.sentence


def test_running_total_contains_nothing_outside_its_area() -> None:
    whole, part = total_and_incident(place=make.place("Elsewhere", **FAR))

    assert found(whole, part) == []


def reprint(of: Article, **fields: Any) -> Article:
    return make.article(text=of.text, published_on=date(2019, 9, 1), **fields)


def test_reprints_are_one_group_however_they_are_linked() -> None:
    first, other = make.article(), make.article()
    second = reprint(first, duplicate_of=first)
    third = reprint(first, duplicate_of=second)
    each, way = make.article(), make.article()
    Article.objects.filter(pk=each.pk).update(duplicate_of=way)
    Article.objects.filter(pk=way.pk).update(duplicate_of=each)

    assert origins_of([first.pk, second.pk, third.pk, other.pk, each.pk, way.pk]) == {
        first.pk: first.pk, second.pk: first.pk, third.pk: first.pk, other.pk: other.pk,
        each.pk: each.pk, way.pk: each.pk,
    }  # fmt: skip
    assert reprints_of(second) == [first, third]
    assert reprints_of(other) == []
    assert reprints_of(way) == [each]


def test_near_duplicate_is_proposed_until_it_is_linked() -> None:
    first = make.article(text=AGENCY)
    second = make.article(text=f"{AGENCY} A last sentence of the outlet's own.")
    make.article(text="Something else entirely happened in the harbour of the island on Friday night.")

    [finding] = findings_of_article(first)
    assert findings_of_article(second) == [finding]
    assert finding.sentence.startswith(
        f"The text of “{second.headline}” ({second.outlet}, 31 August 2019) is 9"
    )
    Article.objects.filter(pk=second.pk).update(duplicate_of=first)

    assert findings_of_article(first) == findings_of_article(second) == []


def test_claim_of_a_reprint_in_another_event_is_counted_twice() -> None:
    first = make.article()
    second = reprint(first, duplicate_of=first)
    one = make.event(make.mention(first), figures=[make.figure(first)])
    far = make.mention(second, "Binnish", place=make.place("Binnish", **FAR))
    other = make.event(far, figures=[make.figure(second)], title="Shelling in Binnish")

    assert found(one) == ["counted_twice"]
    assert findings_of_article(first) == findings_of_events([one.pk])
    Figure.objects.filter(event=other).update(role=FigureRole.DISPUTED)
    assert found(one) == []


def test_claims_that_tell_no_event_yet_are_the_articles() -> None:
    article = make.article()
    claimed(article, "12", 12)
    claimed(article, "15", 15, people=People.CHILDREN)

    [finding] = findings_of_article(article)

    assert (finding.code, finding.about.model, finding.about.id) == (
        "part_above_whole",
        "article",
        article.pk,
    )
    assert open_article_findings().findings == [finding]


def test_pages_show_each_finding_once_under_the_newer_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PER_PAGE", 2)
    events = [told(at=make.place(f"Place {n}", lon=n * 5.0, lat=10.0)) for n in range(4) for _ in range(2)]
    pairs = {events[n].pk for n in (1, 3, 5, 7)}

    first = open_event_findings()
    second = open_event_findings(first.before)
    last = open_event_findings(second.before)

    shown = [finding.about.id for page in (first, second, last) for finding in page.findings]
    assert shown == sorted(pairs, reverse=True)
    assert [len(page.findings) for page in (first, second, last)] == [2, 2, 0]
    assert last.before is None


def test_page_says_how_far_it_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "BATCH", 2)
    monkeypatch.setattr(looking, "MAX_BATCHES", 1)
    events = [told(at=make.place(f"Place {n}", lon=n * 5.0, lat=10.0)) for n in range(3)]

    page = open_event_findings()

    assert (page.findings, page.before) == ([], events[1].pk)
    assert open_event_findings(page.before).before is None


def test_page_ends_where_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "BATCH", 1)
    monkeypatch.setattr(looking, "SECONDS", 0)
    events = [told(at=make.place(f"Place {n}", lon=n * 5.0, lat=10.0)) for n in range(3)]

    assert open_event_findings().before == events[2].pk
    assert open_event_findings(events[2].pk).before == events[1].pk


def test_records_of_data_sets_are_no_articles_to_look_at() -> None:
    make.article(kind=ArticleKind.RECORD)

    with CaptureQueriesContext(connection) as captured:
        assert open_article_findings().findings == []

    assert len(captured) == 1


def test_totals_of_a_claimant_are_looked_for_by_what_they_count() -> None:
    """One claimant may have said most of a million figures: the index of claimants tells little."""
    whole, part = total_and_incident()

    with CaptureQueriesContext(connection) as captured:
        [finding] = findings_of_events([part.pk])

    assert whole.pk in [row.id for row in finding.rows if row.model == "event"]
    [asked] = [query["sql"] for query in captured if "LIMIT 100" in query["sql"]]
    assert '"measure" IN' in asked
    assert '"people" IN' in asked
    assert '"claimant_id" IN' not in asked


def test_looking_at_three_events_asks_as_often_as_at_one() -> None:
    def queries(*events: Event) -> int:
        with CaptureQueriesContext(connection) as captured:
            findings_of_events([event.pk for event in events])
        return len(captured)

    whole, part = total_and_incident()
    more = [total_and_incident()[0] for _ in range(2)]

    assert queries(whole) == queries(whole, *more)
    assert part.status == Status.DRAFT


def test_claimed_floor_is_read_from_the_row() -> None:
    service, first, second = make.organisation(), make.article(), make.article(published_on=date(2019, 9, 2))
    floor = make.figure(first, claimant=service)
    lower = make.figure(second, claimant=service, low=10, quantifier=Quantifier.AT_LEAST)
    event = make.event(make.mention(first), figures=[floor, lower])

    assert found(event) == ["below_floor"]
