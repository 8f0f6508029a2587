"""The first page of the editors' side: sections in the order of the work."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from mapsite.editors_site import SECTIONS
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def listed(*roles: str) -> dict[str, list[str]]:
    request = RequestFactory().get("/admin/")
    request.user = make.person(roles[0])
    for role in roles[1:]:
        request.user.groups.add(request.user.groups.model.objects.get(name=role))
    return {
        str(section["name"]): [str(model["name"]) for model in section["models"]]
        for section in admin.site.get_app_list(request)
    }


def test_articles_come_first_and_accounts_last_under_names_that_say_something() -> None:
    found = listed("Publisher", "Administrator")

    assert next(iter(found)) == "From article to event"
    assert found["From article to event"][:3] == ["Articles", "Events", "Figures"]
    assert [*found.items()][-1] == (
        "Accounts and roles", ["Accounts", "Roles", "Sessions", "Second factors", "Failed sign-ins"],
    )  # fmt: skip


def test_sections_show_what_the_role_may_see() -> None:
    assert [*listed("Administrator")] == ["Accounts and roles"]
    assert "Accounts and roles" not in listed("Editor")


def test_every_model_that_is_named_in_a_section_has_a_page() -> None:
    pages = {model._meta.label_lower for model in admin.site._registry}

    assert {label for _name, models in SECTIONS for label in models} <= pages


def test_model_that_no_section_names_is_listed_before_the_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    without_maps = tuple(section for section in SECTIONS if section[0] != "Maps")
    monkeypatch.setattr("mapsite.editors_site.SECTIONS", without_maps)

    found = listed("Publisher", "Administrator")

    assert "Maps" in found["Dateline"]
    assert [*found][-2:] == ["Dateline", "Accounts and roles"]


def test_first_page_and_side_name_each_model_once(client: Client) -> None:
    client.force_login(make.person("Publisher"))
    page = client.get(reverse("admin:events_event_changelist")).content.decode()

    assert page.count('aria-current="page">Events</a>') == 1
    assert "Axes" not in page
