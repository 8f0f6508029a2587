"""What every page of the editors' side has for eyes that read it: on a phone, in a hurry, from a list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString

from events.templatetags.editors import named_after
from tests.admin.pages import change_url
from tests.review import factories as make

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
#: In rem of 16 pixels: 11.5 of these.
SMALLEST = 11.5 / 16


def test_cells_of_a_list_name_their_columns(desk: Client) -> None:
    make.event()

    page = desk.get(reverse("admin:events_event_changelist")).content.decode()

    assert re.findall(r'<td data-column="([^"]*)" class="field-(\w+)', page) == [
        ("Kind", "kind"), ("When", "when"), ("Precision of place", "precision"),
        ("Verification", "verification"), ("Status", "status"), ("Page", "page"),
    ]  # fmt: skip
    assert '<td class="action-checkbox">' in page


def test_list_without_rows_says_what_to_do(desk: Client) -> None:
    make.event()
    page = reverse("admin:events_event_changelist")

    assert b"There is nothing here yet." in desk.get(reverse("admin:events_merge_changelist")).content
    searched = desk.get(page, {"q": "nothingofthesort"}).content
    assert b"Nothing was found. Search for fewer words, or clear the filters." in searched
    assert b"Nothing was found." not in desk.get(page).content


def test_decisions_are_listed_in_words(desk: Client) -> None:
    event = make.event()
    desk.post(change_url(event), {"_act": "take"})
    make.published(make.mention())

    page = desk.get(reverse("admin:events_decision_changelist")).content.decode()

    assert '<td data-column="Act" class="field-done">published</td>' in page
    assert '<td data-column="Kind" class="field-kind">event</td>' in page
    assert re.search(r">\s*Publish event\s*</a>", page)


def test_form_says_where_the_row_stands_and_leads_to_its_acts(desk: Client) -> None:
    page = desk.get(change_url(make.event())).content.decode()

    assert '<p class="standing"><b>Draft</b>' in page
    assert page.index('href="#acts"') < page.index('name="title"') < page.index('id="acts"')


def test_deleting_is_a_button_with_a_verb(desk: Client) -> None:
    event = make.event()

    page = desk.get(reverse("admin:events_event_delete", args=[event.pk])).content.decode()

    assert f"“{event.title}” would be deleted, with what hangs on it:" in page
    assert re.findall(r'type="submit"[^>]*value="([^"]*)"', page) == ["Delete"]


def test_no_style_of_the_editors_side_is_too_small_to_read() -> None:
    found = [
        (sheet.name, size)
        for sheet in (ROOT / "static" / "css" / "admin").glob("*.css")
        for size in re.findall(r"font(?:-size)?:[^;]*?([\d.]+)rem", sheet.read_text(encoding="utf-8"))
        if float(size) < SMALLEST
    ]

    assert found == []


def test_cell_that_was_not_made_as_html_is_shown_as_its_words() -> None:
    heading = {"text": "title", "class_attrib": ""}

    assert named_after(["<td>plain", SafeString("<td>made")], [heading, heading]) == [
        "&lt;td&gt;plain", '<td data-column="Title">made',
    ]  # fmt: skip
