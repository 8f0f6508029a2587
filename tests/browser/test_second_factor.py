"""Second factors in a real browser: a security key that Chromium pretends to have, and an app's codes."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, Page, expect

from tests.accounts.door import code_of
from tests.browser.conftest import PASSWORD, PATIENCE_MS, Site, Watch

AXE = Path(__file__).resolve().parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def _account(site: Site) -> str:
    name = f"keeper{uuid4().hex[:8]}"
    made = (
        "from django.contrib.auth import get_user_model as m; from django.contrib.auth.models import Group;"
        f"u = m().objects.create_user('{name}', password={PASSWORD!r}, is_staff=True);"
        "u.groups.add(Group.objects.get(name='Publisher'))"
    )
    site.manage("shell", "-c", made)
    return name


def _sign_in(page: Page, base: str, name: str) -> None:
    page.goto(f"{base}/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def _assert_accessible(page: Page) -> None:
    # Evaluated by the browser's tools, so that the page's policy stays as strict as it is.
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    assert found == [], f"{page.url}: {json.dumps(found)[:1500]}"


def _confirm(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_key_is_added_asked_for_and_opens_the_door_alone(chromium: Browser, site: Site) -> None:
    name = _account(site)
    # WebAuthn knows no addresses of numbers.
    base = site.url.replace("127.0.0.1", "localhost")
    context = chromium.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    watch, page = Watch(context), context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto(f"{base}/admin/login/")
    _assert_accessible(page)
    _sign_in(page, base, name)
    page.wait_for_url("**/admin/")

    page.goto(f"{base}/admin/account/2fa/")
    _assert_accessible(page)
    page.get_by_role("link", name="Add a key").click()
    _confirm(page)
    page.get_by_label("Passwordless").check()
    _assert_accessible(page)
    page.goto(f"{base}/admin/account/2fa/totp/activate/")
    _assert_accessible(page)
    page.goto(f"{base}/admin/account/2fa/webauthn/add/")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/**")
    _assert_accessible(page)

    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login/**")
    _sign_in(page, base, name)
    page.wait_for_url("**/2fa/authenticate/**")
    _assert_accessible(page)
    page.goto(f"{base}/admin/")
    assert "/admin/account/" in page.url
    page.goto(f"{base}/admin/account/2fa/authenticate/")
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/admin/")

    page.goto(f"{base}/admin/account/sessions/")
    _assert_accessible(page)
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login/**")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/admin/")

    # By the admin's own button, to the same door.
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login/**")
    tools.send("WebAuthn.disable")
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    for _twice in range(2):
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("The browser gave no key")
    _assert_accessible(page)

    # axe itself tries styles on elements, which the policy forbids; the other test looks at that.
    assert watch.left_machine == watch.errors == []
    context.close()


def test_app_is_set_up_and_its_code_asked_for(page: Page, watch: Watch, site: Site) -> None:
    name = _account(site)
    _sign_in(page, site.url, name)
    page.wait_for_url("**/admin/")
    page.goto(f"{site.url}/admin/account/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    _confirm(page)
    secret = page.get_by_label("Secret", exact=True).input_value()
    page.get_by_label("code").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    page.wait_for_url("**/recovery-codes/**")
    codes = page.get_by_label("Unused codes").input_value().split()
    assert len(codes) == 10

    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login/**")
    _sign_in(page, site.url, name)
    page.wait_for_url("**/2fa/authenticate/**")
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")

    watch.assert_clean()
