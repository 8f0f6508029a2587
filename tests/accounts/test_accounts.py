"""Administrators make accounts and roles, and cannot make themselves more than they are."""

from __future__ import annotations

import re
import threading
import time
from html import unescape
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.core import mail
from django.core.checks import run_checks
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from events.history.context import changing_as
from events.models import Change
from mapsite.accounts.adapters import RESET_THREAD
from tests.accounts.door import PASSWORD, give_totp, is_in, sign_in, words
from tests.admin.pages import typed
from tests.review import factories as make

pytestmark = pytest.mark.django_db
User = get_user_model()


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(make.person("Administrator"))
    return client


def _add(client: Client, **fields: object) -> str:
    sent = {"username": "berta", "email": "", "groups": [Group.objects.get(name="Editor").pk], **fields}
    page = client.post(reverse("admin:auth_user_add"), sent, follow=True)
    found = re.search(r"<code[^>]*>(http[^<]+)</code>", page.content.decode())
    return unescape(found[1]) if found else words(page)


def test_new_account_gets_a_link_with_which_its_password_is_chosen(
    administrator: Client, browser: Client
) -> None:
    link = _add(administrator)
    berta = User.objects.get(username="berta")
    assert (berta.is_staff, berta.has_usable_password(), berta.groups.get().name) == (True, False, "Editor")

    page = browser.get(link.partition("testserver")[2], follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(browser, "berta")

    assert is_in(browser)
    assert mail.outbox == []


def test_invitation_is_mailed_where_mail_is_set_up(administrator: Client, settings: Settings) -> None:
    settings.SENDS_EMAIL = True

    link = _add(administrator, email="berta@example.org")

    [message] = mail.outbox
    assert message.to == ["berta@example.org"]
    assert link in message.body
    assert message.subject == "[Dateline] Your account at Dateline"


def test_forgotten_password_says_when_no_mail_is_sent(browser: Client, settings: Settings) -> None:
    page = browser.get(reverse("account_reset_password"))
    assert "This site sends no e-mail. Ask an administrator" in words(page)

    settings.SENDS_EMAIL = True
    assert "Send the link" in words(browser.get(reverse("account_reset_password")))


def test_forgotten_password_tells_nobody_who_has_an_account(
    browser: Client, anna: AbstractUser, settings: Settings
) -> None:
    settings.SENDS_EMAIL = True
    said = [
        words(browser.post(reverse("account_reset_password"), {"email": address}, follow=True))
        for address in (anna.email, "nobody@example.org")
    ]

    _wait_for_mail()
    assert said[0] == said[1]
    [message] = mail.outbox
    assert message.to == [anna.email]
    assert message.subject == "[Dateline] A new password for Dateline"
    assert f"at Dateline, for the account “{anna.username}”" in message.body


class _DeadMailServer(BaseEmailBackend):
    """Takes half a second to say that it takes nothing."""

    def send_messages(self, email_messages: list[mail.EmailMessage]) -> int:
        time.sleep(0.5)
        raise ConnectionRefusedError


def _wait_for_mail() -> None:
    for thread in threading.enumerate():
        if thread.name == RESET_THREAD:
            thread.join(10)


def test_mail_server_that_is_slow_or_down_tells_nobody_who_has_an_account(
    browser: Client, anna: AbstractUser, settings: Settings
) -> None:
    settings.SENDS_EMAIL = True
    settings.EMAIL_BACKEND = f"{__name__}._DeadMailServer"
    begun = time.monotonic()

    answer = browser.post(reverse("account_reset_password"), {"email": anna.email})

    assert answer.status_code == 302
    assert time.monotonic() - begun < 0.5
    _wait_for_mail()


def test_account_is_made_though_the_mail_server_is_down(administrator: Client, settings: Settings) -> None:
    settings.SENDS_EMAIL = True
    settings.EMAIL_BACKEND = f"{__name__}._DeadMailServer"

    link = _add(administrator, email="berta@example.org")

    assert "/admin/account/password/reset/key/" in link
    assert User.objects.filter(username="berta").exists()


def test_administrator_gives_roles_and_nothing_past_them(administrator: Client, anna: AbstractUser) -> None:
    editor = Group.objects.get(name="Editor").pk

    administrator.post(
        reverse("admin:auth_user_change", args=[anna.pk]),
        {
            "username": anna.username, "is_active": "on", "is_staff": "on", "groups": [editor],
            "is_superuser": "on", "user_permissions": [1],
        },
    )  # fmt: skip

    anna = User.objects.get(pk=anna.pk)
    assert (anna.is_superuser, anna.user_permissions.count(), anna.groups.get().pk) == (False, 0, editor)


def test_superuser_is_out_of_an_administrators_reach(administrator: Client) -> None:
    root = make.person("", is_superuser=True)
    root.set_password(PASSWORD)
    root.save()
    change = reverse("admin:auth_user_change", args=[root.pk])

    answers = [
        administrator.post(change, {"username": root.username, "_invite": "1"}),
        administrator.post(reverse("admin:auth_user_password_change", args=[root.pk]), {"password1": "x"}),
        administrator.post(reverse("admin:auth_user_delete", args=[root.pk]), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert User.objects.get(pk=root.pk).check_password(PASSWORD)


@pytest.mark.parametrize("group", ["Contributor", "Editor", "Publisher"])
def test_accounts_are_the_administrators_alone(group: str, anna: AbstractUser) -> None:
    client = Client()
    client.force_login(make.person(group))

    for name in (
        "auth_user",
        "auth_group",
        "usersessions_usersession",
        "mfa_authenticator",
        "axes_accessattempt",
    ):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403


@pytest.mark.parametrize(
    "name", ["auth_user", "auth_group", "usersessions_usersession", "mfa_authenticator", "axes_accessattempt"]
)
def test_administrators_pages_open(name: str, administrator: Client) -> None:
    answer = administrator.get(reverse(f"admin:{name}_changelist"), {"q": "a"})

    assert answer.status_code == 200
    assert " style=" not in answer.content.decode()


def test_administrator_decides_nothing_about_articles(administrator: Client) -> None:
    assert administrator.get(reverse("admin:events_article_changelist")).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"AXES_FAILURE_LIMIT": 0}, "accounts.E001"),
        ({"TRUSTED_PROXIES": 1, "BEHIND_PROXY": False}, "accounts.E002"),
        ({"OIDC_ISSUER": "https://id.example.org"}, "accounts.E003"),
        (
            {"OIDC_ISSUER": "http://id.example.org", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"},
            "accounts.E004",
        ),
        ({"OIDC_GROUPS": {"desk": "Editor"}}, "accounts.W001"),
        ({"MFA_REQUIRED_GROUPS": ["Publishers"]}, "accounts.W002"),
    ],
)
def test_wrong_setting_is_told_with_the_way_out(
    wrong: dict[str, object], code: str, settings: Settings
) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)

    found = [
        said for said in run_checks(databases=["default"], include_deployment_checks=False) if said.id == code
    ]

    assert len(found) == 1
    assert found[0].hint


# Two administrators at once


def _opened(client: Client, name: str, number: int) -> tuple[str, dict[str, Any]]:
    url = reverse(f"admin:{name}_change", args=[number])
    return url, typed(client.get(url).content.decode())


def test_role_that_was_taken_away_meanwhile_is_not_given_back_unseen(administrator: Client) -> None:
    berta = make.person("Publisher")
    url, mine = _opened(administrator, "auth_user", berta.pk)
    with changing_as(by=make.person("Administrator"), source="POST"):
        berta.groups.set([Group.objects.get(name="Contributor")])

    answer = administrator.post(url, mine | {"email": "b@example.org"}, follow=True)

    berta.refresh_from_db()
    assert (berta.email, berta.groups.get().name) == ("b@example.org", "Contributor")
    assert "Groups. That stays." in words(answer)
    assert berta.password not in str(mine)


def test_both_versions_of_an_account_that_two_have_changed_are_shown(administrator: Client) -> None:
    berta, editor = make.person("Publisher"), Group.objects.get(name="Editor")
    url, mine = _opened(administrator, "auth_user", berta.pk)
    berta.groups.set([Group.objects.get(name="Contributor")])

    held = administrator.post(url, mine | {"groups": [editor.pk]})
    again = typed(held.content.decode()) | {"_choice-groups": "yours"}

    assert berta.groups.get().name == "Contributor"
    assert "Publisher Groups: theirs Contributor Groups: yours Editor" in words(held)
    assert administrator.post(url, again).status_code == 302
    assert berta.groups.get() == editor


def test_right_that_a_role_got_meanwhile_stays(administrator: Client) -> None:
    role, right = Group.objects.create(name="Night desk"), Permission.objects.get(codename="submit_event")
    url, mine = _opened(administrator, "auth_group", role.pk)
    role.permissions.add(right)

    administrator.post(url, mine | {"name": "Day desk"})

    role.refresh_from_db()
    assert (role.name, role.permissions.get()) == ("Day desk", right)


# Who gave whom which right


def test_history_of_an_account_says_who_gave_it_which_role(administrator: Client) -> None:
    _add(administrator)
    berta = User.objects.get(username="berta")
    change = reverse("admin:auth_user_change", args=[berta.pk])
    publisher = Group.objects.get(name="Publisher")

    administrator.post(
        change,
        {"username": "berta", "email": "b@example.org", "is_active": "on", "is_staff": "on",
         "groups": [publisher.pk]},
    )  # fmt: skip
    page = words(administrator.get(reverse("admin:auth_user_history", args=[berta.pk])))

    assert "added: groups: Publisher" in page
    assert "removed: groups: Editor" in page
    assert "administrator" in page.lower()
    assert "b@example.org" in page


def test_history_of_an_account_holds_no_password_and_no_sign_in(administrator: Client) -> None:
    with changing_as(source="made"):
        berta = User.objects.create_user("berta", password=PASSWORD, is_staff=True)
    anna = User.objects.create_user("anna", password=PASSWORD, last_login=timezone.now())
    with changing_as(source="changed"):
        berta.set_password("another long password")
        berta.save()

    for person in (berta, anna):
        answer = administrator.get(reverse("admin:auth_user_history", args=[person.pk]))
        assert person.password not in unescape(answer.content.decode())
        assert "Last login" not in words(answer)
        assert ("Password changed; what it held is not kept" in words(answer)) == (person == berta)


def test_history_of_an_account_says_who_took_its_second_factor_away(administrator: Client) -> None:
    with changing_as(source="made"):
        berta = User.objects.create_user("berta", email="b@example.org", is_staff=True)
        EmailAddress.objects.create(user=berta, email=berta.email, primary=True, verified=True)
    with changing_as(source="set up"):
        secret = give_totp(berta)
    EmailAddress.objects.filter(user=berta).update(email="e@example.org")
    factor = Authenticator.objects.get(user=berta)
    kept = str(factor.data["secret"])

    administrator.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})

    page = words(administrator.get(reverse("admin:auth_user_history", args=[berta.pk])))
    assert "added: authenticator: TOTP Authenticator" in page
    assert "removed: authenticator: TOTP Authenticator" in page
    assert "b@example.org e@example.org" in page
    last = Change.objects.filter(table_name="mfa_authenticator").latest("pk")
    assert (last.operation, last.changeset.by_name[:13]) == (Change.DELETE, "administrator")
    held = str([(change.before, change.after) for change in Change.objects.all()])
    assert kept not in page + held
    assert secret not in page + held


def test_history_of_a_role_says_which_right_it_got(administrator: Client) -> None:
    editor = Group.objects.get(name="Editor")
    held = list(editor.permissions.values_list("pk", flat=True))
    right = Permission.objects.get(codename="publish_event")

    administrator.post(
        reverse("admin:auth_group_change", args=[editor.pk]),
        {"name": "Editor", "permissions": [*held, right.pk]},
    )
    page = words(administrator.get(reverse("admin:auth_group_history", args=[editor.pk])))

    assert f"added: permissions: {right}" in page
    assert set(editor.permissions.values_list("pk", flat=True)) == {*held, right.pk}


def test_deleted_role_is_on_record_with_who_lost_it(administrator: Client) -> None:
    role = Group.objects.create(name="Night desk")
    berta = User.objects.create_user("berta", is_staff=True)
    berta.groups.add(role)
    delete = reverse("admin:auth_group_delete", args=[role.pk])

    assert "berta" in words(administrator.get(delete))
    administrator.post(delete, {"post": "yes"})

    page = administrator.get(reverse("admin:auth_group_history", args=[role.pk]))
    assert page.status_code == 200
    assert "Night desk" in words(page)
    assert "removed: groups" in words(administrator.get(reverse("admin:auth_user_history", args=[berta.pk])))


def test_history_of_accounts_is_closed_to_editors() -> None:
    editor, berta = Client(), User.objects.create_user("berta")
    editor.force_login(make.person("Publisher"))

    assert editor.get(reverse("admin:auth_user_history", args=[berta.pk])).status_code == 403


def test_rights_are_chosen_by_what_they_are_about(administrator: Client) -> None:
    page = administrator.get(reverse("admin:auth_group_add")).content.decode()

    assert "<legend>Articles</legend>" in page
    assert page.count("Add article") == 1
    assert "log entry" not in page.lower()
