import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def test_ensure_editor_makes_an_account_that_may_publish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_EDITOR_PASSWORD", "a long password for tests")

    call_command("ensure_editor")

    editor = get_user_model().objects.get(username="editor")
    assert editor.check_password("a long password for tests")
    assert (editor.is_staff, editor.is_superuser) == (True, False)
    assert editor.has_perm("events.publish_event")


def test_ensure_editor_leaves_an_account_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    get_user_model().objects.create_user("editor", password="their own password")
    monkeypatch.setenv("DATELINE_EDITOR_PASSWORD", "another password")

    call_command("ensure_editor")

    assert get_user_model().objects.get(username="editor").check_password("their own password")


def test_ensure_editor_without_a_password_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_EDITOR_PASSWORD", raising=False)

    with pytest.raises(CommandError, match=r"^DATELINE_EDITOR_PASSWORD is not set\."):
        call_command("ensure_editor")


def test_ensure_editor_without_the_groups_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_EDITOR_PASSWORD", "a long password for tests")
    Group.objects.filter(name="Publisher").delete()

    with pytest.raises(CommandError, match=r"no group Publisher\. Run: manage\.py migrate"):
        call_command("ensure_editor")
    assert not get_user_model().objects.exists()
