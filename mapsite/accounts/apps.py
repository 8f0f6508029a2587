from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "mapsite.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from mapsite.accounts import checks  # noqa: F401 -- registers the system checks
        from mapsite.accounts.second_factor import note_shown

        authenticator_added.connect(note_shown, dispatch_uid="accounts.note_shown")
