"""The pages on which an editor merges two events, undoes it, and deals with findings."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.enums import FigureRole, Status
from events.models import Article, Decision, Dismissal, Event, Figure
from events.review.events import change_event, publish_event
from events.review.merging import merge_events
from tests.admin.pages import change_url, opened, typed
from tests.review import factories as make

pytestmark = pytest.mark.django_db

LIST = "admin:events_event_changelist"
FINDINGS = "admin:events_findings"
DISMISS = "admin:events_finding_dismiss"


def told(wording: str = "More than 12", *, is_published: bool = False, by: AbstractUser) -> Event:
    article = make.article()
    exact = {} if wording == "More than 12" else {"low": 15, "high": 15}
    event = make.event(make.mention(article), figures=[make.figure(article, wording, **exact)], by=by)
    return publish_event(event, by=by) if is_published else event


def merge_url(*events: Event) -> str:
    return f"{reverse('admin:events_event_merge')}?events={','.join(str(event.pk) for event in events)}"


def said(answer: Any) -> str:
    return answer.content.decode()


def test_two_events_of_the_list_are_compared_and_merged(desk: Client, publisher: AbstractUser) -> None:
    one, other = told(by=publisher), told("15", by=publisher)

    chosen = {"action": "merge_selected", "_selected_action": [other.pk, one.pk]}
    asked = desk.post(reverse(LIST), chosen)
    assert asked["Location"] == merge_url(one, other)
    page = desk.get(asked["Location"])
    form = typed(said(page))
    newer = other.figures.get()
    answer = desk.post(
        merge_url(one, other),
        form | {"keep": one.pk, "recommended-killed-people": newer.pk, "note": "One night."},
    )

    assert answer["Location"] == change_url(one)
    assert page.context["conflicts"][0]["label"] == "People killed"
    assert "“Saraqib” in “" in said(page)
    other.refresh_from_db()
    assert other.merged_into == one
    assert one.figures.get(role=FigureRole.RECOMMENDED) == newer
    kept = said(desk.get(change_url(one)))
    assert f"Decisions on “{other}” (no. {other.pk}), merged into this event" in kept
    assert reverse("admin:events_event_unmerge", args=[other.pk]) in kept
    gone = said(desk.get(change_url(other)))
    assert "This event was merged into" in gone
    assert "Publish" not in str(desk.get(change_url(other)).context["acts"])


def test_merge_is_undone_on_its_page(desk: Client, publisher: AbstractUser) -> None:
    one, other = told(by=publisher, is_published=True), told("15", by=publisher, is_published=True)
    merge_events(one, other, by=publisher, public_note="One night.", note="Same crater.")
    page = reverse("admin:events_event_unmerge", args=[other.pk])

    form = typed(said(desk.get(page)))
    refused = desk.post(page, form | {"note": "Two craters."})
    answer = desk.post(page, form | {"public_note": "They were two."})

    assert "Same crater." in said(desk.get(page, follow=True)) or answer.status_code == 302
    assert (refused.status_code, "Say in a note to readers" in said(refused)) == (400, True)
    assert "Two craters." in said(refused)
    assert answer["Location"] == change_url(other)
    assert set(Event.objects.published()) == {one, other}
    assert desk.get(page)["Location"] == change_url(other)  # nothing is left to undo


def test_published_event_is_the_one_kept_unless_chosen_otherwise(
    desk: Client, publisher: AbstractUser
) -> None:
    draft, seen = told(by=publisher), told("15", by=publisher, is_published=True)

    form = typed(said(desk.get(merge_url(draft, seen))))
    refused = desk.post(merge_url(draft, seen), form | {"keep": draft.pk, "note": "One night."})

    assert [column["is_kept"] for column in desk.get(merge_url(draft, seen)).context["events"]] == [
        False,
        True,
    ]
    assert refused.status_code == 400
    assert "Keep the published one, or publish the other first." in said(refused)
    assert "One night." in said(refused)
    assert refused.context["events"][0]["is_kept"]


def test_second_editors_change_is_noticed_before_merging(desk: Client, publisher: AbstractUser) -> None:
    one, other = told(by=publisher), told("15", by=publisher)
    form = typed(said(desk.get(merge_url(one, other)))) | {"keep": one.pk}
    change_event(other, {"summary": "It was another street."}, by=publisher)

    held = desk.post(merge_url(one, other), form)
    again = desk.post(merge_url(one, other), typed(said(held)) | {"keep": one.pk})

    assert "was changed by" in said(held)
    assert "It was another street." in said(held)
    assert again.status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_only_two_events_are_merged(number: int, desk: Client, publisher: AbstractUser) -> None:
    events = [told(by=publisher) for _ in range(number)]

    chosen = {"action": "merge_selected", "_selected_action": [event.pk for event in events]}
    answer = desk.post(reverse(LIST), chosen, follow=True)

    assert "Select exactly two events to merge them." in said(answer)
    assert desk.get(merge_url(*events)).status_code == 404
    assert desk.get(reverse("admin:events_event_merge"), {"events": "x,9" * 40}).status_code == 404


def test_only_publishers_merge_published_events_on_the_page(as_group: Any, publisher: AbstractUser) -> None:
    one, other = (told(by=publisher, is_published=True) for _ in range(2))
    browser = as_group("Editor")

    form = typed(said(browser.get(merge_url(one, other)))) | {"public_note": "One night."}
    answer = browser.post(merge_url(one, other), form)

    assert "may not publish event" in said(answer)
    assert Event.objects.published().count() == 2


def test_pages_are_closed_to_strangers_and_readers(
    client: Client, as_group: Any, publisher: AbstractUser
) -> None:
    one, other = told(by=publisher), told(by=publisher)
    merged = merge_events(told(by=publisher), told(by=publisher), by=publisher).merged_events.get()

    pages = (
        merge_url(one, other),
        reverse(FINDINGS),
        reverse("admin:events_event_unmerge", args=[merged.pk]),
    )
    for page in pages:
        assert client.get(page).status_code == 302
        assert as_group("").get(page).status_code == 403
    assert client.post(reverse(DISMISS)).status_code == 401
    assert as_group("").post(reverse(DISMISS)).status_code == 403


# Findings


def test_finding_is_shown_on_both_events_and_dismissed_for_a_reason(
    desk: Client, publisher: AbstractUser
) -> None:
    one, other = told(by=publisher), told("15", by=publisher)
    page = said(desk.get(change_url(one)))
    assert "1 finding to look at" in page
    assert merge_url(one, other) in page.replace("&amp;", "&")
    [shown] = desk.get(change_url(other)).context["findings"]
    finding = shown["finding"]
    sent = {"key": finding.key, "model": "event", "id": other.pk, "next": change_url(one)}

    refused = desk.post(reverse(DISMISS), sent, follow=True)
    done = desk.post(reverse(DISMISS), sent | {"reason": "Two streets."})

    assert "Say why there is nothing wrong" in said(refused)
    assert done["Location"] == change_url(one)
    assert "findings module" not in said(desk.get(change_url(one)))
    assert Dismissal.objects.get().reason == "Two streets."
    again = desk.post(reverse(DISMISS), sent | {"reason": "Two streets."}, follow=True)
    assert "This finding is not open any more" in said(again)
    dismissals = reverse("admin:events_dismissal_changelist")
    desk.post(
        dismissals,
        {"action": "delete_selected", "_selected_action": [Dismissal.objects.get().pk], "post": "yes"},
    )
    assert desk.get(change_url(one)).context["findings"]
    assert Decision.objects.filter(verb="recall_dismissal").exists()


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example.org/", "//elsewhere.example.org/", "javascript:alert(1)"]
)
def test_dismissing_leads_nowhere_else(back: str, desk: Client) -> None:
    answer = desk.post(reverse(DISMISS), {"key": "x", "model": "event", "id": "1", "next": back})

    assert answer["Location"] == reverse(FINDINGS)


@pytest.mark.parametrize("sent", [{"model": "user", "id": "1"}, {"model": "event", "id": "1e9"}, {}])
def test_dismissing_what_is_nothing_is_answered_with_a_sentence(sent: dict[str, str], desk: Client) -> None:
    assert "This finding is not open any more" in said(desk.post(reverse(DISMISS), sent, follow=True))


def test_all_open_findings_are_on_one_page(desk: Client, publisher: AbstractUser) -> None:
    one, other = told(by=publisher), told("15", by=publisher)
    figure = one.figures.get()
    Figure.objects.filter(pk=figure.pk).update(event=None)
    part = {"people": "children", "low": 20, "high": 20, "event": None}
    make.figure(figure.article, "15", **part)
    Figure.objects.filter(pk=figure.pk).update(quantifier="exact", high=12)

    events = desk.get(reverse(FINDINGS))
    articles = desk.get(reverse(FINDINGS), {"about": "articles"})

    assert [shown["label"] for shown in events.context["findings"]] == ["Possibly the same event"]
    assert [shown["label"] for shown in articles.context["findings"]] == [
        "Nearly the same text", "A part above its whole",
    ]  # fmt: skip
    assert "Nothing is open from here on." in said(desk.get(reverse(FINDINGS), {"before": one.pk}))
    assert desk.get(reverse(FINDINGS), {"before": "9" * 40}).status_code == 200
    assert reverse(FINDINGS) in said(desk.get(reverse(LIST)))
    assert " style=" not in said(events)
    assert other.status == Status.DRAFT


def test_article_names_the_other_printers_of_its_text(desk: Client) -> None:
    first = make.article()
    second = make.article(duplicate_of=first, outlet=make.outlet(name="The Example Post"))

    page = said(desk.get(change_url(first)))

    assert "1 other printer of this text" in page
    assert "(The Example Post, 31 August 2019)" in page
    assert Article.objects.get(pk=second.pk).headline in page


def test_reason_of_a_role_is_typed_on_the_figures_page(desk: Client, publisher: AbstractUser) -> None:
    figure = told(by=publisher).figures.get()

    desk.post(change_url(figure), opened(desk, figure) | {"role_reason": "Counted by name."})

    figure.refresh_from_db()
    assert figure.role_reason == "Counted by name."


def test_whose_rows_findings_are_about_is_asked_once(as_group: Any, publisher: AbstractUser) -> None:
    contributor = as_group("Contributor")

    def asked(*own: Event) -> tuple[int, bool]:
        Event.objects.filter(pk__in=[event.pk for event in own]).update(
            assignee=contributor.session["_auth_user_id"]
        )
        with CaptureQueriesContext(connection) as captured:
            answer = contributor.get(reverse(FINDINGS))
        whose = sum('"events_event"."assignee_id" =' in query["sql"] for query in captured.captured_queries)
        return whose, bool(answer.context["findings"])

    one, other, third, fourth = (told(by=publisher) for _time in range(4))

    # Of findings about others' drafts nothing else is asked; of one's own, whether they name others' rows.
    assert asked() == (1, False)
    assert asked(one, other) == asked(third, fourth) == (2, True)
