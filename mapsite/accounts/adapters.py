"""How allauth's sign-in is ours: no sign-up, our proxies, roles from the identity provider's groups."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from threading import Thread
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse

from mapsite.accounts.addresses import client_address

log = logging.getLogger(__name__)
RESET_THREAD = "password-reset-mail"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted in one place, by django-axes, which says for how long it locks."""

    def send_password_reset_mail(self, user: AbstractUser, email: str, context: dict[str, Any]) -> None:
        """Beside the answer, which takes as long and says the same where no account has the address, and
        where the mail server does not answer."""
        context = {**context, "site_name": settings.SITE_NAME}
        message = self.render_mail("account/email/password_reset_key", email, context)
        Thread(target=_send, args=(message,), daemon=True, name=RESET_THREAD).start()

    def format_email_subject(self, subject: str) -> str:
        return f"[{settings.SITE_NAME}] {subject}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("sessions")


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException):
        log.exception("A link for a new password could not be sent")


class MFAAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An account of the identity provider signs in to ours of the same verified e-mail address. Where its
    groups are mapped to roles (OIDC_GROUPS), they decide the roles at each sign-in and make new accounts."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return bool(roles_of(sociallogin))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            give_roles(sociallogin.user, sociallogin)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> AbstractUser:
        sociallogin.user.is_staff = True
        user = super().save_user(request, sociallogin, form)
        give_roles(user, sociallogin)
        return user


def roles_of(sociallogin: Any) -> set[str]:
    """The names of our groups that the provider's groups stand for."""
    told: set[str] = set()
    for part in ("id_token", "userinfo"):
        groups = (sociallogin.account.extra_data.get(part) or {}).get(settings.OIDC_GROUPS_CLAIM, [])
        told |= {groups} if isinstance(groups, str) else {str(group) for group in groups}
    return {role for group, role in settings.OIDC_GROUPS.items() if group in told}


def give_roles(user: AbstractUser, sociallogin: Any) -> None:
    """Sets the groups that OIDC_GROUPS names as the provider says; others are the administrators'."""
    mapped = set(settings.OIDC_GROUPS.values())
    if not mapped:
        return
    wanted = roles_of(sociallogin)
    user.groups.remove(*Group.objects.filter(name__in=mapped - wanted))
    user.groups.add(*Group.objects.filter(name__in=wanted))
