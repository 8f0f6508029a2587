"""Whether somebody needs a second factor, has one, and has shown it in this session."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def needs_second_factor(user: AbstractUser) -> bool:
    """Members of MFA_REQUIRED_GROUPS, and superusers wherever anybody needs one."""
    groups = settings.MFA_REQUIRED_GROUPS
    return bool(groups) and (user.is_superuser or user.groups.filter(name__in=groups).exists())


def has_second_factor(user: AbstractUser) -> bool:
    """Recovery codes alone are none: they stand in for another one."""
    return bool(is_mfa_enabled(user, FACTORS))


def has_shown_it(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed since, with a second factor. One that was opened by the
    password alone before the account had a second factor was not."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def note_shown(request: HttpRequest, user: AbstractUser, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who has just set one up has shown it. allauth says so by a signal, and in no other way."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
