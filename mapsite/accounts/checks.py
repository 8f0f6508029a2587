"""Reports wrong settings of sign-in when the process starts instead of when nobody gets in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError

_OIDC = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


@register()
def check_sign_in(app_configs: Any, **kwargs: Any) -> list[Error | Warning]:
    """accounts.E001 to E004, W001: counts that count, and an identity provider that is named whole."""
    found: list[Error | Warning] = []
    if settings.AXES_FAILURE_LIMIT < 1 or settings.AXES_COOLOFF_TIME.total_seconds() < 60:
        found.append(
            Error(
                "LOGIN_FAILURE_LIMIT and LOGIN_LOCK_MINUTES must be 1 or more.",
                hint="With 5 and 15, five wrong passwords lock an account for its sender for 15 minutes.",
                id="accounts.E001",
            )
        )
    if settings.TRUSTED_PROXIES and not settings.BEHIND_PROXY:
        found.append(
            Error(
                f"TRUSTED_PROXIES is {settings.TRUSTED_PROXIES} and BEHIND_PROXY is not set: anybody could "
                "make up the address that they come from.",
                hint="Set BEHIND_PROXY=1 where a proxy writes X-Forwarded-For, or leave TRUSTED_PROXIES out.",
                id="accounts.E002",
            )
        )
    given = [name for name in _OIDC if getattr(settings, name)]
    if given and len(given) < len(_OIDC):
        missing = ", ".join(name for name in _OIDC if name not in given)
        found.append(
            Error(
                f"Sign-in with OpenID Connect is set up in part: {missing} is missing.",
                hint="Set all three as the identity provider names them, or none.",
                id="accounts.E003",
            )
        )
    return found + _issuer_errors() + _mapping_errors()


def _issuer_errors() -> list[Error | Warning]:
    address = urlsplit(settings.OIDC_ISSUER)
    if (
        not settings.OIDC_ISSUER
        or address.scheme == "https"
        or address.hostname in ("localhost", "127.0.0.1")
    ):
        return []
    return [
        Error(
            f'OIDC_ISSUER "{settings.OIDC_ISSUER}" is no https address, so anybody between could sign in.',
            hint="Use the issuer's address as it stands in its discovery document, beginning with https://",
            id="accounts.E004",
        )
    ]


def _mapping_errors() -> list[Error | Warning]:
    if not settings.OIDC_GROUPS or settings.OIDC_ISSUER:
        return []
    return [
        Warning(
            "OIDC_GROUPS is set and OIDC_ISSUER is not, so nobody gets a role by it.",
            hint="Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too.",
            id="accounts.W001",
        )
    ]


@register(Tags.database)
def check_groups(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Warning]:
    """accounts.W002: a role that is misspelt would quietly need no second factor. Asked with the database:
    `manage.py check --database default`, and by `migrate`."""
    from django.contrib.auth.models import Group

    named = {*settings.MFA_REQUIRED_GROUPS, *settings.OIDC_GROUPS.values()}
    if not named or not databases:
        return []
    try:
        missing = named - set(Group.objects.filter(name__in=named).values_list("name", flat=True))
    except DatabaseError:
        return []  # before the first migration
    return [
        Warning(
            f"MFA_REQUIRED_GROUPS or OIDC_GROUPS names “{name}”, which is no group here.",
            hint="Groups are spelt as in the admin: Contributor, Editor, Publisher, Administrator.",
            id="accounts.W002",
        )
        for name in sorted(missing)
    ]
