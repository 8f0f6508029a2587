import pytest
from django.contrib.auth.models import Group

from tests.review import factories as make

pytestmark = pytest.mark.django_db

CONTRIBUTES = {"add_article", "decide_article", "add_event", "submit_event", "view_decision", "view_map"}
EDITS = {"add_place", "change_place", "add_outlet", "add_organisation", "delete_event", "delete_article"}
PUBLISHES = {
    "publish_event", "withdraw_event", "withdraw_figure", "withdraw_article", "publish_map", "withdraw_map",
    "add_map", "change_layer",
}  # fmt: skip


@pytest.mark.parametrize(
    ("group", "may"),
    [
        ("Contributor", CONTRIBUTES),
        ("Editor", CONTRIBUTES | EDITS),
        ("Publisher", CONTRIBUTES | EDITS | PUBLISHES),
    ],
)
def test_group_may_do_its_work_and_no_more(group: str, may: set[str]) -> None:
    by = make.person(group)

    asked = CONTRIBUTES | EDITS | PUBLISHES | {"change_decision", "delete_decision", "delete_place"}

    assert {name for name in asked if by.has_perm(f"events.{name}")} == may


def test_each_group_may_all_that_the_one_before_may() -> None:
    rights = [
        set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))
        for name in ("Contributor", "Editor", "Publisher")
    ]

    assert rights[0] < rights[1] < rights[2]
