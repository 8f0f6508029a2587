"""A link with which somebody chooses a password: an invitation, or the way back in."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

log = logging.getLogger(__name__)


def invitation_link(request: HttpRequest, user: AbstractUser) -> str:
    """Good once, for PASSWORD_RESET_TIMEOUT seconds; the second factor stays as it is."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return get_adapter(request).get_reset_password_from_key_url(f"{user_pk_to_url_str(user)}-{token}")


def send_invitation(request: HttpRequest, user: AbstractUser, link: str) -> bool:
    """Whether it was sent: this site may have no way of sending e-mail, the account no address, or the mail
    server no answer."""
    if not (settings.SENDS_EMAIL and user.email):
        return False
    context = {
        "user": user, "username": user.get_username(), "password_reset_url": link, "request": request,
        "site_name": settings.SITE_NAME,
    }  # fmt: skip
    try:
        get_adapter(request).send_mail("account/email/invitation", user.email, context)
    except (OSError, SMTPException):
        # The account is made all the same: its link is passed on by hand.
        log.exception("An invitation could not be sent")
        return False
    return True
